// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/diagram.h"

#include "gui/canvas/scene.h"
#include "gui/theme.h"

#include <QBuffer>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static Result<void> cannotWrite(const QString &path, const QString &why)
{
    return fail(u"cannot-write"_s, QObject::tr("Cannot write %1: %2").arg(path, why), QObject::tr("Choose a folder that exists and is writable."));
}

namespace {

/// The fleet as a scene of its own, in colours that also print well.
class Picture
{
public:
    explicit Picture(const FleetDocument &document) : m_scene(document.catalog(), &Theme::lightTheme())
    {
        m_scene.show(document.fleet(), resolve(document.fleet(), document.catalog()), document.layout());
        for (const auto &host : m_scene.hosts())
            host->setCacheMode(QGraphicsItem::NoCache); // vectors, not pictures of them
        m_area = m_scene.contentsRect().adjusted(-40, -40, 40, 50);
    }

    const QRectF &area() const { return m_area; }
    void drawOn(QPaintDevice &device, const QRectF &target)
    {
        QPainter painter(&device);
        painter.setRenderHint(QPainter::Antialiasing);
        m_scene.render(&painter, target, m_area);
    }

private:
    CanvasScene m_scene;
    QRectF m_area;
};

void writePdf(const FleetDocument &document, QIODevice &device)
{
    Picture picture(document);
    QPdfWriter writer(&device);
    writer.setTitle(document.fleet().settings().values.at(u"name").text());
    writer.setPageSize(QPageSize(picture.area().size(), QPageSize::Point)); // one page of the picture's own shape
    writer.setPageMargins(QMarginsF());
    writer.setResolution(144);
    picture.drawOn(writer, QRectF(0, 0, writer.width(), writer.height()));
}

} // namespace

QByteArray diagramSvg(const FleetDocument &document)
{
    Picture picture(document);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(picture.area().size().toSize());
    generator.setViewBox(QRectF(QPointF(), picture.area().size()));
    generator.setTitle(document.fleet().settings().values.at(u"name").text());
    picture.drawOn(generator, QRectF(QPointF(), picture.area().size()));
    return bytes;
}

QImage diagramImage(const FleetDocument &document, qreal scale)
{
    Picture picture(document);
    QImage image((picture.area().size() * scale).toSize(), QImage::Format_ARGB32);
    image.fill(Theme::lightTheme().canvas);
    picture.drawOn(image, QRectF(QPointF(), picture.area().size() * scale));
    return image;
}

Result<void> writeDiagram(const FleetDocument &document, const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending != u"svg"_s && ending != u"png"_s && ending != u"pdf"_s)
        return fail(u"bad-ending"_s, QObject::tr("%1 is neither .svg nor .png nor .pdf").arg(path), QObject::tr("Name the picture with one of these endings."));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(path, file.errorString());
    if (ending == u"svg"_s)
        file.write(diagramSvg(document));
    else if (ending == u"pdf"_s)
        writePdf(document, file);
    else if (!diagramImage(document, 2).save(&file, "PNG"))
        return cannotWrite(path, file.errorString());
    if (!file.commit())
        return cannotWrite(path, file.errorString());
    return {};
}

} // namespace gui
