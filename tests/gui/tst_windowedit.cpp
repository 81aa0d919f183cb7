// SPDX-License-Identifier: GPL-3.0-or-later
// Items are cut, copied, pasted, duplicated, renamed, moved and removed, by mouse and keyboard.

#include "gui/actions/actions.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/overlay/toast.h"
#include "tests/gui/fixture.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;

class TestWindowEdit : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    void click(const ItemId &item, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(m_window->canvas().viewport(), Qt::LeftButton, modifiers, tests::viewportPoint(*m_window, item));
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&m_window->canvas(), Qt::Key(key), modifiers); }
    model::ItemPtr item(const QString &id) { return m_window->document().fleet().find(ItemId(id)); }
    qint64 port(const QString &id) { return item(id) ? item(id)->values.at(u"udp-port").toInt() : 0; }
    QByteArray bytes() { return printFleet(m_window->document().fleet()); }
    QComboBox *combo(const QString &field)
    {
        for (QComboBox *box : m_window->inspector().findChildren<QComboBox *>(field)) {
            if (box->isVisible()) // those of the last selection wait for their deletion
                return box;
        }
        return nullptr;
    }
    Toast &toast() { return m_window->toast(); }
    static QString clipboard() { return QGuiApplication::clipboard()->text(); }
    static void setClipboard(const char *text) { QGuiApplication::clipboard()->setText(QString::fromUtf8(text)); }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void init()
    {
        QGuiApplication::clipboard()->clear();
        m_window = tests::openWindow(tests::twoGameHosts());
        m_window->canvas().setFocus();
    }
    void cleanup() { m_window.reset(); }

    void copyAndPasteGiveAFreshNameAndFreePorts()
    {
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard(), u"games:\n  - {name: g02, host: factorio-server, udp-port: 34198, rcon-port: 27016}\n"_s);
        const QByteArray before = bytes();
        key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(port(u"game/g04"_s), 34200);
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g04"_s));
        QVERIFY(m_window->scene().itemBox(ItemId(u"game/g04"_s)).isValid());
        key(Qt::Key_Z, Qt::ControlModifier); // one step
        QCOMPARE(bytes(), before);
    }

    void pasteGoesOntoTheSelectedHost()
    {
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_C, Qt::ControlModifier);
        m_window->selection().set({ItemId::host(u"box2"_s)});
        key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(item(u"game/g04"_s)->host, u"box2"_s);
        QCOMPARE(port(u"game/g04"_s), 34198); // it is free there
    }

    void cutAndPasteMovesBetweenWindows()
    {
        auto other = tests::openWindow(tests::templateFleet());
        other->selection().set({ItemId(u"game/g01"_s), ItemId(u"game/g03"_s)});
        other->canvas().setFocus();
        QTest::keyClick(&other->canvas(), Qt::Key_X, Qt::ControlModifier);
        QVERIFY(!other->document().fleet().find(ItemId(u"game/g01"_s)));
        other->hide();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->selection().set({ItemId::host(u"box2"_s)});
        key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_window->selection().items().size(), 2);
        QCOMPARE(item(u"game/g04"_s)->host, u"box2"_s);
        QCOMPARE(item(u"game/g05"_s)->host, u"box2"_s);
    }

    void aLineFromAnEditorIsAnItem()
    {
        setClipboard("  - {name: eu1, host: box2, udp-port: 40000} # from an editor\n");
        key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(item(u"game/eu1"_s)->host, u"box2"_s);
        QVERIFY(bytes().contains("# from an editor"));
    }

    void textThatIsNoItemIsRefusedInWords()
    {
        const QByteArray before = bytes();
        setClipboard("hello, please restart the broker");
        key(Qt::Key_V, Qt::ControlModifier);
        QVERIFY(toast().isVisible());
        QVERIFY2(toast().words().contains(u"no item"_s), qPrintable(toast().words()));
        QCOMPARE(bytes(), before);
        QVERIFY(!m_window->document().canUndo());
    }

    void aCopiedHostTakesItsItemsAlong()
    {
        m_window->selection().set({ItemId::host(u"factorio-server"_s)});
        key(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(item(u"host/factorio-server-2"_s));
        QCOMPARE(item(u"game/g04"_s)->host, u"factorio-server-2"_s);
        QCOMPARE(port(u"game/g04"_s), 34197); // a new host has all its ports
        QCOMPARE(m_window->document().undoText(), u"Duplicate factorio-server"_s);
    }

    void f2RenamesInPlace()
    {
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_F2);
        auto *line = m_window->canvas().findChild<QLineEdit *>(u"rename-line"_s);
        QVERIFY(line && line->hasFocus());
        QCOMPARE(line->text(), u"g02"_s);
        const QRect box = m_window->canvas().mapFromScene(m_window->scene().itemBox(ItemId(u"game/g02"_s))).boundingRect();
        QVERIFY(QRect(line->mapTo(&m_window->canvas(), QPoint()), line->size()).contains(box)); // nothing of it peeps out
        line->selectAll();
        QTest::keyClicks(line, u"g03"_s); // taken
        auto *words = m_window->canvas().findChild<QLabel *>(u"rename-words"_s);
        QVERIFY(words->isVisible() && words->text().contains(u"g03"_s));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(item(u"game/g02"_s)); // still here, and the line as well
        line->selectAll();
        QTest::keyClicks(line, u"alpha"_s);
        QVERIFY(!words->isVisible());
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(item(u"game/alpha"_s) && !item(u"game/g02"_s));
        QCOMPARE(item(u"stream-client/c02"_s)->values.at(u"game").text(), u"alpha"_s); // references follow
        QCOMPARE(m_window->selection().single(), ItemId(u"game/alpha"_s));
        QVERIFY(m_window->canvas().hasFocus());
    }

    void escapeLeavesTheNameAsItWas()
    {
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_F2);
        auto *line = m_window->canvas().findChild<QLineEdit *>(u"rename-line"_s);
        QTest::keyClicks(line, u"other"_s);
        QTest::keyClick(line, Qt::Key_Escape);
        QVERIFY(item(u"game/g02"_s) && !m_window->document().canUndo());
        QVERIFY(m_window->selection().single() == ItemId(u"game/g02"_s));
    }

    void moveToListsEveryHostWithItsAdvice()
    {
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        auto *list = m_window->findChild<QTreeWidget *>(u"picklist-list"_s);
        auto *filter = m_window->findChild<QLineEdit *>(u"picklist-filter"_s);
        QVERIFY(list && filter);
        QCOMPARE(list->topLevelItemCount(), 4);
        QCOMPARE(list->currentItem()->text(0), u"factorio-server-mini"_s); // where it stands is not proposed
        QVERIFY(list->topLevelItem(0)->text(1).contains(u"is already here"_s));
        QTest::keyClicks(filter, u"box2"_s);
        QVERIFY2(list->topLevelItem(0)->text(1).contains(u"keeps its ports"_s), qPrintable(list->topLevelItem(0)->text(1)));
        QTest::keyClick(filter, Qt::Key_Return);
        QTRY_COMPARE(item(u"game/g02"_s)->host, u"box2"_s);
        QCOMPARE(m_window->document().undoText(), u"Move g02 from factorio-server to box2"_s);
    }

    /// What a role brings has no entry of its own in the fleet file: the role goes along.
    void whatARoleBringsMovesWithTheRole()
    {
        const QByteArray before = bytes();
        m_window->selection().set({ItemId(u"factorio-server-mini/broker"_s), ItemId(u"factorio-server-mini/redis"_s)});
        key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        auto *filter = m_window->findChild<QLineEdit *>(u"picklist-filter"_s);
        QVERIFY(filter);
        QTest::keyClicks(filter, u"box2"_s);
        QTest::keyClick(filter, Qt::Key_Return);
        QTRY_VERIFY(item(u"host/box2"_s)->values.at(u"roles").texts().contains(u"broker"_s));
        QVERIFY(!item(u"host/factorio-server-mini"_s)->values.at(u"roles").texts().contains(u"broker"_s));
        QVERIFY(m_window->scene().itemBox(ItemId(u"box2/broker"_s)).isValid());
        key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(bytes(), before);
    }

    void doubleClickOpensProperties()
    {
        QTest::mouseDClick(m_window->canvas().viewport(), Qt::LeftButton, {}, tests::viewportPoint(*m_window, ItemId(u"game/g02"_s)));
        auto *focus = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(focus);
        QCOMPARE(focus->objectName(), u"name"_s);
    }

    void theContextMenuHasTheActionsOfTheMenuBar()
    {
        const QPoint at = tests::viewportPoint(*m_window, ItemId(u"game/g02"_s));
        QTest::mousePress(m_window->canvas().viewport(), Qt::RightButton, {}, at);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, m_window->canvas().viewport()->mapToGlobal(at));
        QApplication::sendEvent(m_window->canvas().viewport(), &event);
        auto *menu = m_window->findChild<QMenu *>(u"context-menu"_s);
        QVERIFY(menu && menu->isVisible());
        QSet<QAction *> inBar;
        for (QMenu *bar : m_window->menuBar()->findChildren<QMenu *>()) {
            for (QAction *action : bar->actions())
                inBar.insert(action);
        }
        int checked = 0;
        for (QAction *action : menu->actions()) {
            if (action->isSeparator())
                continue;
            QVERIFY2(inBar.contains(action), qPrintable(action->text()));
            ++checked;
        }
        QVERIFY(checked >= 10);
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g02"_s)); // the right button selects what it asks about
        QTest::keyClick(menu, Qt::Key_Escape);
    }

    void ctrlAndShiftClickAddAndRemove()
    {
        click(ItemId(u"game/g01"_s));
        click(ItemId(u"game/g02"_s), Qt::ControlModifier);
        click(ItemId(u"game/g03"_s), Qt::ShiftModifier);
        QCOMPARE(m_window->selection().items().size(), 3);
        click(ItemId(u"game/g02"_s), Qt::ControlModifier);
        QCOMPARE(m_window->selection().items(), (QSet{ItemId(u"game/g01"_s), ItemId(u"game/g03"_s)}));
        key(Qt::Key_Escape);
        QVERIFY(m_window->selection().items().isEmpty());
        key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_window->selection().items().size(), m_window->derived().topology().items.size() + m_window->derived().topology().hosts.size());
    }

    void severalAreEditedAtOnceAsOneStep()
    {
        const QByteArray before = bytes();
        m_window->selection().set({ItemId(u"stream-client/c01"_s), ItemId(u"stream-client/c02"_s)});
        auto *game = combo(u"game"_s);
        QVERIFY(game);
        QCOMPARE(game->currentIndex(), -1);
        QCOMPARE(game->placeholderText(), u"mixed"_s);
        game->setFocus();
        QTest::keyClick(game, Qt::Key_End); // chooses in a closed combo box
        QCOMPARE(item(u"stream-client/c01"_s)->values.at(u"game").text(), u"g03"_s);
        QCOMPARE(item(u"stream-client/c02"_s)->values.at(u"game").text(), u"g03"_s);
        m_window->document().undo();
        QCOMPARE(bytes(), before);
    }

    /// What the first of them says already is news to the others.
    void whatTheFirstSaysIsGivenToAll()
    {
        m_window->selection().set({ItemId(u"stream-client/c01"_s), ItemId(u"stream-client/c02"_s), ItemId(u"stream-client/c03"_s)});
        auto *game = combo(u"game"_s);
        game->setFocus();
        QTest::keyClick(game, Qt::Key_Home);
        const QString chosen = game->currentText();
        for (const char *id : {"stream-client/c01", "stream-client/c02", "stream-client/c03"})
            QCOMPARE(item(QString::fromLatin1(id))->values.at(u"game").text(), chosen == u"(none)"_s ? QString() : chosen);
        m_window->document().undo();
        game = combo(u"game"_s);
        game->setCurrentIndex(game->findData(u"g01"_s));
        emit game->activated(game->currentIndex());
        for (const char *id : {"stream-client/c01", "stream-client/c02", "stream-client/c03"})
            QCOMPARE(item(QString::fromLatin1(id))->values.at(u"game").text(), u"g01"_s);

        m_window->document().undo();
        m_window->selection().set({ItemId(u"game/g01"_s), ItemId(u"stream-client/c02"_s)});
        auto *host = combo(u"host"_s);
        host->setCurrentIndex(host->findData(u"factorio-server"_s)); // where the first stands already
        emit host->activated(host->currentIndex());
        QCOMPARE(item(u"game/g01"_s)->host, u"factorio-server"_s);
        QCOMPARE(item(u"stream-client/c02"_s)->host, u"factorio-server"_s);
        m_window->document().undo();

        m_window->selection().set({ItemId(u"game/g01"_s), ItemId(u"game/g02"_s)});
        auto *line = m_window->inspector().findChild<QLineEdit *>(u"udp-port"_s);
        QVERIFY(line && line->text().isEmpty());
        QCOMPARE(line->placeholderText(), u"mixed"_s);
        const QByteArray before = bytes();
        line->setFocus();
        QTest::keyClick(line, Qt::Key_Return); // nothing typed: each keeps its own
        QCOMPARE(bytes(), before);
        QTest::keyClicks(line, u"34197"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(port(u"game/g01"_s), 34197);
        QCOMPARE(port(u"game/g02"_s), 34197);
        m_window->document().undo();
        QCOMPARE(bytes(), before); // one step
    }

    void differentKindsShareTheirCommonFields()
    {
        m_window->selection().set({ItemId(u"game/g01"_s), ItemId(u"stream-client/c02"_s)});
        auto *host = combo(u"host"_s);
        QVERIFY(host);
        QCOMPARE(host->placeholderText(), u"mixed"_s);
        QVERIFY(m_window->inspector().findChildren<QLineEdit *>(u"udp-port"_s).isEmpty());
        host->setCurrentIndex(host->findData(u"box2"_s));
        emit host->activated(host->currentIndex());
        QCOMPARE(item(u"game/g01"_s)->host, u"box2"_s);
        QCOMPARE(item(u"stream-client/c02"_s)->host, u"box2"_s);
    }

    void movingSeveralByTheFormGivesFreePorts()
    {
        setClipboard("- {name: g09, host: box2, udp-port: 34197, rcon-port: 27015}\n");
        key(Qt::Key_V, Qt::ControlModifier);
        m_window->selection().set({ItemId(u"game/g01"_s), ItemId(u"game/g02"_s)});
        auto *host = combo(u"host"_s);
        host->setCurrentIndex(host->findData(u"box2"_s));
        emit host->activated(host->currentIndex());
        QSet<qint64> ports{port(u"game/g01"_s), port(u"game/g02"_s), port(u"game/g09"_s)};
        QCOMPARE(ports.size(), 3);
    }

    void aLockedDesignTakesNoEdits()
    {
        const QByteArray before = bytes();
        key(Qt::Key_L, Qt::ControlModifier);
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_Delete);
        key(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(!m_window->perform({{}, {model::RemoveItem{ItemId(u"game/g02"_s)}}}));
        QCOMPARE(bytes(), before);
        const auto places = m_window->scene().places();
        const QPoint at = m_window->canvas().mapFromScene(m_window->scene().itemBox(ItemId::host(u"box2"_s)).topLeft() + QPointF(20, 10));
        QTest::mousePress(m_window->canvas().viewport(), Qt::LeftButton, {}, at);
        QTest::mouseMove(m_window->canvas().viewport(), at + QPoint(60, 40));
        QTest::mouseRelease(m_window->canvas().viewport(), Qt::LeftButton, {}, at + QPoint(60, 40));
        QCOMPARE(m_window->scene().places().value(ItemId::host(u"box2"_s)).position, places.value(ItemId::host(u"box2"_s)).position);
        QVERIFY(Actions::whyNot(m_window->actions().get(u"remove"_s)).contains(u"locked"_s));
        key(Qt::Key_L, Qt::ControlModifier);
        key(Qt::Key_Delete);
        QVERIFY(bytes() != before);
    }
};

QTEST_MAIN(TestWindowEdit)
#include "tst_windowedit.moc"
