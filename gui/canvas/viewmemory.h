// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a person looked when a file was closed: zoom, centre, layers and minimap, kept in the settings for the last fifty files.

#include <QString>

namespace gui {

class CanvasView;

void rememberView(const CanvasView &view, const QString &fleetPath);
/// False when nothing is known of that file; the view is as it was then.
bool recallView(CanvasView &view, const QString &fleetPath);

} // namespace gui
