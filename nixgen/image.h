// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Images that several hosts must agree on: pinned by digest, by a version of their own, or by the
// one version of the fleet.

#include "nixgen/context.h"

namespace nixgen {

/// Variables for versions that images share.
using Versions = Bindings;

/// The image of the field "a.b.image", pinned by "a.b.digest", "a.b.version" or "a.version"; the
/// last becomes a variable.
Expr image(const Context &context, const model::Field &field, Versions &versions);

} // namespace nixgen
