// SPDX-License-Identifier: GPL-3.0-or-later
// Looking around on the canvas, by mouse, fingers and keyboard, in the real window.

#include "gui/canvas/minimap.h"
#include "gui/canvas/viewmemory.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "tests/gui/canvastest.h"

#include <QMenuBar>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolTip>

using namespace tests;

class TestCanvasGestures : public CanvasTest
{
    Q_OBJECT

private slots:
    void initTestCase() { useEmptySettings(); }
    void init() { open(); }
    void cleanup() { close(); }

    void theWheelZoomsAtThePointer_data()
    {
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::newRow("wheel") << Qt::KeyboardModifiers();
        QTest::newRow("Ctrl+wheel") << Qt::KeyboardModifiers(Qt::ControlModifier);
    }
    void theWheelZoomsAtThePointer()
    {
        QFETCH(Qt::KeyboardModifiers, modifiers);
        const QPointF at(211, 307);
        const QPointF before = view().toScene(at);
        const qreal zoom = view().zoom();
        for (int i = 0; i < 9; ++i) {
            wheel(at, 120, modifiers);
            QVERIFY((view().mapFromScene(before) - at).manhattanLength() <= 2);
        }
        QVERIFY(view().zoom() > 2 * zoom);
        for (int i = 0; i < 25; ++i) // far out: more than the whole fleet is to be seen, and still it does not slip
            wheel(at, -120, modifiers);
        QVERIFY(view().zoom() < zoom / 2);
        QVERIFY((view().mapFromScene(before) - at).manhattanLength() <= 2);
    }

    void keysZoomAndFit()
    {
        const qreal fitted = view().zoom();
        QTest::keyClick(m_window.get(), Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(view().zoom() > fitted * 1.2);
        QTest::keyClick(m_window.get(), Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(qAbs(view().zoom() - fitted) < 0.01);
        QTest::keyClick(m_window.get(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(view().zoom(), 1.0);
        select({m_mini});
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ShiftModifier);
        QVERIFY(view().shownRect().contains(box(m_mini)));
        QVERIFY(view().zoom() > fitted);
        QVERIFY((view().shownRect().center() - box(m_mini).center()).manhattanLength() < 4);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ShiftModifier);
        QVERIFY(qAbs(view().zoom() - fitted) < 0.01);
        QTest::keyClick(m_window.get(), Qt::Key_0, Qt::ControlModifier);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(qAbs(view().zoom() - fitted) < 0.01);
        QVERIFY(view().shownRect().contains(scene().contentsRect()));
    }

    void middleAndSpaceDragPan()
    {
        const QPoint from(300, 200), by(90, 40);
        const QPointF before = view().toScene(from);
        QTest::mousePress(viewport(), Qt::MiddleButton, {}, from);
        QCOMPARE(viewport()->cursor().shape(), Qt::ClosedHandCursor);
        move(from + by, Qt::MiddleButton);
        QTest::mouseRelease(viewport(), Qt::MiddleButton, {}, from + by);
        QVERIFY((view().mapFromScene(before) - (from + by)).manhattanLength() <= 1);

        const QPoint onHost = headerOf(m_mini); // with Space nothing is moved, wherever the drag begins
        const QPointF host = box(m_mini).topLeft(), grabbed = view().toScene(onHost);
        QTest::keyPress(&view(), Qt::Key_Space);
        QCOMPARE(viewport()->cursor().shape(), Qt::OpenHandCursor);
        QTest::mousePress(viewport(), Qt::LeftButton, {}, onHost);
        move(onHost + by);
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, onHost + by);
        QTest::keyRelease(&view(), Qt::Key_Space);
        QVERIFY((view().mapFromScene(grabbed) - (onHost + by)).manhattanLength() <= 1);
        QCOMPARE(box(m_mini).topLeft(), host);
        QCOMPARE(viewport()->cursor().shape(), Qt::ArrowCursor);
    }

    void aPinchZoomsBetweenTheFingers()
    {
        const QPointF at(260, 240);
        const QPointF before = view().toScene(at);
        const qreal zoom = view().zoom();
        for (int i = 0; i < 5; ++i) {
            QNativeGestureEvent event(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2, at, at, viewport()->mapToGlobal(at), 0.1, QPointF());
            QCoreApplication::sendEvent(viewport(), &event);
        }
        QVERIFY(view().zoom() > 1.5 * zoom);
        QVERIFY((view().mapFromScene(before) - at).manhattanLength() <= 2);
    }

    void fingersPinchAndPan()
    {
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        const QPoint middle(400, 300), by(60, 30);
        const QPointF before = view().toScene(middle);
        const qreal zoom = view().zoom();
        const auto fingers = [&](const QPoint &centre, int apart, bool first) {
            auto touch = QTest::touchEvent(viewport(), screen.get());
            const QPoint a = centre - QPoint(apart, 0), b = centre + QPoint(apart, 0);
            first ? touch.press(0, a, viewport()).press(1, b, viewport()) : touch.move(0, a, viewport()).move(1, b, viewport());
        };
        fingers(middle, 60, true);
        for (int i = 1; i <= 10; ++i)
            fingers(middle + by * i / 10, 60 + 6 * i, false);
        QTest::touchEvent(viewport(), screen.get()).release(0, middle + by, viewport()).release(1, middle + by, viewport());
        QVERIFY2(qAbs(view().zoom() / zoom - 2) < 0.1, qPrintable(QString::number(view().zoom() / zoom))); // as far apart as they went
        QVERIFY2((view().mapFromScene(before) - (middle + by)).manhattanLength() <= 14, "what was between the fingers stays there");
        QVERIFY(m_window->selection().items().isEmpty() && !m_window->document().canUndo());
    }

    void aBadgeLeadsToItsProblemAndBack()
    {
        const ItemId game(u"game/g02"_s);
        QVERIFY(m_window->perform({u"Clash"_s, {model::SetField{game, u"udp-port"_s, 34197}}}));
        QTRY_VERIFY(!scene().marks().isEmpty());
        const ItemId marked = scene().marks().contains(game) ? game : ItemId(u"game/g01"_s);
        select({});
        m_window->showPanel(&m_window->preview());
        const auto badge = [&](const ItemId &item) { // right above in the chip; right of the title in the header
            const QRectF chip = box(item);
            for (qreal x = chip.right() - 2; x > chip.left(); x -= 2) {
                for (qreal y = chip.top() + 2; y < chip.top() + 40; y += 2) {
                    if (scene().hostOf(item)->markAt({x, y}, view().zoom()) == item)
                        return view().mapFromScene(QPointF(x - 4, y + 4));
                }
            }
            return QPoint();
        };
        const QPoint at = badge(marked);
        QVERIFY(!at.isNull());
        move(at, Qt::NoButton);
        QCOMPARE(viewport()->cursor().shape(), Qt::PointingHandCursor);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at);
        QVERIFY(m_window->problems().isVisible() && m_window->problems().currentItem());
        QCOMPARE(m_window->problems().currentItem()->text(ProblemsList::Code), u"port-clash"_s);
        QCOMPARE(m_window->selection().single(), marked);
        QCOMPARE(m_window->selection().field(), u"udp-port"_s);
        move(view().mapFromScene(box(marked).center()), Qt::NoButton);
        QCOMPARE(viewport()->cursor().shape(), Qt::ArrowCursor);

        select({}); // and back: from the row to the item
        const QRect row = m_window->problems().visualItemRect(m_window->problems().currentItem());
        QTest::mouseClick(m_window->problems().viewport(), Qt::LeftButton, {}, row.topLeft() + QPoint(40, row.height() / 2));
        QCOMPARE(m_window->selection().single(), marked);

        select({m_server}); // collapsed, the host's mark stands for what it hides
        QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
        select({});
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, badge(m_server));
        QCOMPARE(m_window->selection().single(), marked);
        view().zoomBy(0.2 / view().zoom()); // and from afar
        view().lookAt(box(m_server).center());
        select({});
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, badge(m_server));
        QCOMPARE(m_window->selection().single(), marked);
    }

    void theViewIsKeptPerFile()
    {
        QTemporaryDir folder;
        const QByteArray text = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        const QString one = folder.filePath(u"one.yaml"_s), two = folder.filePath(u"two.yaml"_s);
        QVERIFY(tests::writeFile(one, text) && tests::writeFile(two, text));
        QVERIFY(m_window->openFile(one));
        wheel(QPointF(200, 200), 360);
        trigger(u"show-links"_s);
        const qreal zoom = view().zoom();
        const QPointF centre = view().shownRect().center();
        QVERIFY(m_window->openFile(two));
        QVERIFY(qAbs(view().zoom() - zoom) > 0.01); // the other file is shown as a whole
        trigger(u"show-links"_s);
        QVERIFY(scene().layers().links);
        m_window->close();
        m_window = tests::openWindow(tests::templateFleet());
        QVERIFY(m_window->openFile(one));
        QCOMPARE(view().zoom(), zoom);
        QVERIFY((view().shownRect().center() - centre).manhattanLength() < 4);
        QVERIFY(!scene().layers().links);
        QVERIFY(!m_window->findChild<QAction *>(u"action-show-links"_s)->isChecked());
        QVERIFY(!view().restoreViewState("nonsense"));
        QCOMPARE(view().zoom(), zoom);
    }

    void whatIsFittedStaysFittedUntilSomebodyZooms()
    {
        m_window->resize(1200, 800);
        QTRY_VERIFY(view().shownRect().contains(scene().contentsRect()));
        wheel(QPointF(100, 100), 240);
        const qreal zoom = view().zoom();
        m_window->resize(1500, 950);
        QCoreApplication::processEvents();
        QCOMPARE(view().zoom(), zoom);
    }

    void theMinimapShowsJumpsAndDrags()
    {
        Minimap &map = view().minimap();
        QVERIFY(!map.isVisible()); // all is to be seen
        QTest::keyClick(m_window.get(), Qt::Key_0, Qt::ControlModifier);
        view().zoomBy(2);
        QVERIFY(map.isVisible());
        map.grab();
        const QPointF target = box(m_mini).center();
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.toMap(target).toPoint());
        QVERIFY((view().shownRect().center() - target).manhattanLength() < 60);
        const QPoint grab = map.frame().center().toPoint();
        const QPointF before = view().shownRect().center();
        QTest::mousePress(&map, Qt::LeftButton, {}, grab);
        QVERIFY((view().shownRect().center() - before).manhattanLength() < 60);
        QTest::mouseMove(&map, grab + QPoint(24, 10));
        QTest::mouseRelease(&map, Qt::LeftButton, {}, grab + QPoint(24, 10));
        const QPointF moved = view().shownRect().center() - before;
        QVERIFY(moved.x() > 100 && moved.y() > 30);
        const QPoint corner = map.geometry().bottomRight();
        view().lookAt(target); // panning leaves it in its corner
        QCOMPARE(map.geometry().bottomRight(), corner);
        trigger(u"show-minimap"_s);
        QVERIFY(!map.isVisible());
        trigger(u"show-minimap"_s);
        QVERIFY(map.isVisible());
    }

    void actionsHaveNamesOfTheirOwn()
    {
        QSet<QString> names;
        for (const QAction *action : m_window->findChildren<QAction *>(QRegularExpression(u"^action-"_s))) {
            QVERIFY2(!names.contains(action->objectName()), qPrintable(action->objectName()));
            names.insert(action->objectName());
        }
        QVERIFY(names.size() > 40);
    }

    void layersHide()
    {
        const auto picture = [this] { return viewport()->grab().toImage(); };
        const QImage all = picture();
        for (const char *layer : {"show-labels", "show-details", "show-links"}) {
            const QImage before = picture();
            trigger(QString::fromLatin1(layer));
            QVERIFY2(picture() != before, layer);
        }
        trigger(u"show-labels"_s);
        trigger(u"show-details"_s);
        trigger(u"show-links"_s);
        QCOMPARE(picture(), all);
    }

    void tipsSayTheValues()
    {
        const QPoint at = tests::viewportPoint(*m_window, ItemId(u"game/g02"_s));
        QHelpEvent help(QEvent::ToolTip, at, viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(viewport(), &help);
        QTRY_VERIFY(QToolTip::isVisible());
        QVERIFY2(QToolTip::text().contains(u"34198"_s) && QToolTip::text().contains(u"g02"_s), qPrintable(QToolTip::text()));
        QToolTip::hideText();
    }

    void tipsWaitAMoment()
    {
        const QPoint at = viewport()->mapTo(m_window.get(), tests::viewportPoint(*m_window, ItemId(u"game/g02"_s)));
        QTest::mouseMove(m_window->windowHandle(), at - QPoint(8, 4));
        QTest::mouseMove(m_window->windowHandle(), at);
        QCoreApplication::processEvents();
        QVERIFY(!QToolTip::isVisible()); // who only passes by is not disturbed
        QTRY_VERIFY_WITH_TIMEOUT(QToolTip::isVisible(), 3000);
        QVERIFY2(QToolTip::text().contains(u"34198"_s), qPrintable(QToolTip::text()));
        QToolTip::hideText();
    }

    void theKeyboardReachesEverything()
    {
        QSignalSpy activated(&view(), &CanvasView::activated), context(&view(), &CanvasView::contextAsked);
        disconnect(&view(), &CanvasView::contextAsked, nullptr, nullptr); // a menu would wait for a person
        QSignalSpy asked(&view(), &CanvasView::contextAsked);
        QSet<ItemId> seen;
        QTest::keyClick(&view(), Qt::Key_Tab);
        while (!m_window->selection().single().isEmpty() && !seen.contains(m_window->selection().single())) {
            seen.insert(m_window->selection().single());
            QTest::keyClick(&view(), Qt::Key_Tab);
            if (!view().hasFocus())
                break;
        }
        qsizetype all = scene().hosts().size();
        for (const auto &host : scene().hosts())
            all += host->geometry().chips.size();
        QCOMPARE(seen.size(), all);
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_Home);
        QCOMPARE(m_window->selection().single(), m_mini);
        QTest::keyClick(&view(), Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(m_window->selection().single(), ItemId::host(u"factorio-server-stream"_s));
        QTest::keyClick(&view(), Qt::Key_Tab);
        const ItemId item = m_window->selection().single();
        QVERIFY(!scene().host(item));
        QTest::keyClick(&view(), Qt::Key_Right); // from an item, arrows go to the next
        QVERIFY(m_window->selection().single() != item);
        QTest::keyClick(&view(), Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.constFirst().constFirst().value<ItemId>(), m_window->selection().single());
        view().setFocus();
        QContextMenuEvent menu(QContextMenuEvent::Keyboard, {}, {});
        QCoreApplication::sendEvent(&view(), &menu);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.constFirst().constFirst().value<ItemId>(), m_window->selection().single());
    }
};

QTEST_MAIN(TestCanvasGestures)
#include "tst_canvas_gestures.moc"
