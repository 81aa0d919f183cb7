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
    return {qHash(link.from), qHash(link.to), hostOf(link.from), hostOf(link.to)};
}

/// After an edit that left every box in its place; false when all has to be made anew.
bool LinksItem::followLinks()
{
    const QList<Link> &now = m_topology->links;
    const qsizetype shorter = std::min(now.size(), m_links.size());
    qsizetype head = 0, tail = 0;
    while (head < shorter && now.at(head) == m_links.at(head))
        ++head;
    while (tail < shorter - head && now.at(now.size() - 1 - tail) == m_links.at(m_links.size() - 1 - tail))
        ++tail;
    const qsizetype end = m_links.size() - tail, nowEnd = now.size() - tail;
    using Part = std::tuple<const QList<Link> *, const QList<End> *, qsizetype>;
    QList<bool> touched(m_topology->hosts.size(), false);
    QList<End> ends = m_ends.mid(0, head);
    ends.reserve(now.size());
    for (qsizetype i = head; i < nowEnd; ++i)
        ends.append(endOf(now.at(i)));
    for (const auto &[list, hung, until] : {Part(&m_links, &m_ends, end), Part(&now, &ends, nowEnd)}) {
        for (qsizetype i = head; i < until; ++i) {
            if (list->at(i).from.isEmpty())
                return false; // a host may turn to the internet, or away from it
            for (const qsizetype host : {hung->at(i).fromHost, hung->at(i).toHost}) {
                if (host >= 0)
                    touched[host] = true;
            }
        }
    }
    const auto isMesh = [](const Link &link) { return link.via == LinkVia::Mesh; };
    if (std::any_of(now.begin(), now.end(), isMesh) != m_sides.usesMesh)
        return false;
    for (Stub &stub : m_stubs) {
        for (qsizetype &link : stub.links)
            link += link >= end ? nowEnd - end : 0;
    }
    ends.append(m_ends.mid(end));
    m_ends = std::move(ends);
    m_links = now;
    return exchangeStubs(touched);
}

/// The stubs of these hosts anew; false when some come or go.
bool LinksItem::exchangeStubs(const QList<bool> &hosts)
{
    const auto isTouched = [&](qsizetype host) { return host >= 0 && hosts.at(host); };
    QList<qsizetype> links;
    for (qsizetype i = 0; i < m_ends.size(); ++i) {
        if (isTouched(m_ends.at(i).fromHost) || isTouched(m_ends.at(i).toHost))
            links.append(i);
    }
    QSet<ItemId> ids;
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        if (hosts.at(i))
            ids.insert(m_topology->hosts.at(i).id);
    }
    const auto isOf = [&](const Stub &stub) { return ids.contains(stub.host); };
    QHash<std::pair<ItemId, ItemId>, Stub> fresh; // those of a host on the private network name no item
    for (const Stub &stub : bundle(*m_topology, links)) {
        if (isOf(stub))
            fresh.insert({stub.host, stub.item}, stub);
    }
    for (qsizetype line = 0; line < m_lines.size(); ++line) {
        Stub &stub = m_stubs[m_lines.at(line).stub];
        bool isOther = false;
        if (isOf(stub)) {
            if (!fresh.contains({stub.host, stub.item}))
                return false;
            Stub now = fresh.take({stub.host, stub.item});
            isOther = now.labels != stub.labels;
            stub = std::move(now);
        }
        relabel(line, isOther);
    }
    return fresh.isEmpty();
}

/// To where its chip stands now, with the words of its stub.
void LinksItem::relabel(qsizetype line, bool isOther)
{
    Line now = m_lines.at(line);
    route(now);
    if (!isOther && now.host == m_lines.at(line).host && now.strip == m_lines.at(line).strip)
        return;
    now.labels.clear();
    shape(now);
    update(m_lines.at(line).reach());
    update(now.reach());
    m_lines[line] = now;
}

} // namespace gui
