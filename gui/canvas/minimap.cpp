// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/minimap.h"

#include "gui/canvas/view.h"
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

void Minimap::drawContents()
{
    const CanvasScene &scene = m_view.canvasScene();
    const Theme &theme = scene.theme();
    m_area = scene.contentsRect();
    m_contents = QPixmap(size() * devicePixelRatioF());
    m_contents.setDevicePixelRatio(devicePixelRatioF());
    m_contents.fill(theme.surface);
    QPainter painter(&m_contents);
    for (const auto &host : scene.hosts()) {
        QRectF box(toMap(host->box().topLeft()), toMap(host->box().bottomRight()));
        box.setSize(box.size().expandedTo(QSizeF(2, 2)));
        const Mark worst = host->worstMark();
        const bool bad = worst.shape == MarkShape::Bad || worst.shape == MarkShape::Warning;
        QColor fill = bad ? markColor(worst.shape, theme) : theme.tier(host->look().tier);
        fill.setAlphaF(bad ? 0.9f : 0.6f);
        painter.fillRect(box, fill);
    }
    painter.setPen(theme.borderStrong);
    painter.drawRect(QRectF(rect()).adjusted(0, 0, -1, -1));
    m_stale = false;
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
    const QRectF shown = frame().intersected(QRectF(rect()).adjusted(1, 1, -2, -2));
    painter.fillRect(shown, fill);
    painter.setPen(QPen(theme.text, 1.5));
    painter.drawRect(shown);
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
