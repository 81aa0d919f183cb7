// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/style.h"

#include "gui/icons.h"
#include "gui/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace gui {

Style::Style() : QProxyStyle(u"Fusion"_s) {}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    const Theme &theme = dark ? Theme::darkTheme() : Theme::lightTheme();
    switch (which) {
    case SP_MessageBoxCritical: return icon(u"error"_s, theme.bad);
    case SP_MessageBoxWarning: return icon(u"warning"_s, theme.warning);
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion: return icon(u"note"_s, theme.accent);
    case SP_TitleBarCloseButton:
    case SP_DockWidgetCloseButton: return icon(u"close"_s, theme.dim);
    default: return QProxyStyle::standardIcon(which, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    return hint == SH_EtchDisabledText ? 0 : QProxyStyle::styleHint(hint, option, widget, data); // words once, not with a shadow
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element != PE_IndicatorCheckBox) // also those of lists and menus
        return;
    painter->save();
    painter->setPen(option->palette.color(option->state & State_Enabled ? QPalette::Normal : QPalette::Disabled, QPalette::PlaceholderText));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5));
    painter->restore();
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    return metric == PM_HeaderMargin ? 6 : QProxyStyle::pixelMetric(metric, option, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents, const QWidget *widget) const
{
    const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    return type == CT_PushButton ? QSize(size.width() + 12, size.height()) : size;
}

} // namespace gui
