// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rows of a table that grow with the words that wrap in them, which Qt's own do only for the width they had at first.

#include <QStyledItemDelegate>
#include <QTreeWidget>

namespace gui {

class WrappedWords : public QStyledItemDelegate
{
public:
    /// `before`: of the first column, what stands before its words and picture.
    explicit WrappedWords(QTreeWidget *table, int before = 0) : QStyledItemDelegate(table), m_table(table), m_before(before) {}
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int used = index.column() == 0 ? m_before : 0;
        QStyleOptionViewItem wrapped = option;
        wrapped.rect = QRect(0, 0, qMax(40, m_table->columnWidth(index.column()) - used), 1);
        const QSize size = QStyledItemDelegate::sizeHint(wrapped, index);
        const bool isOneLine = size.height() < 2 * option.fontMetrics.lineSpacing();
        return isOneLine ? size : size + QSize(0, 6); // lines of one row stand closer than rows
    }

private:
    QTreeWidget *m_table;
    int m_before;
};

} // namespace gui
