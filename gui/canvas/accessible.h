// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The canvas for screen readers: the view with a child for each host, each host with a child for each item, by name, role and state.

#include "model/fleet.h"

namespace gui {

class CanvasView;

/// Once a program; more often does no harm.
void makeCanvasAccessible();

/// Tells screen readers that the keyboard is at that item now.
void announceSelected(CanvasView &view, const model::ItemId &item);

} // namespace gui
