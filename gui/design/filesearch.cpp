// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/filesearch.h"

#include "gui/counted.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

constexpr int pathRole = Qt::UserRole, lineRole = Qt::UserRole + 1, columnRole = Qt::UserRole + 2;

QList<Hit> searchTree(const model::FileTree &tree, const QString &words, qsizetype most)
{
    QList<Hit> hits;
    if (words.isEmpty())
        return hits;
    for (const auto &[path, file] : tree) {
        const QString text = QString::fromUtf8(file.text);
        qsizetype counted = 0; // line breaks up to there
        int line = 0;
        for (qsizetype at = text.indexOf(words, 0, Qt::CaseInsensitive); at >= 0;) {
            line += int(text.mid(counted, at - counted).count(u'\n'));
            counted = at;
            const qsizetype begin = at == 0 ? 0 : text.lastIndexOf(u'\n', at - 1) + 1;
            qsizetype end = text.indexOf(u'\n', at);
            end = end < 0 ? text.size() : end;
            hits.append({path, line, int(at - begin), text.mid(begin, end - begin)});
            if (hits.size() == most)
                return hits;
            at = text.indexOf(words, end, Qt::CaseInsensitive); // a line is told once
        }
    }
    return hits;
}

FileSearch::FileSearch(const model::FileTree &tree, QWidget *parent)
    : QWidget(parent), m_tree(tree), m_line(new QLineEdit(this)), m_count(new QLabel(this)), m_list(new QTreeWidget(this))
{
    setObjectName(u"file-search"_s);
    m_line->setObjectName(u"file-search-words"_s);
    m_line->setPlaceholderText(tr("Search in all files"));
    m_line->setAccessibleName(tr("Search in all files"));
    m_line->setClearButtonEnabled(true);
    m_line->installEventFilter(this);
    m_count->setObjectName(u"file-search-count"_s);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_count->setWordWrap(true);
    m_list->setObjectName(u"file-search-list"_s);
    m_list->setAccessibleName(tr("Lines that hold the words"));
    m_list->setHeaderHidden(true);
    m_list->setIndentation(12);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->installEventFilter(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0); // in line with what stands above
    layout->setSpacing(4);
    layout->addWidget(m_line);
    layout->addWidget(m_count);
    layout->addWidget(m_list, 1);
    connect(m_line, &QLineEdit::textChanged, this, &FileSearch::refresh);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *row) { pick(row, true); });
    connect(m_list, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem *row) { pick(row, true); });
    connect(m_list, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *row) { pick(row, false); });
    refresh();
}

const QString FileSearch::words() const
{
    return m_line->text();
}

void FileSearch::start(const QString &words)
{
    if (!words.isEmpty())
        m_line->setText(words);
    refresh();
    m_line->setFocus();
    m_line->selectAll();
}

void FileSearch::refresh()
{
    constexpr qsizetype most = 1000;
    const QList<Hit> hits = searchTree(m_tree, m_line->text(), most);
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    QTreeWidgetItem *file = nullptr;
    qsizetype files = 0;
    for (const Hit &hit : hits) {
        if (!file || file->text(0) != hit.path) {
            file = new QTreeWidgetItem(m_list, {hit.path});
            file->setFlags(Qt::ItemIsEnabled);
            file->setExpanded(true);
            ++files;
        }
        auto *row = new QTreeWidgetItem(file, {u"%1: %2"_s.arg(hit.line + 1).arg(hit.text.trimmed())});
        row->setToolTip(0, hit.text.trimmed());
        row->setData(0, pathRole, hit.path);
        row->setData(0, lineRole, hit.line);
        row->setData(0, columnRole, hit.column);
    }
    if (m_line->text().isEmpty())
        m_count->setText(tr("Esc: back to the files"));
    else if (hits.isEmpty())
        m_count->setText(tr("No line holds this."));
    else if (hits.size() == most)
        m_count->setText(tr("The first %1 lines").arg(most));
    else
        m_count->setText(tr("%1 in %2").arg(counted(hits.size(), tr("%1 line"), tr("%1 lines")), counted(files, tr("%1 file"), tr("%1 files"))));
}

void FileSearch::pick(QTreeWidgetItem *row, bool stay)
{
    if (row && !row->data(0, pathRole).isNull())
        emit picked({row->data(0, pathRole).toString(), row->data(0, lineRole).toInt(), row->data(0, columnRole).toInt(), {}}, stay);
}

bool FileSearch::keyInLine(int key)
{
    if (key != Qt::Key_Down && key != Qt::Key_Return && key != Qt::Key_Enter)
        return false;
    if (QTreeWidgetItem *file = m_list->topLevelItem(0)) {
        m_list->setFocus();
        m_list->setCurrentItem(file->child(0));
    }
    return true;
}

bool FileSearch::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape) {
        emit closed();
        return true;
    }
    if (watched == m_line && keyInLine(key))
        return true;
    if (watched == m_list && key == Qt::Key_Up && m_list->currentItem() && m_list->currentItem() == m_list->topLevelItem(0)->child(0)) {
        m_line->setFocus();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace gui
