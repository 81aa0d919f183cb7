// SPDX-License-Identifier: GPL-3.0-or-later
// What the canvas says while something is dragged: every host answers, the view scrolls at its edges, Esc ends it, a drop does what was said.

#include "gui/design/kindpalette.h"
#include "gui/theme.h"
#include "tests/gui/fixture.h"

#include <QDrag>
#include <QStatusBar>
#include <QTimer>
#include <QWindow>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestDragAdvice : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    QPoint onWindow(const QPointF &scenePosition)
    {
        return m_window->canvas().viewport()->mapTo(m_window.get(), m_window->canvas().mapFromScene(scenePosition));
    }
    QPoint headerOf(const QString &host)
    {
        const QRectF box = m_window->scene().itemBox(ItemId::host(host));
        return onWindow(QPointF(box.center().x(), box.top() + 20));
    }
    /// How much of a strip along its upper edge has the colour of a host that takes the drop.
    double glow(const QString &name)
    {
        const QRectF box = m_window->scene().itemBox(ItemId::host(name));
        CanvasView &view = m_window->canvas();
        const QRect strip(view.mapFromScene(box.topLeft() + QPointF(20, -1)), view.mapFromScene(box.topRight() + QPointF(-20, 8)));
        const QImage image = view.viewport()->grab(strip).toImage();
        const QColor accent = m_window->theme().accent;
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor c = image.pixelColor(x, y);
                count += qAbs(c.red() - accent.red()) + qAbs(c.green() - accent.green()) + qAbs(c.blue() - accent.blue()) < 60;
            }
        }
        return double(count) / (image.width() * image.height());
    }
    HostItem *host(const QString &name) { return m_window->scene().host(ItemId::host(name)); }

    /// Drags for real; `resting` is called again and again while the pointer rests at the target, until it returns true; then the end.
    void drag(const QPoint &from, const QPoint &to, bool drop, const std::function<bool(int tick)> &resting)
    {
        QWindow *window = m_window->windowHandle();
        int step = 0, rested = 0;
        bool over = false, started = false;
        QTimer timer;
        connect(&timer, &QTimer::timeout, &timer, [&] {
            started = started || m_window->findChild<QDrag *>(); // a move from here that began it would run its loop inside this tick, for ever
            if (!started)
                return;
            ++step;
            if (step <= 6)
                QTest::mouseMove(window, from + (to - from) * step / 6);
            else if (!over && step < 200)
                over = resting(rested++);
            else if (drop && step < 200)
                QTest::mouseRelease(window, Qt::LeftButton, {}, to);
            else
                QTest::keyClick(window, Qt::Key_Escape);
        });
        bool ended = false;
        QTest::mousePress(window, Qt::LeftButton, {}, from);
        timer.start(15);
        QTest::mouseMove(window, from + QPoint(4, 4));
        QTest::mouseMove(window, from + QPoint(30, 12)); // QDrag runs its own loop until the end
        ended = QTest::qWaitFor([&] { return over && m_window->scene().hosts().front()->drop().state == DropState::None; }, 6000);
        timer.stop();
        QVERIFY(ended);
        if (!drop)
            QTest::mouseRelease(window, Qt::LeftButton, {}, to);
    }
    QPoint paletteRow(const model::Kind &kind)
    {
        auto *palette = m_window->findChild<KindPalette *>();
        QTreeWidgetItem *row = palette->findItems(kind.title, Qt::MatchExactly | Qt::MatchRecursive).value(0);
        return palette->viewport()->mapTo(m_window.get(), palette->visualItemRect(row).center());
    }

private slots:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == u"offscreen"_s)
            QSKIP("the offscreen platform cannot drag; the test suite runs this one on minimal:enable_fonts");
        tests::useEmptySettings();
    }
    void init()
    {
        auto fleet = tests::twoGameHosts();
        m_window = tests::openWindow(fleet);
    }
    void cleanup() { m_window.reset(); }

    void everyHostAnswersAndTheDropKeepsItsWord()
    {
        const model::Kind *kind = Catalog::builtIn().kindOfSection(u"games"_s);
        QHash<QString, DropSign> signs;
        double target = 0, other = 0;
        drag(paletteRow(*kind), headerOf(u"box2"_s), true, [&](int) {
            for (const auto &item : m_window->scene().hosts())
                signs.insert(item->look().title, item->drop());
            target = glow(u"box2"_s);
            other = glow(u"factorio-server"_s);
            return true;
        });
        QVERIFY2(target > 0.2 && target > 1.5 * other, qPrintable(u"the target glows %1, another host %2"_s.arg(target).arg(other)));
        QCOMPARE(signs.size(), 4);
        for (const DropSign &sign : std::as_const(signs))
            QVERIFY(sign.state != DropState::None && !sign.words.isEmpty());
        QCOMPARE(signs.value(u"box2"_s).state, DropState::Target);
        QVERIFY2(!signs.value(u"box2"_s).room.isEmpty(), "what is known of cores and memory, or that nothing is");
        QCOMPARE(signs.value(u"factorio-server"_s).state, DropState::Possible);
        QVERIFY2(signs.value(u"factorio-server"_s).words.contains(u"34200"_s), qPrintable(signs.value(u"factorio-server"_s).words));
        const auto game = m_window->document().fleet().find(ItemId(u"game/g04"_s));
        QVERIFY(game);
        QCOMPARE(game->host, u"box2"_s);
        for (const char *field : {"udp-port", "rcon-port"}) {
            const QString port = QString::number(game->values.at(QString::fromLatin1(field)).toInt());
            QVERIFY2(signs.value(u"box2"_s).words.contains(port), qPrintable(signs.value(u"box2"_s).words + u" / "_s + port));
        }
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g04"_s));
    }

    void aFleetThatChangesMeanwhileIsAskedAnew()
    {
        const model::Kind *kind = Catalog::builtIn().kindOfSection(u"games"_s);
        QString before, after;
        drag(paletteRow(*kind), headerOf(u"factorio-server"_s), false, [&](int) {
            before = host(u"factorio-server"_s)->drop().words;
            m_window->perform({u"Remove"_s, {model::RemoveItem{ItemId::host(u"box2"_s)}}});
            m_window->perform({u"Add"_s, {model::AddItem{kind->name, u"g04"_s, u"factorio-server"_s, {{u"udp-port"_s, model::Value(34200)}, {u"rcon-port"_s, model::Value(27018)}}}}});
            after = host(u"factorio-server"_s)->drop().words;
            return true;
        });
        QVERIFY2(before.contains(u"34200"_s), qPrintable(before));
        QVERIFY2(after.contains(u"34201"_s), qPrintable(after));
    }

    void adviceHidesNeitherNamesNorItems()
    {
        const model::Kind *kind = Catalog::builtIn().kindOfSection(u"games"_s);
        QList<std::pair<QRectF, QRectF>> plates; // of each host, and of its words, on the scene
        QRectF shown;
        drag(paletteRow(*kind), headerOf(u"factorio-server"_s), false, [&](int) {
            for (const auto &item : m_window->scene().hosts())
                plates.append({item->box(), item->drop().plate.translated(item->pos())});
            shown = m_window->canvas().shownRect();
            return true;
        });
        QVERIFY(m_window->canvas().zoom() >= detail::fine); // from afar names are among the words
        QCOMPARE(plates.size(), 4);
        for (const auto &[own, plate] : plates) {
            QVERIFY(!plate.isEmpty() && plate.top() >= shown.top() && plate.bottom() <= shown.bottom());
            for (const auto &[box, other] : plates)
                QVERIFY2(!plate.intersects(box), "the words lie on a host");
        }
    }

    void aForbiddenHostSaysWhyUnderAForbiddenCursor()
    {
        const QRectF box = m_window->scene().itemBox(ItemId(u"game/g03"_s));
        DropSign sign;
        Qt::CursorShape cursor = Qt::ArrowCursor;
        QImage picture;
        QSizeF ghost;
        QString status;
        drag(onWindow(box.center()), headerOf(u"factorio-server"_s), false, [&](int) {
            status = m_window->statusBar()->currentMessage();
            if (const auto *dragged = m_window->canvas().findChild<QDrag *>())
                ghost = dragged->pixmap().deviceIndependentSize();
            sign = host(u"factorio-server"_s)->drop();
            if (QGuiApplication::overrideCursor())
                cursor = QGuiApplication::overrideCursor()->shape();
            picture = m_window->canvas().viewport()->grab().toImage();
            return true;
        });
        QCOMPARE(sign.state, DropState::Forbidden);
        QVERIFY2(sign.words.contains(u"already"_s), qPrintable(sign.words));
        QCOMPARE(status, sign.words); // and nothing of cores and memory
        QCOMPARE(cursor, Qt::ForbiddenCursor);
        const QSizeF chip = box.size() * m_window->canvas().zoom(); // what is dragged goes along under the pointer, as large as it was
        QVERIFY2(qAbs(ghost.width() - chip.width()) <= 2 && qAbs(ghost.height() - chip.height()) <= 2, qPrintable(u"%1×%2"_s.arg(ghost.width()).arg(ghost.height())));
        QVERIFY(picture != m_window->canvas().viewport()->grab().toImage());
        QVERIFY(!m_window->document().canUndo());
    }

    void theEdgeScrollsWhileTheDragRests()
    {
        m_window->canvas().resetZoom();
        m_window->canvas().centre(ItemId(u"game/g03"_s));
        m_window->canvas().lookAt(m_window->scene().itemBox(ItemId(u"game/g03"_s)).center());
        QWidget *viewport = m_window->canvas().viewport();
        const QPoint edge = viewport->mapTo(m_window.get(), QPoint(viewport->width() / 2, 5));
        const qreal before = m_window->canvas().shownRect().top();
        qreal after = before;
        drag(onWindow(m_window->scene().itemBox(ItemId(u"game/g03"_s)).center()), edge, false, [&](int) {
            after = m_window->canvas().shownRect().top();
            return after < before - 150;
        });
        QVERIFY(after < before - 150);
        const qreal ended = m_window->canvas().shownRect().top();
        QTest::qWait(60);
        QCOMPARE(m_window->canvas().shownRect().top(), ended); // Esc stopped it
    }
};

QTEST_MAIN(TestDragAdvice)
#include "tst_drag_advice.moc"
