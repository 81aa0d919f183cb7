// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a host box shows, ready to be painted: compared after every change so that only boxes that look different are painted anew.

#include "gui/canvas/geometry.h"

namespace gui {

struct ChipLook
{
    QString title, detail, icon;
    qsizetype tier = 0;
    bool container = false;
    bool operator==(const ChipLook &) const = default;
};

struct HostLook
{
    QString title, subtitle;
    qsizetype tier = 0;
    bool pinned = false;
    QList<ChipLook> chips;                          ///< in the order of HostGeometry::chips
    QList<std::pair<qsizetype, qsizetype>> links;   ///< between chips, by index: who talks to whom on this host
    bool operator==(const HostLook &) const = default;
};

HostLook hostLook(const model::Topology &topology, const model::PlacedHost &host, const HostGeometry &geometry, const model::Catalog &catalog);

/// What the tool tip says of a host or of what stands on it.
QString tipText(const model::Topology &topology, const model::ItemId &item, const model::Catalog &catalog);

/// Position of a tier in the catalog.
qsizetype tierIndex(const model::Catalog &catalog, const QString &name, qsizetype fallback);

} // namespace gui
