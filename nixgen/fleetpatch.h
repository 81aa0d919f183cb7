// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The file that lists the whole fleet, after an edit: only the entries that changed are written anew, for it grows with the fleet.

#include "nixgen/context.h"

#include <QSet>

namespace nixgen {

/// What fleetFile() would print now, made from what it printed for `before`; settings are the same, and what stands on no host
/// of `hosts` is the same. Nothing where that cannot be told from the entries alone; else the origins of `known` have moved over.
std::optional<model::GeneratedFile> patchedFleetFile(model::GeneratedFile &known, const model::Fleet &before,
                                                     const Context &now, const QSet<QString> &hosts);

} // namespace nixgen
