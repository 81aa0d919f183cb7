// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Find by what a person remembers of a thing: its name, a domain, a port, an address.

#include "model/topology.h"

namespace model {

/// Hosts and items, each host before what stands on it, whose name, kind, DNS name, address or port answers to the words. Without
/// wildcards a part is enough, a number must be a whole port (or part of a name); with * or ? the whole text must fit.
QList<ItemId> findItems(const Topology &topology, const Catalog &catalog, const QString &words);

} // namespace model
