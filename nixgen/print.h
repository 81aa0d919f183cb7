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

/// An element of a list, or a definition of a set, as it stands within a file on a line of its own
/// at that indentation; without the indentation and the line's end.
model::Result<model::GeneratedFile> printElement(const Expr &expr, int indent);
model::Result<model::GeneratedFile> printBinding(const Binding &binding, int indent);

} // namespace nixgen
