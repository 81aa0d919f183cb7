// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a fleet's fields name: hosts and items, found by the catalog's field types, so that renaming
// follows them. Private to apply().

#include "model/fleeteditor.h"
#include "model/naming.h"

namespace model {

/// Every mention of a name becomes another: `kind` is "host" or the kind of the renamed item. `known` follows the fleet.
Result<void> renameReferences(FleetEditor &editor, Naming &known, const QString &kind, const QString &from,
                              const QString &to);

/// Items that stand on the host (games, clients), not what its roles bring.
ItemList itemsOn(const Fleet &fleet, const QString &host);

} // namespace model
