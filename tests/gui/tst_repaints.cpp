// SPDX-License-Identifier: GPL-3.0-or-later
// An edit paints and lays out what it changed, not the window around it; and what stays painted is still true.

#include "gui/actions/actions.h"
#include "gui/actions/barbutton.h"
#include "gui/canvas/minimap.h"
#include "gui/derived.h"
#include "gui/design/codeview.h"
#include "gui/design/inspector.h"
#include "gui/design/preview.h"
#include "tests/gui/canvastest.h"
#include "tests/gui/painted.h"
#include "tests/gui/widefleet.h"
#include "tests/model/randomedit.h"

#include <QComboBox>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QScreen>
#include <QStatusBar>
#include <QTextBlock>
#include <QToolBar>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;
using tests::differenceOf, tests::pixelsIn, tests::Spy;

class TestRepaints : public tests::CanvasTest
{
    Q_OBJECT

    const ItemId m_game{u"game/g01"_s}, m_other{u"game/g02"_s};

    bool setPort(const ItemId &game, int port) { return m_window->perform({{}, {SetField{game, u"udp-port"_s, Value(port)}}}); }
    BarButton *button(const QString &name)
    {
        for (BarButton *each : m_window->actions().toolBar()->findChildren<BarButton *>()) {
            if (each->accessibleName() == Actions::title(m_window->actions().get(name)))
                return each;
        }
        return nullptr;
    }
    QImage onScreen(const QWidget &part)
    {
        const QRect rect(part.mapTo(m_window.get(), QPoint()), part.size());
        return m_window->screen()->grabWindow(m_window->winId(), rect.x(), rect.y(), rect.width(), rect.height()).toImage();
    }
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

    void anEditLaysOutNothingAroundIt()
    {
        select({m_game});
        QVERIFY(setPort(m_game, 34300)); // from now on there is something to undo
        QCoreApplication::processEvents();
        Spy window(m_window.get()), bar(m_window->actions().toolBar()), status(m_window->statusBar());
        for (const int port : {34301, 34302, 34197, 34303}) { // the third clashes with g02 or not: counts and badges change
            QVERIFY(setPort(m_game, port));
            QCoreApplication::processEvents();
        }
        QCOMPARE(window.m_layouts, 0);
        QCOMPARE(bar.m_layouts, 0);
        QCOMPARE(status.m_layouts, 0);
        QCOMPARE(pixelsIn(bar.m_painted), 0);
        QCOMPARE(pixelsIn(status.m_painted), 0);
        QVERIFY2(pixelsIn(window.m_painted) * 20 < qint64(m_window->width()) * m_window->height(), qPrintable(QString::number(pixelsIn(window.m_painted))));
    }

    void countsThatNeedMoreRoomGetIt()
    {
        QLabel *counts = nullptr;
        for (QLabel *label : m_window->statusBar()->findChildren<QLabel *>())
            counts = label->text().contains(u" · "_s) ? label : counts;
        QVERIFY(counts);
        const QString before = counts->text();
        m_window->setLocked(true);
        QCoreApplication::processEvents();
        QVERIFY(counts->text() != before);
        QVERIFY2(counts->width() >= counts->sizeHint().width(), qPrintable(counts->text()));
        m_window->setLocked(false);
        QCoreApplication::processEvents();
        QCOMPARE(counts->text(), before);
        QVERIFY(counts->width() >= counts->sizeHint().width());
        QVERIFY2(counts->width() < counts->sizeHint().width() + 33, "room is given back");
    }

    void aButtonInTheBarFollowsItsAction()
    {
        BarButton *undo = button(u"undo"_s), *redo = button(u"redo"_s);
        QVERIFY(undo && redo);
        QVERIFY(!undo->isEnabled() && !redo->isEnabled());
        QVERIFY(setPort(m_game, 34300));
        QVERIFY(undo->isEnabled() && !redo->isEnabled());
        QHelpEvent help(QEvent::ToolTip, {5, 5}, undo->mapToGlobal(QPoint(5, 5)));
        QCoreApplication::sendEvent(undo, &help);
        QVERIFY2(QToolTip::text().contains(Actions::plainText(m_window->actions().get(u"undo"_s))), qPrintable(QToolTip::text()));
        QVERIFY(QToolTip::text().size() > undo->accessibleName().size() + 3); // it says what would be undone
        QToolTip::hideText();
        QTest::mouseClick(undo, Qt::LeftButton);
        QVERIFY(!undo->isEnabled() && redo->isEnabled());
        const qint64 icon = undo->icon().cacheKey();
        m_window->setTheme(&m_window->theme() == &Theme::darkTheme() ? ThemeChoice::Light : ThemeChoice::Dark);
        QVERIFY(undo->icon().cacheKey() != icon);
    }

    /// Another item of a kind, and a kind that was shown before, come without new rows; nothing of the one before is left in them.
    void theInspectorKeepsItsRows()
    {
        const auto line = [this](const QString &name) {
            const QList<QLineEdit *> found = m_window->inspector().findChildren<QLineEdit *>(name);
            return found.size() == 1 ? found.constFirst() : nullptr; // those that are kept are not to be found
        };
        select({m_game});
        QPointer<QLineEdit> name = line(u"name"_s);
        QVERIFY(name);
        QCOMPARE(name->text(), u"g01"_s);
        name->setFocus();
        QTest::keyClicks(name, u"half"_s);
        select({m_other});
        QCOMPARE(line(u"name"_s), name.data());
        QCOMPARE(name->text(), u"g02"_s);
        QVERIFY(!name->isModified());
        select({m_box2});
        QVERIFY(line(u"name"_s) && line(u"name"_s) != name);
        QCOMPARE(line(u"name"_s)->text(), u"box2"_s);
        QVERIFY(!line(u"udp-port"_s));
        QVERIFY(m_window->perform({{}, {MoveItem{m_game, u"box2"_s}, SetField{m_game, u"udp-port"_s, Value(34555)}}}));
        select({m_game});
        QCOMPARE(line(u"name"_s), name.data());
        QCOMPARE(name->text(), u"g01"_s);
        QCOMPARE(line(u"udp-port"_s)->text(), u"34555"_s);
        QCOMPARE(m_window->inspector().findChild<QComboBox *>(u"host"_s)->currentText(), u"box2"_s);
        QVERIFY(name->isVisible() && name->isEnabled());
        select({});
        QVERIFY(!line(u"udp-port"_s) && line(u"domain"_s));
        QVERIFY(m_window->perform({{}, {RemoveItem{m_other}}}));
        const QStringList hosts{u"factorio-server"_s, u"factorio-server-mini"_s, u"box2"_s};
        select({m_game});
        const auto *choice = m_window->inspector().findChild<QComboBox *>(u"host"_s);
        for (const QString &host : hosts)
            QVERIFY2(choice->findText(host) >= 0, qPrintable(host));
        QVERIFY(m_window->perform({{}, {SetField{m_box2, u"name"_s, Value(u"box3"_s)}}}));
        QVERIFY(choice->findText(u"box3"_s) >= 0 && choice->findText(u"box2"_s) < 0);
        QCOMPARE(choice->currentText(), u"box3"_s);
    }

    /// What is kept of lines that were painted is of their text, font and colours now.
    void keptLettersAreThoseOfNow()
    {
        CodeView ours;
        ours.resize(420, 200);
        QFont font = ours.font();
        const auto compare = [&](const QString &text, const char *after) {
            CodeView fresh;
            fresh.resize(ours.size());
            fresh.setFont(font);
            fresh.setPlainText(text);
            QCOMPARE(ours.toPlainText(), text);
            QVERIFY2(ours.viewport()->grab().toImage() == fresh.viewport()->grab().toImage(), after);
        };
        ours.setFont(font);
        ours.setPlainText(u"one = 1;\ntwo = 2;\nthree = 3;"_s);
        compare(u"one = 1;\ntwo = 2;\nthree = 3;"_s, "first");
        font.setPointSizeF(font.pointSizeF() * 1.5);
        ours.setFont(font);
        compare(u"one = 1;\ntwo = 2;\nthree = 3;"_s, "a larger font");
        QTextCursor cursor(ours.document()->findBlockByNumber(1));
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        cursor.insertText(u"twenty = 20;"_s);
        compare(u"one = 1;\ntwenty = 20;\nthree = 3;"_s, "another line");
        font.setBold(true);
        ours.setFont(font);
        compare(u"one = 1;\ntwenty = 20;\nthree = 3;"_s, "bold");
    }

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

    void watchModeSaysWhatItCounts()
    {
        const auto counts = [this] {
            QString words;
            for (const QLabel *label : m_window->statusBar()->findChildren<QLabel *>())
                words += label->text();
            return words;
        };
        QVERIFY(setPort(m_game, 34198));
        QVERIFY2(counts().contains(u" · 1 error · "_s), qPrintable(counts()));
        m_window->setMode(Mode::Watch);
        QVERIFY2(counts().contains(u" · in the design: 1 error, "_s), qPrintable(counts()));
        m_window->setMode(Mode::Design);
        QVERIFY2(counts().contains(u" · 1 error · "_s), qPrintable(counts()));
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

    /// The lines that come from the selection have another ground, also after edits that move them, and no other line has.
    void groundsOfLinesFollowTheSelection()
    {
        auto *text = m_window->preview().findChild<CodeView *>();
        QVERIFY(text);
        const auto check = [&](const char *after) {
            QCoreApplication::processEvents();
            const QImage now = onScreen(*text->viewport());
            const QColor ground = text->palette().color(QPalette::Base);
            int marked = 0;
            for (int y = 0; y < now.height(); y += 3) {
                const int block = text->cursorForPosition({2, y}).blockNumber();
                const QRect box = text->cursorRect(QTextCursor(text->document()->findBlockByNumber(block)));
                if (y <= box.top() || y >= box.bottom())
                    continue; // below the text, or on an edge
                const bool isMarked = now.pixelColor(now.width() - 2, y) != ground;
                QVERIFY2(isMarked == m_window->preview().markedLines().contains(block), qPrintable(u"%1: line %2"_s.arg(QLatin1StringView(after)).arg(block + 1)));
                marked += isMarked;
            }
            QVERIFY2(marked > 0, after);
        };
        select({m_game});
        check("selected");
        select({m_other});
        check("another");
        QVERIFY(setPort(m_other, 34444));
        check("edited");
        QVERIFY(m_window->perform({{}, {AddItem{u"game"_s, u"a00"_s, u"box2"_s, {}}}}));
        check("moved down");
        m_window->document().undo();
        check("moved up");
        select({m_game, m_other});
        check("both");
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
