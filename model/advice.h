// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// May this stand there, why not, and what would be done: asked while a person drags, answered without touching the fleet.

#include "model/edit.h"
#include "model/topology.h"

namespace model {

struct DropAdvice
{
    bool allowed = false;
    QString words;   ///< "gets UDP 34200 and TCP 27018", or the reason against it
    EditStep step;   ///< what the drop does, when allowed; selecting `item` afterwards shows the result
    ItemId item;
};

/// A new item of that kind on that host, with a fresh name and free ports.
DropAdvice adviseNew(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const QString &kind, const QString &host);
/// The item on that other host; ports taken there are replaced by free ones.
DropAdvice adviseMove(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const ItemId &item, const QString &host);

} // namespace model
