// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The answers of a simulated host: pure functions of its state, a script and the time. One function
// a script of resources/scripts, with the reply that the script documents.

#include "remote/sim/simfleet.h"
#include "remote/sim/simscript.h"
#include "remote/sshconnection.h"

namespace sim {

/// Lets the time since the last call happen: builds end, activations roll back, counters move.
void advance(HostState &host, qint64 nowMs);

/// Runs a script that ends by itself. Unknown scripts end with 127, as a shell would.
remote::Reply answer(HostState &host, const ScriptCall &call, const QByteArray &input,
                     qint64 nowMs);

/// Whether a script goes on answering lines until its input ends.
bool isStreaming(const ScriptCall &call);
/// The answer of such a script to one line, with its end mark.
QByteArray answerLine(HostState &host, const ScriptCall &call, const QByteArray &line,
                      qint64 nowMs);

/// Whether the host takes new connections now.
bool admits(const HostState &host);

QString storePath(const QString &seed, const QString &host); ///< a plausible /nix/store path
QByteArray bootId(const HostState &host);
QString runningSystem(const HostState &host); ///< what /run/current-system leads to

} // namespace sim
