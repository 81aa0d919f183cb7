// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The whole fleet small in a corner of the canvas, with a frame around what the canvas shows: drag the frame, click to jump.

#include <QPixmap>
#include <QWidget>

namespace gui {

class CanvasView;

class Minimap : public QWidget
{
    Q_OBJECT
public:
    explicit Minimap(CanvasView &view);

    void refreshContents(); ///< boxes moved or look different; drawn anew at most some times a second
    QRectF frame() const;   ///< around what the canvas shows, in the minimap's coordinates
    QPointF toMap(const QPointF &scenePosition) const;
    QPointF toScene(const QPointF &mapPosition) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void drawContents();

    CanvasView &m_view;
    QPixmap m_contents;
    QRectF m_area;          ///< of the scene that is shown
    bool m_stale = true, m_waiting = false;
    QPointF m_grab;         ///< from the frame's centre to where it was taken
    bool m_dragging = false;
};

} // namespace gui
