// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/geometry.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

const ChipGeometry *HostGeometry::chip(const ItemId &item) const
{
    const auto it = std::find_if(chips.begin(), chips.end(), [&](const ChipGeometry &c) { return c.id == item; });
    return it == chips.end() ? nullptr : &*it;
}

const ChipGeometry *HostGeometry::chipAt(const QPointF &point) const
{
    const auto it = std::find_if(chips.begin(), chips.end(), [&](const ChipGeometry &c) { return c.rect.contains(point); });
    return it == chips.end() ? nullptr : &*it;
}

static int columnsFor(qsizetype count)
{
    if (count <= 3)
        return int(std::max<qsizetype>(count, 1));
    return std::clamp(int(std::ceil(std::sqrt(double(count) * 1.5))), 2, 8);
}

namespace {

struct Sections
{
    QList<const Placed *> native, containers, pills;
    QList<const Placed *> all() const { return native + containers + pills; }
};

Sections sectionsOf(const Topology &topology, const PlacedHost &host, const Catalog &catalog)
{
    Sections s;
    for (const Placed *item : topology.on(host)) {
        const Kind *kind = item ? catalog.kind(item->kind) : nullptr;
        if (!kind)
            continue;
        const bool joinsMesh = !kind->broughtBy.empty(); // the overlay stands on every host
        (joinsMesh ? s.pills : kind->container ? s.containers : s.native).append(item);
    }
    return s;
}

qreal addGrid(HostGeometry &g, const QList<const Placed *> &items, int columns, qreal top, qreal width)
{
    using namespace metrics;
    for (qsizetype i = 0; i < items.size(); ++i) {
        const qsizetype inRow = std::min<qsizetype>(columns, items.size() - (i / columns) * columns);
        const qreal rowWidth = qreal(inRow) * chipWidth + qreal(inRow - 1) * gap;
        const qreal left = items.size() <= columns ? (width - rowWidth) / 2 : padding; // a lone row is centred
        g.chips.append({items.at(i)->id, QRectF(left + qreal(i % columns) * (chipWidth + gap),
                                          top + qreal(i / columns) * (chipHeight + gap), chipWidth, chipHeight)});
    }
    return top + std::ceil(qreal(items.size()) / columns) * (chipHeight + gap);
}

} // namespace

QList<const Placed *> shownOn(const Topology &topology, const PlacedHost &host, const Catalog &catalog)
{
    return sectionsOf(topology, host, catalog).all();
}

HostGeometry layOutHost(const Topology &topology, const PlacedHost &host, const Catalog &catalog, bool collapsed)
{
    using namespace metrics;
    const Sections s = sectionsOf(topology, host, catalog);
    HostGeometry g{host.id, {}, {}, collapsed, {}};
    if (collapsed) {
        for (const Placed *item : s.all())
            g.folded.append(item->id);
        g.size = QSizeF(2 * padding + 2 * chipWidth + gap, header);
        return g;
    }
    const int columns = std::max({2, columnsFor(s.native.size()), columnsFor(s.containers.size())});
    const qreal width = 2 * padding + columns * chipWidth + (columns - 1) * gap;
    qreal y = addGrid(g, s.native, columns, header + 8, width);
    if (!s.native.isEmpty() && !s.containers.isEmpty())
        y += 16; // room for the lines between services and containers
    y = addGrid(g, s.containers, columns, y, width);
    if (s.native.isEmpty() && s.containers.isEmpty())
        y += chipHeight; // the empty state needs room for its words
    for (qsizetype i = 0; i < s.pills.size(); ++i)
        g.chips.append({s.pills.at(i)->id, QRectF(padding + qreal(i) * (120 + gap), y, 120, pillHeight), true});
    if (!s.pills.isEmpty())
        y += pillHeight + gap;
    g.size = QSizeF(width, y + padding - gap + 2);
    return g;
}

namespace {

struct Row
{
    QList<const PlacedHost *> hosts;
    QList<QSizeF> sizes;
    qreal width() const
    {
        qreal w = 0;
        for (const QSizeF &s : sizes)
            w += s.width() + metrics::hostGap;
        return w - metrics::hostGap;
    }
    qreal height() const
    {
        qreal h = 0;
        for (const QSizeF &s : sizes)
            h = std::max(h, s.height());
        return h;
    }
};

QList<Row> wrapped(const QList<const PlacedHost *> &hosts, const Topology &topology, const Catalog &catalog, const Layout &current)
{
    // About as wide as high, so that big fleets fill a screen and not a corridor; three hosts stay in one row.
    const qreal limit = std::max(1500.0, std::sqrt(double(hosts.size())) * 620);
    QList<Row> rows;
    for (const PlacedHost *host : hosts) {
        const QSizeF size = layOutHost(topology, *host, catalog, current.value(host->id).collapsed).size;
        if (rows.isEmpty() || rows.constLast().width() + size.width() > limit)
            rows.append(Row{});
        rows.last().hosts.append(host);
        rows.last().sizes.append(size);
    }
    return rows;
}

/// The areas that are taken, and where beside them there is room.
class Room
{
public:
    void take(const QRectF &box) { m_taken.append(box.adjusted(-margin, -margin, margin, margin)); }
    /// `wanted`, or the nearest place to its right where nothing is in the way.
    QPointF rightwards(QPointF wanted, const QSizeF &size) const
    {
        while (const QRectF *blocking = blocked(QRectF(wanted, size)))
            wanted.setX(std::ceil(blocking->right() / metrics::grid) * metrics::grid);
        return wanted;
    }
    /// As above, but below everything rather than far away.
    QPointF near(const QPointF &wanted, const QSizeF &size) const
    {
        const QPointF right = rightwards(wanted, size);
        if (right.x() - wanted.x() < 2000)
            return right;
        qreal bottom = wanted.y();
        for (const QRectF &box : m_taken)
            bottom = std::max(bottom, box.bottom());
        return {wanted.x(), std::ceil(bottom / metrics::grid) * metrics::grid};
    }

private:
    static constexpr qreal margin = metrics::hostGap / 2 - 1;
    const QRectF *blocked(const QRectF &box) const
    {
        const auto it = std::find_if(m_taken.begin(), m_taken.end(), [&](const QRectF &taken) { return taken.intersects(box); });
        return it == m_taken.end() ? nullptr : &*it;
    }
    QList<QRectF> m_taken;
};

qreal placeRows(Layout &layout, const QList<Row> &rows, qreal top, const Room &room)
{
    for (const Row &row : rows) {
        qreal x = std::round(-row.width() / 2 / metrics::grid) * metrics::grid;
        for (qsizetype i = 0; i < row.hosts.size(); ++i) {
            const QPointF at = room.rightwards(QPointF(x, top), row.sizes.at(i));
            layout[row.hosts.at(i)->id].position = at;
            x = at.x() + std::ceil((row.sizes.at(i).width() + metrics::hostGap) / metrics::grid) * metrics::grid;
        }
        top += std::ceil((row.height() + metrics::hostGap) / metrics::grid) * metrics::grid;
    }
    return rows.isEmpty() ? top : top - metrics::hostGap;
}

using HostList = QList<const PlacedHost *>;

/// Rows for these hosts as if they were alone, around what is taken.
Layout inRows(const Topology &topology, const Catalog &catalog, const HostList &hosts, const Layout &current, const Room &room)
{
    QHash<QString, qsizetype> order;
    for (qsizetype i = 0; i < catalog.tiers().size(); ++i)
        order.insert(catalog.tiers().at(i).name, i);
    const Sides sides = sidesOf(topology);
    HostList above, below;
    for (const PlacedHost *host : hosts)
        (sides.facing.contains(host->id) ? above : below).append(host);
    const auto byTier = [&](const PlacedHost *a, const PlacedHost *b) { return order.value(a->tier) < order.value(b->tier); };
    std::stable_sort(above.begin(), above.end(), byTier);
    std::stable_sort(below.begin(), below.end(), byTier);

    Layout fresh;
    for (const PlacedHost *host : hosts)
        fresh[host->id].collapsed = current.value(host->id).collapsed;
    const qreal bottom = placeRows(fresh, wrapped(above, topology, catalog, current), 0, room);
    placeRows(fresh, wrapped(below, topology, catalog, current),
              above.isEmpty() ? 0 : bottom + 2 * metrics::rowGap + metrics::stripHeight, room);
    return fresh;
}

} // namespace

Layout arrange(const Topology &topology, const Catalog &catalog, const Layout &current, bool keep)
{
    const auto sizeOf = [&](const PlacedHost &host) { return layOutHost(topology, host, catalog, current.value(host.id).collapsed).size; };
    Layout result;
    HostList fixed, open;
    for (const PlacedHost &host : topology.hosts) {
        const auto it = current.constFind(host.id);
        const bool stays = it != current.constEnd() && (keep || it->pinned);
        (stays ? fixed : open).append(&host);
        if (stays)
            result.insert(host.id, *it);
    }
    if (open.isEmpty())
        return result;
    Room room;
    for (const PlacedHost *host : std::as_const(fixed))
        room.take(QRectF(result.value(host->id).position, sizeOf(*host)));
    if (!keep || fixed.isEmpty()) {
        result.insert(inRows(topology, catalog, open, current, room));
        return result;
    }
    HostList all;
    for (const PlacedHost &host : topology.hosts)
        all.append(&host);
    const Layout wanted = inRows(topology, catalog, all, current, {}); // where newcomers would stand if nothing had been moved
    for (const PlacedHost *host : std::as_const(open)) {
        Place place = wanted.value(host->id);
        place.position = room.near(place.position, sizeOf(*host));
        room.take(QRectF(place.position, sizeOf(*host)));
        result.insert(host->id, place);
    }
    return result;
}

/// How far down a row must go for what stands over it.
static qreal neededTop(const QList<Standing> &before, const QList<Standing> &row)
{
    qreal top = row.constFirst().box.top();
    for (const Standing &upper : before) {
        for (const Standing &host : row) {
            const bool over = upper.box.left() < host.box.right() + metrics::hostGap && host.box.left() < upper.box.right() + metrics::hostGap;
            const bool across = upper.above && !host.above; // the private network's strip runs between them
            const qreal least = across ? metrics::rowGap + metrics::stripHeight : metrics::grid, gap = across ? 2 * metrics::rowGap + metrics::stripHeight : metrics::hostGap;
            if (over && upper.box.bottom() + least > host.box.top())
                top = std::max(top, std::ceil((upper.box.bottom() + gap) / metrics::grid) * metrics::grid);
        }
    }
    return top;
}

QList<QPointF> makingWay(const QList<Standing> &over, QList<Standing> row)
{
    for (qsizetype i = 1; i < row.size(); ++i) {
        const qreal right = row.at(i - 1).box.right();
        if (right + metrics::grid > row.at(i).box.left()) // else it stays, although it is nearer now
            row[i].box.moveLeft(std::ceil((right + metrics::hostGap) / metrics::grid) * metrics::grid);
    }
    const qreal top = neededTop(over, row);
    QList<QPointF> places;
    for (const Standing &host : std::as_const(row))
        places.append({host.box.left(), top});
    return places;
}

Sides sidesOf(const Topology &topology)
{
    Sides sides;
    for (const Link &link : topology.links) {
        sides.usesMesh = sides.usesMesh || link.via == LinkVia::Mesh;
        const Placed *to = link.from.isEmpty() ? topology.find(link.to) : nullptr;
        if (to)
            sides.facing.insert(ItemId::host(to->host));
    }
    return sides;
}

Strips stripsAround(const QRectF &above, const QRectF &below, bool usesMesh)
{
    const QRectF all = above.united(below);
    if (all.isNull())
        return {}; // nobody there to be reached
    const qreal left = std::min(all.left(), all.center().x() - 480) - 20;
    const qreal right = std::max(all.right(), all.center().x() + 480) + 20;
    Strips s;
    s.internet = QRectF(left, all.top() - metrics::rowGap - metrics::stripHeight, right - left, metrics::stripHeight);
    s.hasMesh = usesMesh;
    const qreal between = above.isNull() ? below.top() - metrics::rowGap - metrics::stripHeight
        : below.isNull() || below.top() < above.bottom() + metrics::stripHeight + 20
        ? all.bottom() + metrics::rowGap
        : (above.bottom() + below.top() - metrics::stripHeight) / 2;
    s.mesh = QRectF(left, between, right - left, metrics::stripHeight);
    return s;
}

} // namespace gui
