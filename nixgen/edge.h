// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What follows when one box terminates TLS for all names: the others listen on the private network,
// and it forwards to them.

#include "nixgen/context.h"

namespace nixgen {

Bindings edgeOptions(const Context &context, const model::PlacedHost &host);

} // namespace nixgen
