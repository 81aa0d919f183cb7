// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/diagram.h"

#include "gui/canvas/scene.h"
#include "gui/theme.h"

#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static Result<void> cannotWrite(const QString &path, const QString &why)
{
    return fail(u"cannot-write"_s, QObject::tr("Cannot write %1: %2").arg(path, why), QObject::tr("Choose a folder that exists and is writable."));
}

Result<void> writeDiagram(const FleetDocument &document, const QString &path)
{
    CanvasScene scene(document.catalog(), &Theme::lightTheme());
    scene.show(document.fleet(), resolve(document.fleet(), document.catalog()), document.layout());
    const QRectF area = scene.contentsRect().adjusted(-40, -40, 40, 50);
    QSaveFile file(path);
    const bool svg = path.endsWith(u".svg"_s, Qt::CaseInsensitive);
    if (!svg && !path.endsWith(u".png"_s, Qt::CaseInsensitive))
        return fail(u"bad-ending"_s, QObject::tr("%1 is neither .svg nor .png").arg(path), QObject::tr("Name the picture with one of these endings."));
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(path, file.errorString());
    if (svg) {
        for (const auto &host : scene.hosts())
            host->setCacheMode(QGraphicsItem::NoCache); // vectors, not pictures of them
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setSize(area.size().toSize());
        generator.setViewBox(QRectF(QPointF(), area.size()));
        generator.setTitle(document.fleet().settings().values.at(u"name").text());
        QPainter painter(&generator);
        scene.render(&painter, QRectF(QPointF(), area.size()), area);
    } else {
        constexpr qreal scale = 2;
        QImage image((area.size() * scale).toSize(), QImage::Format_ARGB32);
        image.fill(Theme::lightTheme().canvas);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        scene.render(&painter, QRectF(QPointF(), area.size() * scale), area);
        painter.end();
        if (!image.save(&file, "PNG"))
            return cannotWrite(path, file.errorString());
    }
    if (!file.commit())
        return cannotWrite(path, file.errorString());
    return {};
}

} // namespace gui
