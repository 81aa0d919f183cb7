// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where everything stands: chips inside a host, hosts in their rows, the internet above and the private network between. Pure.

#include "model/catalog.h"
#include "model/layout.h"
#include "model/topology.h"

#include <QRectF>
#include <QSet>

namespace gui {

struct ChipGeometry
{
    model::ItemId id;
    QRectF rect;           ///< in the host's coordinates
    bool pill = false;     ///< a slim footer pill: what joins the host to the private network
    bool operator==(const ChipGeometry &) const = default;
};

struct HostGeometry
{
    model::ItemId id;
    QSizeF size;
    QList<ChipGeometry> chips;
    bool collapsed = false;        ///< shows its header only
    QList<model::ItemId> folded;   ///< what a collapsed host does not show
    bool operator==(const HostGeometry &) const = default;
    const ChipGeometry *chip(const model::ItemId &item) const;
    const ChipGeometry *chipAt(const QPointF &point) const;
};

namespace metrics {
inline constexpr qreal chipWidth = 194, chipHeight = 50, pillHeight = 26, gap = 10, padding = 14, header = 58;
inline constexpr qreal hostGap = 50, stripHeight = 46, rowGap = 72, grid = 10;
}

/// What stands there, in the order of the chips.
QList<const model::Placed *> shownOn(const model::Topology &topology, const model::PlacedHost &host, const model::Catalog &catalog);
HostGeometry layOutHost(const model::Topology &topology, const model::PlacedHost &host, const model::Catalog &catalog, bool collapsed = false);

struct Strips
{
    QRectF internet, mesh;
    bool hasMesh = true;
};

/// Places for all hosts: facing the internet above, in tier order, the rest below the private network.
/// Hosts that `current` pins keep theirs, with `keep` all that it places; the others get room beside them.
model::Layout arrange(const model::Topology &topology, const model::Catalog &catalog, const model::Layout &current = {}, bool keep = true);

struct Standing
{
    QRectF box;
    bool above = true; ///< the private network
};
/// Where the hosts of a row stand, from left to right, so that none is covered by what grew left of it or in the row `over` it.
/// Boxes of the row are as large as they are now, where they stood when they were placed.
QList<QPointF> makingWay(const QList<Standing> &over, QList<Standing> row);

/// Which hosts stand above the private network, and whether there is one.
struct Sides
{
    QSet<model::ItemId> facing;
    bool usesMesh = false;
    bool operator==(const Sides &) const = default;
};
Sides sidesOf(const model::Topology &topology);

/// The strips that fit around the hosts above and below the private network, where they stand now.
Strips stripsAround(const QRectF &above, const QRectF &below, bool usesMesh);

} // namespace gui
