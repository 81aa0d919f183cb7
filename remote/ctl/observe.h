// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What status and watch have in common: the fleet observed by the Monitor, as JSON lines and as
// words.

#include "remote/ctl/fleetinput.h"
#include "remote/monitor.h"

namespace ctl {

QJsonObject toJson(const remote::Sample &sample);
QJsonObject reachJson(const QString &host, remote::Reach reach, const QString &message, qint64 t);
QJsonObject healthJson(const QString &item, const QString &host, const remote::Health &health,
                       qint64 t);
QString lampName(remote::Lamp lamp);

/// The words behind --interval and --seconds; error: not a number in the range.
model::Result<double> secondsOption(const Arguments &arguments, const QString &name,
                                    double fallback);

} // namespace ctl
