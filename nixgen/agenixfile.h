// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// secrets.nix: who can read which file in secrets/, as agenix' own program takes it.

#include "nixgen/context.h"

namespace nixgen {

bool usesAgenix(const model::Fleet &fleet, const model::Catalog &catalog);
Expr agenixFile(const Context &context);

} // namespace nixgen
