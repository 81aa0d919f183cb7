// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small pictures that repeat all over the canvas (icons, marks, frames), kept at exactly the size on the screen and copied there:
// painting their paths anew is what makes a frame slow. In vector files they are painted as paths.

#include "gui/canvas/marks.h"

#include <QPainter>

#include <functional>

namespace gui {

/// What tells one kept picture from another, beside its size.
struct SpriteKey
{
    QString name;
    QRgb ink = 0, ground = 0;
    int variant = 0;
    int width = 0, height = 0; ///< in device pixels; filled in by Sprites
    bool operator==(const SpriteKey &) const = default;
};

/// Paints sprites of one item. While it lives the painter's world transform is the identity; rectangles are given in the item's coordinates.
class Sprites
{
public:
    explicit Sprites(QPainter &painter);
    ~Sprites();
    Q_DISABLE_COPY_MOVE(Sprites)

    using Paint = std::function<void(QPainter &painter, const QRectF &rect)>;
    void draw(SpriteKey key, const QRectF &rect, const Paint &paint);
    void icon(const QString &name, const QColor &color, const QRectF &rect);
    void mark(MarkShape shape, const QRectF &rect, const Theme &theme);

private:
    QPainter &m_painter;
    QTransform m_before;
    QTransform m_toDevice, m_fromDevice; ///< item → device pixels; device pixels → where the painter paints now
    bool m_vector;
};

} // namespace gui
