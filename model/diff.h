// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What differs between two fleets, by id: the one notice from which canvas, inspector, preview and problems synchronise.

#include "model/fleet.h"

namespace model {

struct FleetChange
{
    QList<ItemId> added, removed;
    QList<ItemId> changed;   ///< fields other than the host
    QList<ItemId> moved;     ///< to another host
    QList<std::pair<ItemId, ItemId>> renamed; ///< before, after; listed neither under added nor removed
    bool settings = false;   ///< fleet-wide settings differ
    bool everything = false; ///< another file was opened

    bool isEmpty() const;
    bool operator==(const FleetChange &) const = default;
};

FleetChange diff(const Fleet &before, const Fleet &after);

} // namespace model
