// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The verbs that talk to hosts.

#include "remote/ctl/dispatch.h"

namespace ctl {

/// plan, deploy, rollback, status, watch, adopt: lines for the table of verbs.
QList<Verb> remoteVerbs();

int plan(const Arguments &arguments, Io &io);
int deploy(const Arguments &arguments, Io &io);
int rollback(const Arguments &arguments, Io &io);
int status(const Arguments &arguments, Io &io);
int watch(const Arguments &arguments, Io &io);
int adopt(const Arguments &arguments, Io &io);

} // namespace ctl
