// SPDX-License-Identifier: GPL-3.0-or-later
// An edit paints what it changed on the canvas, not all of it; and what stays painted is still true.

#include "gui/canvas/minimap.h"
#include "gui/derived.h"
#include "tests/gui/canvastest.h"
#include "tests/gui/painted.h"
#include "tests/gui/widefleet.h"
#include "tests/model/randomedit.h"

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;
using tests::differenceOf, tests::onScreen, tests::pixelsIn, tests::Spy;

class TestRepaints : public tests::CanvasTest
{
    Q_OBJECT

    const ItemId m_game{u"game/g01"_s}, m_other{u"game/g02"_s};

    /// What the screen shows of the canvas is what painting all of it anew gives, or these hosts: a picture of one that made way
    /// stands at the next pixel, where painting it anew puts it between two.
    void compareCanvas(const char *after, const QSet<QString> *hosts = nullptr)
    {
        QCoreApplication::processEvents();
        const QImage now = onScreen(*viewport());
        for (const auto &host : scene().hosts()) {
            if (!hosts || hosts->contains(host->look().title))
                host->update(); // not what is kept of its picture
        }
        viewport()->update();
        QCoreApplication::processEvents();
        QVERIFY(!now.isNull());
        const QImage anew = onScreen(*viewport());
        const QRect where = differenceOf(now, anew);
        if (!where.isNull()) { // to look at
            now.save(QDir::tempPath() + u"/repaints-now.png"_s);
            anew.save(QDir::tempPath() + u"/repaints-anew.png"_s);
        }
        QVERIFY2(where.isNull(), qPrintable(u"%1: at %2, %3, %4 x %5"_s.arg(QLatin1StringView(after)).arg(where.x()).arg(where.y()).arg(where.width()).arg(where.height())));
    }

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        tests::useEmptySettings();
    }
    void init() { open(); }
    void cleanup() { close(); }

    void aFittedCanvasStaysFitted()
    {
        QVERIFY(view().shownRect().contains(scene().contentsRect()));
        const qreal before = view().zoom();
        for (int i = 0; i < 12; ++i) {
            QVERIFY(m_window->perform({{}, {AddItem{u"game"_s, u"more%1"_s.arg(i), u"box2"_s, {{u"udp-port"_s, Value(40000 + i)}, {u"rcon-port"_s, Value(41000 + i)}}}}}));
            QVERIFY2(view().shownRect().contains(scene().contentsRect()), qPrintable(QString::number(i)));
        }
        QVERIFY(view().zoom() < before);
        view().zoomBy(1.5); // from here on it is the person's
        const qreal zoom = view().zoom();
        const QRectF shown = view().shownRect();
        for (int i = 12; i < 18; ++i)
            QVERIFY(m_window->perform({{}, {AddItem{u"game"_s, u"more%1"_s.arg(i), u"box2"_s, {{u"udp-port"_s, Value(40000 + i)}, {u"rcon-port"_s, Value(41000 + i)}}}}}));
        QCOMPARE(view().zoom(), zoom);
        QCOMPARE(view().shownRect(), shown);
    }

    void theMinimapShowsWhatIsThereNow()
    {
        QTest::keyClick(m_window.get(), Qt::Key_0, Qt::ControlModifier);
        view().zoomBy(2);
        Minimap &map = view().minimap();
        QVERIFY(map.isVisible());
        map.grab();
        const auto compare = [&](const char *after) {
            const QImage now = map.grab().toImage();
            const QSize size = map.size();
            map.resize(size + QSize(1, 0)); // all of it is drawn anew
            map.grab();
            map.resize(size);
            const QImage anew = map.grab().toImage();
            QVERIFY2(now == anew, after);
        };
        QVERIFY(setPort(m_game, 34198)); // of g02: both get a mark
        compare("a clash");
        const QImage marked = map.grab().toImage();
        m_window->document().undo();
        compare("no clash");
        QVERIFY(map.grab().toImage() != marked);
        Layout layout = scene().places();
        layout[m_server].collapsed = true;
        m_window->document().place(u"fold"_s, layout);
        compare("a folded box");
        layout[m_mini].position += QPointF(700, 300);
        m_window->document().place(u"move"_s, layout);
        compare("a moved box");
        m_window->setTheme(&m_window->theme() == &Theme::darkTheme() ? ThemeChoice::Light : ThemeChoice::Dark);
        compare("another theme");
    }

    void partsOfABoxAreRepainted_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {1.0, 0.7, 0.4, 0.2})
            QTest::addRow("%g", zoom) << zoom;
    }
    void partsOfABoxAreRepainted()
    {
        QFETCH(double, zoom);
        view().zoomBy(zoom / view().zoom());
        view().setMinimapShown(false); // it follows a little later
        compareCanvas("zoom");
        select({m_game});
        compareCanvas("selected");
        select({m_other, m_box2});
        compareCanvas("another one, and a host");
        select({});
        compareCanvas("none");
        const QPoint at = tests::viewportPoint(*m_window, m_game), next = tests::viewportPoint(*m_window, m_other);
        for (const QPoint &point : {at, next, QPoint(2, 2)}) {
            move(point, Qt::NoButton);
            compareCanvas("the pointer is over it");
        }
        QVERIFY(setPort(m_game, 34198));
        compareCanvas("marked");
        m_window->document().undo();
        compareCanvas("no more");
        QVERIFY(m_window->perform({{}, {MoveItem{m_game, u"box2"_s}}}));
        compareCanvas("moved");
        QVERIFY(m_window->perform({{}, {RemoveItem{m_other}}}));
        compareCanvas("removed");
        QVERIFY(m_window->perform({{}, {SetField{m_box2, u"ssh.address"_s, Value(u"203.0.113.77"_s)}}}));
        compareCanvas("another address below the name");
        select({m_box2});
        QVERIFY(m_window->perform({{}, {SetField{m_box2, u"name"_s, Value(u"another-box"_s)}}}));
        compareCanvas("another name, of what is selected");
        m_window->document().undo();
        compareCanvas("its name again");
    }

    void choosingAnItemRepaintsItsChip()
    {
        view().resetZoom();
        view().centre(m_game);
        view().setMinimapShown(false); // it follows a little later
        select({m_other});
        compareCanvas("before"); // all was painted where it stands
        Spy canvas(viewport());
        const QRectF chip = box(m_game);
        move(tests::viewportPoint(*m_window, m_game), Qt::NoButton);
        QCoreApplication::processEvents();
        QVERIFY(pixelsIn(canvas.m_painted) > 0);
        QVERIFY2(pixelsIn(canvas.m_painted) < qint64(chip.width() * chip.height() * 2), qPrintable(QString::number(pixelsIn(canvas.m_painted))));
    }

    void randomEditsAreRepainted()
    {
        m_window->showFleet(*parseFleet(tests::wideFleet(9), m_window->catalog()));
        view().fit();
        view().setMinimapShown(false); // it follows a little later
        tests::SeededFleet random(7);
        for (int step = 0; step < 40; ++step) {
            (void)m_window->document().apply(EditStep{{}, {tests::randomEdit(m_window->document().fleet(), random)}});
            compareCanvas(qPrintable(m_window->document().undoText()), &m_window->derived().touchedHosts().hosts);
        }
    }

    void guidesComeAndGoWithAMovedHost_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.7, 0.4, 0.2})
            QTest::addRow("%g", zoom) << zoom;
    }
    void guidesComeAndGoWithAMovedHost()
    {
        QFETCH(double, zoom);
        m_window->showFleet(*parseFleet(tests::wideFleet(9), m_window->catalog()));
        view().zoomBy(zoom / view().zoom());
        const HostItem &host = *scene().hosts().at(4);
        view().centre(host.id());
        view().setMinimapShown(false); // it follows a little later
        const QPoint grip = headerOf(host.id());
        const QSet<QString> none;
        QTest::mousePress(viewport(), Qt::LeftButton, {}, grip);
        int parts = 0;
        for (const QPoint &by : {QPoint(14, 12), QPoint(-14, -12), QPoint(2, 60), QPoint(60, 3), QPoint(150, 150), QPoint(0, 14)}) {
            QCoreApplication::processEvents();
            Spy canvas(viewport());
            move(grip + by);
            QCoreApplication::processEvents();
            parts += canvas.m_painted.rectCount() > 1;
            compareCanvas("moved", &none);
        }
        QVERIFY2(parts > 3, qPrintable(QString::number(parts)));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, grip);
        compareCanvas("let go", &none);
    }

    void anEditRepaintsAPartOfTheCanvas()
    {
        m_window->showFleet(*parseFleet(tests::wideFleet(9), m_window->catalog()));
        view().fit();
        QCoreApplication::processEvents();
        for (const Value &port : {Value(40000), Value(40001)}) {
            Spy canvas(viewport());
            QVERIFY(m_window->perform({{}, {SetField{ItemId(u"game/g0"_s), u"rcon-port"_s, port}}}));
            QCoreApplication::processEvents();
            QVERIFY(pixelsIn(canvas.m_painted) > 0);
            QVERIFY2(pixelsIn(canvas.m_painted) * 5 < qint64(viewport()->width()) * viewport()->height(), qPrintable(QString::number(pixelsIn(canvas.m_painted))));
        }
    }

    void aGhostIsAsItIsNow()
    {
        view().resetZoom(); // near enough for ports
        view().centre(m_game);
        QCoreApplication::processEvents();
        const auto ghost = [&] { return view().ghostOf(box(m_game)).toImage(); };
        const QImage before = ghost();
        QVERIFY(m_window->perform({{}, {SetField{m_game, u"rcon-port"_s, Value(40777)}}}));
        QCoreApplication::processEvents(); // the canvas shows it
        const QImage after = ghost();
        QVERIFY(!before.isNull() && before.size() == after.size());
        QVERIFY(differenceOf(before, after) != QRect());
    }
};

QTEST_MAIN(TestRepaints)
#include "tst_repaints.moc"
