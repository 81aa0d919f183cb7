// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse and the fingers: wheel, pinch, pan, rubber band and moving hosts.

#include "gui/canvas/view.h"

#include "gui/theme.h"

#include <QApplication>
#include <QGestureEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QToolTip>

#include <cmath>

namespace gui {

using namespace model;

void CanvasView::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    if (event->modifiers() == Qt::ShiftModifier || turned.y() == 0) {
        m_fitted = false;
        scrollBy(QPoint(-(turned.x() != 0 ? turned.x() : turned.y()), 0));
    } else {
        zoomAt(event->position(), std::pow(1.0015, turned.y()));
    }
    event->accept();
}

void CanvasView::nativeGesture(const QNativeGestureEvent &event)
{
    if (event.gestureType() == Qt::ZoomNativeGesture)
        zoomAt(event.position(), 1 + event.value());
    else if (event.gestureType() == Qt::SmartZoomNativeGesture)
        fit();
}

bool CanvasView::gesture(QGestureEvent &event)
{
    auto *pinch = static_cast<QPinchGesture *>(event.gesture(Qt::PinchGesture));
    if (!pinch)
        return false;
    if (pinch->state() == Qt::GestureStarted) { // what the first finger met was not meant
        cancelGesture();
        if (m_scene->selected() != m_selectedBefore)
            emit selectionPicked(m_selectedBefore);
    }
    if (pinch->changeFlags() & QPinchGesture::ScaleFactorChanged)
        zoomAt(viewport()->mapFromGlobal(pinch->lastCenterPoint()), pinch->scaleFactor()); // then it follows the fingers
    if (pinch->changeFlags() & QPinchGesture::CenterPointChanged)
        scrollBy((pinch->lastCenterPoint() - pinch->centerPoint()).toPoint());
    event.accept(pinch);
    return true;
}

bool CanvasView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::NativeGesture: nativeGesture(*static_cast<QNativeGestureEvent *>(event)); return true;
    case QEvent::Gesture: return gesture(*static_cast<QGestureEvent *>(event));
    case QEvent::Leave: hoverAt({-1, -1}); break;
    case QEvent::ToolTip: {
        auto *help = static_cast<QHelpEvent *>(event);
        const ItemId item = m_scene->itemAt(toScene(help->pos()));
        const HostItem *host = m_scene->hostOf(item);
        if (!host) {
            QToolTip::hideText();
            return true;
        }
        const QString words = (host->geometry().collapsed && item == host->id() ? host->worstMark() : host->mark(item)).text;
        QToolTip::showText(help->globalPos(), tipText(m_scene->topology(), item, m_scene->catalog())
                               + (words.isEmpty() ? QString() : QStringLiteral("<p><b>%1</b></p>").arg(words.toHtmlEscaped())), viewport());
        return true;
    }
    default: break;
    }
    return QGraphicsView::viewportEvent(event);
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
    commitNudge();
    if (m_gesture != Gesture::None)
        return cancelGesture(); // another button in the middle of it
    m_selectedBefore = m_scene->selected();
    m_pressed = m_last = event->position().toPoint();
    m_pressedScene = toScene(event->position());
    m_pressedItem = m_scene->itemAt(m_pressedScene);
    m_moving = m_anchored = false;
    m_pressedBadge = {};
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld)) {
        m_gesture = Gesture::Pan;
        viewport()->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() == Qt::RightButton)
        return select(m_pressedItem, Qt::NoModifier);
    if (event->button() != Qt::LeftButton)
        return;
    const HostItem *host = m_scene->host(m_pressedItem);
    if (host && host->foldBox().contains(m_pressedScene)) {
        const bool collapsed = !host->geometry().collapsed;
        return changePlaces({m_pressedItem}, [collapsed](Place &place) { place.collapsed = collapsed; },
                            (collapsed ? tr("Collapse %1") : tr("Expand %1")).arg(host->look().title));
    }
    const HostItem *marked = m_scene->hostAt(m_pressedScene);
    m_pressedBadge = marked && event->modifiers() == Qt::NoModifier ? marked->markAt(m_pressedScene, zoom()) : ItemId();
    select(m_pressedItem, event->modifiers());
    if (m_pressedItem.isEmpty())
        m_gesture = Gesture::Band;
    else if (!host)
        m_gesture = Gesture::ItemPressed;
    else if (m_editable)
        beginMove(m_pressedItem);
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
    m_standing.clear();
    for (const auto &host : m_scene->hosts()) {
        if (!m_from.contains(host->id()))
            m_standing.append(host->box());
    }
}

/// All moved hosts go by the same way; the one under the pointer snaps.
void CanvasView::moveTo(const QPointF &scenePosition, Qt::KeyboardModifiers modifiers)
{
    QPointF by = scenePosition - m_pressedScene;
    const bool onAxis = modifiers & Qt::ShiftModifier, across = std::abs(by.x()) > std::abs(by.y());
    if (onAxis)
        across ? by.setY(0) : by.setX(0);
    QList<QLineF> guides;
    const HostItem *lead = m_scene->host(m_pressedItem);
    if (!(modifiers & Qt::AltModifier) && lead) {
        const QRectF box(m_from.value(m_pressedItem) + by, lead->geometry().size);
        const QRectF around = shownRect() & box.adjusted(-1500, -1500, 1500, 1500); // neighbours, not whatever is far away
        QList<QRectF> others;
        std::ranges::copy_if(m_standing, std::back_inserter(others), [&](const QRectF &other) { return around.intersects(other); });
        const Snapped snapped = snap(box, others, std::min(6 / zoom(), 24.0));
        by += onAxis ? (across ? QPointF(snapped.by.x(), 0) : QPointF(0, snapped.by.y())) : snapped.by;
        for (const QLineF &guide : snapped.guides) {
            const bool vertical = guide.dx() == 0;
            if (!onAxis || vertical == across)
                guides.append(guide);
        }
    }
    QHash<ItemId, QPointF> to;
    for (auto it = m_from.begin(); it != m_from.end(); ++it)
        to.insert(it.key(), it.value() + by);
    const QRectF before = lead ? lead->box() : QRectF();
    m_scene->moveHosts(to);
    setGuides(guides, lead ? before | lead->box() : QRectF());
}

/// Those near what moved in one piece with it: to begin another piece costs as much as painting many pixels.
void CanvasView::setGuides(const QList<QLineF> &guides, const QRectF &moved)
{
    const qreal fine = devicePixelRatioF();
    const qint64 pixelsOfAPiece = qRound64(8000 / (fine * fine));
    const auto toView = [this](const QRectF &rect) { return mapFromScene(rect).boundingRect().adjusted(-3, -3, 3, 3); };
    const auto pixels = [](const QRect &rect) { return qint64(rect.width()) * rect.height(); };
    const QList<QLineF> before = std::exchange(m_guides, guides);
    QList<QRect> pieces;
    for (const QLineF &guide : before + guides) {
        if (!before.contains(guide) || !guides.contains(guide))
            pieces.append(toView(QRectF(guide.p1(), guide.p2()).normalized()));
    }
    QRect all = moved.isNull() ? QRect() : toView(moved);
    qint64 more = -pixels(all);
    for (const QRect &piece : std::as_const(pieces)) {
        all |= piece;
        more -= pixels(piece);
    }
    if (!moved.isNull() && more + pixels(all) < pieces.size() * pixelsOfAPiece)
        pieces = {all};
    for (const QRect &piece : std::as_const(pieces))
        viewport()->update(piece);
}

void CanvasView::setBand(const QRectF &band)
{
    for (const QRectF &each : {m_band, band})
        viewport()->update(mapFromScene(each).boundingRect().adjusted(-3, -3, 3, 3));
    m_band = band;
}

void CanvasView::hoverAt(const QPoint &at)
{
    const QPointF position = toScene(at);
    HostItem *host = viewport()->rect().contains(at) ? m_scene->hostAt(position) : nullptr;
    const bool known = std::any_of(m_scene->hosts().begin(), m_scene->hosts().end(), [this](const auto &h) { return h.get() == m_hovered; });
    if (m_hovered && m_hovered != host && known)
        m_hovered->setHovered({});
    m_hovered = host;
    if (host)
        host->setHovered(m_scene->itemAt(position));
    const bool badge = host && m_editable && !host->markAt(position, zoom()).isEmpty();
    if (m_overBadge != badge && !m_spaceHeld)
        badge ? viewport()->setCursor(Qt::PointingHandCursor) : viewport()->unsetCursor();
    m_overBadge = badge;
}

/// What the mark speaks of: its item, or all that it stands for.
void CanvasView::pickBadge()
{
    const ItemId badge = std::exchange(m_pressedBadge, {});
    const HostItem *host = m_scene->host(badge);
    QSet<ItemId> items{badge};
    if (host && (host->geometry().collapsed || zoom() < detail::text)) {
        items.unite({host->geometry().folded.begin(), host->geometry().folded.end()});
        for (const ChipGeometry &chip : host->geometry().chips)
            items.insert(chip.id);
    }
    if (!badge.isEmpty())
        emit badgePicked(items);
}

void CanvasView::continueGesture(const QPoint &at, Qt::KeyboardModifiers modifiers)
{
    switch (m_gesture) {
    case Gesture::Pan:
        m_fitted = false;
        scrollBy(m_last - at);
        break;
    case Gesture::MoveHosts: moveTo(toScene(at), modifiers); break;
    case Gesture::ItemPressed:
        if (m_editable)
            startItemDrag();
        break;
    case Gesture::Band: setBand(QRectF(m_pressedScene, toScene(at)).normalized()); break;
    case Gesture::None: break;
    }
}

void CanvasView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    m_anchored = m_anchored && (event->position() - m_anchorAt).manhattanLength() <= 1;
    m_moving = m_moving || (at - m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (m_gesture == Gesture::None)
        hoverAt(at);
    else if (m_moving || m_gesture == Gesture::Pan)
        continueGesture(at, event->modifiers());
    if (m_moving && (m_gesture == Gesture::MoveHosts || m_gesture == Gesture::Band))
        autoScrollFor(at);
    m_last = at;
}

/// Near an edge the view scrolls along, the faster the nearer, also while the pointer rests there.
void CanvasView::autoScrollFor(const QPoint &at)
{
    constexpr int edge = 32;
    const QRect inner = viewport()->rect().adjusted(edge, edge, -edge, -edge);
    const auto speed = [](int beyond) { return std::clamp(beyond, -32, 32) * 20 / 32; };
    m_autoScrollBy = QPoint(speed(std::min(at.x() - inner.left(), 0) + std::max(at.x() - inner.right(), 0)),
                      speed(std::min(at.y() - inner.top(), 0) + std::max(at.y() - inner.bottom(), 0)));
    m_dragAt = at;
    if (m_autoScrollBy.isNull())
        m_autoScroll.stop();
    else if (!m_autoScroll.isActive())
        m_autoScroll.start(16, this);
}

void CanvasView::autoScroll()
{
    if (!m_dragging && m_gesture != Gesture::MoveHosts && m_gesture != Gesture::Band)
        return m_autoScroll.stop();
    m_fitted = false;
    scrollBy(m_autoScrollBy);
    if (m_dragging)
        hoverDrop(m_dragAt);
    else
        continueGesture(m_last, QApplication::keyboardModifiers());
}

void CanvasView::mouseReleaseEvent(QMouseEvent *event)
{
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    m_autoScroll.stop();
    viewport()->unsetCursor();
    if (gesture == Gesture::Band)
        endBand(event->modifiers());
    else if (gesture == Gesture::MoveHosts)
        endMove();
    if (std::exchange(m_moving, false))
        m_pressedBadge = {};
    pickBadge();
}

void CanvasView::endBand(Qt::KeyboardModifiers modifiers)
{
    QSet<ItemId> found = m_moving ? m_scene->itemsIn(m_band) : QSet<ItemId>();
    if (modifiers & (Qt::ControlModifier | Qt::ShiftModifier))
        found.unite(m_scene->selected());
    setBand({});
    if (found != m_scene->selected())
        emit selectionPicked(found);
}

void CanvasView::endMove()
{
    setGuides({});
    Layout moved;
    for (auto it = m_from.begin(); it != m_from.end(); ++it) {
        const HostItem *host = m_scene->host(it.key());
        if (host && host->pos() != it.value())
            moved.insert(it.key(), m_scene->places().value(it.key()));
    }
    m_from.clear();
    if (moved.isEmpty())
        return;
    const HostItem *first = m_scene->host(moved.begin().key());
    emit hostsMoved(moved, moved.size() == 1 ? tr("Place %1").arg(first->look().title) : tr("Place %1 hosts").arg(moved.size()));
}

void CanvasView::cancelGesture()
{
    if (m_gesture == Gesture::MoveHosts)
        m_scene->moveHosts(m_from);
    m_gesture = Gesture::None;
    m_autoScroll.stop();
    m_from.clear();
    setBand({});
    setGuides({});
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_gesture = Gesture::None;
    const ItemId item = m_scene->itemAt(toScene(event->position()));
    if (!item.isEmpty())
        emit activated(item);
}

} // namespace gui
