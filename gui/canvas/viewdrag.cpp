// SPDX-License-Identifier: GPL-3.0-or-later
// Dragging items onto hosts: the half of CanvasView that talks to Qt's drag and drop.

#include "gui/canvas/view.h"

#include <QDrag>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

/// As the canvas shows it, by its own painting: the scene keeps one list of what is to be painted anew for all that it is painted on.
QPixmap CanvasView::ghostOf(const QRectF &sceneBox)
{
    QRect shown = viewportTransform().mapRect(sceneBox).toAlignedRect();
    shown.setSize(shown.size().expandedTo(QSize(24, 12)));
    const QPixmap picture = viewport()->grab(shown);
    QPixmap ghost(picture.size());
    ghost.setDevicePixelRatio(picture.devicePixelRatio());
    ghost.fill(Qt::transparent);
    QPainter painter(&ghost);
    painter.setOpacity(0.8);
    painter.drawPixmap(0, 0, picture);
    return ghost;
}

void CanvasView::startItemDrag()
{
    m_gesture = Gesture::None;
    const ItemId item = m_pressedItem;
    const Placed *placed = m_scene->topology().find(item);
    const HostItem *host = placed ? m_scene->hostOf(item) : nullptr;
    if (!host)
        return;
    const QRectF box = host->chipBox(item);
    auto *mime = new QMimeData;
    mime->setData(QString::fromLatin1(itemMime), item.text().toUtf8());
    mime->setText(placed->name);
    QDrag drag(this);
    drag.setMimeData(mime);
    drag.setPixmap(ghostOf(box));
    drag.setHotSpot(((m_pressedScene - box.topLeft()) * zoom()).toPoint());
    drag.exec(Qt::MoveAction);
    endAdvice();
}

static bool isOurs(const QMimeData *mime)
{
    return mime->hasFormat(QString::fromLatin1(itemMime)) || mime->hasFormat(QString::fromLatin1(kindMime));
}

void CanvasView::beginAdvice(const QMimeData *mime)
{
    commitNudge();
    m_advice.clear();
    m_bestScore = 0;
    m_dragKind = QString::fromUtf8(mime->data(QString::fromLatin1(kindMime)));
    m_dragItem = ItemId(QString::fromUtf8(mime->data(QString::fromLatin1(itemMime))));
    m_dragging = true;
    m_scene->setAdvised(m_dragKind != u"host"_s);
    adviseShown();
}

/// Asked once a host, until the drag ends or the fleet changes.
const DropAdvice &CanvasView::adviceFor(const HostItem &host)
{
    const auto known = m_advice.constFind(&host);
    if (known != m_advice.constEnd())
        return *known;
    const QString name = host.look().title;
    return *m_advice.insert(&host, m_dragItem.isEmpty() ? m_adviser(m_dragKind, {}, name) : m_adviser({}, m_dragItem, name));
}

/// Beside the host, so that its name and what stands on it can be read: below, else above, else under its name; from afar over it.
QRectF CanvasView::plateFor(const HostItem &host) const
{
    const QRectF box = host.box(), inside(QPointF(), box.size());
    if (zoom() < detail::fine)
        return inside.adjusted(3, 3, -3, -3);
    const QSizeF room(std::max(box.width(), metrics::chipWidth + 2 * metrics::padding + metrics::hostGap - 4), 60 * std::max(1.0, 1 / zoom()));
    const QRectF shown = shownRect();
    for (const QRectF &plate : {QRectF(box.bottomLeft() + QPointF(0, 4), room), QRectF(box.topLeft() - QPointF(0, room.height() + 4), room)}) {
        const auto isInWay = [&](const auto &other) { return other.get() != &host && other->box().intersects(plate); };
        if (plate.top() >= shown.top() && plate.bottom() <= shown.bottom() && std::none_of(m_scene->hosts().begin(), m_scene->hosts().end(), isInWay))
            return plate.translated(-host.pos());
    }
    return inside.adjusted(44, 30, -8, -3);
}

void CanvasView::setSign(HostItem &host)
{
    const DropAdvice &advice = adviceFor(host);
    const bool under = &host == m_dragOver;
    const DropState state = advice.allowed ? (under ? DropState::Target : DropState::Possible) : (under ? DropState::Forbidden : DropState::Refused);
    const bool best = advice.allowed && m_bestScore > 0 && advice.score >= m_bestScore;
    host.setDrop({state, best ? tr("Best fit: %1").arg(advice.words) : advice.words, advice.allowed ? advice.room : QString(), best, plateFor(host)});
}

/// The best score in view, when there is a choice to be made.
double CanvasView::bestScore() const
{
    double best = 0, least = 1;
    for (const DropAdvice &advice : m_advice) {
        if (!advice.allowed)
            continue;
        best = std::max(best, advice.score);
        least = std::min(least, advice.score);
    }
    return best > least ? best : 0;
}

/// Every host that can be seen says what it would do; the others when they come into view.
void CanvasView::adviseShown()
{
    if (m_dragKind == u"host"_s)
        return;
    const QRectF shown = shownRect();
    const qsizetype known = m_advice.size();
    for (const auto &host : m_scene->hosts()) {
        if (shown.intersects(host->box()))
            adviceFor(*host);
    }
    if (m_advice.size() == known)
        return;
    m_bestScore = bestScore();
    for (const auto &host : m_scene->hosts()) {
        if (m_advice.contains(host.get()))
            setSign(*host);
    }
}

/// The fleet changed while something is being dragged: hosts may be gone, and answers different.
void CanvasView::renewAdvice()
{
    if (!m_dragging)
        return;
    m_dragOver = nullptr;
    m_advice.clear();
    adviseShown();
    hoverDrop(m_dragAt);
}

bool CanvasView::hoverDrop(const QPoint &at)
{
    m_dragAt = at;
    if (m_dragKind == u"host"_s) {
        emit statusAsked(tr("Drop to add a host here"));
        return true;
    }
    HostItem *before = std::exchange(m_dragOver, m_scene->hostAt(toScene(at)));
    if (before && before != m_dragOver)
        setSign(*before);
    if (!m_dragOver) {
        emit statusAsked(tr("Drop it on a host; Esc cancels"));
        return false;
    }
    setSign(*m_dragOver);
    const DropAdvice &advice = adviceFor(*m_dragOver);
    emit statusAsked(advice.allowed ? advice.sentence() : advice.words); // where it cannot stand, its room is beside the point
    return advice.allowed;
}

void CanvasView::endAdvice()
{
    if (!m_dragging)
        return;
    m_dragging = false;
    m_scene->setAdvised(false);
    m_dragOver = nullptr;
    m_autoScroll.stop();
    m_advice.clear();
    for (const auto &host : m_scene->hosts())
        host->setDrop({});
    emit statusAsked({});
}

void CanvasView::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_editable || !isOurs(event->mimeData()))
        return event->ignore();
    beginAdvice(event->mimeData());
    event->acceptProposedAction();
}

void CanvasView::dragMoveEvent(QDragMoveEvent *event)
{
    const QPoint at = event->position().toPoint();
    autoScrollFor(at);
    if (hoverDrop(at))
        event->acceptProposedAction();
    else
        event->ignore(); // the cursor says no, the host says why
}

void CanvasView::dragLeaveEvent(QDragLeaveEvent *)
{
    endAdvice();
}

void CanvasView::dropEvent(QDropEvent *event)
{
    const QPointF at = toScene(event->position());
    const HostItem *host = m_scene->hostAt(at);
    const bool newHost = m_dragKind == u"host"_s;
    const DropAdvice advice = host && !newHost ? adviceFor(*host) : DropAdvice{};
    endAdvice();
    if (newHost) {
        event->acceptProposedAction();
        emit hostDropped(at);
    } else if (advice.allowed) {
        event->acceptProposedAction();
        emit stepAsked(advice.step, advice.item);
    } else if (host) {
        emit statusAsked(advice.words);
    }
}

} // namespace gui
