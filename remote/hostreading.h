// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads what a running host says of itself: one script over SSH, and its answer as a value in which nothing is longer or more
// than it may be, whatever the host sent.

#include "model/catalog.h"
#include "model/runninghost.h"
#include "remote/deployscript.h"

namespace remote {

/// What the host answered. Error: the answer broke off, or is none.
model::Result<model::RunningHost> parseReading(const QByteArray &out);

/// The ways into a host of the fleet, the first login's first. Errors: as targetOf().
model::Result<QList<SshTarget>> waysIn(const model::Fleet &fleet, const QString &host);

/// Dials the first target that lets us in and asks it; blocks, for a worker's thread or a program without window. Errors say
/// what was wrong, with the question of an unknown host key.
SshResult<model::RunningHost> readHost(const QList<SshTarget> &targets, const SshSettings &settings, const model::Catalog &catalog,
                                       const CancelFlag &cancel = {});

/// Writes what was captured below the fleet's folder, each file whole or not at all. Error: which could not be written.
model::Result<void> writeCaptured(const QString &folder, const QHash<QString, QByteArray> &files);

} // namespace remote
