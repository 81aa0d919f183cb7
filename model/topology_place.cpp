// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/topology_resolver.h"

#include "model/mesh.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

Resolver::Resolver(const Fleet &fleet, const Catalog &catalog)
    : m_fleet(fleet)
    , m_catalog(catalog)
    , m_settings(catalog.effective(*catalog.kind(u"fleet"), fleet.settings().values))
    , m_backend(catalog.containerBackend(m_settings.at(catalog.containerField()).text()))
    , m_mesh(meshKind(catalog, m_settings))
{}

const Topology &Resolver::place()
{
    placeHosts();
    m_result.m_itemIndex.reserve(m_fleet.items().size() + 4 * m_fleet.hosts().size());
    for (const ItemPtr &item : m_fleet.items()) {
        const Kind *kind = m_catalog.kind(item->kind);
        if (kind && m_catalog.kindOfSection(kind->fleetKey) == kind)
            placeItem(*item);
        else if (item->name.contains(u'/'))
            m_overrides.insert(item->name, item);
    }
    for (const ItemPtr &item : m_fleet.items())
        placeService(*item);
    settle();
    order();
    for (qsizetype i = 0; i < m_result.items.size(); ++i)
        addPorts(m_result.items[i], *m_kinds.at(i));
    for (qsizetype i = 0; i < m_result.items.size(); ++i) {
        addRoutes(i);
        detail(i);
    }
    for (qsizetype i = 0; i < m_result.items.size(); ++i)
        addNeeds(i);
    return m_result;
}

Topology Resolver::link(const Topology *all)
{
    m_all = all ? all : &m_result;
    qsizetype i = 0;
    for (const PlacedHost &host : std::as_const(m_result.hosts)) {
        const qsizetype before = m_result.links.size();
        for (const qsizetype end = i + host.items.size(); i < end; ++i)
            addLinks(i);
        m_linksOf += m_result.links.size() - before;
    }
    return std::move(m_result);
}

void Resolver::placeHosts()
{
    const Kind &kind = *m_catalog.kind(u"host");
    m_result.hosts.reserve(m_fleet.hosts().size());
    m_result.m_hostIndex.reserve(m_fleet.hosts().size());
    for (const ItemPtr &host : m_fleet.hosts()) {
        if (m_result.m_hostIndex.contains(host->name))
            continue; // a duplicate; validate() says so
        const qsizetype index = m_result.hosts.size();
        m_result.m_hostIndex.insert(host->name, index);
        m_result.hosts +=
            PlacedHost{host->id, host->name, {}, {}, withMesh(host->name, m_catalog.effective(kind, host->values)), {}};
        m_carried += QList<Carried>();
        for (const QString &tag : m_result.hosts.last().values.at(u"tags").texts())
            m_tagged[tag] += index;
    }
    const QString edge = m_settings.at(u"edge.host").text();
    if (m_settings.at(u"edge.mode").text() == "single"_L1 && m_result.m_hostIndex.contains(edge))
        m_result.m_singleEdge = edge;
}

/// With the address on the private network, where it is known although the file leaves it open ("auto").
Value Resolver::withMesh(const QString &name, const Value &values) const
{
    const QString field = u"mesh"_s;
    if (!m_mesh || !m_catalog.kind(u"host")->field(field)->values.contains(values.at(field).text()))
        return values;
    const MeshSpec &mesh = *m_mesh->mesh;
    const QString key = mesh.key.isEmpty() ? QString() : values.at(mesh.key).text();
    const QString address = meshAddress(mesh, m_settings, name, key);
    return address.isEmpty() ? values : values.with(field, Value(address));
}

/// An entry of a list of its own ("games"): it names its host.
void Resolver::placeItem(const Item &item)
{
    const auto host = m_result.m_hostIndex.constFind(item.host);
    if (host == m_result.m_hostIndex.constEnd())
        return;
    Placed placed;
    placed.id = placed.source = item.id;
    placed.name = item.name;
    placed.values = item.values;
    carry(*host, *m_catalog.kind(item.kind), std::move(placed));
}

/// An instance under "services": its roles name hosts and tags; settings of the instance, then the
/// role, then the host.
void Resolver::placeService(const Item &item)
{
    const Kind *kind = m_catalog.kind(item.kind);
    if (!kind || m_catalog.kindOfSection(kind->fleetKey) == kind || item.name.contains(u'/'))
        return;
    std::map<qsizetype, Value> settingsOn;
    const auto place = [&](qsizetype host, const Value &role, const Value &own) {
        const auto at = settingsOn.try_emplace(host, item.values.at(u"settings")).first;
        at->second = merged(own, merged(role, at->second));
    };
    const auto eachOf = [](const Value &names, auto use) {
        for (const auto &[name, settings] : names.map())
            use(name, settings);
        for (const QString &name : names.texts())
            use(name, Value());
    };
    for (const auto &[name, role] : item.values.at(u"roles").map()) {
        const Value settings = role.at(u"settings");
        eachOf(role.at(u"tags"), [&](const QString &tag, const Value &own) {
            for (const qsizetype host : m_tagged.value(tag))
                place(host, settings, own);
        });
        eachOf(role.at(u"hosts"), [&](const QString &host, const Value &own) {
            if (m_result.m_hostIndex.contains(host))
                place(m_result.m_hostIndex.value(host), settings, own);
        });
    }
    for (const auto &[host, settings] : settingsOn) {
        Placed placed;
        placed.id = ItemId(m_result.hosts.at(host).name + u'/' + item.name);
        placed.source = item.id;
        placed.name = item.name;
        placed.values = settings;
        carry(host, *kind, std::move(placed));
    }
}

void Resolver::carry(qsizetype host, const Kind &kind, Placed item)
{
    const qsizetype known = m_result.m_itemIndex.size();
    m_result.m_itemIndex.insert(item.id.text(), 0);
    if (m_result.m_itemIndex.size() == known)
        return; // a duplicate; validate() says so
    item.kind = kind.name;
    item.host = m_result.hosts.at(host).name;
    item.values = m_catalog.effective(kind, item.values);
    m_carried[host].emplaceBack(&kind, std::move(item));
}

/// What a role or a setting brings, unless one of the kind stands there already.
void Resolver::bring(qsizetype host, const Kind &kind)
{
    if (kind.broughtToEdge)
        host = edgeOf(host);
    if (std::ranges::any_of(m_carried.at(host), [&](const Carried &entry) { return entry.kind == &kind; }))
        return;
    Placed placed;
    placed.name = kind.name;
    placed.id = ItemId(m_result.hosts.at(host).name + u'/' + kind.name);
    if (const ItemPtr entry = m_overrides.value(placed.id.text())) {
        placed.source = entry->id;
        placed.values = entry->values.at(u"settings");
    }
    carry(host, kind, std::move(placed));
    grantRole(host, kind.role);
}

void Resolver::grantRole(qsizetype host, const QString &role)
{
    const Role *known = m_catalog.role(role);
    if (!known || m_result.hosts.at(host).roles.contains(role))
        return;
    m_result.hosts[host].roles += role;
    for (const QString &kind : known->brings) {
        if (const Kind *brought = m_catalog.kind(kind))
            bring(host, *brought);
    }
}

/// Roles as declared, then those that follow from what a host carries, each with what it brings.
void Resolver::settle()
{
    for (qsizetype host = 0; host < m_carried.size(); ++host) {
        for (const QString &role : m_result.hosts.at(host).values.at(u"roles").texts())
            grantRole(host, role);
    }
    for (qsizetype host = 0; host < m_carried.size(); ++host) {
        for (qsizetype i = 0; i < m_carried.at(host).size(); ++i)
            grantRole(host, m_carried.at(host).at(i).kind->role);
    }
    for (const Kind &kind : m_catalog.kinds()) {
        if (kind.broughtBy.empty() || !holds(kind.broughtBy, Placed()))
            continue;
        for (qsizetype host = 0; host < m_carried.size(); ++host)
            bring(host, kind);
    }
}

/// Moves the items into the result: host by host, in catalog order, then file order.
void Resolver::order()
{
    m_result.items.reserve(m_result.m_itemIndex.size());
    m_kinds.reserve(m_result.m_itemIndex.size());
    m_hostOf.reserve(m_result.m_itemIndex.size());
    for (qsizetype host = 0; host < m_carried.size(); ++host) {
        std::vector<Carried *> inOrder;
        for (Carried &entry : m_carried[host])
            inOrder.push_back(&entry);
        std::ranges::stable_sort(inOrder, {}, &Carried::kind); // kinds lie in one list
        m_firstOf += m_result.items.size();
        PlacedHost &placed = m_result.hosts[host];
        placed.tier = tierOf(host, inOrder);
        placed.items.reserve(qsizetype(inOrder.size()));
        for (Carried *entry : inOrder) {
            const qsizetype index = m_result.items.size();
            m_result.m_itemIndex[entry->item.id.text()] = index;
            placed.items += entry->item.id;
            m_byKind[entry->kind->name] += index;
            m_kinds += entry->kind;
            m_hostOf += host;
            if (std::ranges::any_of(entry->kind->links, &LinkSpec::toRoutes))
                m_proxies.insert(host, index);
            m_result.items += std::move(entry->item);
        }
    }
    m_firstOf += m_result.items.size();
    m_carried.clear();
}

/// Of its first role, else of the first thing it carries by itself, else the catalog's fallback.
QString Resolver::tierOf(qsizetype host, const std::vector<Carried *> &carried) const
{
    const QStringList &roles = m_result.hosts.at(host).roles;
    if (!roles.isEmpty())
        return m_catalog.role(roles.first())->tier;
    const auto byItself = [](const Carried *entry) { return entry->kind->broughtBy.empty(); };
    const auto first = std::ranges::find_if(carried, byItself);
    if (first != carried.end() && !(*first)->kind->tier.isEmpty())
        return (*first)->kind->tier;
    const auto &tiers = m_catalog.tiers();
    const auto fallback = std::ranges::find_if(tiers, &Tier::fallback);
    return fallback == tiers.end() ? tiers.last().name : fallback->name;
}

} // namespace model
