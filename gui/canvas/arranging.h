// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where boxes go when a person moves them by hand: snapping to the grid and to other boxes, aligning, distributing. Pure.

#include "model/fleet.h"

#include <QLineF>
#include <QPointF>
#include <QRectF>

namespace gui {

struct Snapped
{
    QPointF by;            ///< to add to where the pointer would put the box
    QList<QLineF> guides;  ///< which edges and centres met; of each other box the first alone
};

/// The smallest move that brings an edge or the centre of `box` in line with one of `others`, or onto the grid.
Snapped snap(const QRectF &box, const QList<QRectF> &others, qreal reach);

using Boxes = QHash<model::ItemId, QRectF>;
using Positions = QHash<model::ItemId, QPointF>; ///< of top left corners

enum class Align { Left, Right, Top, Bottom, Centre, Middle };
Positions aligned(const Boxes &boxes, Align how);
/// Equal gaps between the outermost two; fewer than three stay.
Positions distributed(const Boxes &boxes, Qt::Orientation along);

} // namespace gui
