// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window onto the canvas: zoom at the pointer, pan, select, move hosts, drag items onto hosts. It reports gestures and edits nothing.

#include "gui/canvas/arranging.h"
#include "gui/canvas/scene.h"

#include "model/advice.h"

#include <QBasicTimer>
#include <QGraphicsView>

#include <functional>

class QMimeData;
class QNativeGestureEvent;
class QGestureEvent;

namespace gui {

class Minimap;

/// What a drag from the palette or the canvas carries.
inline constexpr auto kindMime = "application/x-switchyard-kind";
inline constexpr auto itemMime = "application/x-switchyard-item";

class CanvasView : public QGraphicsView
{
    Q_OBJECT
public:
    using Adviser = std::function<model::DropAdvice(const QString &kind, const model::ItemId &item, const QString &host)>;
    CanvasView(CanvasScene *scene, Adviser adviser, QWidget *parent = nullptr);
    ~CanvasView() override;

    CanvasScene &canvasScene() const { return *m_scene; }
    void setEditable(bool editable); ///< Design mode: drags edit; else the canvas only shows

    // Where it looks.
    void fit();                      ///< and stays fitted while the window changes its size, until somebody zooms or pans
    void fitSelection();
    void zoomBy(qreal factor);       ///< in the middle
    void zoomAt(const QPointF &viewportPosition, qreal factor);
    void resetZoom();
    void centre(const model::ItemId &item); ///< when it is not to be seen
    void lookAt(const QPointF &scenePosition);
    qreal zoom() const { return transform().m11(); }
    QRectF shownRect() const;        ///< the part of the scene in the viewport
    QPixmap ghostOf(const QRectF &sceneBox); ///< what a drag of it carries along
    QPointF toScene(const QPointF &viewportPosition) const;
    QByteArray viewState() const;    ///< zoom, centre, layers and minimap, to be kept per file
    bool restoreViewState(const QByteArray &state); ///< false when these bytes are none; nothing changes then

    // What it shows.
    Minimap &minimap() const { return *m_minimap; }
    void setMinimapShown(bool shown);
    bool isMinimapShown() const { return m_minimapShown; }
    void setLayers(const Layers &layers);
    void setEmptyHint(const QString &words); ///< what a fleet without hosts wants; nothing: somebody else says it

    // Arranging the selected hosts, each one step through hostsMoved().
    void align(Align how);
    void distribute(Qt::Orientation along);
    void togglePinned();
    void toggleCollapsed();
    void setAllCollapsed(bool collapsed);
    void tidy();
    QList<model::ItemId> selectedHosts() const; ///< also those of selected items
    void commitNudge();              ///< ends a burst of arrow keys; every other action does so by itself

signals:
    void selectionPicked(const QSet<model::ItemId> &selected);
    void activated(const model::ItemId &item);               ///< double click or Enter
    void contextAsked(const model::ItemId &item, const QPoint &globalPosition);
    void badgePicked(const QSet<model::ItemId> &items);      ///< a mark was clicked: whose it may be
    void hostsMoved(const model::Layout &layout, const QString &text);
    void stepAsked(const model::EditStep &step, const model::ItemId &select);
    void statusAsked(const QString &words);                  ///< what a drag would do, for the status bar
    void hostDropped(const QPointF &scenePosition);          ///< a new host from the palette
    void layersChanged();                                    ///< layers or minimap

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void timerEvent(QTimerEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;

private:
    enum class Gesture { None, Pan, MoveHosts, ItemPressed, Band };
    void setZoom(qreal zoom, const QPointF &scenePosition, const QPointF &viewportPosition);
    void showArea(const QRectF &sceneRect, qreal atMost);
    void keepFitted();
    void scrollBy(const QPoint &pixels);
    void nativeGesture(const QNativeGestureEvent &event);
    bool gesture(QGestureEvent &event);
    void placeMinimap();

    void beginMove(const model::ItemId &item);
    void continueGesture(const QPoint &at, Qt::KeyboardModifiers modifiers);
    void moveTo(const QPointF &scenePosition, Qt::KeyboardModifiers modifiers);
    void endMove();
    void endBand(Qt::KeyboardModifiers modifiers);
    void cancelGesture();
    void hoverAt(const QPoint &at);
    void pickBadge();
    void select(const model::ItemId &item, Qt::KeyboardModifiers modifiers);
    void setBand(const QRectF &band);
    void setGuides(const QList<QLineF> &guides, const QRectF &moved = {});
    void autoScrollFor(const QPoint &at);
    void autoScroll();

    void startItemDrag();
    void beginAdvice(const QMimeData *mime);
    void adviseShown();
    void renewAdvice();
    bool hoverDrop(const QPoint &at);
    void setSign(HostItem &host);
    QRectF plateFor(const HostItem &host) const;
    double bestScore() const;
    void endAdvice();
    const model::DropAdvice &adviceFor(const HostItem &host);

    bool arrowKey(const QKeyEvent &event);
    void step(int by);
    void nudge(const QPointF &by);
    Boxes boxes(const QList<model::ItemId> &hosts) const;
    void moveTogether(const Positions &to, const QString &text);
    void changePlaces(const QList<model::ItemId> &hosts, const std::function<void(model::Place &)> &change, const QString &text);

    CanvasScene *m_scene;
    Adviser m_adviser;
    Minimap *m_minimap = nullptr;
    bool m_minimapShown = true;
    QString m_emptyHint;
    bool m_editable = true;
    QRect m_part; ///< that is being painted, one of some
    bool m_fitted = true;
    QPointF m_anchorScene, m_anchorAt; ///< of a run of zoom steps at one place: rounding does not add up
    bool m_anchored = false;

    bool m_spaceHeld = false;
    Gesture m_gesture = Gesture::None;
    bool m_moving = false;             ///< the pointer went far enough to mean it
    QPoint m_pressed, m_last;
    QPointF m_pressedScene;
    QSet<model::ItemId> m_selectedBefore; ///< before the press, which may turn out to be a finger of two
    model::ItemId m_pressedItem, m_pressedBadge;
    bool m_overBadge = false;
    HostItem *m_hovered = nullptr;
    QHash<model::ItemId, QPointF> m_from; ///< of the hosts being moved
    QList<QRectF> m_standing; ///< boxes of the others meanwhile
    QHash<model::ItemId, QPointF> m_nudgedFrom;
    QBasicTimer m_nudgeTimer, m_autoScroll;
    QPoint m_autoScrollBy;
    QRectF m_band;
    QList<QLineF> m_guides;

    bool m_dragging = false;           ///< something of ours hovers over the canvas
    QString m_dragKind;
    model::ItemId m_dragItem;
    QPoint m_dragAt;
    HostItem *m_dragOver = nullptr;
    QHash<const HostItem *, model::DropAdvice> m_advice;
    double m_bestScore = 0;
};

} // namespace gui
