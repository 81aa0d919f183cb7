// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Before a merge: gives every item the same name in all three fleets, references included, so that
// the rest can go by name. Private to merge().

#include "model/merge.h"

#include <functional>

namespace model {

struct ThreeFleets
{
    Fleet base, ours, theirs;
};

/// `decide` is asked where both renamed one item, or a new name is taken on the other side.
using Decide = std::function<Side(const MergeConflict &)>;

/// Error: a name cannot be given in one of the texts.
Result<ThreeFleets> alignNames(ThreeFleets fleets, const Catalog &catalog, const Decide &decide);

} // namespace model
