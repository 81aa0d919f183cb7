// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validation.h"

#include "model/history.h"
#include "model/validate_findings.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

struct Validation::Known
{
    Fleet fleet;
    ByHost entries;
    bool isExhausted = true;                ///< nothing is known yet, or too much is wrong to look at parts
    bool sharesAddresses = false;
    QHash<QString, QList<Found>> ofHosts;   ///< host → what follows from its entries alone
    QHash<Wide, QList<Found>> ofFleet;      ///< what follows from all
    QMultiHash<QString, QString> mentions;  ///< name or id in a field → hosts whose entries have it
    QHash<QString, QStringList> mentionsOf; ///< the other way round
    PlaceCache places;
};

Validation::Validation(const Catalog &catalog) : m_catalog(catalog), m_known(std::make_unique<Known>()) {}

Validation::~Validation() = default;

void Validation::follow(const Fleet &fleet, const Topology &topology, const Touched &touched)
{
    const bool all = touched.everything || m_known->isExhausted;
    const QSet<QString> scope = all ? QSet<QString>() : scopeOf(fleet, topology, touched);
    const QSet<Wide> same = all ? QSet<Wide>() : unchanged(touched);
    if (all) {
        *m_known = {};
    } else {
        m_known->entries.follow(fleet);
    }
    Findings found = all ? Findings(fleet, m_catalog, topology, Purpose::Design)
                         : Findings(m_known->entries, m_catalog, topology, Purpose::Design, scope);
    found.skip(same);
    checkAll(found);
    for (const QString &host : scope) {
        m_known->ofHosts.remove(host);
        for (const QString &name : m_known->mentionsOf.take(host))
            m_known->mentions.remove(name, host);
    }
    const QList<Found> everything = keep(found, same);
    m_diagnostics = found.located(everything, &m_known->places);
    m_known->places.limit(4 * everything.size() + 100);
    mention(found.hosts(), found.items());
    if (!same.contains(Wide::SharedAddresses))
        m_known->sharesAddresses = found.sharesAddresses;
    m_known->isExhausted = found.isExhausted();
    m_known->fleet = fleet;
}

/// Checks of the whole fleet that would find what they found last time.
QSet<Wide> Validation::unchanged(const Touched &touched) const
{
    const Differing &d = touched.differing;
    QSet<Wide> same;
    const auto keepUnless = [&](bool other, Wide wide) {
        if (!other)
            same.insert(wide);
    };
    keepUnless(d.hosts || d.items, Wide::Settings); // they may name some
    keepUnless(d.hosts || (m_known->sharesAddresses && (d.links || d.items)), Wide::SharedAddresses);
    keepUnless(d.items && kindsOfRules(m_catalog).intersects(d.kinds), Wide::Rules);
    keepUnless(d.images, Wide::Images);
    keepUnless(d.dns, Wide::Dns);
    keepUnless(d.access || (d.hosts && !m_known->ofFleet.value(Wide::Access).isEmpty()), Wide::Access); // names stand in the words alone
    return same;
}

/// Sorts what was found by what it follows from, beside what is known already; all of it together.
QList<Found> Validation::keep(const Findings &found, const QSet<Wide> &unchanged)
{
    for (const Wide wide : {Wide::Settings, Wide::SharedAddresses, Wide::Rules, Wide::Images, Wide::Dns, Wide::Access}) {
        if (!unchanged.contains(wide))
            m_known->ofFleet.remove(wide);
    }
    QList<Found> everything;
    for (const Found &each : found.found()) {
        if (!each.host.isEmpty())
            m_known->ofHosts[each.host] += each;
        else if (each.wide != Wide::None)
            m_known->ofFleet[each.wide] += each;
        else
            everything += each;
    }
    for (const QList<Found> &each : std::as_const(m_known->ofFleet))
        everything += each;
    for (const QList<Found> &each : std::as_const(m_known->ofHosts))
        everything += each;
    return everything;
}

/// The hosts that were touched, and those whose entries name what came or went, or have findings that may list names.
QSet<QString> Validation::scopeOf(const Fleet &fleet, const Topology &topology, const Touched &touched) const
{
    QSet<QString> scope = touched.hosts;
    if (!changesNames(fleet))
        return scope;
    const auto add = [&](const QString &name) {
        for (auto it = m_known->mentions.constFind(name); it != m_known->mentions.constEnd() && it.key() == name; ++it)
            scope.insert(*it);
    };
    const auto addItem = [&](const ItemId &id) {
        add(id.text());
        add(id.text().section(u'/', 1));
    };
    for (const QString &host : touched.hosts) {
        add(host);
        for (const Placed *item : topology.on(host))
            addItem(item->id);
    }
    const Difference d = difference(m_known->fleet.items(), fleet.items());
    for (qsizetype i = d.head; i < m_known->fleet.items().size() - d.tail; ++i) {
        if (fleet.items().value(i) != m_known->fleet.items().at(i))
            addItem(m_known->fleet.items().at(i)->id);
    }
    for (auto it = m_known->ofHosts.cbegin(); it != m_known->ofHosts.cend(); ++it)
        scope.insert(it.key());
    return scope;
}

/// Whether some thing came, went, moved or got another name.
bool Validation::changesNames(const Fleet &fleet) const
{
    const Fleet &before = m_known->fleet;
    const auto isSame = [](const ItemPtr &a, const ItemPtr &b) { return a == b || (a->id == b->id && a->host == b->host && a->kind == b->kind); };
    const auto same = [&](const ItemList &a, const ItemList &b) { return a.size() == b.size() && std::ranges::equal(a, b, isSame); };
    const bool hostsSame = std::ranges::equal(before.hosts(), fleet.hosts()); // their roles bring things
    return !hostsSame || !same(before.items(), fleet.items());
}

void Validation::mention(const ItemList &hosts, const ItemList &items)
{
    const auto isName = [](FieldType type) { return type == FieldType::Ref || type == FieldType::Host; };
    QHash<QString, QStringList> naming; // kind → fields that name something
    for (const ItemList &list : {hosts, items}) {
        for (const ItemPtr &item : list) {
            const Kind *kind = naming.contains(item->kind) ? nullptr : m_catalog.kind(item->kind);
            QStringList &fields = naming[item->kind];
            for (const Field &field : kind ? kind->fields : QList<Field>()) {
                if (isName(field.type) || isName(field.of))
                    fields += field.name;
            }
            const QString host = item->kind == "host"_L1 ? item->name : item->host;
            for (const QString &field : std::as_const(fields)) {
                for (const QString &name : item->values.at(field).texts()) {
                    m_known->mentions.insert(name, host);
                    m_known->mentionsOf[host] += name;
                }
            }
        }
    }
}

} // namespace model
