// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A terminal on a host: the desktop's own terminal program, with ssh to where Switchyard dials, by the same keys.

#include "model/result.h"
#include "remote/target.h"

namespace gui {

/// The call of ssh; a target that ssh would take for an option stays an address.
QStringList sshCommand(const remote::SshTarget &target, const remote::SshSettings &settings);

/// Starts the command in $TERMINAL, else in the first known terminal program that is installed.
model::Result<void> openTerminal(const QStringList &command);

} // namespace gui
