// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Walking the canvas by keyboard: which item comes next in reading order, and which lies nearest in a direction.

#include "gui/canvas/scene.h"

namespace gui {

enum class Direction { Left, Right, Up, Down };

/// Hosts and what stands on them as a person reads them: rows from above, in a row from the left, each host before its items.
QList<model::ItemId> readingOrder(const CanvasScene &scene);

/// From a host the nearest host, from an item the nearest item; empty at the edge.
model::ItemId neighbour(const CanvasScene &scene, const model::ItemId &from, Direction direction);

} // namespace gui
