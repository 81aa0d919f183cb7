// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas without a window: geometry, bundled links, marks and colours.

#include "gui/canvas/geometry.h"
#include "gui/contrast.h"
#include "gui/canvas/links.h"
#include "gui/canvas/marks.h"
#include "gui/canvas/scene.h"
#include "gui/diagram.h"
#include "gui/theme.h"
#include "tests/gui/fixture.h"

#include <QImage>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestCanvas : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void hostsFacingTheInternetStandAboveTheNetwork()
    {
        const auto fleet = tests::templateFleet().fleet;
        const auto topology = resolve(fleet, Catalog::builtIn());
        const auto places = arrange(topology, Catalog::builtIn());
        QCOMPARE(places.size(), 3);
        const auto y = [&](const char *name) { return places.value(ItemId::host(QString::fromLatin1(name))).position.y(); };
        QCOMPARE(y("factorio-server-mini"), y("factorio-server-stream"));
        QVERIFY(y("factorio-server") > y("factorio-server-mini"));
        QHash<ItemId, QRectF> boxes;
        for (const auto &host : topology.hosts)
            boxes.insert(host.id, QRectF(places.value(host.id).position, layOutHost(topology, host, Catalog::builtIn()).size));
        const Sides sides = sidesOf(topology);
        QRectF above, below;
        for (auto it = boxes.cbegin(); it != boxes.cend(); ++it)
            (sides.facing.contains(it.key()) ? above : below) |= it.value();
        const Strips strips = stripsAround(above, below, sides.usesMesh);
        QVERIFY(strips.hasMesh);
        for (const QRectF &box : boxes) {
            QVERIFY(!box.intersects(strips.internet));
            QVERIFY(!box.intersects(strips.mesh));
        }
        QVERIFY(strips.internet.bottom() < boxes.value(ItemId::host(u"factorio-server-mini"_s)).top());
        QVERIFY(strips.mesh.top() > boxes.value(ItemId::host(u"factorio-server-stream"_s)).bottom());
        QVERIFY(strips.mesh.bottom() < boxes.value(ItemId::host(u"factorio-server"_s)).top());
    }

    void chipsNeverOverlap_data()
    {
        QTest::addColumn<int>("games");
        for (const int n : {0, 1, 3, 4, 17, 60})
            QTest::newRow(qPrintable(QString::number(n))) << n;
    }
    void chipsNeverOverlap()
    {
        QFETCH(int, games);
        model::Fleet fleet = tests::templateFleet().fleet;
        for (int i = 3; i < games; ++i) {
            const auto advice = adviseNew(fleet, Catalog::builtIn(), resolve(fleet, Catalog::builtIn()), Catalog::builtIn().kindOfSection(u"games"_s)->name, u"factorio-server"_s);
            QVERIFY2(advice.allowed, qPrintable(advice.words));
            fleet = apply(fleet, Catalog::builtIn(), advice.step).value();
        }
        const auto topology = resolve(fleet, Catalog::builtIn());
        for (const auto &host : topology.hosts) {
            const HostGeometry g = layOutHost(topology, host, Catalog::builtIn());
            for (qsizetype i = 0; i < g.chips.size(); ++i) {
                QVERIFY(QRectF(QPointF(), g.size).contains(g.chips.at(i).rect));
                for (qsizetype j = i + 1; j < g.chips.size(); ++j)
                    QVERIFY(!g.chips.at(i).rect.intersects(g.chips.at(j).rect));
            }
        }
    }

    void linksAreBundledAndLabelledWithPorts()
    {
        const auto topology = resolve(tests::templateFleet().fleet, Catalog::builtIn());
        QStringList internet, mesh;
        for (const Stub &stub : bundle(topology))
            (stub.internet ? internet : mesh) += stub.labels;
        const QString all = internet.join(u'|'), meshText = mesh.join(u'|');
        QVERIFY2(all.contains(u"443"_s), qPrintable(all));
        QVERIFY2(all.contains(u"3478"_s), qPrintable(all));
        QVERIFY2(all.contains(u"49152–49200"_s), qPrintable(all));
        QVERIFY2(meshText.contains(u"34197–34199"_s), qPrintable(meshText));
    }

    void portsReadAsAPersonWritesThem()
    {
        QCOMPARE(portsText({34199, 34197, 34198, 34300}), u"34197–34199, 34300"_s);
        QCOMPARE(portsText({22}), u"22"_s);
        QCOMPARE(portsText({}), QString());
    }

    void coloursCanBeRead_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void coloursCanBeRead()
    {
        QFETCH(bool, dark);
        const Theme &theme = dark ? Theme::darkTheme() : Theme::lightTheme();
        for (const QColor &ground : {theme.canvas, theme.surface, theme.raised}) {
            for (const QColor &ink : {theme.text, theme.dim, theme.accent, theme.good, theme.warning, theme.bad, theme.unknown})
                QVERIFY2(contrast(ink, ground) >= 4.5, qPrintable(ink.name() + u" on "_s + ground.name() + u": "_s + QString::number(contrast(ink, ground))));
            for (const QColor &tier : theme.tiers)
                QVERIFY2(contrast(tier, ground) >= 3, qPrintable(tier.name() + u" on "_s + ground.name()));
        }
        QVERIFY(contrast(theme.onAccent, theme.accent) >= 4.5);
    }

    void statesDifferByShape()
    {
        // Drawn in one colour, no two states may look alike.
        QList<QImage> images;
        for (const MarkShape shape : {MarkShape::Good, MarkShape::Warning, MarkShape::Bad, MarkShape::Unknown, MarkShape::Busy}) {
            QImage image(48, 48, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintMark(painter, QRectF(4, 4, 40, 40), shape, Theme::lightTheme());
            painter.end();
            images.append(image.convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_Mono, Qt::ThresholdDither));
        }
        for (qsizetype i = 0; i < images.size(); ++i) {
            for (qsizetype j = i + 1; j < images.size(); ++j) {
                int different = 0;
                for (int y = 0; y < 48; ++y) {
                    for (int x = 0; x < 48; ++x)
                        different += images.at(i).pixelIndex(x, y) != images.at(j).pixelIndex(x, y);
                }
                QVERIFY2(different > 60, qPrintable(u"states %1 and %2 differ in %3 pixels only"_s.arg(i).arg(j).arg(different)));
            }
        }
    }

    void diagramsAreDrawnToFiles()
    {
        QTemporaryDir folder;
        model::FleetDocument document(Catalog::builtIn());
        document.adopt(tests::templateFleet());
        QVERIFY(writeDiagram(document, folder.filePath(u"a.svg"_s)));
        const QByteArray svg = tests::readFile(folder.filePath(u"a.svg"_s));
        for (const char *word : {"factorio-server-mini", "g01", "c03", "Public internet", "Private network"})
            QVERIFY2(svg.contains(word), word);
        QCOMPARE(svg.count("Tailscale"), document.fleet().hosts().size() + 1); // once on each host, and as the name of the network
        QCOMPARE(svg.count("tailscale"), 0);
        QVERIFY(writeDiagram(document, folder.filePath(u"a.png"_s)));
        QVERIFY(QImage(folder.filePath(u"a.png"_s)).width() > 1000);
        QVERIFY(!writeDiagram(document, folder.filePath(u"a.gif"_s)));
        QVERIFY(!writeDiagram(document, folder.filePath(u"missing/a.png"_s)));
    }
};

QTEST_MAIN(TestCanvas)
#include "tst_canvas.moc"
