// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/adopt/proposaltable.h"

#include "gui/fonts.h"
#include "gui/help/wrappedwords.h"
#include "gui/icons.h"
#include "gui/theme.h"
#include "gui/todo.h"

#include <QCryptographicHash>
#include <QHeaderView>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

enum Column { What, Now, Then, Why };
constexpr int IdRole = Qt::UserRole;

ProposalTable::ProposalTable(const Theme &theme, QWidget *parent) : QTreeWidget(parent), m_theme(theme)
{
    setObjectName(u"proposals"_s);
    setAccessibleName(tr("Proposals"));
    setHeaderLabels({tr("Take over"), tr("The fleet says"), tr("The host says"), tr("Why")});
    setRootIsDecorated(false);
    setAlternatingRowColors(true);
    setAllColumnsShowFocus(true);
    setWordWrap(true);
    setUniformRowHeights(false);
    header()->setStretchLastSection(true);
    const QList<int> widths{220, 130, 210};
    for (int column = 0; column < widths.size(); ++column)
        setColumnWidth(column, widths.at(column));
    setItemDelegate(new WrappedWords(this, 28)); // a box to tick
    connect(header(), &QHeaderView::sectionResized, this, &QTreeWidget::doItemsLayout);
    connect(this, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem *item, int column) {
        if (column == What)
            follow(item);
    });
}

/// A public key as its type and its fingerprint, which can be compared; other values as they are.
static QString shown(const QString &value)
{
    const QStringList words = value.split(u' ', Qt::SkipEmptyParts);
    if (words.size() < 2 || !words.at(1).startsWith(u"AAAA"_s))
        return value;
    const QByteArray blob = QByteArray::fromBase64(words.at(1).toLatin1());
    const QByteArray print = QCryptographicHash::hash(blob, QCryptographicHash::Sha256).toBase64(QByteArray::OmitTrailingEquals);
    return words.at(0) + u"\nSHA256:"_s + QString::fromLatin1(print);
}

static QString whyWords(const Proposal &proposal)
{
    if (!proposal.conflict.isEmpty())
        return ProposalTable::tr("Conflict: %1. On the host: %2.").arg(proposal.conflict, proposal.reason);
    if (proposal.certainty == Certainty::Guess)
        return ProposalTable::tr("Look first: %1.").arg(proposal.reason);
    return sentence(proposal.reason);
}

QTreeWidgetItem *ProposalTable::row(const Proposal &proposal, bool isPossible, const QString &whyNot)
{
    const QString now = proposal.before.isEmpty() ? tr("(nothing)") : shown(proposal.before), then = shown(proposal.after);
    const QString why = isPossible ? whyWords(proposal) : whyNot;
    auto *item = new QTreeWidgetItem({proposal.title, now, then, why});
    item->setData(What, IdRole, proposal.id);
    item->setFlags(isPossible ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable : Qt::ItemIsSelectable | Qt::NoItemFlags);
    item->setCheckState(What, Qt::Unchecked);
    const bool isQuiet = proposal.isSafe() && isPossible;
    item->setIcon(What, icon(isQuiet ? u"check"_s : u"warning"_s, isQuiet ? m_theme.good : m_theme.warning));
    if (proposal.before.isEmpty() && isPossible)
        item->setForeground(Now, m_theme.dim);
    item->setData(What, Qt::AccessibleTextRole, tr("%1: the fleet says %2, the host says %3. %4").arg(proposal.title, now, then, why));
    for (int column = 0; column < columnCount(); ++column) {
        item->setTextAlignment(column, Qt::AlignVCenter | Qt::AlignLeft);
        item->setToolTip(column, column == Then ? proposal.after : item->text(column));
    }
    for (const auto &[column, value] : {std::pair(Now, &proposal.before), std::pair(Then, &proposal.after)}) {
        if (item->text(column) != *value && !value->isEmpty())
            item->setFont(column, fixedFont());
    }
    return item;
}

void ProposalTable::show(const Adoption &adoption, bool files, const QString &whyNot)
{
    const QSignalBlocker quiet(this);
    clear();
    m_adoption = adoption;
    for (const Proposal &proposal : adoption.proposals)
        addTopLevelItem(row(proposal, files || proposal.file.isEmpty(), whyNot));
    for (int i = 0; i < topLevelItemCount(); ++i) { // a fingerprint is compared in one piece
        if (const QTreeWidgetItem *item = topLevelItem(i); item->text(Then).contains(u'\n'))
            setColumnWidth(Then, std::max(columnWidth(Then), QFontMetrics(fixedFont()).horizontalAdvance(item->text(Then).section(u'\n', 1)) + 24));
    }
    setCurrentItem(topLevelItem(0));
    tick(safeProposals(adoption));
}

QStringList ProposalTable::tickable() const
{
    QStringList ids;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (topLevelItem(i)->flags() & Qt::ItemIsUserCheckable)
            ids.append(topLevelItem(i)->data(What, IdRole).toString());
    }
    return ids;
}

QStringList ProposalTable::ticked() const
{
    QStringList ids;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (topLevelItem(i)->checkState(What) == Qt::Checked)
            ids.append(topLevelItem(i)->data(What, IdRole).toString());
    }
    return ids;
}

void ProposalTable::tick(const QStringList &ids)
{
    const QStringList possible = tickable();
    QStringList wanted;
    for (const QString &id : ids) {
        if (possible.contains(id))
            wanted.append(id);
    }
    wanted = acceptable(m_adoption, wanted);
    {
        const QSignalBlocker quiet(this);
        for (int i = 0; i < topLevelItemCount(); ++i) {
            QTreeWidgetItem *item = topLevelItem(i);
            item->setCheckState(What, wanted.contains(item->data(What, IdRole).toString()) ? Qt::Checked : Qt::Unchecked);
        }
    }
    emit tickedChanged();
}

/// Who is ticked brings what it needs; who is not takes what needs it along.
void ProposalTable::follow(QTreeWidgetItem *changed)
{
    QStringList now = ticked();
    const QString id = changed->data(What, IdRole).toString();
    if (changed->checkState(What) == Qt::Checked) {
        QStringList open{id};
        while (!open.isEmpty()) {
            const Proposal *proposal = m_adoption.find(open.takeFirst());
            for (const QString &need : proposal ? proposal->needs : QStringList()) {
                if (!now.contains(need)) {
                    now.append(need);
                    open.append(need);
                }
            }
        }
    }
    tick(now);
}

} // namespace gui
