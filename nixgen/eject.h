// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Hand-over: the flake as it stands on its own, for people who go on without Switchyard, with a
// document that says how.

#include "nixgen/generate.h"

namespace nixgen {

/// What lies beside the fleet file and belongs into the flake, though nobody generates it.
struct OwnFiles
{
    model::FileTree files; ///< modules of the fleet's imports, encrypted secrets, mods, flake.lock
    QStringList missing;   ///< modules that the fleet imports and that are not there
    QStringList elsewhere; ///< those at absolute paths, or outside of the folder
};

/// Reads them. Error: one cannot be read.
model::Result<OwnFiles> ownFiles(const model::Fleet &fleet, const QString &folder);

struct Ejected
{
    model::FileTree tree; ///< with HANDOVER.md
    QStringList open;     ///< what has to be done before all hosts evaluate, a sentence each
};

/// Pure. The same files without their marks of Switchyard, their own ones beside them. `placing`:
/// commands that put secrets on hosts by hand.
Ejected eject(const model::Fleet &fleet, const model::Catalog &catalog, const model::FileTree &tree,
              const OwnFiles &own, const QStringList &placing = {});

/// Writes the tree into a folder that is empty or not there yet. Errors: "not-empty"; cannot write,
/// with path and reason.
model::Result<void> writeEjected(const model::FileTree &tree, const QString &folder);

} // namespace nixgen
