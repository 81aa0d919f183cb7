// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two people changed one fleet file: what both meant, item by item and field by field, and where
// they contradict each other.

#include "model/catalog.h"
#include "model/layout.h"

namespace model {

enum class Side
{
    Ours,
    Theirs
};

/// One field, or one item as a whole, that both sides changed to different things.
struct MergeConflict
{
    ItemId item;              ///< by the name that it has in the merged fleet, else in the base
    QString field;            ///< dotted path, "name", "host"; empty: the item as a whole
    Value base, ours, theirs; ///< null: not there, or taken out

    bool operator==(const MergeConflict &) const = default;
};

struct Merge
{
    Fleet fleet;
    QList<MergeConflict> conflicts; ///< all of them, decided or not, always in the same order
};

/// Their text with our changes since `base` made in it, so that comments, order and quoting of
/// theirs stay. `choices` decides the conflicts in their order; those without choice go to ours.
/// Items that are in `ours` keep their uid. Error: the two cannot be put together in one text.
Result<Merge> merge(const Fleet &base, const Fleet &ours, const Fleet &theirs,
                    const Catalog &catalog, const QList<Side> &choices = {});

/// The same fleet, with the uids that its items have in `known`, by their ids; what stands there in
/// the same words is the same item.
Fleet withIdentities(Fleet fleet, const Fleet &known);

/// Places, by item; where both moved one, ours counts.
Layout mergeLayouts(const Layout &base, const Layout &ours, const Layout &theirs);

} // namespace model
