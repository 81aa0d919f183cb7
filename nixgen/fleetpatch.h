// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The files that list the whole fleet, after an edit: only the entries that changed are written anew, for they grow with the fleet.

#include "nixgen/context.h"

#include <QSet>

namespace nixgen {

/// `known` becomes what fleetFile() would print now, from what it printed for `before`; settings are the same, and what stands on
/// no host of `hosts` is the same. Says whether the text became another. Nothing, and `known` as it was, where that cannot be
/// told from the entries alone.
std::optional<bool> patchFleetFile(model::GeneratedFile &known, const model::Fleet &before, const Context &now,
                                   const QSet<QString> &hosts);
/// The same of peersFile().
std::optional<bool> patchPeersFile(model::GeneratedFile &known, const model::Fleet &before, const Context &now,
                                   const QSet<QString> &hosts);
/// The same of flakeFile().
std::optional<bool> patchFlakeFile(model::GeneratedFile &known, const model::Fleet &before, const Context &now,
                                   const QSet<QString> &hosts);

} // namespace nixgen
