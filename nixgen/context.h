// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every file of a tree is written from, and the small questions that all of them ask.

#include "model/topology.h"
#include "nixgen/syntax.h"

namespace nixgen {

struct Context
{
    const model::Fleet &fleet;
    const model::Catalog &catalog;
    const model::Topology &topology;
    model::Value settings; ///< of the fleet, with defaults

    Context(const model::Fleet &f, const model::Catalog &c, const model::Topology &t);

    const model::Kind &fleetKind() const { return *catalog.kind(u"fleet"); }
    const model::Kind &hostKind() const { return *catalog.kind(u"host"); }
    /// Whether every path of the condition has its text in `values`, or in the settings for
    /// "fleet.…".
    bool holds(const model::Condition &condition, const model::Value &values) const;
    /// Whether every host carries the kind while the settings are as they are.
    bool isEverywhere(const model::Kind &kind) const;
};

model::Origin origin(const model::ItemId &item, const QString &field = {});
model::Origin fleetOrigin(const QString &field = {});

/// Whether the host gets a configuration: of class nixos, with a name that may become part of a path.
bool isConfigured(const QString &name, const model::Value &values);
/// The names of those hosts, in file order.
QStringList configuredHosts(const model::Fleet &fleet, const model::Catalog &catalog);

QStringList configuredHosts(const model::Topology &topology);

/// Lines of at most 100 columns as a comment.
QString wrapped(const QString &text);
/// The line that says where a generated file comes from.
QString writtenBy();
/// A path of the fleet file ("./my.nix", from the fleet's folder) as seen from that folder, which
/// lies in the fleet's.
Expr importPath(const QString &path, const QString &folder);

} // namespace nixgen
