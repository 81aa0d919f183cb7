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
    bool asksEveryHost = false;             ///< see there; of these settings
    Claims addresses{ownAddresses}, publics{publicAddresses}, names{dnsNames}, kinds{kindsOn};
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
    if (all) {
        *m_known = {};
        m_known->asksEveryHost = asksEveryHost(fleet, m_catalog);
    } else {
        m_known->entries.follow(fleet);
    }
    Findings found = all ? Findings(fleet, m_catalog, topology, Purpose::Design)
                         : Findings(m_known->entries, m_catalog, topology, Purpose::Design, scope);
    for (Claims *claims : {&m_known->addresses, &m_known->publics, &m_known->names, &m_known->kinds})
        claims->follow(m_catalog, topology, all ? Touched{true, {}} : touched);
    const QSet<Wide> same = all ? QSet<Wide>() : unchanged(found, touched);
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
    m_known->isExhausted = found.isExhausted();
    m_known->fleet = fleet;
}

/// Whether some of the links that came are of the private network.
static bool haveMesh(const Topology &topology, const QList<LinkExchange> &links)
{
    return std::ranges::any_of(links, [&](const LinkExchange &each) {
        const auto first = topology.links.begin() + each.at;
        return std::any_of(first, first + each.byCount, [](const Link &link) { return link.via == Scope::Mesh; });
    });
}

/// Checks of the whole fleet that would find what they found last time.
QSet<Wide> Validation::unchanged(const Findings &found, const Touched &touched) const
{
    const Known &known = *m_known;
    const Differing &d = touched.differing;
    const bool wasOrIsEmpty = known.fleet.hosts().isEmpty() || found.fleet.hosts().isEmpty();
    const auto keepsRules = [&] { return !known.ofFleet.contains(Wide::Rules) && model::keepsRules(found, touched.hosts, known.kinds); };
    QSet<Wide> same;
    const auto keepUnless = [&](bool other, Wide wide) {
        if (!other)
            same.insert(wide);
    };
    keepUnless(d.hosts || d.items, Wide::Settings); // they may name some
    keepUnless((d.hosts || d.links || d.items) && known.publics.touchesShared(), Wide::SharedAddresses);
    keepUnless(d.items && kindsOfRules(m_catalog).intersects(d.kinds) && !keepsRules(), Wide::Rules);
    keepUnless(d.images, Wide::Images);
    keepUnless(known.ofFleet.contains(Wide::Overlay) || (d.links && haveMesh(found.topology, touched.links)), Wide::Overlay);
    keepUnless(d.dns && (known.names.changesShared() || (d.hosts && known.names.touchesShared())), Wide::Dns);
    const bool asks = wasOrIsEmpty || (known.asksEveryHost && (d.access || known.ofFleet.contains(Wide::Access))); // names stand in the words alone
    keepUnless(d.hosts && (asks || known.addresses.touchesShared()), Wide::Access);
    return same;
}

/// Sorts what was found by what it follows from, beside what is known already; all of it together.
QList<Found> Validation::keep(const Findings &found, const QSet<Wide> &unchanged)
{
    for (const Wide wide : {Wide::Settings, Wide::SharedAddresses, Wide::Rules, Wide::Images, Wide::Dns, Wide::Overlay, Wide::Access}) {
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

/// Whether some thing came, went, moved or got another name.
static bool changesNames(const Fleet &before, const Fleet &now)
{
    if (before.items().size() != now.items().size() || before.hosts() != now.hosts())
        return true; // the roles of hosts bring things
    bool changes = false;
    eachOther(now.items(), before.items(), [&](qsizetype i, const ItemPtr &item) {
        const Item &was = *before.items().at(i);
        changes = changes || item->id != was.id || item->host != was.host || item->kind != was.kind;
    });
    return changes;
}

/// The hosts that were touched, and those whose entries name what came or went, or have findings that may list names.
QSet<QString> Validation::scopeOf(const Fleet &fleet, const Topology &topology, const Touched &touched) const
{
    QSet<QString> scope = touched.hosts;
    if (!changesNames(m_known->fleet, fleet))
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
    eachOther(m_known->fleet.items(), fleet.items(), [&](qsizetype, const ItemPtr &item) { addItem(item->id); });
    for (auto it = m_known->ofHosts.cbegin(); it != m_known->ofHosts.cend(); ++it)
        scope.insert(it.key());
    return scope;
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
