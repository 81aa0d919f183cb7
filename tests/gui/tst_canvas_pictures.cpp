// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas in every state, both themes, at 100 and 200 %. With SWITCHYARD_PICTURES=DIR the pictures are kept there to be looked at.

#include "gui/canvas/view.h"
#include "gui/theme.h"
#include "tests/gui/fixture.h"

#include <QDragEnterEvent>
#include <QMimeData>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestCanvasPictures : public QObject
{
    Q_OBJECT

    std::unique_ptr<CanvasScene> m_scene;
    std::unique_ptr<CanvasView> m_view;
    model::Fleet m_fleet;
    model::Topology m_topology;

    void open(const model::Fleet &fleet, const Theme &theme, const model::Layout &layout = {})
    {
        m_fleet = fleet;
        m_topology = resolve(fleet, Catalog::builtIn());
        m_view.reset();
        m_scene = std::make_unique<CanvasScene>(Catalog::builtIn(), &theme);
        m_scene->show(m_fleet, m_topology, layout);
        const auto adviser = [this](const QString &kind, const ItemId &item, const QString &host) {
            return kind.isEmpty() ? adviseMove(m_fleet, Catalog::builtIn(), m_topology, item, host)
                                  : adviseNew(m_fleet, Catalog::builtIn(), m_topology, kind, host);
        };
        m_view = std::make_unique<CanvasView>(m_scene.get(), adviser);
        m_view->resize(1280, 860);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->fit();
        QCoreApplication::processEvents();
    }
    QImage picture(const QString &name, qreal scale)
    {
        QImage image((QSizeF(m_view->size()) * scale).toSize(), QImage::Format_RGB32);
        image.setDevicePixelRatio(scale);
        static_cast<QWidget *>(m_view.get())->render(&image);
        const QString folder = qEnvironmentVariable("SWITCHYARD_PICTURES");
        if (!folder.isEmpty()) {
            QDir().mkpath(folder);
            const QString theme = m_scene->theme().dark ? u"dark"_s : u"light"_s;
            image.save(QDir(folder).filePath(u"%1-%2-%3.png"_s.arg(name, theme).arg(int(scale * 100))));
        }
        return image;
    }
    void hover(const ItemId &item, const QPointF &at, bool begin)
    {
        static QMimeData mime;
        mime.setData(QString::fromLatin1(itemMime), item.text().toUtf8());
        const QPoint point = m_view->mapFromScene(at);
        if (begin) {
            QDragEnterEvent enter(point, Qt::MoveAction, &mime, Qt::LeftButton, {});
            QCoreApplication::sendEvent(m_view->viewport(), &enter);
        }
        QDragMoveEvent move(point, Qt::MoveAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_view->viewport(), &move);
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("scale");
        for (const bool dark : {true, false}) {
            for (const double scale : {1.0, 2.0})
                QTest::newRow(qPrintable(u"%1 %2"_s.arg(dark ? u"dark"_s : u"light"_s).arg(scale))) << dark << scale;
        }
    }
    void pictures()
    {
        QFETCH(bool, dark);
        QFETCH(double, scale);
        const Theme &theme = dark ? Theme::darkTheme() : Theme::lightTheme();
        const ItemId server = ItemId::host(u"factorio-server"_s), box2 = ItemId::host(u"box2"_s), game(u"game/g03"_s);
        QList<QImage> all;
        open(parseFleet("switchyard: 1\nname: new\nhosts: []\n", Catalog::builtIn())->fleet, theme);
        all << picture(u"empty"_s, scale);

        open(tests::twoGameHosts().fleet, theme);
        all << picture(u"fleet"_s, scale);
        m_scene->setSelected({server});
        all << picture(u"selected-host"_s, scale);
        m_scene->setSelected({game});
        m_scene->setMarks({{ItemId(u"game/g01"_s), {MarkShape::Bad, u"podman-factorio-g01 has failed"_s}}, {ItemId(u"game/g02"_s), {MarkShape::Warning, u"slow"_s}},
                           {game, {MarkShape::Good, {}}}, {server, {MarkShape::Bad, u"a service is down"_s}}, {box2, {MarkShape::Unknown, u"never seen"_s}},
                           {ItemId::host(u"factorio-server-mini"_s), {MarkShape::Good, {}}}, {ItemId::host(u"factorio-server-stream"_s), {MarkShape::Busy, u"testing"_s}}});
        all << picture(u"marks"_s, scale);
        m_scene->setMarks({});
        m_scene->setSelected({});
        hover(game, m_scene->itemBox(box2).center(), true);
        all << picture(u"drag"_s, scale);
        hover(game, m_scene->itemBox(server).topLeft() + QPointF(60, 20), false);
        all << picture(u"forbidden"_s, scale);
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(m_view->viewport(), &leave);

        const QPoint from = m_view->mapFromScene(m_scene->itemBox(box2).topLeft() + QPointF(120, 20));
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 5; ++i) {
            QMouseEvent move(QEvent::MouseMove, from + QPoint(i * 3, i * 8), m_view->viewport()->mapToGlobal(from + QPoint(i * 3, i * 8)), Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(m_view->viewport(), &move);
        }
        QMouseEvent level(QEvent::MouseMove, from + QPoint(24, 3), m_view->viewport()->mapToGlobal(from + QPoint(24, 3)), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_view->viewport(), &level);
        all << picture(u"guides"_s, scale);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);

        model::Layout folded = m_scene->places();
        folded[server].collapsed = true;
        folded[box2].pinned = true;
        m_scene->place(folded);
        m_scene->setMarks({{ItemId(u"game/g01"_s), {MarkShape::Bad, u"podman-factorio-g01 has failed"_s}}});
        all << picture(u"collapsed-pinned"_s, scale);
        m_view->zoomBy(0.45);
        all << picture(u"from-the-middle"_s, scale);
        m_view->zoomBy(0.35);
        all << picture(u"from-afar"_s, scale);
        for (qsizetype i = 0; i < all.size(); ++i) {
            for (qsizetype j = i + 1; j < all.size(); ++j)
                QVERIFY2(all.at(i) != all.at(j), qPrintable(u"states %1 and %2 look alike"_s.arg(i).arg(j)));
        }
    }
    void thousandHosts()
    {
        QByteArray text = "switchyard: 1\nname: big\ndomain: example.com\nhosts:\n";
        QByteArray games;
        for (int i = 0; i < 1000; ++i) {
            const QByteArray name = "box-" + QByteArray::number(i).rightJustified(4, '0');
            text += "  - {name: " + name + ", roles: [" + (i % 10 == 0 ? "broker" : i % 10 < 7 ? "game-server" : "stream-host") + "]}\n";
            for (int j = 0; j < 10 && i % 10 > 0 && i % 10 < 7; ++j)
                games += "  - {name: g" + QByteArray::number(i * 10 + j) + ", host: " + name + ", udp-port: " + QByteArray::number(34197 + j)
                    + ", rcon-port: " + QByteArray::number(27015 + j) + "}\n";
        }
        const auto parsed = model::parseFleet(text + "games:\n" + games, Catalog::builtIn());
        QVERIFY(parsed.has_value());
        open(parsed->fleet, Theme::darkTheme());
        picture(u"thousand"_s, 1);
        m_view->zoomBy(3);
        picture(u"thousand-nearer"_s, 1);
        m_view->zoomBy(2);
        hover(ItemId(u"game/g11"_s), m_view->shownRect().center(), true);
        picture(u"thousand-drag"_s, 1);
        qsizetype answered = 0;
        for (const auto &host : m_scene->hosts())
            answered += host->drop().state != DropState::None;
        QVERIFY(answered > 5 && answered < 300); // those in view only
    }
};

QTEST_MAIN(TestCanvasPictures)
#include "tst_canvas_pictures.moc"
