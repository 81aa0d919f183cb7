// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Ends the program after its first picture, so that a benchmark can measure what opening costs.

class QWidget;

namespace gui {

/// Nothing, unless SWITCHYARD_UNTIL_PAINTED is set in the environment.
void quitOncePainted(QWidget &widget);

} // namespace gui
