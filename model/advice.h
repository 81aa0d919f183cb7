// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// May this stand there, why not, and what would be done: asked while a person drags, answered
// without touching the fleet.

#include "model/edit.h"
#include "model/hostfacts.h"
#include "model/topology.h"

namespace model {

struct DropAdvice
{
    bool allowed = false;
    QString words; ///< "g04 gets UDP 34200, TCP 27018", or the reason against it
    EditStep
        step; ///< what the drop does, when allowed; selecting `item` afterwards shows the result
    ItemId item;
    QString room; ///< what is known of the host: "8 cores, load 2.1, 20 of 32 GiB free", or that
                  ///< nothing is
    double score =
        0; ///< 0 to 1, how well the host suits; 0 when not allowed. Compare within one drag only

    /// Words and room, for a status bar.
    QString sentence() const
    {
        return room.isEmpty() ? words : words + QStringLiteral(" · ") + room;
    }
};

/// A new item of that kind on that host, with a fresh name and free ports.
DropAdvice adviseNew(const Fleet &fleet, const Catalog &catalog, const Topology &topology,
                     const QString &kind, const QString &host, const Measured &measured = {});
/// The item on that other host; ports taken there are replaced by free ones. What a role brings
/// moves with the role.
DropAdvice adviseMove(const Fleet &fleet, const Catalog &catalog, const Topology &topology,
                      const ItemId &item, const QString &host, const Measured &measured = {});
/// Advice for every host at once, of a new item of that kind or, with an empty kind, of that item.
QHash<QString, DropAdvice> adviseAll(const Fleet &fleet, const Catalog &catalog,
                                     const Topology &topology, const QString &kind,
                                     const ItemId &item, const Measured &measured = {});

/// What moves an entry of the file to a host, ports that are taken there exchanged; empty when no
/// port is free.
QList<Edit> moveEdits(const Catalog &catalog, const Topology &topology, const Item &entry,
                      const QString &host);
/// What gives a role to a host, or takes it away, among the roles that it declares.
Edit giveRole(const PlacedHost &host, const QString &role);
Edit takeRole(const PlacedHost &host, const QString &role);

} // namespace model
