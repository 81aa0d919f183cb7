// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// hosts/<host>.nix: one host as settings of the modules' options. Reading it teaches the design.

#include "nixgen/context.h"

namespace nixgen {

Expr hostFile(const Context &context, const model::PlacedHost &host);

/// hosts/hardware/<host>.nix while nobody captured it: it refuses to evaluate, and says why.
Expr hardwareFile(const QString &host);

} // namespace nixgen
