// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A table to read and search: the shortcut sheet and the list of rules.

#include <QDialog>

class QTreeWidget;

namespace gui {

struct TableGroup
{
    QString title; ///< empty: the rows stand by themselves
    QList<QStringList> rows;
};

class TableDialog : public QDialog
{
    Q_OBJECT
public:
    TableDialog(const QString &title, const QStringList &columns, const QList<TableGroup> &groups, QWidget *parent);
    /// Cells that say just this are in that colour.
    void setInk(const QString &words, const QColor &color);

private:
    void filter(const QString &words);
    QTreeWidget *m_table;
};

} // namespace gui
