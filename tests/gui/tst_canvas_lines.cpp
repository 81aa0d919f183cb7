// SPDX-License-Identifier: GPL-3.0-or-later
// Lines and labels on the canvas: equal lines are equally wide at every zoom, no label lies upon another, words end as words.

#include "gui/canvas/geometry.h"
#include "gui/canvas/links.h"
#include "gui/canvas/scene.h"
#include "gui/canvas/textrun.h"
#include "gui/icons.h"
#include "model/validate.h"
#include "tests/gui/fixture.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

class TestCanvasLines : public QObject
{
    Q_OBJECT

    struct Words
    {
        QString text;
        QPointF at;
    };
    Fleet m_fleet = tests::templateFleet().fleet;
    Topology m_topology = resolve(m_fleet, Catalog::builtIn());
    std::unique_ptr<CanvasScene> m_scene;

    /// Texts as they are painted, by what a vector file of the canvas says.
    QList<Words> painted(QRectF area = {})
    {
        if (area.isNull())
            area = m_scene->contentsRect().adjusted(-10, -10, 10, 10);
        for (const auto &host : m_scene->hosts())
            host->setCacheMode(QGraphicsItem::NoCache); // words, not pictures of them
        QBuffer buffer;
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        svg.setViewBox(QRectF(QPointF(), area.size()));
        {
            QPainter painter(&svg);
            m_scene->render(&painter, QRectF(QPointF(), area.size()), area);
        }
        static const QRegularExpression element(u"<text[^>]*\\bx=\"([-0-9.]+)\"\\s+y=\"([-0-9.]+)\"[^>]*>([^<]*)<"_s);
        QList<Words> all;
        for (const auto &match : element.globalMatch(QString::fromUtf8(buffer.data())))
            all.append({match.captured(3).trimmed(), QPointF(match.captured(1).toDouble(), match.captured(2).toDouble())});
        return all;
    }

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        tests::useEmptySettings();
    }
    void init()
    {
        m_scene = std::make_unique<CanvasScene>(Catalog::builtIn(), &Theme::darkTheme());
        m_scene->show(m_fleet, m_topology, {});
    }

    void oneLabelSpeaksForAFoldedHost()
    {
        Layout folded = m_scene->places();
        const ItemId stream = ItemId::host(u"factorio-server-stream"_s), mini = ItemId::host(u"factorio-server-mini"_s);
        folded[stream].collapsed = true;
        m_scene->place(folded);
        const QRectF box = m_scene->itemBox(stream), other = m_scene->itemBox(mini);
        QList<Words> labels;
        for (const Words &each : painted()) {
            if ((each.text.startsWith("HTTPS"_L1) || each.text.startsWith("TURN"_L1) || each.text.startsWith("Relay"_L1)) && box.left() < each.at.x() && each.at.x() < box.right())
                labels.append(each);
        }
        QCOMPARE(labels.size(), 3);
        for (qsizetype i = 0; i < labels.size(); ++i) {
            for (qsizetype j = i + 1; j < labels.size(); ++j)
                QVERIFY2(std::abs(labels.at(i).at.y() - labels.at(j).at.y()) >= 12, qPrintable(labels.at(i).text + u" on "_s + labels.at(j).text));
        }
        QVERIFY(other != box);
        folded[stream].collapsed = false; // each its own again
        m_scene->place(folded);
        QStringList texts;
        for (const Words &each : painted())
            texts.append(each.text);
        QCOMPARE(texts.count(u"HTTPS 443"_s), 2);
        QCOMPARE(texts.filter(u"TURN"_s).size(), 1);
    }

    void labelsOfManyLinksAreMerged()
    {
        QList<qsizetype> all;
        for (qsizetype i = 0; i < m_topology.links.size(); ++i) {
            if (m_topology.links.at(i).from.isEmpty())
                all.append(i);
        }
        const QStringList labels = labelsOf(m_topology, all);
        QCOMPARE(labels.count(u"HTTPS 443"_s), 1); // of two hosts
        QCOMPARE(QSet<QString>(labels.begin(), labels.end()).size(), labels.size());
    }

    void equalLinesAreEquallyWide_data()
    {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<int>("fine");
        for (const double zoom : {0.51, 0.6, 0.73, 0.9, 1.0, 1.25, 1.37, 1.5, 2.0, 3.0}) {
            for (const int fine : {1, 2, 3}) // pixels of the screen for one
                QTest::addRow("%g, %d %%", zoom, fine * 100) << zoom << fine;
        }
    }
    void equalLinesAreEquallyWide()
    {
        QFETCH(double, zoom);
        QFETCH(int, fine);
        Layers layers = m_scene->layers();
        layers.labels = false;
        m_scene->setLayers(layers);
        const QRectF area = m_scene->contentsRect().adjusted(-13.3, -11.7, 10, 10);
        QImage image((area.size() * zoom * fine).toSize(), QImage::Format_RGB32);
        image.setDevicePixelRatio(fine);
        image.fill(Qt::black);
        QPainter painter(&image);
        m_scene->render(&painter, QRectF(QPointF(), area.size() * zoom), area);
        painter.end();
        const QRectF host = m_scene->itemBox(ItemId::host(u"factorio-server-mini"_s));
        const int row = int((host.top() - 30 - area.top()) * zoom * fine); // between the internet and the hosts that face it
        QList<int> widths;
        int width = 0;
        for (int x = 0; x < image.width(); ++x) {
            const bool isLine = image.pixelColor(x, row) == Theme::darkTheme().internetLink;
            if (!isLine && width > 0)
                widths.append(width);
            width = isLine ? width + 1 : 0;
        }
        QCOMPARE(widths.size(), 3);
        QCOMPARE(widths, QList<int>(3, fine * qMax(1, qRound(2 * zoom))));
    }

    void linksOfWhatIsSelectedLieAboveTheOthers()
    {
        const QRectF caddy = m_scene->itemBox(ItemId(u"factorio-server-stream/caddy"_s)), stem(caddy.center().x() - 6, caddy.bottom(), 12, 12); // shared by all three
        for (const QString &client : {u"c01"_s, u"c02"_s, u"c03"_s}) {
            m_scene->setSelected({ItemId(u"stream-client/"_s + client)});
            QImage image(stem.size().toSize(), QImage::Format_RGB32);
            QPainter painter(&image);
            m_scene->render(&painter, QRectF(QPointF(), stem.size()), stem);
            painter.end();
            QCOMPARE(image.pixelColor(6, 6), Theme::darkTheme().accent);
        }
    }

    /// Near the edge of the private network it would look like another edge; only its words are passed below them.
    void aSelectedLinkRunsInTheMiddleOfThePrivateNetwork()
    {
        m_scene->setSelected({ItemId(u"game/g01"_s)});
        const QRectF stream = m_scene->itemBox(ItemId::host(u"factorio-server-stream"_s)), server = m_scene->itemBox(ItemId::host(u"factorio-server"_s));
        const QRectF mesh = stripsAround(stream | m_scene->itemBox(ItemId::host(u"factorio-server-mini"_s)), server, true).mesh;
        const double from = stream.center().x(), to = server.center().x();
        QImage image(mesh.size().toSize(), QImage::Format_RGB32);
        QPainter painter(&image);
        m_scene->render(&painter, QRectF(QPointF(), mesh.size()), mesh);
        const int x = qRound((from + to) / 2 - mesh.left());
        QList<int> lines;
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixelColor(x, y) == Theme::darkTheme().accent)
                lines.append(y);
        }
        QVERIFY(!lines.isEmpty());
        QVERIFY2(qAbs((lines.constFirst() + lines.constLast()) / 2.0 - image.height() / 2.0) <= 2, qPrintable(u"%1 to %2 of %3"_s.arg(lines.constFirst()).arg(lines.constLast()).arg(image.height())));
    }

    void wordsOfAHeadEndAsWords()
    {
        const QFont font = canvasFont(12);
        const QString text = u"hosts/a.nix was edited by hand since it was generated (lines: +1 −1, from line 20 on): generating leaves it as it is"_s;
        const auto room = [&](const QString &part) { return QFontMetricsF(font).horizontalAdvance(part) + 1; };
        QCOMPARE(headWords(text, font, room(text)), text);
        QCOMPARE(headWords(text, font, room(u"hosts/a.nix was edited by hand since it was generated (lines: +1 −1, from"_s)),
                 u"hosts/a.nix was edited by hand since it was generated…"_s);
        QCOMPARE(headWords(text, font, room(u"hosts/a.nix was edited by ha…"_s)), u"hosts/a.nix was edited by…"_s);
        QCOMPARE(headWords({}, font, 10), QString());
    }

    /// Whatever is wrong with a host or with what a folded one holds, its head says it in words that have room.
    void problemsHaveRoomInAHead()
    {
        const ItemId mini = ItemId::host(u"factorio-server-mini"_s), stream = ItemId::host(u"factorio-server-stream"_s), game(u"game/g01"_s);
        const QString long_ = u"a text about something that is wrong which is far longer than the head of any host is wide, with a reason and what to do"_s;
        Layout places = m_scene->places();
        places[stream].collapsed = true;
        places[mini].pinned = true;
        m_scene->place(places);
        const auto head = [&](const ItemId &host) {
            const QRectF box = m_scene->itemBox(host);
            for (const Words &each : painted(QRectF(box.topLeft(), QSizeF(box.width(), metrics::header)))) { // places count from the host
qWarning() << each.text << each.at;
if (each.at.x() == 50 && each.at.y() > 35 && each.at.y() < metrics::header)
                    return each.text;
            }
            return QString();
        };
        for (const RuleDoc &rule : ruleDocs(Catalog::builtIn())) {
            m_scene->setMarks(marksOf({{Severity::Error, rule.code, long_, mini, u"hardware.root-device"_s, {}, {}}}));
            const QString words = head(mini);
            QVERIFY2(!words.contains(QChar(0x2026)) && words.startsWith(rule.code.section(u'-', 0, 0), Qt::CaseInsensitive), qPrintable(rule.code + u": "_s + words));
        }
        m_scene->setMarks(marksOf({{Severity::Error, u"hand-edit"_s, long_, mini, u"hosts/factorio-server-mini.nix"_s, {}, {}}}));
        QCOMPARE(head(mini), u"Hand edit"_s);
        m_scene->setMarks(marksOf({{Severity::Warning, u"no-way-in"_s, long_, mini, {}, stream, {}}, {Severity::Error, u"bad-name"_s, long_, mini, u"name"_s, {}, {}}}));
        QCOMPARE(head(mini), u"2 problems"_s);
        QCOMPARE(head(stream), u"No way in"_s);
        QVERIFY2(m_scene->marks().value(mini).text.startsWith(long_) && m_scene->marks().value(mini).text.contains(u"1 more"_s), qPrintable(m_scene->marks().value(mini).text));
        QCOMPARE(m_scene->marks().value(mini).shape, MarkShape::Bad); // the gravest
        m_scene->setMarks(marksOf({{Severity::Error, u"port-clash"_s, u"short"_s, mini, {}, {}, {}}}));
        QCOMPARE(head(mini), u"short"_s);
        const ItemId inStream = m_scene->hostOf(stream)->geometry().folded.constFirst();
        m_scene->setMarks(marksOf({{Severity::Error, u"port-clash"_s, long_, inStream, u"web-port"_s, {}, {}}}));
        QVERIFY2(head(stream).endsWith(u": Port clash: web-port"_s), qPrintable(head(stream)));
        QVERIFY(marksOf({{Severity::Note, u"not-yet"_s, long_, game, {}, {}, {}}, {Severity::Error, u"no-hosts"_s, long_, ItemId::fleet(), {}, {}, {}}}).isEmpty());
    }

    void aMarkedHostKeepsItsNameFromAfar()
    {
        const ItemId mini = ItemId::host(u"factorio-server-mini"_s);
        const auto inkOf = [&] { // of the name, left of where the mark stands
            const QRectF box = m_scene->itemBox(mini);
            constexpr double zoom = 0.33;
            QImage image((box.size() * zoom).toSize(), QImage::Format_RGB32);
            image.fill(Qt::black);
            QPainter painter(&image);
            m_scene->render(&painter, QRectF(QPointF(), box.size() * zoom), box);
            painter.end();
            int ink = 0;
            for (int y = 7; y < image.height() - 2; ++y) {
                for (int x = 3; x < image.width() - 22; ++x)
                    ink += image.pixelColor(x, y).lightness() > 120;
            }
            return ink;
        };
        const int plain = inkOf();
        QVERIFY2(plain > 30, qPrintable(QString::number(plain)));
        m_scene->setMarks({{mini, {MarkShape::Warning, u"look"_s}}});
        QVERIFY2(inkOf() > plain / 2, qPrintable(QString::number(inkOf())));
    }

    /// What links go over is an outline while nothing sets it up: "none" is no network.
    void aNetworkThatIsNotThereIsAnOutline()
    {
        const auto inside = [&](const QString &overlay) {
            FleetDocument document(Catalog::builtIn());
            document.adopt(tests::templateFleet());
            if (!document.apply({{}, {SetField{ItemId::fleet(), u"overlay"_s, Value(overlay)}}}))
                qFatal("the edit is refused");
            m_scene->show(document.fleet(), resolve(document.fleet(), Catalog::builtIn()), {});
            QPointF at;
            for (const Words &each : painted()) {
                if (each.text == u"Private network"_s)
                    at = each.at - QPointF(38, 5); // left of the sign
            }
            QImage image(8, 8, QImage::Format_RGB32);
            image.fill(Theme::darkTheme().canvas);
            QPainter painter(&image);
            m_scene->render(&painter, image.rect(), QRectF(at - QPointF(4, 4), image.size()));
            painter.end();
            return image.pixelColor(4, 4);
        };
        QVERIFY(inside(u"wireguard"_s) != inside(u"none"_s));
        QCOMPARE(inside(u"none"_s), Theme::darkTheme().canvas);
    }

    void everyPrivateNetworkHasAPicture()
    {
        const Field *overlay = Catalog::builtIn().kind(u"fleet")->field(u"overlay");
        QVERIFY(overlay && hasIcon(u"mesh"_s) && !hasIcon(u"no such"_s));
        for (const QString &name : overlay->values)
            QVERIFY2(hasIcon(name) || name == u"none"_s || name == u"manual"_s, qPrintable(name)); // of those it is a plain network
    }
};

QTEST_MAIN(TestCanvasLines)
#include "tst_canvas_lines.moc"
