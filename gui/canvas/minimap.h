// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The whole fleet small in a corner of the canvas, with a frame around what the canvas shows: drag the frame, click to jump.

#include "gui/canvas/marks.h"

#include <QPixmap>
#include <QWidget>

namespace gui {

class CanvasView;
struct Theme;

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
    /// How a host is drawn.
    struct Dot
    {
        QRectF box; ///< in the scene
        qsizetype tier = 0;
        MarkShape mark = MarkShape::None;
        bool operator==(const Dot &) const = default;
    };
    void drawContents();
    QRegion otherThan(const QList<Dot> &now) const;
    QRectF mapped(const QRectF &sceneBox) const;
    bool isAnew(const QRectF &area, qsizetype hosts);

    CanvasView &m_view;
    QPixmap m_contents;
    QList<Dot> m_dots;      ///< as they are drawn there
    const Theme *m_theme = nullptr;
    QRectF m_area;          ///< of the scene that is shown
    bool m_stale = true, m_waiting = false;
    QPointF m_grab;         ///< from the frame's centre to where it was taken
    bool m_dragging = false;
};

} // namespace gui
