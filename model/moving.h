// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Several items to one host as one step, by list or form instead of by a drag.

#include "model/edit.h"
#include "model/topology.h"

namespace model {

/// Moves the items that do not stand there yet; ports taken there, or by one of the others, are replaced by free ones.
/// Errors: an item that roles place, a host that can carry nothing, no port left.
Result<EditStep> moveStep(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const QList<ItemId> &items,
                          const QString &host);

} // namespace model
