// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resolution.h"

#include "model/history.h"
#include "model/topology_resolver.h"
#include "model/validate_findings.h"

#include <algorithm>
#include <numeric>

namespace model {

using namespace Qt::StringLiterals;

namespace {

bool looksFar(const Kind &kind)
{
    const auto isNear = [](const QString &where) { return where == "host"_L1 || where == "edge"_L1; };
    return std::ranges::any_of(kind.needs, [&](const NeedSpec &need) { return !isNear(need.where); })
        || std::ranges::any_of(kind.links, [&](const LinkSpec &link) {
               return !link.toRoutes && link.toField.isEmpty() && (link.summary || !isNear(link.toWhere));
           });
}

/// A stretch of a list that gives way to another.
template <typename T>
struct Swap
{
    qsizetype at, count;
    const T *by;
    qsizetype byCount;
};

template <typename T>
void replace(QList<T> &list, const Swap<T> &swap)
{
    if (swap.byCount < swap.count)
        list.remove(swap.at + swap.byCount, swap.count - swap.byCount);
    else if (swap.byCount > swap.count)
        list.insert(swap.at + swap.count, swap.byCount - swap.count, T());
    std::copy_n(swap.by, swap.byCount, list.begin() + swap.at);
}

/// From the front to the end. Those near each other are put together, so that all that follows moves at most once.
template <typename T>
void replace(QList<T> &list, const QList<Swap<T>> &swaps)
{
    constexpr qsizetype near = 1000;
    const qsizetype begin = swaps.constFirst().at, end = swaps.constLast().at + swaps.constLast().count;
    if (swaps.size() == 1 || end - begin > near) {
        std::for_each(swaps.rbegin(), swaps.rend(), [&](const Swap<T> &swap) { replace(list, swap); }); // places in front stay
        return;
    }
    QList<T> joined;
    qsizetype next = begin;
    for (const Swap<T> &swap : swaps) {
        std::move(list.begin() + next, list.begin() + swap.at, std::back_inserter(joined));
        std::copy_n(swap.by, swap.byCount, std::back_inserter(joined));
        next = swap.at + swap.count;
    }
    replace(list, {begin, end - begin, joined.constData(), joined.size()});
}

qsizetype sum(const QList<qsizetype> &counts, qsizetype from, qsizetype count)
{
    return std::accumulate(counts.begin() + from, counts.begin() + from + count, qsizetype(0));
}

QList<qsizetype> dnsCounts(const Topology &topology)
{
    QList<qsizetype> counts(topology.hosts.size(), 0);
    for (const DnsRecord &record : topology.dns)
        ++counts[topology.m_hostIndex.value(record.host)];
    return counts;
}

QList<qsizetype> itemCounts(const Topology &topology)
{
    QList<qsizetype> counts;
    counts.reserve(topology.hosts.size());
    for (const PlacedHost &host : topology.hosts)
        counts += host.items.size();
    return counts;
}

} // namespace

Resolution::Resolution(const Catalog &catalog) : m_catalog(catalog)
{
    for (const Kind &kind : catalog.kinds()) {
        m_isLocal = m_isLocal && !looksFar(kind);
        for (const LinkSpec &link : kind.links) {
            if (!link.toField.isEmpty())
                m_naming[kind.name] += link.toField;
        }
    }
}

Touched Resolution::follow(const Fleet &fleet)
{
    QSet<QString> hosts;
    if (!isFollowable(fleet) || !touch(m_fleet.hosts(), fleet.hosts(), hosts) || !touch(m_fleet.items(), fleet.items(), hosts))
        return resolveAll(fleet);
    m_byHost.follow(fleet);
    Fleet partial = partOf(hosts);
    auto resolver = std::make_unique<Resolver>(partial, m_catalog);
    const Topology *part = &resolver->place();
    const qsizetype direct = hosts.size();
    addReferrers(*part, hosts);
    if (hosts.size() > direct) {
        partial = partOf(hosts);
        resolver = std::make_unique<Resolver>(partial, m_catalog);
        part = &resolver->place();
    }
    const QList<Exchange> all = exchanges(fleet, hosts);
    const qsizetype exchanged = std::accumulate(all.begin(), all.end(), qsizetype(0), [](qsizetype n, const Exchange &e) { return n + e.partCount; });
    if (part->hosts.size() != exchanged)
        return resolveAll(fleet);
    Differing differing{false, false, false, false, false, false, {}, false};
    exchangePlaces(all, *part, differing);
    m_fleet = fleet;
    if (!isWhole(fleet))
        return resolveAll(fleet);
    const QList<LinkExchange> links = exchangeLinks(all, resolver->link(&m_topology), resolver->linksOf(), differing);
    return {false, hosts, differing, links};
}

/// The fleet as far as it concerns some hosts; services place by their names and roles.
Fleet Resolution::partOf(const QSet<QString> &hosts) const
{
    Fleet part;
    part.m_settings = m_byHost.fleet().m_settings;
    part.m_hosts = hostsNamed(m_byHost.fleet(), hosts);
    part.m_items = m_byHost.of(hosts);
    return part;
}

Touched Resolution::resolveAll(const Fleet &fleet)
{
    Resolver resolver(fleet, m_catalog);
    resolver.place();
    m_topology = resolver.link();
    m_linksOf = resolver.linksOf();
    m_dnsOf = dnsCounts(m_topology);
    m_itemsOf = itemCounts(m_topology);
    m_fleet = fleet;
    m_byHost.forget(); // sorted once somebody edits
    m_referrers.clear();
    for (const Placed &item : std::as_const(m_topology.items))
        refer(item, true);
    return {true, {}};
}

/// Whether what is known of the last fleet tells anything of this one.
bool Resolution::isFollowable(const Fleet &fleet) const
{
    if (!m_isLocal || !m_fleet.m_settings || !fleet.isUnique() || !isWhole(m_fleet))
        return false;
    if (fleet.m_settings != m_fleet.m_settings && fleet.settings().values != m_fleet.settings().values)
        return false;
    const Value mode = m_catalog.effective(*m_catalog.kind(u"fleet"), fleet.settings().values, u"edge.mode");
    return mode.text() != "single"_L1; // one host forwards to all others then
}

/// Whether the topology has a place for every host and item once.
bool Resolution::isWhole(const Fleet &fleet) const
{
    return fleet.isUnique() && m_topology.hosts.size() == fleet.hosts().size()
        && m_topology.m_hostIndex.size() == m_topology.hosts.size() && m_topology.m_itemIndex.size() == m_topology.items.size();
}

/// Collects the hosts of entries that differ; false when one may stand anywhere.
bool Resolution::touch(const ItemList &before, const ItemList &after, QSet<QString> &hosts) const
{
    bool haveHosts = true;
    const auto look = [&](qsizetype, const ItemPtr &item) {
        if (item->kind == "host"_L1)
            hosts.insert(item->name);
        else if (!item->host.isEmpty())
            hosts.insert(item->host);
        else if (item->name.contains(u'/'))
            hosts.insert(item->name.section(u'/', 0, 0));
        else
            haveHosts = false;
    };
    eachOther(before, after, look);
    eachOther(after, before, look);
    return haveHosts;
}

/// Those whose links end at something that came, went or became another.
void Resolution::addReferrers(const Topology &part, QSet<QString> &hosts) const
{
    const QSet<QString> direct = hosts;
    const auto add = [&](const ItemId &id) {
        for (const QString &key : {id.text(), id.text().section(u'/', 1)}) {
            for (auto it = m_referrers.constFind(key); it != m_referrers.constEnd() && it.key() == key; ++it)
                hosts.insert(*it);
        }
    };
    for (const Placed &now : part.items) {
        const Placed *was = m_topology.find(now.id);
        if (!was || was->host != now.host || was->ports != now.ports)
            add(now.id);
    }
    for (const QString &host : direct) {
        for (const Placed *was : m_topology.on(host)) {
            if (!part.find(was->id))
                add(was->id);
        }
    }
}

QList<Resolution::Exchange> Resolution::exchanges(const Fleet &fleet, const QSet<QString> &hosts) const
{
    const bool inStep = m_fleet.hosts().size() == fleet.hosts().size(); // every one in its old place
    const Difference d = inStep ? Difference{fleet.hosts().size(), 0} : difference(m_fleet.hosts(), fleet.hosts());
    const qsizetype end = m_fleet.hosts().size() - d.tail, fresh = fleet.hosts().size() - d.tail - d.head;
    QList<qsizetype> places;
    for (const QString &host : hosts) {
        if (const auto at = m_topology.m_hostIndex.constFind(host); at != m_topology.m_hostIndex.constEnd())
            places += *at;
    }
    std::ranges::sort(places);
    QList<Exchange> all;
    qsizetype next = 0;
    const auto singles = [&](qsizetype from, qsizetype to) {
        for (const qsizetype place : std::as_const(places)) {
            if (place >= from && place < to)
                all += Exchange{place, 1, next++, 1};
        }
    };
    singles(0, d.head);
    if (end > d.head || fresh > 0)
        all += Exchange{d.head, end - d.head, next, fresh};
    next += fresh;
    singles(end, m_fleet.hosts().size());
    return all;
}

void Resolution::exchangePlaces(const QList<Exchange> &all, const Topology &part, Differing &differing)
{
    const QList<qsizetype> partItems = itemCounts(part), partDns = dnsCounts(part);
    exchangeItems(all, part, partItems, differing);
    for (auto it = all.rbegin(); it != all.rend(); ++it) { // from the end, so that places in front stay
        exchangeDns(*it, part, partDns, differing);
        exchangeHosts(*it, part, differing);
    }
    for (const Placed &item : part.items)
        refer(item, true);
    noteShifts(all, partItems);
    for (auto it = all.rbegin(); it != all.rend(); ++it)
        replace(m_itemsOf, {it->from, it->count, partItems.constData() + it->partFrom, it->partCount});
}

/// What stands behind an exchange may stand elsewhere now. Where that is many, items are found near where they were noted, until that
/// is too far.
void Resolution::noteShifts(const QList<Exchange> &all, const QList<qsizetype> &partItems)
{
    constexpr qsizetype furthest = 32, few = 256;
    const auto note = [this](qsizetype from, qsizetype to) {
        for (qsizetype k = from; k < to; ++k)
            m_topology.m_itemIndex.insert(m_topology.items.at(k).id.text(), k);
    };
    qsizetype shift = 0, hostShift = 0, drift = 0;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const Exchange &e = all.at(i);
        const qsizetype at = sum(m_itemsOf, 0, e.from) + shift, count = sum(partItems, e.partFrom, e.partCount);
        shift += count - sum(m_itemsOf, e.from, e.count);
        const qsizetype next = i + 1 < all.size() ? sum(m_itemsOf, 0, all.at(i + 1).from) + shift : m_topology.items.size();
        const bool isNear = shift != 0 && next - at - count <= few;
        note(at, isNear ? next : at + count);
        drift = std::max(drift, isNear ? 0 : std::abs(shift));
        const qsizetype host = e.from + hostShift;
        hostShift += e.partCount - e.count;
        const qsizetype until = i + 1 < all.size() ? all.at(i + 1).from + hostShift : m_topology.hosts.size();
        for (qsizetype k = host; k < (hostShift != 0 ? until : host + e.partCount); ++k)
            m_topology.m_hostIndex.insert(m_topology.hosts.at(k).name, k);
    }
    m_topology.m_drift += drift;
    if (m_topology.m_drift <= furthest)
        return;
    m_topology.m_drift = 0;
    note(0, m_topology.items.size());
}

void Resolution::noteItems(std::span<const Placed> before, std::span<const Placed> now, Differing &differing)
{
    const auto isSame = [](const Placed &a, const Placed &b) { return a.id == b.id && a.kind == b.kind && a.host == b.host; };
    const size_t head = size_t(std::ranges::mismatch(before, now, isSame).in1 - before.begin());
    size_t tail = 0;
    while (tail < std::min(before.size(), now.size()) - head && isSame(before[before.size() - 1 - tail], now[now.size() - 1 - tail]))
        ++tail;
    for (const auto &items : {before, now}) {
        for (const Placed &item : items.subspan(head, items.size() - tail - head)) {
            differing.items = true;
            differing.kinds.insert(item.kind);
        }
    }
    const auto carried = [](std::span<const Placed> items) {
        QSet<std::pair<QString, QString>> pairs;
        for (const Placed &item : items)
            pairs.insert({item.host, item.kind});
        return pairs;
    };
    const bool isOther = head + tail < std::max(before.size(), now.size());
    differing.carried = differing.carried || (isOther && carried(before) != carried(now));
}

void Resolution::exchangeItems(const QList<Exchange> &all, const Topology &part, const QList<qsizetype> &partItems, Differing &differing)
{
    QList<Swap<Placed>> swaps;
    for (const Exchange &e : all) {
        const Placed *by = part.items.constData() + sum(partItems, 0, e.partFrom);
        swaps += {sum(m_itemsOf, 0, e.from), sum(m_itemsOf, e.from, e.count), by, sum(partItems, e.partFrom, e.partCount)};
        const std::span before(m_topology.items.constData() + swaps.constLast().at, size_t(swaps.constLast().count));
        const std::span now(by, size_t(swaps.constLast().byCount));
        noteItems(before, now, differing);
        differing.images = differing.images || std::ranges::any_of(before, runsUnpinned) || std::ranges::any_of(now, runsUnpinned);
        for (const Placed &item : before) {
            m_topology.m_itemIndex.remove(item.id.text());
            refer(item, false);
        }
    }
    if (!swaps.isEmpty())
        replace(m_topology.items, swaps);
}

void Resolution::exchangeHosts(const Exchange &e, const Topology &part, Differing &differing)
{
    const auto isSame = [](const PlacedHost &a, const PlacedHost &b) { return a.id == b.id && a.values == b.values; };
    const PlacedHost *known = m_topology.hosts.constData() + e.from, *by = part.hosts.constData() + e.partFrom;
    differing.hosts = differing.hosts || !std::equal(known, known + e.count, by, by + e.partCount, isSame);
    const auto sameValues = [](const PlacedHost &a, const PlacedHost &b) { return a.values == b.values; };
    differing.access = differing.access || !std::equal(known, known + e.count, by, by + e.partCount, sameValues);
    for (qsizetype i = e.from; i < e.from + e.count; ++i)
        m_topology.m_hostIndex.remove(m_topology.hosts.at(i).name);
    replace(m_topology.hosts, {e.from, e.count, by, e.partCount});
}

void Resolution::exchangeDns(const Exchange &e, const Topology &part, const QList<qsizetype> &partDns, Differing &differing)
{
    const qsizetype at = sum(m_dnsOf, 0, e.from), count = sum(m_dnsOf, e.from, e.count);
    const DnsRecord *known = m_topology.dns.constData() + at, *by = part.dns.constData() + sum(partDns, 0, e.partFrom);
    const qsizetype byCount = sum(partDns, e.partFrom, e.partCount);
    const bool same = std::equal(known, known + count, by, by + byCount);
    differing.dns = differing.dns || !same;
    if (!same)
        replace(m_topology.dns, {at, count, by, byCount});
    replace(m_dnsOf, {e.from, e.count, partDns.constData() + e.partFrom, e.partCount});
}

QList<LinkExchange> Resolution::exchangeLinks(const QList<Exchange> &all, const Topology &part, const QList<qsizetype> &linksOf, Differing &differing)
{
    QList<LinkExchange> links;
    qsizetype shift = 0;
    for (const Exchange &e : all) {
        const qsizetype at = sum(m_linksOf, 0, e.from), count = sum(m_linksOf, e.from, e.count);
        links += LinkExchange{at + shift, count, sum(linksOf, e.partFrom, e.partCount)};
        shift += links.last().byCount - count;
    }
    QList<Swap<Link>> swaps;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const Exchange &e = all.at(i);
        const Swap<Link> swap{sum(m_linksOf, 0, e.from), links.at(i).count, part.links.constData() + sum(linksOf, 0, e.partFrom), links.at(i).byCount};
        const Link *known = m_topology.links.constData() + swap.at;
        if (!std::equal(known, known + swap.count, swap.by, swap.by + swap.byCount))
            swaps += swap;
    }
    differing.links = differing.links || !swaps.isEmpty();
    if (differing.links)
        replace(m_topology.links, swaps);
    for (auto it = all.rbegin(); it != all.rend(); ++it)
        replace(m_linksOf, {it->from, it->count, linksOf.constData() + it->partFrom, it->partCount});
    return links;
}

/// Notes or forgets whom an item names.
void Resolution::refer(const Placed &item, bool add)
{
    const auto fields = m_naming.constFind(item.kind);
    if (fields == m_naming.constEnd())
        return;
    for (const QString &field : *fields) {
        const QString text = item.values.at(field).text();
        if (!text.isEmpty() && add)
            m_referrers.insert(text, item.host);
        else if (!text.isEmpty())
            m_referrers.remove(text, item.host);
    }
}

} // namespace model
