// SPDX-License-Identifier: GPL-3.0-or-later
// An edit paints and lays out what it changed of the panels, not the window around them; and what stays painted is still true.

#include "gui/actions/actions.h"
#include "gui/actions/barbutton.h"
#include "gui/design/codeview.h"
#include "gui/design/inspector.h"
#include "gui/design/preview.h"
#include "tests/gui/canvastest.h"
#include "tests/gui/painted.h"

#include <QComboBox>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QStatusBar>
#include <QTextBlock>
#include <QToolBar>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;
using tests::differenceOf, tests::onScreen, tests::pixelsIn, tests::Spy;

class TestRepaintsPanels : public tests::CanvasTest
{
    Q_OBJECT

    const ItemId m_game{u"game/g01"_s}, m_other{u"game/g02"_s};

    BarButton *button(const QString &name)
    {
        for (BarButton *each : m_window->actions().toolBar()->findChildren<BarButton *>()) {
            if (each->accessibleName() == Actions::title(m_window->actions().get(name)))
                return each;
        }
        return nullptr;
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

    /// Also where the syntax of the next line is looked at again, as below a comment; and each line reads as when all is painted.
    void changedLinesArePaintedAlone()
    {
        select({m_box2});
        auto *text = m_window->preview().findChild<CodeView *>();
        text->parentWidget()->window()->resize(1440, 1100); // many lines
        QCoreApplication::processEvents();
        for (const QString &name : {u"other"_s, u"another-one"_s, u"box2"_s}) {
            const ItemId host = m_window->selection().single();
            Spy lines(text->viewport());
            QVERIFY(m_window->perform({{}, {SetField{host, u"name"_s, Value(name)}}}));
            QCoreApplication::processEvents();
            QVERIFY2(text->toPlainText().startsWith(u"# Host %1\n"_s.arg(name)), qPrintable(text->toPlainText().left(80)));
            QVERIFY2(lines.m_painted.rectCount() > 1, qPrintable(name));
            QVERIFY2(pixelsIn(lines.m_painted) * 2 < qint64(text->viewport()->width()) * text->viewport()->height(), qPrintable(name));
            const QImage now = onScreen(*text->viewport());
            text->viewport()->update();
            QCoreApplication::processEvents();
            QVERIFY2(differenceOf(now, onScreen(*text->viewport())).isNull(), qPrintable(name));
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
};

QTEST_MAIN(TestRepaintsPanels)
#include "tst_repaints_panels.moc"
