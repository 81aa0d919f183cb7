// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The canvas as a picture in a file, without a window.

#include "model/document.h"

#include <QImage>

namespace gui {

QByteArray diagramSvg(const model::FleetDocument &document);
QImage diagramImage(const model::FleetDocument &document, qreal scale);
/// Draws the fleet in the light theme into PATH, SVG, PNG or PDF by its ending. Errors: other endings, cannot write.
model::Result<void> writeDiagram(const model::FleetDocument &document, const QString &path);

} // namespace gui
