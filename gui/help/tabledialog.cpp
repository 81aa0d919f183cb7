// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/help/tabledialog.h"

#include "gui/help/wrappedwords.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

TableDialog::TableDialog(const QString &title, const QStringList &columns, const QList<TableGroup> &groups, QWidget *parent)
    : QDialog(parent), m_table(new QTreeWidget(this))
{
    setObjectName(u"table-dialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    auto *layout = new QVBoxLayout(this);
    auto *words = new QLineEdit(this);
    words->setPlaceholderText(tr("Filter by words"));
    words->setAccessibleName(words->placeholderText());
    words->setClearButtonEnabled(true);
    m_table->setAccessibleName(title);
    m_table->setHeaderLabels(columns);
    m_table->setRootIsDecorated(false);
    m_table->setItemsExpandable(false);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(true);
    m_table->header()->setStretchLastSection(true);
    for (const TableGroup &group : groups) {
        QTreeWidgetItem *parentRow = m_table->invisibleRootItem();
        if (!group.title.isEmpty()) {
            parentRow = new QTreeWidgetItem(m_table, {group.title});
            QFont font = parentRow->font(0);
            font.setBold(true);
            parentRow->setFont(0, font);
            parentRow->setFirstColumnSpanned(true);
        }
        for (const QStringList &row : group.rows) {
            auto *item = new QTreeWidgetItem(parentRow, row);
            item->setToolTip(int(row.size()) - 1, row.constLast());
        }
    }
    m_table->expandAll();
    constexpr int widest = 330; // longer words wrap
    for (int column = 0; column + 1 < columns.size(); ++column) {
        m_table->resizeColumnToContents(column);
        m_table->setColumnWidth(column, qMin(m_table->columnWidth(column), widest));
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(words, &QLineEdit::textChanged, this, &TableDialog::filter);
    layout->addWidget(words);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);
    m_table->setItemDelegate(new WrappedWords(m_table)); // after the widths are known
    connect(m_table->header(), &QHeaderView::sectionResized, m_table, &QTreeWidget::doItemsLayout);
    resize(960, 620);
    words->setFocus();
}

void TableDialog::setInk(const QString &words, const QColor &color)
{
    for (int column = 0; column < m_table->columnCount(); ++column) {
        for (QTreeWidgetItem *cell : m_table->findItems(words, Qt::MatchExactly | Qt::MatchRecursive, column))
            cell->setForeground(column, color);
    }
}

static bool contains(const QTreeWidgetItem *row, const QString &words)
{
    for (int column = 0; column < row->columnCount(); ++column) {
        if (row->text(column).contains(words, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

void TableDialog::filter(const QString &words)
{
    for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
        QTreeWidgetItem *top = m_table->topLevelItem(i);
        bool some = top->childCount() == 0 && contains(top, words);
        for (int j = 0; j < top->childCount(); ++j) {
            const bool fits = contains(top->child(j), words);
            top->child(j)->setHidden(!fits);
            some = some || fits;
        }
        top->setHidden(!some);
    }
}

} // namespace gui
