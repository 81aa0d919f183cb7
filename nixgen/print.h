// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From a Nix expression to the text of a file with its origins, laid out as nixfmt (RFC 166) would.

#include "model/filetree.h"
#include "model/result.h"
#include "nixgen/syntax.h"

namespace nixgen {

/// The file, ending with a newline. Error: a text with a NUL, which Nix cannot hold, or a number
/// that is none.
model::Result<model::GeneratedFile> print(const Expr &expr);

} // namespace nixgen
