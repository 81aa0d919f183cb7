// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is wrong now, root causes first: one entry for a cause with all that it takes down, not one for each victim. Pure.

#include "model/topology.h"
#include "remote/health.h"

namespace gui {

struct Trouble
{
    model::ItemId item;            ///< the cause
    QString reason;
    QList<model::ItemId> victims;  ///< what it takes down
    bool unreachable = false;
};

QList<Trouble> troublesOf(const model::Topology &topology, const QHash<model::ItemId, remote::Health> &health);

/// "just now", "12 s ago", "4 min ago", "never".
QString ageText(qint64 t, qint64 now);

} // namespace gui
