// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From a fleet to the files of its flake. Pure: the same fleet gives the same bytes.

#include "model/catalog.h"
#include "model/diff.h"
#include "model/filetree.h"
#include "model/resolution.h"
#include "model/topology.h"

#include <QSet>

namespace nixgen {

/// All paths of the tree, sorted.
QStringList filesOf(const model::Fleet &fleet, const model::Catalog &catalog);
/// Those paths whose text may differ after the change; all of them when in doubt. Files that are
/// gone may be among them.
QStringList filesOf(const model::FleetChange &change, const model::Fleet &before,
                    const model::Fleet &after, const model::Catalog &catalog);

/// What becomes of the files when only these hosts look different, by name, and no setting does.
struct HostFiles
{
    QStringList gone;       ///< of hosts that are not, or not configured, any more
    QStringList once;       ///< these never change as long as they are there
    QStringList changed;    ///< of the hosts, and those that tell of all hosts
    QStringList withOthers; ///< these change when any of the above came or went
};
HostFiles filesOf(const QSet<QString> &hosts, const model::Fleet &fleet,
                  const model::Catalog &catalog, const model::Topology &topology);

/// One file with its origins. Errors: the tree has no such path; a text that Nix cannot hold.
model::Result<model::GeneratedFile> generateFile(const model::Fleet &fleet,
                                                 const model::Catalog &catalog,
                                                 const model::Topology &topology,
                                                 const QString &path);

/// `known` becomes what generateFile() would give after an edit that touched these hosts only; says whether its text became another.
/// Errors: those of generateFile(), and `known` stays as it was.
model::Result<bool> regenerateFile(model::GeneratedFile &known, const model::Fleet &before,
                                   const model::Fleet &fleet, const model::Catalog &catalog,
                                   const model::Topology &topology, const QString &path,
                                   const model::Touched &touched);

/// Hardware files captured from hosts: path ("hosts/hardware/mini.nix") → text.
using CapturedFiles = std::map<QString, QByteArray>;
/// Those that lie in a folder which holds a tree; stand-ins that wait for a capture are not among
/// them.
CapturedFiles capturedFiles(const model::Fleet &fleet, const model::Catalog &catalog,
                            const QString &dir);

/// The whole tree. Error: that of generateFile().
model::Result<model::FileTree> generate(const model::Fleet &fleet, const model::Catalog &catalog,
                                        const CapturedFiles &captured = {});

} // namespace nixgen
