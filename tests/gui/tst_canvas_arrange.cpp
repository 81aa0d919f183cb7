// SPDX-License-Identifier: GPL-3.0-or-later
// Arranging hosts on the canvas, by mouse and keyboard, in the real window.

#include "gui/actions/actions.h"
#include "gui/canvas/arranging.h"
#include "tests/gui/canvastest.h"

using namespace tests;

class TestCanvasArrange : public CanvasTest
{
    Q_OBJECT

private slots:
    void initTestCase() { useEmptySettings(); }
    void init() { open(); }
    void cleanup() { close(); }

    void aMovedHostSnapsToOthersAndShowsGuides()
    {
        const QRectF mini = box(m_mini);
        const QPoint target = ((mini.topLeft() - box(m_box2).topLeft()) * view().zoom()).toPoint() + QPoint(3, -260);
        dragHost(m_box2, target, {}, false);
        QCOMPARE(box(m_box2).left(), mini.left()); // 3 pixels off, pulled into line
        const auto guideAt = [this](qreal sceneX) { // how much of that column has the colour of guides
            const QImage picture = viewport()->grab().toImage();
            const int at = view().mapFromScene(QPointF(sceneX, 0)).x();
            int count = 0;
            for (int y = 0; y < picture.height(); ++y)
                count += picture.pixel(at, y) == m_window->theme().accent.rgb() || picture.pixel(at - 1, y) == m_window->theme().accent.rgb();
            return count;
        };
        const int with = guideAt(mini.left());
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, {});
        QCOMPARE(box(m_box2).left(), mini.left());
        QVERIFY2(with > guideAt(mini.left()) + 80, "a line from one box to the other, while it moves");
        m_window->document().undo();
        QVERIFY(!m_window->document().canUndo());
        dragHost(m_box2, target, Qt::AltModifier, false);
        QVERIFY(box(m_box2).left() != mini.left()); // Alt: exactly where the pointer is
        QTest::mouseRelease(viewport(), Qt::LeftButton, Qt::AltModifier, {});
    }

    void eachEdgeThatMeetsIsShown()
    {
        const QRectF box(3, 300, 100, 80);
        const auto guides = [&](const QList<QRectF> &others) { return snap(box, others, 5).guides; };
        const QList<QLineF> one{QLineF(0, 0, 0, 380)};
        QCOMPARE(guides({QRectF(0, 0, 100, 50)}), one); // as wide: one edge says it
        const QList<QLineF> both{QLineF(0, 0, 0, 380), QLineF(50, 100, 50, 380)};
        QCOMPARE(guides({QRectF(0, 0, 60, 50), QRectF(30, 100, 40, 50)}), both);
    }

    void aHostThatGrowsGetsRoom()
    {
        const auto boxes = [this] {
            QHash<ItemId, QRectF> all;
            for (const auto &host : m_window->scene().hosts())
                all.insert(host->id(), host->box());
            return all;
        };
        const auto overlapping = [&boxes] {
            const QList<QRectF> all = boxes().values();
            for (qsizetype a = 0; a < all.size(); ++a) {
                for (qsizetype b = a + 1; b < all.size(); ++b) {
                    if (all.at(a).intersects(all.at(b)))
                        return true;
                }
            }
            return false;
        };
        const QHash<ItemId, QRectF> before = boxes();
        QVERIFY(!overlapping());
        QCOMPARE(before.size(), 4);
        const auto moved = m_window->document().apply({{}, {model::MoveItem{ItemId(u"stream-client/c03"_s), u"factorio-server-mini"_s}}});
        QVERIFY2(moved, qPrintable(moved ? QString() : moved.error().message));
        QVERIFY(box(m_mini).width() > before.value(m_mini).width());
        QVERIFY2(!overlapping(), "right of it");
        model::EditStep step;
        for (int i = 10; i < 30; ++i)
            step.edits.append(model::AddItem{u"game"_s, u"g%1"_s.arg(i), u"factorio-server-mini"_s, {}});
        QVERIFY(m_window->document().apply(step));
        QVERIFY2(!overlapping(), "below it");
        m_window->document().undo();
        m_window->document().undo();
        QCOMPARE(boxes(), before);
    }

    void aMovedHostSnapsToTheGrid()
    {
        dragHost(m_box2, QPoint(233, 317));
        const QPointF at = box(m_box2).topLeft();
        QCOMPARE(std::fmod(at.x(), metrics::grid), 0.0);
        QCOMPARE(std::fmod(at.y(), metrics::grid), 0.0);
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

    void anotherButtonGivesAMoveUp_data()
    {
        QTest::addColumn<Qt::MouseButton>("button");
        QTest::newRow("right") << Qt::RightButton;
        QTest::newRow("middle") << Qt::MiddleButton;
    }
    void anotherButtonGivesAMoveUp()
    {
        QFETCH(Qt::MouseButton, button);
        const QPointF before = box(m_box2).topLeft();
        const QPoint from = headerOf(m_box2);
        dragHost(m_box2, QPoint(100, 120), {}, false);
        QTest::mousePress(viewport(), button, {}, from + QPoint(100, 120));
        QCOMPARE(box(m_box2).topLeft(), before); // what is seen is what the fleet says
        move(from + QPoint(130, 140));
        QTest::mouseRelease(viewport(), button, {}, from + QPoint(130, 140));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, from + QPoint(130, 140));
        QCOMPARE(box(m_box2).topLeft(), before);
        QVERIFY(!m_window->document().canUndo());
        dragHost(m_box2, QPoint(60, 150)); // and the next one works
        QVERIFY(box(m_box2).topLeft() != before && m_window->document().canUndo());
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
        m_window->document().undo();
        dragHost(m_box2, QPoint(0, 333));
        trigger(u"distribute-vertically"_s);
        boxes = {box(m_box2), box(m_server), box(m_mini)};
        std::sort(boxes.begin(), boxes.end(), [](const QRectF &a, const QRectF &b) { return a.top() < b.top(); });
        QVERIFY(qAbs((boxes.at(1).top() - boxes.at(0).bottom()) - (boxes.at(2).top() - boxes.at(1).bottom())) <= 2);
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
        for (const auto &host : scene().hosts()) {
            const bool covered = host->id() != m_server && QRectF(before.value(host->id()), host->box().size()).intersects(box(m_server));
            QVERIFY2(covered == (host->pos() != before.value(host->id())), qPrintable(host->id().text())); // only what would be hidden makes way
            before.insert(host->id(), host->pos());
        }
        QVERIFY(m_window->perform({u"Add"_s, {model::AddItem{u"host"_s, u"late"_s, {}, {}}}}));
        for (const auto &host : scene().hosts()) {
            if (host->id() != ItemId::host(u"late"_s)) {
                QCOMPARE(host->pos(), before.value(host->id()));
                QVERIFY(!host->box().intersects(box(ItemId::host(u"late"_s))));
            }
        }
    }
};

QTEST_MAIN(TestCanvasArrange)
#include "tst_canvas_arrange.moc"
