// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where boxes stand on the canvas. Kept in fleet.layout.yaml, so that moving a box is no change of design.

#include "model/fleet.h"

#include <QPointF>

namespace model {

struct Place
{
    QPointF position;   ///< top left, in scene units
    bool pinned = false;
    bool collapsed = false;
    bool operator==(const Place &) const = default;
};
using Layout = QHash<ItemId, Place>;

Result<Layout> parseLayout(const QByteArray &bytes);
QByteArray printLayout(const Layout &layout);             ///< sorted, one item a line
QString layoutPath(const QString &fleetPath);             ///< fleet.yaml → fleet.layout.yaml

} // namespace model
