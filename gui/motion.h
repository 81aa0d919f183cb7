// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether things may move by themselves. Everything that animates asks here first.

#include <QString>

class QMainWindow;

namespace gui {

bool motionReduced();
void setMotionReduced(bool reduced, QMainWindow &window); ///< at once, and remembered
void applyMotion(QMainWindow &window);                    ///< panels, menus and tool tips do as the setting says

} // namespace gui
