// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/sprites.h"

#include "gui/icons.h"
#include "gui/theme.h"

#include <QPaintEngine>

#include <algorithm>
#include <cmath>

namespace gui {

static size_t qHash(const SpriteKey &key, size_t seed = 0)
{
    return qHashMulti(seed, key.name, key.ink, key.ground, key.variant, key.width, key.height);
}

namespace {

/// All kept pictures. Steps of zoom leave sizes behind that nobody needs again, so it starts anew when it grew large.
class Album
{
public:
    const QPixmap *find(const SpriteKey &key) const
    {
        const auto it = m_pictures.constFind(key);
        return it == m_pictures.constEnd() ? nullptr : &*it;
    }
    const QPixmap &keep(const SpriteKey &key, const QPixmap &picture)
    {
        constexpr qsizetype limit = 48 << 20;
        m_bytes += qsizetype(picture.width()) * picture.height() * 4;
        if (m_bytes > limit) {
            m_pictures.clear();
            m_bytes = 0;
        }
        return *m_pictures.insert(key, picture);
    }

private:
    QHash<SpriteKey, QPixmap> m_pictures;
    qsizetype m_bytes = 0;
};

Album &album()
{
    static Album album;
    return album;
}

} // namespace

Sprites::Sprites(QPainter &painter)
    : m_painter(painter), m_before(painter.worldTransform()), m_toDevice(painter.deviceTransform()),
      m_vector(!painter.paintEngine() || painter.paintEngine()->type() != QPaintEngine::Raster || m_toDevice.type() > QTransform::TxScale)
{
    if (!m_vector)
        m_painter.setWorldTransform(QTransform());
    m_fromDevice = m_painter.deviceTransform().inverted(); // a redirected painter still has its offset
}

Sprites::~Sprites()
{
    m_painter.setWorldTransform(m_before);
}

void Sprites::draw(SpriteKey key, const QRectF &rect, const Paint &paint)
{
    if (m_vector) {
        m_painter.save();
        paint(m_painter, rect);
        m_painter.restore();
        return;
    }
    const QRectF device = m_toDevice.mapRect(rect);
    key.width = std::max(1, qRound(device.width()));
    key.height = std::max(1, qRound(device.height()));
    const QPixmap *picture = album().find(key);
    if (!picture) {
        QPixmap fresh(key.width, key.height);
        fresh.fill(Qt::transparent);
        QPainter painter(&fresh);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(key.width / rect.width(), key.height / rect.height());
        paint(painter, QRectF(QPointF(), rect.size()));
        painter.end();
        picture = &album().keep(key, fresh);
    }
    const QRectF target(std::round(device.left()), std::round(device.top()), key.width, key.height);
    m_painter.drawPixmap(m_fromDevice.mapRect(target), *picture, QRectF(0, 0, key.width, key.height));
}

void Sprites::icon(const QString &name, const QColor &color, const QRectF &rect)
{
    draw({name, color.rgba(), 0, 1}, rect, [&](QPainter &painter, const QRectF &box) {
        const qreal scale = painter.worldTransform().m11();
        const int pixels = std::max(1, qRound(box.width() * scale));
        painter.drawPixmap(box, iconPixmap(name, color, pixels, 1), QRectF(0, 0, pixels, pixels));
    });
}

void Sprites::mark(MarkShape shape, const QRectF &rect, const Theme &theme)
{
    if (shape == MarkShape::None)
        return;
    draw({{}, markColor(shape, theme).rgba(), theme.dark ? 1U : 0U, 16 + int(shape)}, rect,
         [&](QPainter &painter, const QRectF &box) { paintMark(painter, box, shape, theme); });
}

} // namespace gui
