// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the long-running jobs of a deploy have written by now on a simulated host.

#include "remote/sim/simfleet.h"

namespace sim {

/// One job of a deploy: its log so far, and its exit code once it ended.
struct Job
{
    QByteArray log;
    QString rc;
};
Job jobOf(const HostState &host, const QString &name, qint64 nowMs);

} // namespace sim
