// SPDX-License-Identifier: GPL-3.0-or-later
// Find on the canvas and the command list, by keyboard alone.

#include "gui/actions/actions.h"
#include "gui/find/findbar.h"
#include "gui/find/fuzzy.h"
#include "tests/gui/fixture.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;

class TestWindowFind : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    void key(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers); }
    QLineEdit *words() { return m_window->findChild<QLineEdit *>(u"find-words"_s); }
    QString count() { return m_window->findChild<QLabel *>(u"find-count"_s)->text(); }
    QString selected() { return m_window->selection().single().text(); }
    bool isCentred(const QString &id)
    {
        const QPoint at = tests::viewportPoint(*m_window, ItemId(id));
        return (at - m_window->canvas().viewport()->rect().center()).manhattanLength() < 8;
    }
    QTreeWidget *commands()
    {
        const auto lists = m_window->findChildren<QTreeWidget *>(u"picklist-list"_s);
        return lists.isEmpty() ? nullptr : lists.constLast();
    }
    QTreeWidgetItem *row(const QString &text)
    {
        const auto rows = commands()->findItems(text, Qt::MatchExactly);
        return rows.value(0);
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void init()
    {
        m_window = tests::openWindow(tests::templateFleet());
        m_window->canvas().setFocus();
        m_window->canvas().setTransform(QTransform::fromScale(3, 3)); // so near that centring shows
        m_window->canvas().setSceneRect(-5000, -5000, 12000, 12000);
    }
    void cleanup() { m_window.reset(); }

    void nothingFoundHasNoNext()
    {
        key(Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(words(), u"nowhere"_s);
        QCOMPARE(count(), u"No match"_s);
        for (const QString &name : {u"up"_s, u"down"_s})
            QVERIFY(!m_window->findChild<FindBar *>()->findChild<QAbstractButton *>(name)->isEnabled());
        words()->setText(u"g0*"_s);
        QVERIFY(m_window->findChild<FindBar *>()->findChild<QAbstractButton *>(u"down"_s)->isEnabled());
    }

    void enterAndF3StepAndCentre()
    {
        key(Qt::Key_F, Qt::ControlModifier);
        QVERIFY(words()->hasFocus());
        QTest::keyClicks(words(), u"g0*"_s);
        QCOMPARE(count(), u"1 of 3"_s);
        QCOMPARE(selected(), u"game/g01"_s);
        QVERIFY(isCentred(u"game/g01"_s));
        key(Qt::Key_Return);
        QCOMPARE(selected(), u"game/g02"_s);
        QCOMPARE(count(), u"2 of 3"_s);
        QVERIFY(isCentred(u"game/g02"_s));
        key(Qt::Key_F3);
        QCOMPARE(selected(), u"game/g03"_s);
        key(Qt::Key_F3);
        QCOMPARE(selected(), u"game/g01"_s); // round and round
        key(Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(selected(), u"game/g03"_s);
        key(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(selected(), u"game/g02"_s);
        key(Qt::Key_Escape);
        QVERIFY(!words()->isVisible() && m_window->canvas().hasFocus());
        key(Qt::Key_F3); // goes on with the words of last time
        QCOMPARE(selected(), u"game/g03"_s);
    }

    void findsByPortAddressAndDomain()
    {
        key(Qt::Key_F, Qt::ControlModifier);
        for (const auto &[typed, id] : {std::pair{u"34198"_s, u"game/g02"_s}, {u"203.0.113.20"_s, u"host/factorio-server-mini"_s}}) {
            words()->selectAll();
            QTest::keyClicks(words(), typed);
            QCOMPARE(selected(), id);
        }
        words()->selectAll();
        QTest::keyClicks(words(), u"c02.stream.example"_s);
        QCOMPARE(count(), u"1 of 1"_s);
        QCOMPARE(selected(), u"stream-client/c02"_s);
        words()->selectAll();
        QTest::keyClicks(words(), u"c0?.stream.example.*"_s);
        QCOMPARE(count(), u"1 of 3"_s);
    }

    void noMatchSaysSo()
    {
        key(Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(words(), u"nothing-of-this-name"_s);
        QCOMPARE(count(), u"No match"_s);
        const QString before = selected();
        key(Qt::Key_Return);
        key(Qt::Key_F3);
        QCOMPARE(selected(), before); // nothing to go to
    }

    void theCommandListHasEveryActionWithItsKeys()
    {
        key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(commands());
        QStringList rows;
        for (int i = 0; i < commands()->topLevelItemCount(); ++i) {
            rows += commands()->topLevelItem(i)->text(0);
            QCOMPARE_GT(commands()->columnWidth(0), commands()->fontMetrics().horizontalAdvance(rows.last())); // nothing is cut
        }
        for (const QAction *action : m_window->actions().all()) {
            const QString text = Actions::plainText(action);
            QVERIFY2(std::any_of(rows.begin(), rows.end(), [&](const QString &row) { return row == text || row.endsWith(u": "_s + text); }), qPrintable(text));
        }
        for (const QString &inner : {u"Theme: Dark"_s, u"Show: Links"_s, u"New from template: ClaudeTorio"_s, u"Compare with the files on disk"_s, u"Design"_s})
            QVERIFY2(row(inner), qPrintable(rows.join(u" | "_s))); // a word from a menu within a menu says what it is about
        QCOMPARE(row(u"Save"_s)->text(1), u"Ctrl+S"_s);
        QTreeWidgetItem *rename = row(u"Rename"_s);
        QCOMPARE(rename->toolTip(0), u"select one item"_s); // greyed, with the reason
        QVERIFY(rename->foreground(0) != row(u"Save"_s)->foreground(0));
        commands()->setCurrentItem(rename);
        QCOMPARE(m_window->findChild<QLabel *>(u"picklist-words"_s)->text(), u"select one item"_s);
        key(Qt::Key_Escape);
    }

    void aFewLettersRunACommand()
    {
        key(Qt::Key_K, Qt::ControlModifier);
        auto *filter = m_window->findChild<QLineEdit *>(u"picklist-filter"_s);
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, u"slal"_s);
        QCOMPARE(commands()->currentItem()->text(0), u"Select all"_s);
        key(Qt::Key_Return);
        QTRY_VERIFY(m_window->selection().items().size() > 10);
    }

    void whereNothingMatchesTheWordsStandInTheMiddle()
    {
        key(Qt::Key_K, Qt::ControlModifier);
        auto *filter = m_window->findChild<QLineEdit *>(u"picklist-filter"_s);
        QTRY_VERIFY(filter->hasFocus());
        const auto *said = m_window->findChild<QLabel *>(u"picklist-words"_s);
        const QSize size = said->window()->size();
        QTest::keyClicks(filter, u"qqqq"_s);
        QTRY_VERIFY(said->text().startsWith(u"Nothing matches"_s) && !commands()->isVisible());
        QTRY_VERIFY(said->height() > size.height() / 2); // it has the room of the list, and stands in the middle of it
        QVERIFY(said->alignment().testFlag(Qt::AlignHCenter));
        QCOMPARE(said->window()->size(), size);
        QTest::keyClick(filter, Qt::Key_Backspace);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(filter, Qt::Key_Backspace);
        QTRY_VERIFY(commands()->isVisible() && said->height() < size.height() / 4);
        QVERIFY(filter->hasFocus());
        key(Qt::Key_Escape);
    }

    void goToAnItem()
    {
        key(Qt::Key_K, Qt::ControlModifier);
        auto *filter = m_window->findChild<QLineEdit *>(u"picklist-filter"_s);
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, u"go to c02"_s);
        QCOMPARE(commands()->currentItem()->text(0), u"Go to c02"_s);
        key(Qt::Key_Return);
        QTRY_COMPARE(selected(), u"stream-client/c02"_s);
        QVERIFY(isCentred(u"stream-client/c02"_s));
    }

    void lettersFitInOrder()
    {
        QVERIFY(fuzzyScore(u"slal", u"Select all") > 0);
        QVERIFY(fuzzyScore(u"zzz", u"Select all") < 0);
        QVERIFY(fuzzyScore(u"all", u"Select all") > fuzzyScore(u"all", u"Actual size of a link"));
        QVERIFY(fuzzyScore(u"undo", u"Undo") > fuzzyScore(u"undo", u"Unfold the domain"));
    }
};

QTEST_MAIN(TestWindowFind)
#include "tst_windowfind.moc"
