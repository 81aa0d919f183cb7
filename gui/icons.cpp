// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/icons.h"

#include <QFile>
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

QIcon icon(const QString &name, const QColor &color)
{
    QIcon result;
    for (const qreal scale : {1.0, 1.5, 2.0, 3.0}) {
        result.addPixmap(iconPixmap(name, color, 20, scale));
        QPixmap disabled(iconPixmap(name, color, 20, scale).size());
        const QColor onSelection = color.lightness() > 128 ? QColor(0x08131f) : QColor(Qt::white);
        result.addPixmap(iconPixmap(name, onSelection, 20, scale), QIcon::Selected);
        disabled.setDevicePixelRatio(scale);
        disabled.fill(Qt::transparent);
        QPainter painter(&disabled);
        painter.setOpacity(0.35);
        painter.drawPixmap(0, 0, iconPixmap(name, color, 20, scale));
        painter.end();
        result.addPixmap(disabled, QIcon::Disabled);
    }
    return result;
}

} // namespace gui
