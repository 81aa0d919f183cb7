// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Straight lines that lie on the pixels of the screen: equal ones are equally wide wherever they stand and whatever the zoom.

#include <QColor>
#include <QLineF>
#include <QList>

class QPainter;

namespace gui {

/// Level and upright lines, `width` in the painter's coordinates, at least one pixel. In vector files they are lines.
void drawCrisp(QPainter &painter, const QList<QLineF> &lines, const QColor &color, qreal width);

} // namespace gui
