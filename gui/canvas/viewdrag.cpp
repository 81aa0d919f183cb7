// SPDX-License-Identifier: GPL-3.0-or-later
// Dragging items onto hosts: the half of CanvasView that talks to Qt's drag and drop.

#include "gui/canvas/view.h"

#include "gui/theme.h"

#include <QDrag>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

void CanvasView::startItemDrag()
{
    m_gesture = Gesture::None;
    const ItemId item = m_pressedItem;
    const Placed *placed = m_scene->topology().find(item);
    const HostItem *host = placed ? m_scene->host(ItemId::host(placed->host)) : nullptr;
    if (!host)
        return;
    const QRectF box = host->chipBox(item);
    const QSize size = (box.size() * zoom()).toSize();
    QPixmap ghost(size * devicePixelRatioF());
    ghost.setDevicePixelRatio(devicePixelRatioF());
    ghost.fill(Qt::transparent);
    QPainter painter(&ghost);
    painter.setOpacity(0.8);
    m_scene->render(&painter, QRectF(QPointF(), QSizeF(size)), box);
    painter.end();

    auto *mime = new QMimeData;
    mime->setData(QString::fromLatin1(itemMime), item.text().toUtf8());
    mime->setText(placed->name);
    QDrag drag(this);
    drag.setMimeData(mime);
    drag.setPixmap(ghost);
    drag.setHotSpot(((m_pressedScene - box.topLeft()) * zoom()).toPoint());
    drag.exec(Qt::MoveAction);
    clearDrop();
}

DropAdvice CanvasView::adviceAt(const QMimeData *mime, const HostItem *host) const
{
    const QString name = host->id().text().section(u'/', 1);
    if (mime->hasFormat(QString::fromLatin1(itemMime)))
        return m_adviser({}, ItemId(QString::fromUtf8(mime->data(QString::fromLatin1(itemMime)))), name);
    return m_adviser(QString::fromUtf8(mime->data(QString::fromLatin1(kindMime))), {}, name);
}

static bool isOurs(const QMimeData *mime)
{
    return mime->hasFormat(QString::fromLatin1(itemMime)) || mime->hasFormat(QString::fromLatin1(kindMime));
}

static bool isHost(const QMimeData *mime)
{
    return mime->data(QString::fromLatin1(kindMime)) == "host";
}

bool CanvasView::hover(const QMimeData *mime, const QPointF &scenePosition)
{
    if (isHost(mime)) {
        emit statusAsked(tr("Drop to add a host here"));
        return true;
    }
    const HostItem *under = m_scene->hostAt(scenePosition);
    bool possible = false;
    for (const auto &host : m_scene->hosts()) {
        const DropAdvice advice = adviceAt(mime, host.get());
        if (host.get() == under) {
            host->setDrop(advice.allowed ? DropState::Target : DropState::Forbidden, advice.words);
            emit statusAsked(advice.words);
            possible = advice.allowed;
        } else {
            host->setDrop(advice.allowed ? DropState::Possible : DropState::None, advice.words);
        }
    }
    if (!under)
        emit statusAsked(tr("Drop it on a host; Esc cancels"));
    return possible;
}

void CanvasView::clearDrop()
{
    for (const auto &host : m_scene->hosts())
        host->setDrop(DropState::None, {});
    emit statusAsked({});
}

void CanvasView::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_editable || !isOurs(event->mimeData()))
        return event->ignore();
    event->acceptProposedAction();
}

void CanvasView::dragMoveEvent(QDragMoveEvent *event)
{
    const QPoint at = event->position().toPoint();
    constexpr int edge = 28; // near an edge the view scrolls along
    const QRect inner = viewport()->rect().adjusted(edge, edge, -edge, -edge);
    if (!inner.contains(at)) {
        const qreal dx = at.x() < inner.left() ? 12 : at.x() > inner.right() ? -12 : 0;
        const qreal dy = at.y() < inner.top() ? 12 : at.y() > inner.bottom() ? -12 : 0;
        translate(dx / zoom(), dy / zoom());
    }
    if (hover(event->mimeData(), mapToScene(at)))
        event->acceptProposedAction();
    else
        event->ignore();
}

void CanvasView::dragLeaveEvent(QDragLeaveEvent *)
{
    clearDrop();
}

void CanvasView::dropEvent(QDropEvent *event)
{
    const QPointF at = mapToScene(event->position().toPoint());
    const HostItem *host = m_scene->hostAt(at);
    if (isHost(event->mimeData())) {
        event->acceptProposedAction();
        emit hostDropped(at);
    } else if (host) {
        const DropAdvice advice = adviceAt(event->mimeData(), host);
        if (advice.allowed) {
            event->acceptProposedAction();
            emit stepAsked(advice.step, advice.item);
        }
    }
    clearDrop();
}

} // namespace gui
