// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which host actions mean that are about one host, whatever of it is selected.

#include "model/topology.h"

#include <QSet>

namespace gui {

/// The host of all these items; empty when it is none or several.
inline QString soleHost(const QSet<model::ItemId> &items, const model::Topology &topology)
{
    QSet<QString> hosts;
    for (const model::ItemId &id : items) {
        const model::Placed *placed = topology.find(id);
        hosts.insert(placed ? placed->host : id.text().section(u'/', 1));
    }
    return hosts.size() == 1 ? *hosts.begin() : QString();
}

} // namespace gui
