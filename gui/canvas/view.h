// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window onto the canvas: zoom at the pointer, pan, select, move hosts, drag items onto hosts. It reports gestures and edits nothing.

#include "gui/canvas/scene.h"

#include "model/advice.h"

#include <QGraphicsView>

#include <functional>

class QMimeData;

namespace gui {

/// What a drag from the palette or the canvas carries.
inline constexpr auto kindMime = "application/x-switchyard-kind";
inline constexpr auto itemMime = "application/x-switchyard-item";

class CanvasView : public QGraphicsView
{
    Q_OBJECT
public:
    using Adviser = std::function<model::DropAdvice(const QString &kind, const model::ItemId &item, const QString &host)>;
    CanvasView(CanvasScene *scene, Adviser adviser, QWidget *parent = nullptr);

    void setEditable(bool editable); ///< Design mode: drags edit; else the canvas only shows
    void fit();
    void zoomBy(qreal factor);
    void resetZoom();
    void centre(const model::ItemId &item);
    qreal zoom() const { return transform().m11(); }

signals:
    void selectionPicked(const QSet<model::ItemId> &selected);
    void activated(const model::ItemId &item);               ///< double click or Enter
    void contextAsked(const model::ItemId &item, const QPoint &globalPosition);
    void hostsMoved(const model::Layout &layout, const QString &text);
    void stepAsked(const model::EditStep &step, const model::ItemId &select);
    void statusAsked(const QString &words);                  ///< what a drag would do, for the status bar
    void hostDropped(const QPointF &scenePosition);          ///< a new host from the palette

protected:
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
    bool viewportEvent(QEvent *event) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;

private:
    enum class Gesture { None, Pan, MoveHosts, ItemPressed, Band };
    void beginMove(const model::ItemId &item);
    void moveTo(const QPointF &scenePosition, Qt::KeyboardModifiers modifiers);
    void cancelGesture();
    void startItemDrag();
    void select(const model::ItemId &item, Qt::KeyboardModifiers modifiers);
    bool hover(const QMimeData *mime, const QPointF &scenePosition); ///< marks targets; true when a drop is possible here
    void clearDrop();
    model::DropAdvice adviceAt(const QMimeData *mime, const HostItem *host) const;
    void selectNeighbour(int key);
    void nudge(const QPointF &by);

    CanvasScene *m_scene;
    Adviser m_adviser;
    bool m_editable = true;
    bool m_spaceHeld = false;
    Gesture m_gesture = Gesture::None;
    QPoint m_pressed, m_last;
    QPointF m_pressedScene;
    model::ItemId m_pressedItem;
    QHash<model::ItemId, QPointF> m_from; ///< of the hosts being moved
    QRectF m_band;
};

} // namespace gui
