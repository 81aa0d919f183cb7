// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The links of a topology as few labelled lines: doors to the internet and stubs into the private network. Pure.

#include "gui/canvas/geometry.h"

namespace gui {

/// One line between a host's edge and a strip, standing for all links that run there.
struct Stub
{
    model::ItemId host;
    model::ItemId item;        ///< of an internet stub; empty for the private network
    bool internet = false;
    QStringList labels;        ///< "HTTPS 443", "Factorio UDP 34197–34199"
    QList<qsizetype> links;    ///< indices into Topology::links
};

/// Internet stubs per item, mesh stubs per host, in the topology's order.
QList<Stub> bundle(const model::Topology &topology);
/// The same of some links only.
QList<Stub> bundle(const model::Topology &topology, const QList<qsizetype> &links);

/// What one line says that stands for all of these.
QStringList labelsOf(const model::Topology &topology, const QList<qsizetype> &links);

/// Ports as a person writes them: {34197, 34198, 34199, 34300} → "34197–34199, 34300".
QString portsText(QList<int> ports);

} // namespace gui
