// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// flake.nix: inputs and one NixOS configuration per host.

#include "nixgen/context.h"

namespace nixgen {

Expr flakeFile(const Context &context);
/// The definition of one host in there.
Binding flakeHost(const Context &context, const QString &host);

} // namespace nixgen
