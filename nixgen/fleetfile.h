// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// modules/fleet.nix: what all hosts share, and what each knows of the others.

#include "nixgen/context.h"

namespace nixgen {

Expr fleetFile(const Context &context);

/// What one host tells the others: its fields in that list, each only when it is known.
Expr hostElement(const Context &context, const model::PlacedHost &host);

} // namespace nixgen
