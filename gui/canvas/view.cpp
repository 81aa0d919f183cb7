// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/view.h"

#include "gui/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static constexpr qreal minimumZoom = 0.04, maximumZoom = 4;

CanvasView::CanvasView(CanvasScene *scene, Adviser adviser, QWidget *parent)
    : QGraphicsView(scene, parent), m_scene(scene), m_adviser(std::move(adviser))
{
    setObjectName(u"canvas"_s);
    setAccessibleName(tr("Fleet canvas"));
    setFrameShape(QFrame::NoFrame);
    setAcceptDrops(true);
    setMouseTracking(true);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(AnchorViewCenter);
    setViewportUpdateMode(BoundingRectViewportUpdate);
    setOptimizationFlag(DontAdjustForAntialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
}

void CanvasView::setEditable(bool editable)
{
    m_editable = editable;
    setAcceptDrops(editable);
}

void CanvasView::fit()
{
    const QRectF contents = m_scene->contentsRect().adjusted(-40, -30, 40, 40);
    fitInView(contents, Qt::KeepAspectRatio);
    if (zoom() > 1.15) {
        setTransform(QTransform::fromScale(1.15, 1.15));
        centerOn(contents.center());
    }
}

void CanvasView::zoomBy(qreal factor)
{
    const qreal to = std::clamp(zoom() * factor, minimumZoom, maximumZoom);
    const QPointF centre = mapToScene(viewport()->rect().center());
    setTransform(QTransform::fromScale(to, to));
    centerOn(centre);
}

void CanvasView::resetZoom()
{
    zoomBy(1 / zoom());
}

void CanvasView::centre(const ItemId &item)
{
    const QRectF box = m_scene->itemBox(item);
    if (!box.isNull() && !viewport()->rect().contains(mapFromScene(box).boundingRect()))
        centerOn(box.center());
}

void CanvasView::wheelEvent(QWheelEvent *event)
{
    const qreal factor = std::pow(1.0015, event->angleDelta().y());
    const qreal to = std::clamp(zoom() * factor, minimumZoom, maximumZoom);
    const QPointF before = mapToScene(event->position().toPoint());
    setTransform(QTransform::fromScale(to, to));
    const QPointF after = mapToScene(event->position().toPoint());
    translate(after.x() - before.x(), after.y() - before.y());
    event->accept();
}

void CanvasView::select(const ItemId &item, Qt::KeyboardModifiers modifiers)
{
    QSet<ItemId> selected = m_scene->selected();
    if (modifiers & (Qt::ControlModifier | Qt::ShiftModifier)) {
        if (!item.isEmpty() && !selected.remove(item))
            selected.insert(item);
    } else if (item.isEmpty()) {
        selected.clear();
    } else if (!selected.contains(item)) {
        selected = {item};
    }
    if (selected != m_scene->selected())
        emit selectionPicked(selected);
}

void CanvasView::mousePressEvent(QMouseEvent *event)
{
    m_pressed = m_last = event->position().toPoint();
    m_pressedScene = mapToScene(m_pressed);
    m_pressedItem = m_scene->itemAt(m_pressedScene);
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld)) {
        m_gesture = Gesture::Pan;
        viewport()->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() == Qt::RightButton) {
        select(m_pressedItem, Qt::NoModifier);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    select(m_pressedItem, event->modifiers());
    if (m_pressedItem.isEmpty())
        m_gesture = Gesture::Band;
    else if (m_scene->host(m_pressedItem))
        beginMove(m_pressedItem);
    else
        m_gesture = Gesture::ItemPressed;
}

void CanvasView::beginMove(const ItemId &item)
{
    m_gesture = Gesture::MoveHosts;
    m_from.clear();
    const QSet<ItemId> moving = m_scene->selected().contains(item) ? m_scene->selected() : QSet<ItemId>{item};
    for (const ItemId &id : moving) {
        if (const HostItem *host = m_scene->host(id))
            m_from.insert(id, host->pos());
    }
}

void CanvasView::moveTo(const QPointF &scenePosition, Qt::KeyboardModifiers modifiers)
{
    QPointF by = scenePosition - m_pressedScene;
    if (modifiers & Qt::ShiftModifier) // keep to the axis
        std::abs(by.x()) > std::abs(by.y()) ? by.setY(0) : by.setX(0);
    QHash<ItemId, QPointF> to;
    for (auto it = m_from.begin(); it != m_from.end(); ++it) {
        QPointF position = it.value() + by;
        if (!(modifiers & Qt::AltModifier))
            position = QPointF(std::round(position.x() / metrics::grid) * metrics::grid, std::round(position.y() / metrics::grid) * metrics::grid);
        to.insert(it.key(), position);
    }
    m_scene->moveHosts(to);
}

void CanvasView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const bool farEnough = (at - m_pressed).manhattanLength() >= QApplication::startDragDistance();
    switch (m_gesture) {
    case Gesture::Pan:
        translate((at.x() - m_last.x()) / zoom(), (at.y() - m_last.y()) / zoom());
        break;
    case Gesture::MoveHosts:
        if (farEnough || !m_from.isEmpty())
            moveTo(mapToScene(at), event->modifiers());
        break;
    case Gesture::ItemPressed:
        if (farEnough && m_editable)
            startItemDrag();
        break;
    case Gesture::Band:
        m_band = QRectF(m_pressedScene, mapToScene(at)).normalized();
        viewport()->update();
        break;
    case Gesture::None:
        for (const auto &host : m_scene->hosts())
            host->setHovered(m_scene->itemAt(mapToScene(at)));
        break;
    }
    m_last = at;
}

void CanvasView::mouseReleaseEvent(QMouseEvent *event)
{
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    viewport()->unsetCursor();
    if (gesture == Gesture::Band) {
        QSet<ItemId> found = m_scene->itemsIn(m_band);
        if (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier))
            found.unite(m_scene->selected());
        m_band = {};
        viewport()->update();
        if (found != m_scene->selected())
            emit selectionPicked(found);
    } else if (gesture == Gesture::MoveHosts) {
        Layout moved;
        for (auto it = m_from.begin(); it != m_from.end(); ++it) {
            if (m_scene->host(it.key())->pos() != it.value())
                moved.insert(it.key(), m_scene->places().value(it.key()));
        }
        if (!moved.isEmpty())
            emit hostsMoved(moved, moved.size() == 1 ? tr("Place %1").arg(moved.begin().key().text().section(u'/', 1))
                                                     : tr("Place %1 hosts").arg(moved.size()));
        m_from.clear();
    }
}

void CanvasView::cancelGesture()
{
    if (m_gesture == Gesture::MoveHosts)
        m_scene->moveHosts(m_from);
    m_gesture = Gesture::None;
    m_from.clear();
    m_band = {};
    viewport()->update();
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_gesture = Gesture::None;
    const ItemId item = m_scene->itemAt(mapToScene(event->position().toPoint()));
    if (!item.isEmpty())
        emit activated(item);
}

void CanvasView::contextMenuEvent(QContextMenuEvent *event)
{
    emit contextAsked(m_scene->itemAt(mapToScene(event->pos())), event->globalPos());
}

void CanvasView::keyPressEvent(QKeyEvent *event)
{
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const qreal step = shift ? metrics::grid : 1;
    switch (event->key()) {
    case Qt::Key_Space: m_spaceHeld = true; viewport()->setCursor(Qt::OpenHandCursor); return;
    case Qt::Key_Escape:
        if (m_gesture != Gesture::None)
            return cancelGesture();
        if (!m_scene->selected().isEmpty())
            return emit selectionPicked({});
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_scene->selected().size() == 1)
            return emit activated(*m_scene->selected().begin());
        break;
    case Qt::Key_Left: return event->modifiers() & Qt::ControlModifier ? nudge({-step, 0}) : selectNeighbour(event->key());
    case Qt::Key_Right: return event->modifiers() & Qt::ControlModifier ? nudge({step, 0}) : selectNeighbour(event->key());
    case Qt::Key_Up: return event->modifiers() & Qt::ControlModifier ? nudge({0, -step}) : selectNeighbour(event->key());
    case Qt::Key_Down: return event->modifiers() & Qt::ControlModifier ? nudge({0, step}) : selectNeighbour(event->key());
    default: break;
    }
    QGraphicsView::keyPressEvent(event);
}

void CanvasView::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceHeld = false;
        viewport()->unsetCursor();
    }
    QGraphicsView::keyReleaseEvent(event);
}

void CanvasView::nudge(const QPointF &by)
{
    Layout moved;
    QHash<ItemId, QPointF> to;
    for (const ItemId &id : m_scene->selected()) {
        if (const HostItem *host = m_scene->host(id))
            to.insert(id, host->pos() + by);
    }
    if (to.isEmpty())
        return;
    m_scene->moveHosts(to);
    for (auto it = to.begin(); it != to.end(); ++it)
        moved.insert(it.key(), m_scene->places().value(it.key()));
    emit hostsMoved(moved, tr("Nudge"));
}

void CanvasView::selectNeighbour(int key)
{
    const QSet<ItemId> &selected = m_scene->selected();
    const QRectF from = selected.isEmpty() ? QRectF() : m_scene->itemBox(*selected.begin());
    const bool hostSelected = !selected.isEmpty() && m_scene->host(*selected.begin());
    ItemId best;
    qreal bestCost = 1e18;
    const auto consider = [&](const ItemId &id, const QRectF &box) {
        if (selected.contains(id))
            return;
        const QPointF d = from.isNull() ? box.center() - mapToScene(QPoint(0, 0)) : box.center() - from.center();
        const qreal along = key == Qt::Key_Left ? -d.x() : key == Qt::Key_Right ? d.x() : key == Qt::Key_Up ? -d.y() : d.y();
        const qreal aside = key == Qt::Key_Left || key == Qt::Key_Right ? std::abs(d.y()) : std::abs(d.x());
        const qreal cost = along + 2.5 * aside;
        if (along > 1 && cost < bestCost) {
            bestCost = cost;
            best = id;
        }
    };
    for (const auto &host : m_scene->hosts()) {
        if (hostSelected || from.isNull())
            consider(host->id(), host->box());
        if (!hostSelected) {
            for (const ChipGeometry &chip : host->geometry().chips)
                consider(chip.id, host->chipBox(chip.id));
        }
    }
    if (!best.isEmpty()) {
        emit selectionPicked({best});
        centre(best);
    }
}

bool CanvasView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const QPointF at = mapToScene(help->pos());
        const HostItem *host = m_scene->hostAt(at);
        if (host)
            QToolTip::showText(help->globalPos(), host->tipAt(at), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QGraphicsView::viewportEvent(event);
}

void CanvasView::drawBackground(QPainter *painter, const QRectF &rect)
{
    painter->fillRect(rect, m_scene->theme().canvas);
    if (zoom() < 0.5)
        return;
    constexpr qreal spacing = metrics::grid * 3;
    QList<QPointF> dots;
    for (qreal x = std::floor(rect.left() / spacing) * spacing; x < rect.right(); x += spacing) {
        for (qreal y = std::floor(rect.top() / spacing) * spacing; y < rect.bottom(); y += spacing)
            dots.append({x, y});
    }
    painter->setPen(QPen(m_scene->theme().grid, 0)); // one device pixel: wider points cost ten times as much
    painter->drawPoints(dots.constData(), int(dots.size()));
}

void CanvasView::drawForeground(QPainter *painter, const QRectF &)
{
    if (!m_band.isNull()) {
        QColor fill = m_scene->theme().accent;
        fill.setAlphaF(0.12f);
        QPen pen(m_scene->theme().accent, 1);
        pen.setCosmetic(true);
        painter->setPen(pen);
        painter->setBrush(fill);
        painter->drawRect(m_band);
    }
    if (!m_scene->hosts().empty())
        return;
    painter->save();
    painter->resetTransform();
    painter->setPen(m_scene->theme().dim);
    painter->drawText(viewport()->rect(), Qt::AlignCenter, tr("This fleet has no hosts yet.\nDrag a host from the palette, or press Ctrl+Shift+H."));
    painter->restore();
}

} // namespace gui
