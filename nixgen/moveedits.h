// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Carries a hand edit from the file it was made in to a module beside the fleet file, and says
// which field makes the fleet import it.

#include "model/edit.h"
#include "nixgen/override.h"
#include "nixgen/write.h"

#include <optional>

namespace nixgen {

struct MovedEdit
{
    QString path;   ///< where the edit was made
    QString module; ///< where it is now
    Override what;
    std::optional<model::Edit> import; ///< nothing when the fleet imports it already
};

/// Writes the module into the fleet's folder, and into `out` when the tree lies elsewhere; the
/// edited file stays as it is. What such a module held before is added to; one that differs in
/// `out` is backed up. Errors: those of moveEdits(); "no-module" for a file that was never
/// generated; cannot write.
model::Result<MovedEdit> moveEdit(const HandEdit &edit, const model::Fleet &fleet,
                                  const QString &fleetFolder, const QString &out);

} // namespace nixgen
