// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Line icons of resources/icons, tinted to the theme. One drawing serves every colour and scale.

#include <QColor>
#include <QIcon>
#include <QPixmap>

namespace gui {

/// The icon NAME (resources/icons/NAME.svg; a plain box when there is none) in that colour, `size` device-independent pixels wide.
QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);
bool hasIcon(const QString &name);
QIcon icon(const QString &name, const QColor &color);
/// In the colour that is right when it is drawn: Qt asks a style once for some that stay for long.
QIcon icon(const QString &name, QColor (*color)());

} // namespace gui
