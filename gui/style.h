// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fusion with our own icons where Qt brings its own, in message boxes and on the buttons that close panels, and with room around
// the words of buttons and headers; boxes to tick have an edge that is seen on dark ground, too.

#include <QProxyStyle>

namespace gui {

class Style : public QProxyStyle
{
    Q_OBJECT
public:
    Style();
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents, const QWidget *widget) const override;
};

} // namespace gui
