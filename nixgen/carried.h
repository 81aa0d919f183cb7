// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The NixOS modules that a tree carries as they are: nix/modules, compiled into the program.

#include "nixgen/context.h"

#include <map>

namespace nixgen {

/// Path in the tree → compiled-in file, for what this fleet needs: one secrets module, the chosen
/// overlay's, all others.
std::map<QString, QString> carriedFiles(const model::Fleet &fleet, const model::Catalog &catalog);
/// Whether modules/<kind>.nix exists.
bool hasKindModule(const QString &kind);
/// Bytes of a compiled-in file.
QByteArray compiledIn(const QString &path);

} // namespace nixgen
