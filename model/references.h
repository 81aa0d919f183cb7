// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a fleet's fields name: hosts and items, found by the catalog's field types, so that renaming
// follows them. Private to apply().

#include "model/fleeteditor.h"
#include "model/naming.h"

namespace model {

/// Every mention of a host or item becomes its new name; `was` is `is` already, and `known` is as of before.
Result<void> renameReferences(FleetEditor &editor, const Naming &known, const ItemPtr &was, const ItemPtr &is);

/// Items that stand on the host (games, clients), not what its roles bring.
QList<ItemPtr> itemsOn(const Fleet &fleet, const QString &host);

} // namespace model
