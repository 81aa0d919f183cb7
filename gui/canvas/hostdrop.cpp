// SPDX-License-Identifier: GPL-3.0-or-later
// What a host shows while something is dragged: whether it can take it, in a colour, a shape and in words, legible at any zoom.

#include "gui/canvas/hostitem.h"
#include "gui/canvas/sprites.h"
#include "gui/theme.h"

#include <QTextLayout>

#include <algorithm>

namespace gui {

static bool isYes(DropState state)
{
    return state == DropState::Possible || state == DropState::Target;
}

void HostItem::paintDrop(QPainter &painter, qreal lod) const
{
    const QRectF body(QPointF(), m_geometry.size);
    const bool hot = m_drop.state == DropState::Target || m_drop.state == DropState::Forbidden;
    const QColor color = isYes(m_drop.state) ? m_theme->accent : m_theme->bad;
    painter.setRenderHint(QPainter::Antialiasing, lod >= detail::fine);
    if (hot) { // a glow of its own: a veil over the whole host and a wide border
        QColor veil = color;
        veil.setAlphaF(0.16f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(veil);
        painter.drawRoundedRect(body, 9, 9);
    }
    QPen pen(color, std::max(hot ? 4.0 : m_drop.best ? 3.0 : 1.6, (hot ? 3.0 : 1.2) / lod), isYes(m_drop.state) ? Qt::SolidLine : Qt::DashLine);
    pen.setJoinStyle(Qt::RoundJoin);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(body.adjusted(2, 2, -2, -2), 9, 9);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintDropWords(painter, lod, color);
}

namespace {

/// Words broken into the lines that fit.
struct Wrapped
{
    QTextLayout layout;
    int lines = 0;
    qreal height = 0;
};

/// `strong` characters at the beginning are bold.
void wrap(Wrapped &wrapped, const QString &words, int pixels, qsizetype strong, const QSizeF &room)
{
    QTextLayout::FormatRange range{0, int(strong), {}};
    range.format.setFontWeight(QFont::DemiBold);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QTextLayout &layout = wrapped.layout;
    layout.setText(words);
    layout.setFont(canvasFont(pixels));
    layout.setFormats({range});
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid() && room.width() > 0; line = layout.createLine()) {
        line.setLineWidth(room.width());
        line.setPosition(QPointF(0, wrapped.height));
        if (wrapped.height + line.height() > room.height())
            break;
        wrapped.height += line.height();
        ++wrapped.lines;
    }
    layout.endLayout();
}

} // namespace

/// The words on a plate, as large as they must be for the zoom; only the sign when there is no room for words.
void HostItem::paintDropWords(QPainter &painter, qreal lod, const QColor &color) const
{
    const bool hot = m_drop.state == DropState::Target || m_drop.state == DropState::Forbidden, near = lod >= detail::fine;
    // From afar over everything, with the name among the words.
    const QRectF body = m_drop.plate, host(QPointF(), m_geometry.size);
    const qreal unit = std::max(1.0, 1 / lod); // one pixel of the screen, at least one of the scene
    const qreal sign = std::min(18 * unit, body.height() * 0.8), space = 6 * unit;
    const QString words = near ? m_drop.words : QString(m_look.title + QStringLiteral(": ") + m_drop.words);
    const qreal width = body.width() - sign - 3 * space;
    Wrapped text;
    wrap(text, m_drop.room.isEmpty() ? words : QString(words + QChar(QChar::LineSeparator) + m_drop.room), std::max(13, qRound(12.5 * unit)),
         hot || m_drop.best ? words.size() : 0, QSizeF(width > 30 * unit ? width : 0, body.height() - space));
    const qreal needed = std::min(body.height(), std::max(text.height, sign) + space);
    const QRectF plate(body.left(), body.bottom() <= host.top() ? body.bottom() - needed : body.top(), body.width(), needed);
    const bool apart = !plate.intersects(host); // an edge of its own ties it to its host
    painter.setRenderHint(QPainter::Antialiasing, near);
    painter.setPen(apart ? QPen(color, std::max(1.0, 1.2 / lod)) : QPen(Qt::NoPen));
    painter.setBrush(hot ? color : m_theme->raised);
    painter.drawRoundedRect(plate, 7, 7);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QColor ink = !hot ? m_theme->text : isYes(m_drop.state) || m_theme->dark ? m_theme->onAccent : QColor(Qt::white);
    paintDropSign(painter, QRectF(plate.left() + space, plate.top() + std::min(space / 2, plate.height() - sign), sign, sign), hot ? ink : QColor());
    painter.setPen(ink);
    for (int i = 0; i < text.lines; ++i)
        text.layout.lineAt(i).draw(&painter, QPointF(plate.left() + sign + 2 * space, plate.top() + space / 2));
}

/// A mark, or on a coloured plate its sign alone in that ink.
void HostItem::paintDropSign(QPainter &painter, const QRectF &rect, const QColor &ink) const
{
    const MarkShape shape = isYes(m_drop.state) ? MarkShape::Good : MarkShape::Bad;
    Sprites sprites(painter);
    if (!ink.isValid())
        return sprites.mark(shape, rect, *m_theme);
    sprites.draw({{}, ink.rgba(), 0, 50 + int(shape)}, rect, [&](QPainter &p, const QRectF &box) { paintSign(p, box, shape, ink); });
}

} // namespace gui
