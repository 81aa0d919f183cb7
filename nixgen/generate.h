// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From a fleet to the files of its flake. Pure: the same fleet gives the same bytes.

#include "model/catalog.h"
#include "model/diff.h"
#include "model/filetree.h"
#include "model/topology.h"

namespace nixgen {

/// All paths of the tree, sorted.
QStringList filesOf(const model::Fleet &fleet, const model::Catalog &catalog);
/// Those paths whose text may differ after the change; all of them when in doubt.
QStringList filesOf(const model::FleetChange &change, const model::Fleet &after,
                    const model::Catalog &catalog);

/// One file with its origins. Error: the tree has no such path.
model::Result<model::GeneratedFile> generateFile(const model::Fleet &fleet,
                                                 const model::Catalog &catalog,
                                                 const model::Topology &topology,
                                                 const QString &path);
/// The whole tree. Host hardware files captured from a host are taken from `captured` (path → text)
/// where given.
model::FileTree generate(const model::Fleet &fleet, const model::Catalog &catalog,
                         const std::map<QString, QByteArray> &captured = {});

} // namespace nixgen
