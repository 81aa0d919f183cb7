// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Who belongs to a private network whose members the fleet file knows: one file that all hosts read, so that the text
// grows with the number of hosts and not with its square.

#include "nixgen/context.h"

namespace nixgen {

/// Where it lies; empty when the network keeps its members itself.
QString peersPath(const model::Catalog &catalog, const model::Value &settings);
QString peersPath(const model::Fleet &fleet, const model::Catalog &catalog);

Expr peersFile(const Context &context);
/// What it says of that host.
Binding peer(const Context &context, const model::PlacedHost &host);

} // namespace nixgen
