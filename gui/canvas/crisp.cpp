// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/crisp.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace gui {

void drawCrisp(QPainter &painter, const QList<QLineF> &lines, const QColor &color, qreal width)
{
    if (lines.isEmpty())
        return;
    const QTransform toDevice = painter.deviceTransform();
    const QPaintEngine *engine = painter.paintEngine();
    if (!engine || engine->type() != QPaintEngine::Raster || toDevice.type() > QTransform::TxScale) {
        painter.setPen(QPen(color, width));
        return painter.drawLines(lines);
    }
    const QTransform before = painter.worldTransform();
    painter.setWorldTransform(QTransform());
    const QTransform fromDevice = painter.deviceTransform().inverted(); // a redirected painter still has its offset
    const qreal fine = painter.device()->devicePixelRatioF(); // as wide on a fine screen as on others
    const qreal pixels = std::round(std::max(1.0, std::round(width * toDevice.m11() / fine)) * fine);
    const QRegion shown = engine->systemClip(); // what is to be painted anew, often in pieces: trying to paint elsewhere costs more than looking
    QList<QRectF> rects;
    rects.reserve(lines.size());
    for (const QLineF &line : lines) {
        const QRectF way = QRectF(toDevice.map(line.p1()), toDevice.map(line.p2())).normalized();
        QRectF rect(QPointF(std::round(way.left()), std::round(way.top())), QPointF(std::round(way.right()), std::round(way.bottom()))); // a piece ends where the whole does
        if (line.dx() == 0)
            rect = QRectF(std::round(way.left() - pixels / 2), rect.top(), pixels, rect.height());
        else
            rect = QRectF(std::round(way.left() - pixels / 2), std::round(way.top() - pixels / 2), rect.width() + pixels, pixels); // to the far edges of those it meets
        if (shown.isEmpty() || shown.intersects(rect.toAlignedRect()))
            rects.append(fromDevice.mapRect(rect));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRects(rects);
    painter.setBrush(Qt::NoBrush);
    painter.setWorldTransform(before);
}

} // namespace gui
