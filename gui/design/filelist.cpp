// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/filelist.h"

#include <QHeaderView>
#include <QScopedValueRollback>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

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

void FileList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (!m_isFollowing && current.flags() & Qt::ItemIsSelectable)
        emit picked(current.data(FileListModel::PathRole).toString());
}

} // namespace gui
