// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The verbs that work on the fleet file and the generated tree, without a host.

#include "remote/ctl/dispatch.h"

namespace ctl {

/// check, rules, generate, eject, set, move: lines for the table of verbs.
QList<Verb> designVerbs();

int check(const Arguments &arguments, Io &io);
int rules(const Arguments &arguments, Io &io);
int generate(const Arguments &arguments, Io &io);
int eject(const Arguments &arguments, Io &io);
int setField(const Arguments &arguments, Io &io);
int moveItem(const Arguments &arguments, Io &io);
int secretsVerb(const Arguments &arguments, Io &io);

} // namespace ctl
