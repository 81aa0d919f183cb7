// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/filelist.h"

#include "gui/canvas/textrun.h"

#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

namespace {

/// As the style paints a row, which shapes its words three times: to measure, to cut and to paint them.
class FileRow : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem row = option;
        initStyleOption(&row, index);
        const QStyle &style = *row.widget->style();
        const int side = style.pixelMetric(QStyle::PM_FocusFrameHMargin, &row, row.widget) + 1;
        const bool isSelected = row.state & QStyle::State_Selected, isActive = row.state & QStyle::State_Active;
        style.drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, row.widget);
        QRect room = row.rect; // of the words
        if (!row.icon.isNull()) {
            const QRect picture(QPoint(room.left() + side, row.rect.center().y() - (row.decorationSize.height() - 1) / 2), row.decorationSize);
            row.icon.paint(painter, QStyle::visualRect(row.direction, row.rect, picture), Qt::AlignCenter, isSelected ? QIcon::Selected : QIcon::Normal);
            room.setLeft(picture.right() + 1 + side);
        }
        room = QStyle::visualRect(row.direction, row.rect, room);
        const QRect words = room.adjusted(side, 0, -side, 0);
        const TextRun text(row.text, row.font, words.width());
        const bool isRight = QStyle::visualAlignment(row.direction, row.displayAlignment) & Qt::AlignRight;
        painter->setPen(row.palette.color(isActive ? QPalette::Active : QPalette::Inactive, isSelected ? QPalette::HighlightedText : QPalette::Text));
        text.paint(*painter, QPointF(isRight ? words.right() + 1 - text.width() : words.left(), words.top() + (words.height() - int(text.height())) / 2));
        if (row.state & QStyle::State_HasFocus) {
            QStyleOptionFocusRect focus;
            focus.QStyleOption::operator=(row);
            focus.rect = room;
            focus.backgroundColor = row.palette.color(isSelected ? QPalette::Highlight : QPalette::Window);
            style.drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, row.widget);
        }
    }
};

} // namespace

FileList::FileList(QWidget *parent) : QTreeView(parent)
{
    setObjectName(u"preview-files"_s);
    setAccessibleName(tr("Generated files"));
    setModel(&m_model);
    setHeaderHidden(true);
    setUniformRowHeights(true); // else each change of a row measures all those above it
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(6);
    header()->setSectionResizeMode(FileListModel::Name, QHeaderView::Stretch);
    header()->setSectionResizeMode(FileListModel::Words, QHeaderView::ResizeToContents);
    setColumnHidden(FileListModel::Words, true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(14);
    setItemDelegate(new FileRow(this));
}

void FileList::setTheme(const Theme &theme)
{
    m_model.setTheme(theme);
    viewport()->update();
}

void FileList::setFiles(const QStringList &paths)
{
    const QScopedValueRollback following(m_isFollowing, true);
    m_model.setFiles(paths);
    expandAll();
    showOpen();
}

void FileList::follow(QStringList gone, const QStringList &come)
{
    const QScopedValueRollback following(m_isFollowing, true);
    for (const QString &path : come) {
        if (!gone.isEmpty() && m_model.rename(gone.constFirst(), path)) {
            gone.removeFirst();
            continue;
        }
        m_model.add(path);
        for (QModelIndex folder = m_model.find(path).parent(); folder.isValid(); folder = folder.parent())
            expand(folder);
    }
    for (const QString &path : std::as_const(gone))
        m_model.remove(path);
    showOpen();
}

void FileList::setOpen(const QString &path)
{
    const QScopedValueRollback following(m_isFollowing, true);
    m_open = path;
    showOpen();
}

void FileList::showOpen()
{
    const QModelIndex row = m_model.find(m_open);
    if (row.isValid() && row != currentIndex())
        setCurrentIndex(row);
}

void FileList::setWords(const QHash<QString, QString> &words)
{
    setColumnHidden(FileListModel::Words, words.isEmpty()); // else its width is measured again and again
    m_model.setWords(words);
}

int FileList::widthOf(const QStringList &paths) const
{
    QFont bold = font();
    bold.setBold(true); // as what an edit touched
    const QFontMetrics metrics(bold);
    int names = 0, counts = 0;
    for (const QString &path : paths) {
        const QModelIndex row = m_model.find(path);
        const int depth = int(path.count(u'/')) + 1;
        names = std::max(names, metrics.horizontalAdvance(row.data().toString()) + depth * indentation());
        counts = std::max(counts, metrics.horizontalAdvance(row.siblingAtColumn(FileListModel::Words).data().toString()));
    }
    return names + counts + 16 + 4 * 6 + (counts ? 2 * 6 : 6);
}

/// Several rows are those between the old and the new place of one; all are as high, and so none is laid out anew.
void FileList::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    if (topLeft.row() != bottomRight.row() && isColumnHidden(FileListModel::Words)) // else its width follows
        viewport()->update();
    else
        QTreeView::dataChanged(topLeft, bottomRight, roles);
}

void FileList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (!m_isFollowing && current.flags() & Qt::ItemIsSelectable)
        emit picked(current.data(FileListModel::PathRole).toString());
}

} // namespace gui
