// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A window made ready to be pictured by a program: as large as asked, with text as on a desktop, and all of it painted.

#include <QSize>
#include <QString>

class QLineEdit;
class QWidget;

namespace gui {

class WatchPanel;
class Window;

/// Before there are widgets: without a desktop nobody else says how large text should be.
void useReadableFont();
/// Shows it; false when that does not work.
bool stage(Window &window, const QSize &size);
/// Lets pending layout and paint happen.
void settle();
/// Types into it, and waits until its sign to clear it has faded in.
void typeInto(QLineEdit &line, const QString &words);
/// Pictures it as it is now into a PNG, and says so; false when that cannot be written.
bool pictureOf(QWidget &widget, const QString &path);

bool isAllWell(const WatchPanel &panel);   ///< everything is watched and well
bool isSomethingBad(const WatchPanel &panel);

} // namespace gui
