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

/// The words on a plate over the header, as large as they must be for the zoom; only the sign when there is no room for words.
void HostItem::paintDropWords(QPainter &painter, qreal lod, const QColor &color) const
{
    const bool hot = m_drop.state == DropState::Target || m_drop.state == DropState::Forbidden;
    // From near under the host's name, from afar over everything.
    const qreal top = lod >= detail::fine ? 30 : 3;
    const QRectF body = QRectF(QPointF(), m_geometry.size).adjusted(lod >= detail::fine ? 44 : 3, top, lod >= detail::fine ? -8 : -3, -3);
    const qreal unit = std::max(1.0, 1 / lod); // one pixel of the screen, at least one of the scene
    const qreal sign = std::min(18 * unit, body.height() * 0.8), space = 6 * unit;
    QString words = lod >= detail::fine ? m_drop.words : QString(m_look.title + QStringLiteral(": ") + m_drop.words); // the plate hides the name
    QTextLayout::FormatRange strong{0, int(words.size()), {}};
    if (hot || m_drop.best)
        strong.format.setFontWeight(QFont::DemiBold);
    if (!m_drop.room.isEmpty())
        words += QChar(QChar::LineSeparator) + m_drop.room;
    QTextLayout layout(words, canvasFont(std::max(13, qRound(12.5 * unit))));
    layout.setFormats({strong});
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const qreal room = body.width() - sign - 3 * space;
    qreal height = 0;
    qsizetype lines = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid() && room > 30 * unit; line = layout.createLine()) {
        line.setLineWidth(room);
        line.setPosition(QPointF(0, height));
        if (lines > 0 && height + line.height() > body.height() - space)
            break;
        height += line.height();
        ++lines;
    }
    layout.endLayout();
    const bool legible = lines > 0 && height <= body.height();
    const QRectF plate(body.topLeft(), QSizeF(body.width(), std::min(body.height(), std::max({height + space, sign + space, lod >= detail::fine ? metrics::header - top - 4 : 0}))));
    painter.fillRect(plate, hot ? color : m_theme->raised);
    const QColor ink = !hot ? m_theme->text : isYes(m_drop.state) || m_theme->dark ? m_theme->onAccent : QColor(Qt::white);
    {
        Sprites sprites(painter);
        const QRectF at(plate.left() + space, plate.top() + std::min(space / 2, plate.height() - sign), sign, sign);
        if (!hot)
            sprites.mark(isYes(m_drop.state) ? MarkShape::Good : MarkShape::Bad, at, *m_theme);
        else
            sprites.draw({{}, ink.rgba(), color.rgba(), isYes(m_drop.state) ? 50 : 51}, at,
                         [&](QPainter &p, const QRectF &box) { paintSign(p, box, isYes(m_drop.state) ? MarkShape::Good : MarkShape::Bad, ink); });
    }
    if (!legible)
        return;
    painter.setPen(ink);
    for (int i = 0; i < lines; ++i)
        layout.lineAt(i).draw(&painter, QPointF(plate.left() + sign + 2 * space, plate.top() + space / 2));
}

} // namespace gui
