// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What one probe of one host saw, and how it is read from the probe's text. Values and pure functions.

#include "model/result.h"

#include <QByteArray>
#include <QHash>
#include <QString>

namespace remote {

enum class UnitState { Unknown, Active, Activating, Inactive, Failed, NotFound };

/// One observation. Rates need two raw readings; they are NaN in the first one.
struct Sample
{
    QString host;
    qint64 t = 0;                  ///< ms since 1970, when the reply arrived
    double cpu = 0;                ///< busy share of all cores, 0…1
    double load1 = 0;
    int cores = 0;
    double memoryUsed = 0, memoryTotal = 0;  ///< bytes
    double diskUsed = 0, diskTotal = 0;      ///< bytes, file system of /nix/store
    double rxRate = 0, txRate = 0;           ///< bytes per second, all interfaces but lo
    double uptime = 0;             ///< seconds
    double roundTripMs = 0;
    QString system;                ///< /run/current-system
    int generation = 0;
    QHash<QString, UnitState> units; ///< "redis.service" → state
    QHash<QString, bool> checks;     ///< host-side probes of the catalog: "mini/redis:ping" → passed
};

enum class Reach { Never, Connecting, Online, Unreachable, HostKeyUnknown, HostKeyChanged, AuthFailed };
QString reachName(Reach reach);

} // namespace remote
