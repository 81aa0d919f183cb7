// SPDX-License-Identifier: GPL-3.0-or-later
// How the lines follow an edit: only those of hosts whose links changed are made anew.

#include "gui/canvas/linksitem.h"

#include "gui/canvas/hostitem.h"

#include <algorithm>

namespace gui {

using namespace model;

LinksItem::End LinksItem::endOf(const Link &link) const
{
    const auto hostOf = [this](const ItemId &id) {
        const Placed *item = id.isEmpty() ? nullptr : m_topology->find(id);
        return item ? m_topology->m_hostIndex.value(item->host, -1) : -1;
    };
    return {hostOf(link.from), hostOf(link.to), link.from.isEmpty(), link.via == LinkVia::Mesh};
}

/// Counts a link that came or went.
void LinksItem::note(const End &end, int by)
{
    m_meshLinks += end.mesh ? by : 0;
    if (end.internet && end.toHost >= 0)
        m_internetLinks[end.toHost] += by;
}

bool LinksItem::followLinks(const Topology *topology, const Touched &touched, const QSet<ItemId> &highlighted)
{
    m_topology = topology;
    m_highlighted = highlighted;
    m_linked = exchangeEnds(touched);
    m_sidesStay = followSides(m_linked);
    exchangeStubs(m_linked, touched);
    return m_sidesStay;
}

void LinksItem::followBoxes(const Touched &touched, bool stay, const QList<ItemId> &moved)
{
    if ((!stay || !m_sidesStay) && restrip()) {
        routeAll();
        update();
    } else {
        rerouteOf(moved); // paths are found once it is known which lines are strong
    }
    Places other = std::exchange(m_linked, {});
    for (const QString &name : touched.hosts)
        other.insert(m_topology->m_hostIndex.value(name, -1));
    other.remove(-1);
    for (const qsizetype host : std::as_const(other)) {
        for (Line &line : m_lines[host])
            relabel(host, line);
    }
    findStrong();
}

/// Whether it matters which links gave way to others: the same link may end on another host.
static bool differInLinks(const Touched &touched)
{
    return touched.differing.links || touched.differing.items;
}

/// Notes the links that gave way to others; says which hosts they begin or end on.
LinksItem::Places LinksItem::exchangeEnds(const Touched &touched)
{
    Places hosts;
    const auto take = [&](qsizetype link, int by) {
        const End &end = m_ends.at(link);
        note(end, by);
        hosts << end.fromHost << end.toHost;
    };
    for (const LinkExchange &e : differInLinks(touched) ? touched.links : QList<LinkExchange>()) {
        for (qsizetype i = e.at; i < e.at + e.count; ++i)
            take(i, -1);
        if (e.byCount < e.count)
            m_ends.remove(e.at + e.byCount, e.count - e.byCount);
        else if (e.byCount > e.count)
            m_ends.insert(e.at + e.count, e.byCount - e.count, End());
        for (qsizetype i = e.at; i < e.at + e.byCount; ++i) {
            m_ends[i] = endOf(m_topology->links.at(i));
            take(i, 1);
        }
    }
    for (const QString &name : touched.hosts) { // one may have another name
        const qsizetype host = m_topology->m_hostIndex.value(name, -1);
        if (host >= 0 && m_hostIds.at(host) != m_topology->hosts.at(host).id)
            hosts.insert(host);
    }
    hosts.remove(-1);
    return hosts;
}

/// Which of these hosts face the internet, and their names; false when the strips may stand elsewhere.
bool LinksItem::followSides(const Places &hosts)
{
    bool same = (m_meshLinks > 0) == m_sides.usesMesh;
    m_sides.usesMesh = m_meshLinks > 0;
    for (const qsizetype host : hosts) {
        const bool faces = m_internetLinks.at(host) > 0;
        same = m_sides.facing.remove(m_hostIds.at(host)) == faces && same;
        m_hostIds[host] = m_topology->hosts.at(host).id;
        if (faces)
            m_sides.facing.insert(m_hostIds.at(host));
    }
    return same;
}

/// Links that gave way are there no more, on these hosts; those behind them have other numbers, on all.
void LinksItem::renumber(const QList<LinkExchange> &exchanges, const Places &hosts)
{
    struct Shift { qsizetype from, to, by; }; // links that went, as numbered before; how far those behind them moved
    QList<Shift> shifts;
    qsizetype shift = 0;
    for (const LinkExchange &e : exchanges) {
        const qsizetype from = e.at - shift;
        shift += e.byCount - e.count;
        shifts.append({from, from + e.count, shift});
    }
    const auto wentAway = [&](qsizetype link) {
        return std::ranges::any_of(shifts, [link](const Shift &each) { return link >= each.from && link < each.to; });
    };
    for (const qsizetype host : hosts) {
        for (Line &line : m_lines[host])
            line.stub.links.removeIf(wentAway);
    }
    if (std::ranges::all_of(shifts, [](const Shift &each) { return each.by == 0; }))
        return;
    for (Lines &lines : m_lines) {
        for (Line &line : lines) {
            if (line.stub.links.isEmpty() || line.stub.links.constLast() < shifts.constFirst().from)
                continue;
            for (qsizetype &link : line.stub.links) {
                const auto last = std::find_if(shifts.crbegin(), shifts.crend(), [link](const Shift &each) { return link >= each.from; }); // they are few
                link += last == shifts.crend() ? 0 : last->by;
            }
        }
    }
}

/// The stubs of these hosts anew: of the links that they had and still have, and of those that came.
void LinksItem::exchangeStubs(const Places &hosts, const Touched &touched)
{
    const QList<LinkExchange> exchanges = differInLinks(touched) ? touched.links : QList<LinkExchange>();
    renumber(exchanges, hosts);
    QList<qsizetype> links;
    for (const qsizetype host : hosts) {
        for (const Line &line : m_lines.at(host))
            links += line.stub.links;
    }
    for (const LinkExchange &e : exchanges) {
        for (qsizetype i = e.at; i < e.at + e.byCount; ++i)
            links.append(i);
    }
    std::ranges::sort(links);
    links.erase(std::unique(links.begin(), links.end()), links.end());
    QHash<qsizetype, QList<Stub>> fresh;
    for (Stub &stub : bundle(*m_topology, links)) {
        const qsizetype host = placeOf(stub.host);
        if (hosts.contains(host)) // else the other end of a link: it stays as it is
            fresh[host].append(std::move(stub));
    }
    for (const qsizetype host : hosts)
        m_lines[host] = followed(std::exchange(m_lines[host], {}), fresh.value(host));
}

/// The lines of a host for these stubs; one that says the same as before stays as it is.
LinksItem::Lines LinksItem::followed(Lines before, const QList<Stub> &fresh)
{
    Lines now;
    for (const Stub &stub : fresh) {
        const auto known = std::ranges::find_if(before, [&](const Line &line) { return line.stub.item == stub.item && line.stub.internet == stub.internet; });
        Line line;
        if (known != before.end()) {
            line = std::move(*known);
            before.erase(known);
        }
        if (line.stub.labels != stub.labels) {
            if (!line.stub.labels.isEmpty())
                repaint({line.label()});
            line.labels.clear();
        }
        line.stub = stub;
        now.append(std::move(line));
    }
    for (const Line &line : std::as_const(before))
        repaint({line.reach()});
    return now;
}

/// To where its chip stands now.
void LinksItem::relabel(qsizetype host, Line &line)
{
    const Line before = line;
    route(host, line);
    if (before.labels.isEmpty() || before.folded) // its neighbours may say something else
        shape(m_lines.at(host), line);
    if (line.host != before.host || line.strip != before.strip)
        repaint({before.reach(), line.reach()});
    else if (before.labels.isEmpty() || before.folded)
        repaint({before.label(), line.label()});
}

} // namespace gui
