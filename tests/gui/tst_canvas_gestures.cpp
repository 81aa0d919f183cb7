// SPDX-License-Identifier: GPL-3.0-or-later
// Looking around and arranging on the canvas, by mouse, fingers and keyboard, in the real window.

#include "gui/actions/actions.h"
#include "gui/canvas/minimap.h"
#include "gui/canvas/viewmemory.h"
#include "tests/gui/fixture.h"

#include <QAction>
#include <QMenuBar>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;
using model::Place;

class TestCanvasGestures : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;
    const ItemId m_box2 = ItemId::host(u"box2"_s), m_server = ItemId::host(u"factorio-server"_s), m_mini = ItemId::host(u"factorio-server-mini"_s);

    CanvasView &view() { return m_window->canvas(); }
    CanvasScene &scene() { return m_window->scene(); }
    QWidget *viewport() { return view().viewport(); }
    QRectF box(const ItemId &id) { return scene().itemBox(id); }
    Place place(const ItemId &id) { return scene().places().value(id); }
    void trigger(const QString &name)
    {
        auto *action = m_window->findChild<QAction *>(u"action-"_s + name);
        QVERIFY2(action, qPrintable(name));
        action->trigger();
    }
    QPoint headerOf(const ItemId &host) { return view().mapFromScene(box(host).topLeft() + QPointF(120, 20)); }
    void wheel(const QPointF &at, int turned, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(at, viewport()->mapToGlobal(at), {}, {0, turned}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(viewport(), &event);
    }
    void move(const QPoint &to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent event(QEvent::MouseMove, to, viewport()->mapToGlobal(to), Qt::NoButton, button, modifiers);
        QCoreApplication::sendEvent(viewport(), &event);
    }
    void dragHost(const ItemId &host, const QPoint &by, Qt::KeyboardModifiers modifiers = {}, bool release = true)
    {
        const QPoint from = headerOf(host);
        QTest::mousePress(viewport(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 4; ++i)
            move(from + by * i / 4, Qt::LeftButton, modifiers);
        if (release)
            QTest::mouseRelease(viewport(), Qt::LeftButton, modifiers, from + by);
    }
    void select(const QSet<ItemId> &items) { m_window->selection().set(items); }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void init()
    {
        m_window = tests::openWindow(tests::twoGameHosts());
        view().setFocus();
    }
    void cleanup() { m_window.reset(); }

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

    void aMovedHostSnapsToOthersAndShowsGuides()
    {
        const QRectF mini = box(m_mini);
        const QPoint target = ((mini.topLeft() - box(m_box2).topLeft()) * view().zoom()).toPoint() + QPoint(3, -260);
        dragHost(m_box2, target, {}, false);
        QCOMPARE(box(m_box2).left(), mini.left()); // 3 pixels off, pulled into line
        const QImage withGuides = viewport()->grab().toImage();
        QTest::keyClick(&view(), Qt::Key_Escape);
        QVERIFY(!m_window->document().canUndo());
        dragHost(m_box2, target, Qt::AltModifier, false);
        QVERIFY(box(m_box2).left() != mini.left()); // Alt: exactly where the pointer is
        QVERIFY(viewport()->grab().toImage() != withGuides);
        QTest::mouseRelease(viewport(), Qt::LeftButton, Qt::AltModifier, {});
    }

    void aMovedHostSnapsToTheGrid()
    {
        dragHost(m_box2, QPoint(233, 317));
        const QPointF at = box(m_box2).topLeft();
        QCOMPARE(std::fmod(at.x(), metrics::grid) * std::fmod(at.y(), metrics::grid), 0.0);
    }

    void shiftKeepsTheAxis()
    {
        const QPointF before = box(m_box2).topLeft();
        dragHost(m_box2, QPoint(40, 200), Qt::ShiftModifier);
        QCOMPARE(box(m_box2).left(), before.x());
        QVERIFY(box(m_box2).top() > before.y() + 50);
        QCOMPARE(m_window->document().undoText(), u"Place box2"_s);
    }

    void aClickDoesNotMove()
    {
        dragHost(m_box2, QPoint(2, 1));
        QVERIFY(!m_window->document().canUndo());
        QCOMPARE(m_window->selection().single(), m_box2);
    }

    void theEdgeScrollsWhileThePointerRests()
    {
        const QPoint from = headerOf(m_box2);
        QTest::mousePress(viewport(), Qt::LeftButton, {}, from);
        const QPoint rest(viewport()->width() - 4, from.y());
        move(from + QPoint(30, 0));
        move(rest);
        const qreal before = view().shownRect().left(), host = box(m_box2).left();
        QTRY_VERIFY_WITH_TIMEOUT(view().shownRect().left() > before + 100, 3000);
        QVERIFY(box(m_box2).left() > host + 80); // and the host stays under it
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, rest);
        const qreal after = view().shownRect().left();
        QCoreApplication::processEvents();
        QCOMPARE(view().shownRect().left(), after);
    }

    void escapeBringsAMovedHostBack()
    {
        const QPointF before = box(m_box2).topLeft();
        dragHost(m_box2, QPoint(100, 120), {}, false);
        QVERIFY(box(m_box2).topLeft() != before);
        QTest::keyClick(&view(), Qt::Key_Escape);
        QCOMPARE(box(m_box2).topLeft(), before);
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, headerOf(m_box2));
        QVERIFY(!m_window->document().canUndo());
        QCOMPARE(m_window->selection().single(), m_box2);
    }

    void arrowsNudgeAsOneStep()
    {
        select({m_box2});
        const QPointF before = box(m_box2).topLeft();
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(&view(), Qt::Key_Right);
        QTest::keyClick(&view(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(box(m_box2).topLeft(), before + QPointF(5, metrics::grid));
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier); // at once: the burst ends and is undone as one
        QCOMPARE(box(m_box2).topLeft(), before);
        QVERIFY(!m_window->document().canUndo());
        QTest::keyClick(&view(), Qt::Key_Left);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->document().canUndo(), 3000); // or after a pause
        QCOMPARE(m_window->document().undoText(), u"Nudge box2"_s);
    }

    void alignAndDistribute_data()
    {
        QTest::addColumn<QString>("action");
        for (const char *name : {"align-left", "align-right", "align-top", "align-bottom", "align-centre", "align-middle"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void alignAndDistribute()
    {
        QFETCH(QString, action);
        const QSet<ItemId> hosts{m_box2, m_server, m_mini};
        select(hosts);
        trigger(action);
        const auto edge = [&](const ItemId &id) {
            const QRectF b = box(id);
            return action.endsWith(u"left"_s) ? b.left() : action.endsWith(u"right"_s) ? b.right() : action.endsWith(u"top"_s) ? b.top()
                : action.endsWith(u"bottom"_s) ? b.bottom() : action.endsWith(u"centre"_s) ? b.center().x() : b.center().y();
        };
        QCOMPARE(edge(m_box2), edge(m_server));
        QCOMPARE(edge(m_box2), edge(m_mini));
        m_window->document().undo();
        QVERIFY(!m_window->document().canUndo());
        trigger(u"distribute-horizontally"_s);
        QList<QRectF> boxes{box(m_box2), box(m_server), box(m_mini)};
        std::sort(boxes.begin(), boxes.end(), [](const QRectF &a, const QRectF &b) { return a.left() < b.left(); });
        QVERIFY(qAbs((boxes.at(1).left() - boxes.at(0).right()) - (boxes.at(2).left() - boxes.at(1).right())) <= 2);
    }

    void arrangingWaitsForHosts()
    {
        const auto isEnabled = [this](const QString &name) { return m_window->actions().get(name)->isEnabled(); };
        select({});
        QVERIFY(!isEnabled(u"align-left"_s) && !isEnabled(u"pin-hosts"_s));
        QVERIFY(!Actions::whyNot(m_window->actions().get(u"align-left"_s)).isEmpty());
        select({m_box2, m_server});
        QVERIFY(isEnabled(u"align-left"_s) && isEnabled(u"pin-hosts"_s) && !isEnabled(u"distribute-vertically"_s));
        select({m_box2, m_server, m_mini});
        QVERIFY(isEnabled(u"distribute-vertically"_s));
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

    void tidyLeavesPinnedHostsAndIsOneStep()
    {
        select({m_box2});
        dragHost(m_box2, QPoint(37, 90));
        trigger(u"pin-hosts"_s);
        QVERIFY(place(m_box2).pinned);
        QVERIFY(scene().host(m_box2)->look().pinned);
        dragHost(m_server, QPoint(-60, 140));
        const QPointF pinned = box(m_box2).topLeft(), messy = box(m_server).topLeft();
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(box(m_box2).topLeft(), pinned);
        QVERIFY(box(m_server).topLeft() != messy);
        for (const auto &a : scene().hosts()) {
            for (const auto &b : scene().hosts())
                QVERIFY(a == b || !a->box().intersects(b->box()));
        }
        QCOMPARE(m_window->document().undoText(), u"Tidy layout"_s);
        m_window->document().undo();
        QCOMPARE(box(m_server).topLeft(), messy);
        QCOMPARE(box(m_box2).topLeft(), pinned);
    }

    void aHostCollapsesAndExpands()
    {
        const qreal height = box(m_server).height();
        const ItemId game(u"game/g02"_s);
        scene().setMarks({{game, {MarkShape::Bad, u"down"_s}}});
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, view().mapFromScene(scene().host(m_server)->foldBox().center()));
        QVERIFY(place(m_server).collapsed);
        QVERIFY(box(m_server).height() < height / 2);
        QVERIFY2(scene().host(m_server)->look().subtitle.contains(u"4 items"_s), qPrintable(scene().host(m_server)->look().subtitle));
        QCOMPARE(scene().host(m_server)->worstMark().shape, MarkShape::Bad); // of what is folded away
        QCOMPARE(box(game), box(m_server));
        QCOMPARE(m_window->document().undoText(), u"Collapse factorio-server"_s);
        select({m_server});
        QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(box(m_server).height(), height);
        trigger(u"collapse-all"_s);
        for (const auto &host : scene().hosts())
            QVERIFY(host->geometry().collapsed);
        m_window->document().undo();
        QVERIFY(!place(m_mini).collapsed);
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

    void nothingElseMovesWhenAnItemAppears()
    {
        QHash<ItemId, QPointF> before;
        for (const auto &host : scene().hosts())
            before.insert(host->id(), host->pos());
        const auto &catalog = model::Catalog::builtIn();
        for (int i = 0; i < 6; ++i) {
            const auto advice = adviseNew(m_window->document().fleet(), catalog, scene().topology(), catalog.kindOfSection(u"games"_s)->name, u"factorio-server"_s);
            QVERIFY(m_window->perform(advice.step));
        }
        QVERIFY(box(m_server).width() > 600);
        for (const auto &host : scene().hosts())
            QCOMPARE(host->pos(), before.value(host->id()));
        QVERIFY(m_window->perform({u"Add"_s, {model::AddItem{u"host"_s, u"late"_s, {}, {}}}}));
        for (const auto &host : scene().hosts()) {
            if (host->id() != ItemId::host(u"late"_s)) {
                QCOMPARE(host->pos(), before.value(host->id()));
                QVERIFY(!host->box().intersects(box(ItemId::host(u"late"_s))));
            }
        }
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
