// SPDX-License-Identifier: GPL-3.0-or-later
// How the lines follow an edit: only those of hosts whose links changed are made anew.

#include "gui/canvas/linksitem.h"

#include "gui/canvas/hostitem.h"

#include <algorithm>
#include <numeric>

namespace gui {

using namespace model;

LinksItem::End LinksItem::endOf(const Link &link) const
{
    const auto hostOf = [this](const ItemId &id) {
        const Placed *item = id.isEmpty() ? nullptr : m_topology->find(id);
        return item ? m_topology->m_hostIndex.value(item->host, -1) : -1;
    };
    return {qHash(link.from), qHash(link.to), hostOf(link.from), hostOf(link.to), link.from.isEmpty(), link.via == LinkVia::Mesh};
}

void LinksItem::followLinks(const Topology *topology, const Touched &touched)
{
    m_topology = topology;
    m_linked = exchangeEnds(touched);
    renumber(touched.links);
    m_sidesStay = followSides(m_linked);
    exchangeStubs(m_linked);
}

void LinksItem::followBoxes(const Touched &touched, bool stay, bool othersMove)
{
    const bool isOther = (!stay || !m_sidesStay) && restrip();
    if (isOther || othersMove) {
        for (qsizetype i = 0; i < m_lines.size(); ++i)
            route(i);
        update();
    }
    QList<bool> other = std::exchange(m_linked, {});
    for (const QString &name : touched.hosts) {
        if (const qsizetype host = m_topology->m_hostIndex.value(name, -1); host >= 0)
            other[host] = true;
    }
    for (qsizetype host = 0; host < other.size(); ++host) {
        for (const qsizetype line : other.at(host) ? m_linesOf.at(host) : QList<qsizetype>())
            relabel(line);
    }
    findStrong();
}

/// Notes the links that gave way to others; says which hosts they begin or end on.
QList<bool> LinksItem::exchangeEnds(const Touched &touched)
{
    QList<bool> hosts(m_hostIds.size(), false);
    const auto touch = [&](const End &end) {
        for (const qsizetype host : {end.fromHost, end.toHost}) {
            if (host >= 0)
                hosts[host] = true;
        }
    };
    const bool differ = touched.differing.links || touched.differing.items; // the same link may end on another host
    for (const LinkExchange &e : differ ? touched.links : QList<LinkExchange>()) {
        for (qsizetype i = e.at; i < e.at + e.count; ++i) {
            touch(m_ends.at(i));
            m_meshLinks -= m_ends.at(i).mesh;
        }
        if (e.byCount < e.count)
            m_ends.remove(e.at + e.byCount, e.count - e.byCount);
        else if (e.byCount > e.count)
            m_ends.insert(e.at + e.count, e.byCount - e.count, End());
        for (qsizetype i = e.at; i < e.at + e.byCount; ++i) {
            m_ends[i] = endOf(m_topology->links.at(i));
            touch(m_ends.at(i));
            m_meshLinks += m_ends.at(i).mesh;
        }
    }
    for (const QString &name : touched.hosts) { // one may have another name
        const qsizetype host = m_topology->m_hostIndex.value(name, -1);
        if (host >= 0 && m_hostIds.at(host) != m_topology->hosts.at(host).id)
            hosts[host] = true;
    }
    return hosts;
}

/// The numbers of links behind those that came or went.
void LinksItem::renumber(const QList<LinkExchange> &exchanges)
{
    QList<std::pair<qsizetype, qsizetype>> shifts; // first link of before that it concerns, by how much
    qsizetype shift = 0;
    for (const LinkExchange &e : exchanges) {
        const qsizetype end = e.at - shift + e.count;
        shift += e.byCount - e.count;
        shifts.append({end, shift});
    }
    if (std::ranges::all_of(shifts, [](const auto &each) { return each.second == 0; }))
        return;
    for (Stub &stub : m_stubs) {
        for (qsizetype &link : stub.links) {
            const auto next = std::ranges::upper_bound(shifts, link, {}, [](const auto &each) { return each.first; });
            link += next == shifts.begin() ? 0 : std::prev(next)->second;
        }
    }
}

/// Which of these hosts face the internet, and their names; false when the strips may stand elsewhere.
bool LinksItem::followSides(const QList<bool> &hosts)
{
    QList<bool> faces(hosts.size(), false);
    for (const End &end : std::as_const(m_ends)) {
        if (end.internet && end.toHost >= 0)
            faces[end.toHost] = true;
    }
    bool same = (m_meshLinks > 0) == m_sides.usesMesh;
    m_sides.usesMesh = m_meshLinks > 0;
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        if (!hosts.at(i))
            continue;
        same = m_sides.facing.remove(m_hostIds.at(i)) == faces.at(i) && same;
        m_hostIds[i] = m_topology->hosts.at(i).id;
        if (faces.at(i))
            m_sides.facing.insert(m_hostIds.at(i));
    }
    return same;
}

/// The stubs of these hosts anew.
void LinksItem::exchangeStubs(const QList<bool> &hosts)
{
    if (!hosts.contains(true))
        return;
    const auto isOf = [&](qsizetype host) { return host >= 0 && hosts.at(host); };
    QList<qsizetype> links;
    for (qsizetype i = 0; i < m_ends.size(); ++i) {
        if (isOf(m_ends.at(i).fromHost) || isOf(m_ends.at(i).toHost))
            links.append(i);
    }
    QList<Stub> fresh = bundle(*m_topology, links);
    fresh.removeIf([&](const Stub &stub) { return !isOf(m_topology->m_hostIndex.value(stub.host.text().section(u'/', 1), -1)); });
    if (!rewordStubs(hosts, fresh)) {
        replaceStubs(hosts, std::move(fresh));
        return orderStubs();
    }
    for (qsizetype i = 1; i < m_lines.size(); ++i) {
        if (orderOf(i) < orderOf(i - 1))
            return orderStubs();
    }
}

/// Where the same lines stay; false, and nothing happens, when some come or go.
bool LinksItem::rewordStubs(const QList<bool> &hosts, const QList<Stub> &fresh)
{
    qsizetype lines = 0;
    for (qsizetype host = 0; host < hosts.size(); ++host)
        lines += hosts.at(host) ? m_linesOf.at(host).size() : 0;
    QList<qsizetype> places;
    for (const Stub &stub : fresh) {
        const qsizetype host = m_topology->m_hostIndex.value(stub.host.text().section(u'/', 1), -1);
        const auto isIt = [&](qsizetype line) { return m_stubs.at(line).host == stub.host && m_stubs.at(line).item == stub.item; };
        const QList<qsizetype> &own = m_linesOf.at(host);
        const auto line = std::ranges::find_if(own, isIt);
        if (line == own.end())
            return false;
        places.append(*line);
    }
    if (places.size() != lines)
        return false;
    for (qsizetype i = 0; i < fresh.size(); ++i) {
        Line &line = m_lines[places.at(i)];
        if (m_stubs.at(places.at(i)).labels != fresh.at(i).labels) {
            repaint({line.label()});
            line.labels.clear();
        }
        m_stubs[places.at(i)] = fresh.at(i);
    }
    return true;
}

/// Those of these hosts give way to others; a line that says the same as before stays as it is.
void LinksItem::replaceStubs(const QList<bool> &hosts, QList<Stub> fresh)
{
    QHash<std::pair<qsizetype, ItemId>, std::pair<Line, QStringList>> known; // by host and item
    QList<Stub> stubs;
    QList<Line> lines;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        Line &line = m_lines[i];
        if (line.onHost < 0 || hosts.at(line.onHost)) {
            known.insert({line.onHost, m_stubs.at(i).item}, {line, m_stubs.at(i).labels});
            continue;
        }
        stubs.append(std::move(m_stubs[i]));
        lines.append(std::move(line));
    }
    for (Stub &stub : fresh) {
        const qsizetype host = m_topology->m_hostIndex.value(stub.host.text().section(u'/', 1), -1);
        auto [line, labels] = known.take({host, stub.item});
        if (labels != stub.labels && !labels.isEmpty())
            repaint({line.label()});
        if (labels != stub.labels)
            line.labels.clear();
        line.onHost = host;
        line.internet = stub.internet;
        lines.append(std::move(line));
        stubs.append(std::move(stub));
    }
    for (const auto &[line, labels] : std::as_const(known))
        repaint({line.reach()});
    m_stubs = std::move(stubs);
    m_lines = std::move(lines);
}

/// Where bundle() has it: by its first link, the host where that begins before the one where it ends.
qsizetype LinksItem::orderOf(qsizetype line) const
{
    const qsizetype first = m_stubs.at(line).links.constFirst();
    const End &end = m_ends.at(first);
    return 2 * first + (end.mesh && end.fromHost != m_lines.at(line).onHost ? 1 : 0);
}

void LinksItem::orderStubs()
{
    QList<std::pair<qsizetype, qsizetype>> order;
    order.reserve(m_lines.size());
    for (qsizetype i = 0; i < m_lines.size(); ++i)
        order.append({orderOf(i), i});
    std::ranges::sort(order);
    QList<Stub> stubs;
    QList<Line> lines;
    stubs.reserve(order.size());
    lines.reserve(order.size());
    for (const auto &[at, line] : std::as_const(order)) {
        stubs.append(std::move(m_stubs[line]));
        lines.append(std::move(m_lines[line]));
    }
    m_stubs = std::move(stubs);
    m_lines = std::move(lines);
    indexLines();
}

/// To where its chip stands now.
void LinksItem::relabel(qsizetype index)
{
    const Line before = m_lines.at(index);
    route(index);
    if (before.labels.isEmpty() || before.folded) // its neighbours may say something else
        shape(index);
    const Line &now = m_lines.at(index);
    if (now.host != before.host || now.strip != before.strip)
        repaint({before.reach(), now.reach()});
    else if (before.labels.isEmpty() || before.folded)
        repaint({before.label(), now.label()});
}

} // namespace gui
