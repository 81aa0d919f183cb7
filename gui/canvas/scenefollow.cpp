// SPDX-License-Identifier: GPL-3.0-or-later
// How the canvas follows an edit: only boxes of hosts that can show it are laid out anew, and those make way that one grew over.

#include "gui/canvas/scene.h"

#include <algorithm>

namespace gui {

using namespace model;

/// Boxes of hosts that got another name become theirs and stay where they are; false when more than that is another.
bool CanvasScene::takeOver(const Topology &topology, const Layout &layout, const Touched &touched)
{
    if (touched.everything || topology.hosts.size() != qsizetype(m_items.size()))
        return false;
    QList<std::pair<ItemId, ItemId>> renamed;
    for (const QString &name : touched.hosts) {
        const PlacedHost *now = topology.host(name);
        const ItemId was = now ? m_items.at(size_t(now - topology.hosts.constData()))->id() : ItemId();
        if (now && was != now->id)
            renamed.append({was, now->id});
    }
    Layout expected = m_given;
    for (const auto &[was, now] : std::as_const(renamed)) {
        if (m_byId.contains(now) || m_found.contains(now) || expected.contains(now))
            return false; // hosts changed places in the list, or this one stood elsewhere once
        if (expected.contains(was))
            expected.insert(now, expected.take(was));
    }
    if (layout != expected)
        return false;
    m_given = layout;
    for (const auto &[was, now] : std::as_const(renamed)) {
        if (m_selected.remove(was))
            m_selected.insert(now); // as whoever selects will, too
        m_byId.insert(now, m_byId.take(was));
        m_places.insert(now, m_places.take(was));
        if (m_found.contains(was))
            m_found.insert(now, m_found.take(was));
    }
    return true;
}

void CanvasScene::follow(const Fleet &fleet, const Topology &topology, const Layout &layout, const Touched &touched)
{
    if (!takeOver(topology, layout, touched))
        return show(fleet, topology, layout);
    m_topology = topology;
    Links links;
    for (const LinkExchange &each : touched.links)
        addLocalLinks(links, each.at, each.byCount);
    QSet<const HostItem *> others; // of another size
    bool overviewStays = true;
    for (const QString &name : touched.hosts) {
        const PlacedHost *host = m_topology.host(name);
        if (!host)
            continue;
        HostItem &item = *m_byId.value(host->id);
        const auto overview = [&item] { return std::tuple(item.box(), item.look().tier, item.worstMark().shape); };
        const auto before = overview();
        refreshHost(item, *host, links.value(name));
        if (item.box() != std::get<QRectF>(before))
            others.insert(&item);
        overviewStays = overviewStays && overview() == before;
    }
    bool boxesStay = others.isEmpty();
    if (!m_links->followLinks(&m_topology, touched, m_selected)) {
        for (const auto &item : m_items)
            others.insert(item.get());
    }
    const QList<ItemId> moved = makeWay(m_links->sides(), others);
    boxesStay = boxesStay && moved.isEmpty();
    m_links->followBoxes(touched, boxesStay, moved);
    if (!boxesStay)
        setSceneRect(contentsRect().adjusted(-2000, -2000, 2000, 2000));
    emit followed();
    if (!overviewStays || !moved.isEmpty())
        emit contentsChanged();
}

void CanvasScene::findRows()
{
    QList<Free> all;
    for (const auto &item : m_items) {
        const auto found = m_found.constFind(item->id());
        if (found != m_found.cend() && !m_given.contains(item->id()))
            all.append({item.get(), found->position});
    }
    std::ranges::sort(all, {}, [](const Free &host) { return std::pair(host.place.y(), host.place.x()); });
    m_rows.clear();
    for (const Free &host : std::as_const(all)) {
        if (m_rows.isEmpty() || m_rows.constLast().constFirst().place.y() != host.place.y())
            m_rows.emplaceBack();
        m_rows.last().append(host);
    }
}

/// No box grows over another that nobody placed: it makes way, and comes back when there is room again. Looks at the rows of those
/// that are other than before, and at what is below as long as that moves. Says who stands elsewhere now.
QList<ItemId> CanvasScene::makeWay(const Sides &sides, const QSet<const HostItem *> &others)
{
    const auto standing = [&](const Free &host, const QPointF &at) { return Standing{QRectF(at, host.item->geometry().size), sides.facing.contains(host.item->id())}; };
    QList<ItemId> moved;
    const QList<Free> *over = nullptr;
    bool isOther = false; // the row above
    for (const QList<Free> &row : std::as_const(m_rows)) {
        const QList<Free> *above = std::exchange(over, &row);
        const bool differs = std::ranges::any_of(row, [&](const Free &host) { return others.contains(host.item); });
        if (!isOther && !differs)
            continue;
        QList<Standing> aboveIt, inIt;
        for (const Free &host : above ? *above : QList<Free>())
            aboveIt.append(standing(host, host.item->pos()));
        for (const Free &host : row)
            inIt.append(standing(host, host.place));
        const qsizetype before = moved.size();
        const QList<QPointF> places = makingWay(aboveIt, inIt);
        for (qsizetype i = 0; i < row.size(); ++i) {
            HostItem &item = *row.at(i).item;
            if (item.pos() == places.at(i))
                continue;
            item.setPos(places.at(i));
            m_places[item.id()].position = places.at(i);
            moved.append(item.id());
        }
        isOther = differs || moved.size() != before;
    }
    return moved;
}

} // namespace gui
