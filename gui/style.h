// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fusion in the visual language of this program: flat, one frame and one height for all that is typed or chosen in, the button that
// Enter presses in colour, our own icons where Qt brings its own, and edges that are seen on dark ground, too.

#include <QProxyStyle>

namespace gui {

class Style : public QProxyStyle
{
    Q_OBJECT
public:
    Style();
    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents, const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    static bool withWordsBeside(const QStyleOption *option);
};

} // namespace gui
