// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/rulesview.h"

#include "gui/icons.h"
#include "gui/theme.h"
#include "model/validate.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

RulesView::RulesView(const Catalog &catalog, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_search(new QLineEdit(this)), m_rules(new QTreeWidget(this))
{
    setObjectName(u"rules"_s);
    m_search->setObjectName(u"rules-search"_s);
    m_search->setPlaceholderText(tr("Find a rule by its code or words"));
    m_search->setAccessibleName(tr("Find a rule"));
    m_search->setClearButtonEnabled(true);
    m_rules->setObjectName(u"rules-list"_s);
    m_rules->setAccessibleName(tr("Rules"));
    m_rules->setHeaderLabels({tr("Code"), tr("What is wrong"), tr("How to mend it")});
    m_rules->setRootIsDecorated(false);
    m_rules->setWordWrap(true);
    m_rules->setAlternatingRowColors(true);
    m_rules->header()->setStretchLastSection(true);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_search);
    column->addWidget(m_rules, 1);
    for (const RuleDoc &rule : ruleDocs(catalog)) {
        auto *row = new QTreeWidgetItem(m_rules, {rule.code, rule.meaning, rule.mend});
        const QColor color = rule.design == Severity::Error ? theme.bad : rule.design == Severity::Warning ? theme.warning : theme.accent;
        row->setIcon(0, icon(severityName(rule.design), color));
        const QString word = rule.design == rule.deploy ? severityName(rule.design) : tr("%1 while designing, %2 for a deploy").arg(severityName(rule.design), severityName(rule.deploy));
        row->setToolTip(0, word);
        row->setData(0, Qt::AccessibleTextRole, QString(rule.code + u", " + word));
    }
    m_rules->sortItems(0, Qt::AscendingOrder);
    m_rules->resizeColumnToContents(0);
    m_rules->setColumnWidth(1, 420);
    connect(m_search, &QLineEdit::textChanged, this, &RulesView::filter);
}

void RulesView::filter(const QString &words)
{
    for (int i = 0; i < m_rules->topLevelItemCount(); ++i) {
        QTreeWidgetItem *row = m_rules->topLevelItem(i);
        const QString all = row->text(0) + u' ' + row->text(1) + u' ' + row->text(2);
        row->setHidden(!all.contains(words.trimmed(), Qt::CaseInsensitive));
    }
}

} // namespace gui
