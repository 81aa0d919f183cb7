// SPDX-License-Identifier: GPL-3.0-or-later
// Menders of the catalog's own rules: what a rule requires says what must be done.

#include "model/fix_mending.h"
#include "model/freeports.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// One value for all: each one that is there, the common one first.
void makeEqual(Mending &m, const RuleSpec &rule)
{
    const Value values = m.catalog.effective(*m.catalog.kind(u"fleet"), m.fleet.settings().values);
    QStringList choices{values.at(rule.elseField).text()};
    for (const QString &field : rule.fields)
        choices += values.at(field).text();
    choices.removeAll(QString());
    choices.removeDuplicates();
    for (const QString &choice : std::as_const(choices)) {
        QList<Edit> edits;
        if (values.at(rule.elseField).text() != choice)
            edits += SetField{ItemId::fleet(), rule.elseField, Value(choice)};
        for (const QString &field : rule.fields) {
            if (!m.fleet.setting(field).isNull())
                edits += SetField{ItemId::fleet(), field, {}};
        }
        m.step(rule.fields.size() == 2 ? fixTr("Use %1 on both sides").arg(choice)
                                       : fixTr("Use %1 for all").arg(choice),
               edits);
    }
}

void addOne(Mending &m, const Kind &kind)
{
    for (const PlacedHost *host : m.hostsFor(kind.name, 4)) {
        const DropAdvice advice = adviseNew(m.fleet, m.catalog, m.topology, kind.name, host->name);
        if (advice.allowed)
            m.step(advice.step.text, advice.step.edits);
    }
    if (m.topology.hosts.isEmpty())
        mendNoHosts(m);
}

/// The fleet's range made long enough, upwards where there is room, else elsewhere.
void widen(Mending &m, const RuleSpec &rule)
{
    const Value values = m.catalog.effective(*m.catalog.kind(u"fleet"), m.fleet.settings().values);
    const auto range = portRange(values.at(rule.fields.value(0)));
    if (!range)
        return;
    qsizetype most = 0;
    for (const PlacedHost &host : m.topology.hosts)
        most = std::max(most, std::ranges::count_if(host.items, [&](const ItemId &id) {
                            return rule.whenAny.contains(m.topology.find(id)->kind);
                        }));
    const int count = int(std::min<qsizetype>(most * rule.each, 16384));
    int first = range->first;
    for (const PlacedHost &host : m.topology.hosts) {
        for (const ItemId &id : host.items) {
            const auto &ports = m.topology.find(id)->ports;
            const auto own =
                std::ranges::find(ports, u"fleet:"_s + rule.fields.value(0), &Port::field);
            if (own != ports.end() && first > 0)
                first = FreePorts(m.topology, host, id).nextRange(own->protocol, first, count);
        }
    }
    const QString wider = u"%1-%2"_s.arg(first).arg(first + count - 1);
    if (first > 0)
        m.step(fixTr("Widen the range to %1").arg(wider),
               {SetField{ItemId::fleet(), rule.fields.value(0), Value(wider)}});
    m.askAt(ItemId::fleet(), rule.fields.value(0), fixTr("Type a wider range"),
            fixTr("at least %1 ports, such as %2").arg(count).arg(wider));
}

} // namespace

void mendRule(Mending &m, const Kind &kind, const RuleSpec &rule)
{
    if (rule.require == "equal"_L1)
        return makeEqual(m, rule);
    if (rule.require == "at-least-one"_L1)
        return addOne(m, kind);
    if (rule.require == "ports-for-each"_L1)
        return widen(m, rule);
    mendSeveral(m); // at most one
}

} // namespace model
