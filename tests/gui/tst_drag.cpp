// SPDX-License-Identifier: GPL-3.0-or-later
// Real drags with the mouse, through Qt's drag and drop, on a platform that can drag.

#include "gui/design/kindpalette.h"
#include "tests/gui/fixture.h"

#include <QDrag>
#include <QTimer>
#include <QWindow>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestDrag : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;
    QString m_status; ///< what the status bar said while the drag hovered

    /// Press, move and release as window-system events; QDrag's own loop runs meanwhile. `escape` cancels instead.
    void drag(const QPoint &from, const QPoint &to, bool escape = false)
    {
        QWindow *window = m_window->windowHandle();
        int step = 0;
        bool started = false;
        QTimer timer;
        connect(&timer, &QTimer::timeout, &timer, [&] {
            started = started || m_window->findChild<QDrag *>(); // a move from here that began it would run its loop inside this tick, for ever
            if (!started)
                return;
            ++step;
            if (step <= 6)
                QTest::mouseMove(window, from + (to - from) * step / 6);
            else if (step == 8 && escape)
                QTest::keyClick(window, Qt::Key_Escape);
            else if (step == 8)
                QTest::mouseRelease(window, Qt::LeftButton, {}, to);
            else if (step > 50)
                QTest::keyClick(window, Qt::Key_Escape);
        });
        const auto noted = connect(&m_window->canvas(), &CanvasView::statusAsked, this, [this](const QString &words) {
            if (!words.isEmpty())
                m_status = words;
        });
        QTest::mousePress(window, Qt::LeftButton, {}, from);
        timer.start(20);
        QTest::mouseMove(window, from + QPoint(4, 4));
        QTest::mouseMove(window, from + QPoint(30, 12));
        QTRY_VERIFY_WITH_TIMEOUT(step >= 10, 5000);
        timer.stop();
        disconnect(noted);
        if (escape)
            QTest::mouseRelease(window, Qt::LeftButton, {}, to);
    }
    QPoint onWindow(const ItemId &item)
    {
        return m_window->canvas().viewport()->mapTo(m_window.get(), tests::viewportPoint(*m_window, item));
    }
    QPoint headerOf(const QString &host)
    {
        const QRectF box = m_window->scene().itemBox(ItemId::host(host));
        return m_window->canvas().viewport()->mapTo(m_window.get(), m_window->canvas().mapFromScene(QPointF(box.center().x(), box.top() + 30)));
    }
    QString hostOf(const QString &id) { return m_window->document().fleet().find(ItemId(id))->host; }

private slots:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == u"offscreen"_s)
            QSKIP("the offscreen platform cannot drag; the test suite runs this one on minimal:enable_fonts");
        tests::useEmptySettings();
    }
    void init()
    {
        m_window = tests::openWindow(tests::twoGameHosts());
        m_status.clear();
    }
    void cleanup() { m_window.reset(); }

    void aGameMovesToAnotherHost()
    {
        QCOMPARE(hostOf(u"game/g03"_s), u"factorio-server"_s);
        drag(onWindow(ItemId(u"game/g03"_s)), headerOf(u"box2"_s));
        QCOMPARE(hostOf(u"game/g03"_s), u"box2"_s);
        QVERIFY(m_window->document().undoText().contains(u"g03"_s));
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g03"_s));
        m_window->document().undo();
        QCOMPARE(hostOf(u"game/g03"_s), u"factorio-server"_s);
        QVERIFY(!m_window->document().canUndo()); // one drag, one step
    }

    void escapeCancels()
    {
        drag(onWindow(ItemId(u"game/g03"_s)), headerOf(u"box2"_s), true);
        QCOMPARE(hostOf(u"game/g03"_s), u"factorio-server"_s);
        QVERIFY(!m_window->document().canUndo());
    }

    void aForbiddenHostSaysWhy()
    {
        drag(onWindow(ItemId(u"game/g03"_s)), headerOf(u"factorio-server"_s));
        QVERIFY2(m_status.contains(u"already"_s), qPrintable(m_status));
        QVERIFY(!m_window->document().canUndo());
    }

    void thePaletteAddsAGameWithAFreePort()
    {
        auto *palette = m_window->findChild<KindPalette *>();
        const model::Kind *kind = Catalog::builtIn().kindOfSection(u"games"_s);
        QTreeWidgetItem *row = palette->findItems(kind->title, Qt::MatchExactly | Qt::MatchRecursive).value(0);
        QVERIFY(row);
        const QPoint from = palette->viewport()->mapTo(m_window.get(), palette->visualItemRect(row).center());
        drag(from, headerOf(u"factorio-server"_s));
        const auto game = m_window->document().fleet().find(ItemId(u"game/g04"_s));
        QVERIFY(game);
        QCOMPARE(game->host, u"factorio-server"_s);
        QCOMPARE(game->values.at(u"udp-port").toInt(), 34200);
        QCOMPARE(game->values.at(u"rcon-port").toInt(), 27018);
    }

    void thePaletteAddsAHostAsOneStep()
    {
        const ItemId box2 = ItemId::host(u"box2"_s);
        const QPointF before = m_window->scene().itemBox(box2).topLeft();
        const qsizetype hosts = m_window->document().fleet().hosts().size();
        auto *palette = m_window->findChild<KindPalette *>();
        QTreeWidgetItem *row = palette->findItems(Catalog::builtIn().kind(u"host"_s)->title, Qt::MatchExactly | Qt::MatchRecursive).value(0);
        QVERIFY(row);
        const QPoint from = palette->viewport()->mapTo(m_window.get(), palette->visualItemRect(row).center());
        const QPoint to = m_window->canvas().viewport()->mapTo(m_window.get(), QPoint(40, 300));
        drag(from, to);
        QCOMPARE(m_window->document().fleet().hosts().size(), hosts + 1);
        const ItemId fresh = m_window->document().fleet().hosts().constLast()->id;
        QVERIFY(m_window->document().layout().contains(fresh)); // it stays where it was dropped
        QCOMPARE(m_window->scene().itemBox(box2).topLeft(), before);
        m_window->document().undo();
        QCOMPARE(m_window->document().fleet().hosts().size(), hosts);
        QVERIFY(!m_window->document().canUndo());
    }

    void aHostMovesOnTheCanvasAsOneStep()
    {
        const ItemId box2 = ItemId::host(u"box2"_s);
        const QPointF before = m_window->scene().itemBox(box2).topLeft();
        const QPoint from = headerOf(u"box2"_s);
        QWindow *window = m_window->windowHandle();
        const QByteArray bytes = printFleet(m_window->document().fleet());
        QTest::mousePress(window, Qt::LeftButton, {}, from);
        for (int i = 1; i <= 5; ++i)
            QTest::mouseMove(window, from + QPoint(i * 12, i * 8));
        QTest::mouseRelease(window, Qt::LeftButton, {}, from + QPoint(60, 40));
        QVERIFY((m_window->scene().itemBox(box2).topLeft() - before).manhattanLength() > 40);
        QCOMPARE(printFleet(m_window->document().fleet()), bytes); // moving a box is no change of design
        m_window->document().undo();
        QCOMPARE(m_window->scene().itemBox(box2).topLeft(), before);
        QVERIFY(!m_window->document().canUndo());
    }
};

QTEST_MAIN(TestDrag)
#include "tst_drag.moc"
