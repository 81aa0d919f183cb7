// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the remote verbs share: the fleet they are given, ready to be deployed or watched, and the
// options of SSH.

#include "model/diagnostic.h"
#include "remote/ctl/dispatch.h"
#include "remote/deploy.h"

namespace ctl {

struct FleetInput
{
    model::Fleet fleet;
    QString folder; ///< absolute; holds flake.lock and .switchyard/
};

/// Reads and validates. The error's code is "design-errors" when the fleet has errors, else it
/// cannot be read; notes and warnings go to io.err.
model::Result<FleetInput> readFleet(const QString &path, Io &io, bool forDeploy);
/// DesignErrors or CannotRead, by the error of readFleet().
int exitCodeOf(const model::Error &error);

/// --identity, --known-hosts, --accept-host-key
QStringList sshOptions();
remote::SshSettings sshSettings(const Arguments &arguments);

/// The tree of the fleet, with captured hardware files of its folder, planned for these hosts.
model::Result<remote::DeployPlan> planFleet(const FleetInput &input, const QStringList &onlyHosts);

/// A question at the terminal; false when there is no terminal or the answer is not yes.
bool askYes(Io &io, const QString &question);

/// One object a line.
void sayJson(Io &io, const QJsonObject &object);

} // namespace ctl
