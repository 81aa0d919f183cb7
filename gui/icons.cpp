// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace gui {

static QByteArray drawing(const QString &name)
{
    QFile file(u":/resources/icons/"_s + name + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        file.setFileName(u":/resources/icons/box.svg"_s);
        if (!file.open(QIODevice::ReadOnly))
            return {};
    }
    return file.readAll();
}

bool hasIcon(const QString &name)
{
    return QFile::exists(u":/resources/icons/"_s + name + u".svg"_s);
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    const QString key = name % u'|' % color.name() % u'|' % QString::number(size) % u'|' % QString::number(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(drawing(name).replace("currentColor", color.name().toLatin1()));
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, size, size));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

namespace {

/// Drawn when it is looked at, in the size that is asked for: most icons of menus and lists never are.
class IconEngine : public QIconEngine
{
public:
    IconEngine(const QString &name, const QColor &color, QColor (*colorNow)() = nullptr) : m_name(name), m_color(color), m_colorNow(colorNow) {}

    QIconEngine *clone() const override { return new IconEngine(m_name, m_color, m_colorNow); }

    /// Qt would draw it to see.
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override
    {
        const int side = qMin(size.width(), size.height());
        return {side, side};
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const int side = qMin(size.width(), size.height());
        if (side <= 0)
            return {};
        const QPixmap full = iconPixmap(m_name, mode == QIcon::Selected ? QColor(Qt::white) : m_colorNow ? m_colorNow() : m_color, side, 1); // as the words on a selection
        return mode == QIcon::Disabled ? faint(full) : full;
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal scale = painter->device()->devicePixelRatio();
        QPixmap drawn = pixmap(rect.size() * scale, mode, state);
        drawn.setDevicePixelRatio(scale);
        const QSizeF size = drawn.deviceIndependentSize();
        painter->drawPixmap(QRectF(rect).center() - QPointF(size.width() / 2, size.height() / 2), drawn);
    }

private:
    static QPixmap faint(const QPixmap &full)
    {
        QPixmap pixmap(full.size());
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setOpacity(0.35);
        painter.drawPixmap(0, 0, full);
        return pixmap;
    }

    QString m_name;
    QColor m_color;
    QColor (*m_colorNow)();
};

} // namespace

QIcon icon(const QString &name, const QColor &color)
{
    return QIcon(new IconEngine(name, color));
}

QIcon icon(const QString &name, QColor (*color)())
{
    return QIcon(new IconEngine(name, {}, color));
}

} // namespace gui
