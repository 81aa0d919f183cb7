// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/minimap.h"

#include "gui/canvas/view.h"
#include "gui/stylepaint.h"
#include "gui/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace gui {

Minimap::Minimap(CanvasView &view) : QWidget(view.viewport()), m_view(view) // a sibling on top of the viewport would stop fast scrolling
{
    setObjectName(QStringLiteral("minimap"));
    setAccessibleName(tr("Overview of the fleet"));
    setToolTip(tr("Click to go there, drag the frame to look around"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::PointingHandCursor);
}

/// The contents at that scale, with a margin, in the middle.
static qreal scaleFor(const QRectF &area, const QSize &size)
{
    return area.isEmpty() ? 1 : std::min((size.width() - 10) / area.width(), (size.height() - 10) / area.height());
}

QPointF Minimap::toMap(const QPointF &scenePosition) const
{
    return (scenePosition - m_area.center()) * scaleFor(m_area, size()) + QRectF(rect()).center();
}

QPointF Minimap::toScene(const QPointF &mapPosition) const
{
    return (mapPosition - QRectF(rect()).center()) / scaleFor(m_area, size()) + m_area.center();
}

QRectF Minimap::frame() const
{
    const QRectF shown = m_view.shownRect();
    return QRectF(toMap(shown.topLeft()), toMap(shown.bottomRight()));
}

void Minimap::refreshContents()
{
    m_stale = true;
    if (m_waiting || isHidden())
        return;
    m_waiting = true;
    QTimer::singleShot(80, this, [this] {
        m_waiting = false;
        update();
    });
}

QRectF Minimap::mapped(const QRectF &sceneBox) const
{
    const QRectF box(toMap(sceneBox.topLeft()), toMap(sceneBox.bottomRight()));
    return QRectF(box.topLeft(), box.size().expandedTo(QSizeF(2, 2)));
}

/// Where boxes are drawn that are others now, or were.
QRegion Minimap::otherThan(const QList<Dot> &now) const
{
    QRegion region;
    for (qsizetype i = 0; i < now.size(); ++i) {
        if (now.at(i) == m_dots.at(i))
            continue;
        for (const Dot &dot : {m_dots.at(i), now.at(i)})
            region += mapped(dot.box).toAlignedRect().adjusted(-1, -1, 1, 1);
    }
    return region;
}

/// Whether nothing that is drawn can stay; then there is an empty picture.
bool Minimap::isAnew(const QRectF &area, qsizetype hosts)
{
    const QSize pixels = size() * devicePixelRatioF();
    const Theme *theme = &m_view.canvasScene().theme();
    if (area == m_area && theme == m_theme && pixels == m_contents.size() && hosts == m_dots.size())
        return false;
    m_area = area;
    m_theme = theme;
    m_contents = QPixmap(pixels);
    m_contents.setDevicePixelRatio(devicePixelRatioF());
    return true;
}

/// Of a thousand hosts mostly one or two are others than before: only there is it drawn anew.
void Minimap::drawContents()
{
    const CanvasScene &scene = m_view.canvasScene();
    QList<Dot> dots;
    dots.reserve(qsizetype(scene.hosts().size()));
    for (const auto &host : scene.hosts())
        dots.append({host->box(), host->look().tier, host->worstMark().shape});
    const QRegion where = isAnew(scene.contentsRect(), dots.size()) ? QRegion(rect()) : otherThan(dots);
    m_dots = std::move(dots);
    m_stale = false;
    if (where.isEmpty())
        return;
    QPainter painter(&m_contents);
    painter.setClipRegion(where);
    painter.fillRect(rect(), m_theme->surface);
    const QRectF around = QRectF(where.boundingRect()).adjusted(-2, -2, 2, 2), reach(toScene(around.topLeft()), toScene(around.bottomRight()));
    for (const Dot &dot : std::as_const(m_dots)) {
        if (!dot.box.intersects(reach))
            continue;
        const QRectF box = mapped(dot.box);
        const bool bad = dot.mark == MarkShape::Bad || dot.mark == MarkShape::Warning;
        QColor fill = bad ? markColor(dot.mark, *m_theme) : m_theme->tier(dot.tier);
        fill.setAlphaF(bad ? 0.9f : 0.6f);
        painter.fillRect(box, fill);
    }
    stylepaint::edge(painter, rect(), m_theme->borderStrong);
}

void Minimap::paintEvent(QPaintEvent *)
{
    if (m_stale)
        drawContents();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_contents);
    const Theme &theme = m_view.canvasScene().theme();
    painter.setPen(theme.text);
    for (const model::ItemId &id : m_view.canvasScene().selected()) {
        if (const HostItem *host = m_view.canvasScene().host(id))
            painter.drawRect(QRectF(toMap(host->box().topLeft()), toMap(host->box().bottomRight())).adjusted(-1, -1, 1, 1));
    }
    QColor fill = theme.accent;
    fill.setAlphaF(0.14f);
    const QRect shown = frame().toRect() & rect().adjusted(2, 2, -2, -2);
    painter.fillRect(shown, fill);
    stylepaint::edge(painter, shown, theme.text);
}

void Minimap::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_dragging = true;
    m_grab = frame().contains(event->position()) ? event->position() - frame().center() : QPointF();
    m_view.lookAt(toScene(event->position() - m_grab));
}

void Minimap::mouseMoveEvent(QMouseEvent *event)
{
    if (m_dragging)
        m_view.lookAt(toScene(event->position() - m_grab));
}

void Minimap::mouseReleaseEvent(QMouseEvent *)
{
    m_dragging = false;
}

void Minimap::wheelEvent(QWheelEvent *event)
{
    m_view.zoomBy(std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void Minimap::resizeEvent(QResizeEvent *)
{
    m_stale = true;
}

} // namespace gui
