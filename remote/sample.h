// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What one probe of one host saw, and how it is read from the probe's text. Values and pure
// functions.

#include "model/result.h"

#include <QByteArray>
#include <QHash>
#include <QString>

namespace remote {

enum class UnitState
{
    Unknown,
    Active,
    Activating,
    Inactive,
    Failed,
    NotFound
};
QString unitStateName(UnitState state); ///< "active", "not-found", …: stable, for JSON

/// One observation. Rates need two raw readings; they are NaN in the first one. What was never read
/// is NaN or empty, too.
struct Sample
{
    QString host;
    qint64 t = 0;   ///< ms since 1970, when the reply arrived
    double cpu = 0; ///< busy share of all cores, 0…1
    double load1 = 0;
    int cores = 0;
    double memoryUsed = 0, memoryTotal = 0; ///< bytes
    double diskUsed = 0, diskTotal = 0;     ///< bytes, file system of /nix/store
    double rxRate = 0, txRate = 0;          ///< bytes per second, all interfaces but lo
    double uptime = 0;                      ///< seconds
    double roundTripMs = 0;
    QString system;                  ///< /run/current-system
    int generation = 0;              ///< that the system profile points at; 0 unknown
    QHash<QString, UnitState> units; ///< "redis.service" → state
    QHash<QString, bool> checks; ///< host-side probes of the catalog: "mini/redis:ping" → passed
};

/// The raw numbers of one reply of resources/scripts/probe.sh. What the reply did not tell is NaN
/// or empty.
struct Reading
{
    double busyTicks, allTicks; ///< since boot, all cores together
    double load1, uptime;
    double memoryUsed, memoryTotal, diskUsed, diskTotal;
    double rxBytes, txBytes; ///< since boot
    int cores = 0, generation = 0;
    QString system;
    QHash<QString, UnitState> units;
    Reading();
};

/// Reads one reply, without its end mark. `units` are the names in the order asked: systemd answers
/// with an alias's own name. Any bytes are fine; an error says that this is no reply of the probe
/// at all.
model::Result<Reading> parseReading(const QByteArray &text, const QStringList &units);

/// Reads one reply of probe-checks.sh: "N ok" or "N failed" for the N-th of `names`; what is
/// unknown is left out.
QHash<QString, bool> parseChecks(const QByteArray &text, const QStringList &names);

/// The sample of a reading: rates and CPU against the reading before it, disk and system of the
/// sample before it where this reading did not ask for them.
Sample sampleOf(const Reading &now, const Reading &before, const Sample &last);

enum class Reach
{
    Never,
    Connecting,
    Online,
    Unreachable,
    HostKeyUnknown,
    HostKeyChanged,
    AuthFailed
};
QString reachName(Reach reach); ///< "never", "host-key-changed", …: stable, for JSON

} // namespace remote
