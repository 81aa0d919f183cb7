// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard: everything that the mouse does on the canvas works without it.

#include "gui/canvas/view.h"

#include "gui/canvas/neighbours.h"

#include <QContextMenuEvent>
#include <QKeyEvent>

#include <optional>

namespace gui {

using namespace model;

static constexpr int nudgePause = 700; ///< ms without an arrow key end a burst

static std::optional<Direction> directionOf(int key)
{
    switch (key) {
    case Qt::Key_Left: return Direction::Left;
    case Qt::Key_Right: return Direction::Right;
    case Qt::Key_Up: return Direction::Up;
    case Qt::Key_Down: return Direction::Down;
    default: return {};
    }
}

static QPointF vectorOf(Direction direction)
{
    switch (direction) {
    case Direction::Left: return {-1, 0};
    case Direction::Right: return {1, 0};
    case Direction::Up: return {0, -1};
    case Direction::Down: return {0, 1};
    }
    return {};
}

/// Arrows move selected hosts by 1, with Shift by a step of the grid; with Ctrl, or from an item, they go to what lies there.
bool CanvasView::arrowKey(const QKeyEvent &event)
{
    const auto direction = directionOf(event.key());
    if (!direction)
        return false;
    const QSet<ItemId> &selected = m_scene->selected();
    const bool hosts = std::any_of(selected.begin(), selected.end(), [this](const ItemId &id) { return m_scene->host(id); });
    if (hosts && m_editable && !(event.modifiers() & Qt::ControlModifier)) {
        nudge(vectorOf(*direction) * (event.modifiers() & Qt::ShiftModifier ? metrics::grid : 1));
        return true;
    }
    const ItemId next = neighbour(*m_scene, selected.isEmpty() ? ItemId() : *selected.begin(), *direction);
    if (!next.isEmpty())
        emit selectionPicked({next});
    return true;
}

void CanvasView::keyPressEvent(QKeyEvent *event)
{
    if (!directionOf(event->key()))
        commitNudge();
    switch (event->key()) {
    case Qt::Key_Space:
        m_spaceHeld = true;
        if (m_gesture == Gesture::None)
            viewport()->setCursor(Qt::OpenHandCursor);
        return;
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
    case Qt::Key_Home:
    case Qt::Key_End: {
        const QList<ItemId> order = readingOrder(*m_scene);
        if (!order.isEmpty())
            emit selectionPicked({event->key() == Qt::Key_Home ? order.constFirst() : order.constLast()});
        return;
    }
    default: break;
    }
    if (!arrowKey(*event))
        event->ignore(); // not to the scene, whose items know no keys
}

void CanvasView::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceHeld = false;
        if (m_gesture != Gesture::Pan)
            viewport()->unsetCursor();
    }
    QGraphicsView::keyReleaseEvent(event);
}

/// Tab walks through hosts and items and leaves the canvas behind the last; with Ctrl it leaves at once.
bool CanvasView::focusNextPrevChild(bool next)
{
    const QList<ItemId> order = readingOrder(*m_scene);
    const QSet<ItemId> &selected = m_scene->selected();
    const qsizetype at = selected.isEmpty() ? (next ? -1 : order.size()) : order.indexOf(*selected.begin());
    const qsizetype to = at + (next ? 1 : -1);
    if (to < 0 || to >= order.size())
        return QGraphicsView::focusNextPrevChild(next);
    commitNudge();
    emit selectionPicked({order.at(to)});
    return true;
}

bool CanvasView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && !directionOf(static_cast<QKeyEvent *>(event)->key()))
        commitNudge(); // before an undo, a save or whatever else that key means
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool tab = key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab;
        if (tab && key->modifiers() & Qt::ControlModifier)
            return QGraphicsView::focusNextPrevChild(key->key() == Qt::Key_Tab);
    }
    switch (event->type()) { // a drag over what lies upon the viewport
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::DragLeave:
    case QEvent::Drop: return viewportEvent(event);
    default: return QGraphicsView::event(event);
    }
}

void CanvasView::contextMenuEvent(QContextMenuEvent *event)
{
    commitNudge();
    if (event->reason() != QContextMenuEvent::Keyboard)
        return emit contextAsked(m_scene->itemAt(toScene(event->pos())), event->globalPos());
    const ItemId item = m_scene->selected().isEmpty() ? ItemId() : *m_scene->selected().begin();
    const QPoint at = item.isEmpty() ? viewport()->rect().center() : mapFromScene(m_scene->itemBox(item).center());
    emit contextAsked(item, viewport()->mapToGlobal(at));
}

void CanvasView::nudge(const QPointF &by)
{
    QHash<ItemId, QPointF> to;
    for (const ItemId &id : m_scene->selected()) {
        const HostItem *host = m_scene->host(id);
        if (!host)
            continue;
        if (!m_nudgedFrom.contains(id))
            m_nudgedFrom.insert(id, host->pos());
        to.insert(id, host->pos() + by);
    }
    m_scene->moveHosts(to);
    m_nudgeTimer.start(nudgePause, this);
}

void CanvasView::commitNudge()
{
    m_nudgeTimer.stop();
    Layout moved;
    for (auto it = m_nudgedFrom.begin(); it != m_nudgedFrom.end(); ++it) {
        const HostItem *host = m_scene->host(it.key());
        if (host && host->pos() != it.value())
            moved.insert(it.key(), m_scene->places().value(it.key()));
    }
    m_nudgedFrom.clear();
    if (moved.isEmpty())
        return;
    const HostItem *first = m_scene->host(moved.begin().key());
    emit hostsMoved(moved, moved.size() == 1 ? tr("Nudge %1").arg(first->look().title) : tr("Nudge %1 hosts").arg(moved.size()));
}

void CanvasView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_nudgeTimer.timerId())
        commitNudge();
    else if (event->timerId() == m_autoScroll.timerId())
        autoScroll();
    else
        QGraphicsView::timerEvent(event);
}

void CanvasView::focusOutEvent(QFocusEvent *event)
{
    commitNudge();
    m_spaceHeld = false;
    QGraphicsView::focusOutEvent(event);
}

} // namespace gui
