// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/view.h"

#include "gui/canvas/accessible.h"
#include "gui/canvas/minimap.h"
#include "gui/theme.h"

#include <QIODevice>
#include <QPainter>
#include <QPixmapCache>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static constexpr qreal minimumZoom = 0.02, maximumZoom = 4;

CanvasView::CanvasView(CanvasScene *scene, Adviser adviser, QWidget *parent)
    : QGraphicsView(scene, parent), m_scene(scene), m_adviser(std::move(adviser))
{
    makeCanvasAccessible();
    // Hosts are cached as pixmaps; all that a large screen at 200 % shows must find room, or every frame paints them anew.
    QPixmapCache::setCacheLimit(std::max(QPixmapCache::cacheLimit(), 160 * 1024));
    setObjectName(u"canvas"_s);
    setAccessibleName(tr("Fleet canvas"));
    setFrameShape(QFrame::NoFrame);
    setAcceptDrops(true);
    setMouseTracking(true);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(AnchorViewCenter);
    setViewportUpdateMode(BoundingRectViewportUpdate);
    setOptimizationFlags(DontAdjustForAntialiasing | DontSavePainterState);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setSceneRect(QRectF(-1.1e7, -1.1e7, 2.2e7, 2.2e7)); // no end: what lies under the pointer stays there at every zoom
    viewport()->grabGesture(Qt::PinchGesture);
    m_minimap = new Minimap(*this);
    connect(scene, &CanvasScene::contentsChanged, m_minimap, &Minimap::refreshContents);
    connect(scene, &CanvasScene::contentsChanged, this, &CanvasView::renewAdvice);
    connect(scene, &CanvasScene::followed, this, &CanvasView::renewAdvice);
    connect(scene, &CanvasScene::contentsChanged, this, &CanvasView::keepFitted);
    connect(scene, &CanvasScene::selectedChanged, this, [this] {
        m_minimap->update();
        if (m_scene->selected().size() == 1)
            announceSelected(*this, *m_scene->selected().begin());
    });
    placeMinimap();
}

CanvasView::~CanvasView() = default;

void CanvasView::setEditable(bool editable)
{
    commitNudge();
    m_editable = editable;
    setAcceptDrops(editable);
}

void CanvasView::setEmptyHint(const QString &words)
{
    if (words == m_emptyHint)
        return; // a paint of the whole view costs as much as an edit
    m_emptyHint = words;
    viewport()->update();
}

QPointF CanvasView::toScene(const QPointF &viewportPosition) const
{
    return viewportTransform().inverted().map(viewportPosition);
}

QRectF CanvasView::shownRect() const
{
    return QRectF(toScene({}), toScene(QPointF(viewport()->width(), viewport()->height())));
}

void CanvasView::scrollBy(const QPoint &pixels)
{
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + pixels.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + pixels.y());
}

void CanvasView::setZoom(qreal zoom, const QPointF &scenePosition, const QPointF &viewportPosition)
{
    const qreal to = std::clamp(zoom, minimumZoom, maximumZoom);
    setViewportUpdateMode(NoViewportUpdate); // one repaint, not one for each of the three steps
    setTransform(QTransform::fromScale(to, to));
    const QPointF now = viewportTransform().map(scenePosition);
    scrollBy((now - viewportPosition).toPoint());
    setViewportUpdateMode(BoundingRectViewportUpdate);
    viewport()->update();
    placeMinimap();
}

void CanvasView::zoomAt(const QPointF &viewportPosition, qreal factor)
{
    if (!m_anchored || (viewportPosition - m_anchorAt).manhattanLength() > 1) {
        m_anchorAt = viewportPosition;
        m_anchorScene = toScene(viewportPosition);
    }
    m_fitted = false;
    setZoom(zoom() * factor, m_anchorScene, m_anchorAt);
    m_anchored = true;
}

void CanvasView::zoomBy(qreal factor)
{
    zoomAt(QPointF(viewport()->width(), viewport()->height()) / 2, factor);
}

void CanvasView::resetZoom()
{
    zoomBy(1 / zoom());
}

void CanvasView::showArea(const QRectF &sceneRect, qreal atMost)
{
    const QSizeF size = viewport()->size();
    if (sceneRect.isEmpty() || size.isEmpty())
        return;
    const qreal to = std::min({size.width() / sceneRect.width(), size.height() / sceneRect.height(), atMost});
    setZoom(to, sceneRect.center(), QPointF(size.width(), size.height()) / 2);
    m_anchored = false;
}

void CanvasView::fit()
{
    showArea(m_scene->contentsRect().adjusted(-24, -24, 24, 24), 1.15);
    m_fitted = true;
}

/// As long as a person has not looked elsewhere, what grows over the edge is shown as well.
void CanvasView::keepFitted()
{
    if (m_fitted && isVisible() && m_gesture == Gesture::None && !m_dragging && !shownRect().contains(m_scene->contentsRect()))
        fit();
}

void CanvasView::fitSelection()
{
    const QRectF box = m_scene->boxOf(m_scene->selected());
    if (box.isNull())
        return fit();
    m_fitted = false;
    showArea(box.adjusted(-40, -40, 40, 40), 1.5);
}

void CanvasView::lookAt(const QPointF &scenePosition)
{
    m_fitted = m_anchored = false;
    const QPointF now = viewportTransform().map(scenePosition);
    scrollBy((now - QPointF(viewport()->width(), viewport()->height()) / 2).toPoint());
}

void CanvasView::centre(const ItemId &item)
{
    const QRectF box = m_scene->itemBox(item);
    if (!box.isNull() && !shownRect().contains(box))
        lookAt(box.center());
}

static constexpr quint32 stateVersion = 1;

QByteArray CanvasView::viewState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    const Layers &layers = m_scene->layers();
    out << stateVersion << m_fitted << zoom() << shownRect().center() << layers.links << layers.labels << layers.details << m_minimapShown;
    return bytes;
}

bool CanvasView::restoreViewState(const QByteArray &state)
{
    QDataStream in(state);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 version = 0;
    bool fitted = true, minimap = true;
    double zoom = 1;
    QPointF centre;
    Layers layers;
    in >> version >> fitted >> zoom >> centre >> layers.links >> layers.labels >> layers.details >> minimap;
    if (in.status() != QDataStream::Ok || version != stateVersion || !std::isfinite(zoom) || !std::isfinite(centre.x()) || !std::isfinite(centre.y()))
        return false;
    setLayers(layers);
    setMinimapShown(minimap);
    if (fitted) {
        fit();
    } else {
        setZoom(zoom, centre, QPointF(viewport()->width(), viewport()->height()) / 2);
        m_fitted = m_anchored = false;
    }
    return true;
}

void CanvasView::setLayers(const Layers &layers)
{
    if (m_scene->layers() == layers)
        return;
    m_scene->setLayers(layers);
    emit layersChanged();
}

void CanvasView::setMinimapShown(bool shown)
{
    m_minimapShown = shown;
    placeMinimap();
    emit layersChanged();
}

/// In the corner, while there is more than the canvas shows.
void CanvasView::placeMinimap()
{
    constexpr QSize size(190, 128);
    const QSize room = viewport()->size();
    m_minimap->setGeometry(QRect(QPoint(room.width() - size.width() - 12, room.height() - size.height() - 12), size));
    const QRectF contents = m_scene->contentsRect();
    const bool needed = !contents.isEmpty() && !shownRect().contains(contents);
    m_minimap->setVisible(m_minimapShown && needed && room.width() > 2 * size.width() && room.height() > 2 * size.height());
    m_minimap->update();
}

void CanvasView::resizeEvent(QResizeEvent *event)
{
    QGraphicsView::resizeEvent(event);
    if (m_fitted)
        fit();
    placeMinimap();
}

void CanvasView::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    if (m_minimap)
        placeMinimap(); // scrolling took it along
    if (m_dragging)
        adviseShown();
}

void CanvasView::changeEvent(QEvent *event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        m_scene->forgetText();
}

/// Rectangles within a region that cover it: each as high as it can be, then as wide. They may cross.
static QList<QRect> coverOf(const QRegion &region)
{
    const QRect all = region.boundingRect();
    const auto within = [&region](const QRect &piece, const QRect &stripe) {
        const QRegion there = region & stripe;
        const auto found = std::find_if(there.begin(), there.end(), [&](const QRect &rect) { return rect.contains(piece); });
        return found == there.end() ? piece : *found;
    };
    QList<QRect> cover;
    for (QRegion left = region; !left.isEmpty(); left -= cover.constLast()) {
        const QRect piece = *left.begin();
        const QRect high = within(piece, QRect(piece.left(), all.top(), piece.width(), all.height()));
        const QRect wide = within(high, QRect(all.left(), high.top(), all.width(), high.height()));
        cover.append((left & wide).boundingRect()); // what of it is not covered yet
    }
    return cover;
}

/// A few places that lie apart are painted one by one: within a clip of several rectangles each line and letter costs many times as much.
void CanvasView::paintEvent(QPaintEvent *event)
{
    constexpr int few = 16, some = 60;
    const int count = event->region().rectCount();
    const QList<QRect> parts = count > 1 && count <= some ? coverOf(event->region()) : QList<QRect>();
    if (parts.isEmpty() || parts.size() > few)
        return QGraphicsView::paintEvent(event);
    for (const QRect &part : parts) {
        QPaintEvent one(part);
        m_part = part;
        QGraphicsView::paintEvent(&one);
    }
    m_part = {};
}

void CanvasView::drawBackground(QPainter *painter, const QRectF &rect)
{
    if (!m_part.isEmpty()) {
        const QTransform toScene = painter->worldTransform();
        painter->resetTransform();
        painter->setClipRect(m_part);
        painter->setWorldTransform(toScene);
    }
    painter->fillRect(rect, m_scene->theme().canvas);
    if (zoom() < 0.6)
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
    const Theme &theme = m_scene->theme();
    if (!m_guides.isEmpty()) {
        painter->setPen(QPen(theme.accent, 0)); // a plain thin line: dashes cost a frame
        painter->drawLines(m_guides);
    }
    if (!m_band.isNull()) {
        QColor fill = theme.accent;
        fill.setAlphaF(0.12f);
        QPen pen(theme.accent, 1);
        pen.setCosmetic(true);
        painter->setPen(pen);
        painter->setBrush(fill);
        painter->drawRect(m_band);
    }
    if (m_emptyHint.isEmpty() || !m_scene->hosts().empty())
        return;
    painter->save();
    painter->resetTransform();
    painter->setFont(canvasFont(18, QFont::DemiBold));
    painter->setPen(theme.text);
    const QRect area = viewport()->rect();
    painter->drawText(area.adjusted(0, 0, 0, -30), Qt::AlignCenter, tr("This fleet has no hosts yet"));
    painter->setFont(canvasFont(14));
    painter->setPen(theme.dim);
    painter->drawText(area.adjusted(0, 30, 0, 0), Qt::AlignCenter, m_emptyHint);
    painter->restore();
}

} // namespace gui
