// SPDX-License-Identifier: GPL-3.0-or-later
// The whole of Design by keyboard alone: a fleet is built from an empty one with key events only.

#include "gui/derived.h"
#include "tests/gui/fixture.h"

#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;

class TestWindowKeyboard : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    /// A key as it comes from a keyboard: to whatever has the focus.
    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QVERIFY(QTest::qWaitFor([] { return QApplication::focusWidget() != nullptr; }));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
        QCoreApplication::processEvents();
    }
    void type(const QString &text)
    {
        QVERIFY(QTest::qWaitFor([] { return qobject_cast<QLineEdit *>(QApplication::focusWidget()) != nullptr; }));
        QTest::keyClicks(QApplication::focusWidget(), text);
    }
    void tabTo(const QString &name)
    {
        QStringList passed;
        for (int i = 0; i < 40 && QApplication::focusWidget()->objectName() != name; ++i) {
            passed.append(QApplication::focusWidget()->objectName());
            press(Qt::Key_Tab);
        }
        QVERIFY2(QApplication::focusWidget()->objectName() == name, qPrintable(passed.join(u' ')));
    }
    /// Underlined letters of a menu's entries, and what stands there twice.
    static void lettersOf(const QMenu &menu, QStringList &twice)
    {
        QHash<QChar, QString> owners;
        for (const QAction *action : menu.actions()) {
            const QString letters = QKeySequence::mnemonic(action->text()).toString(); // "Alt+X"
            if (action->isSeparator() || letters.isEmpty())
                continue;
            QString &owner = owners[letters.back()];
            if (!owner.isEmpty())
                twice.append(u"%1: %2, %3"_s.arg(menu.objectName().isEmpty() ? menu.title() : menu.objectName(), owner, action->text()));
            owner = action->text();
        }
    }
    model::ItemPtr item(const char *id) { return m_window->document().fleet().find(ItemId(QString::fromLatin1(id))); }
    void add(const QString &letters)
    {
        press(Qt::Key_Insert);
        QTRY_VERIFY(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"picklist-filter"_s);
        type(letters);
        press(Qt::Key_Return);
        QTest::qWait(0);
    }
    void rename(const QString &name)
    {
        press(Qt::Key_F2);
        press(Qt::Key_A, Qt::ControlModifier);
        type(name);
        press(Qt::Key_Return);
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void cleanup() { m_window.reset(); }

    void aFleetIsBuiltByKeysAlone()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, "switchyard: 1\nname: f\ndomain: example.com\nhosts: []\n"));
        m_window = tests::openWindow(tests::templateFleet());
        QVERIFY(m_window->openFile(path));
        m_window->canvas().setFocus();

        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier); // a host
        QVERIFY(item("host/host01"));
        QCOMPARE(m_window->selection().single(), ItemId::host(u"host01"_s));
        rename(u"box"_s);
        QVERIFY(item("host/box"));
        QCOMPARE(m_window->selection().single(), ItemId::host(u"box"_s));
        press(Qt::Key_Return, Qt::AltModifier); // its properties
        QCOMPARE(QApplication::focusWidget()->objectName(), u"name"_s);
        tabTo(u"roles"_s);
        type(u"game-server"_s);
        press(Qt::Key_Return);
        QCOMPARE(item("host/box")->values.at(u"roles").texts(), QStringList{u"game-server"_s});
        press(Qt::Key_Escape); // back to the canvas
        QVERIFY(m_window->canvas().hasFocus());

        add(u"game"_s);
        QTRY_VERIFY(item("game/g01"));
        rename(u"alpha"_s);
        QVERIFY(item("game/alpha"));

        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(item("host/host01"));
        press(Qt::Key_F, Qt::ControlModifier); // back to the game
        type(u"alpha"_s);
        press(Qt::Key_Escape);
        QCOMPARE(m_window->selection().single(), ItemId(u"game/alpha"_s));
        press(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"picklist-filter"_s);
        type(u"host01"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(item("game/alpha")->host, u"host01"_s);

        QTRY_VERIFY(m_window->canvas().hasFocus());
        press(Qt::Key_Delete);
        QVERIFY(!item("game/alpha"));
        press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(item("game/alpha"));
        QVERIFY(m_window->isWindowModified());
        press(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!m_window->isWindowModified());
        const QByteArray bytes = tests::readFile(path);
        QVERIFY2(bytes.contains("roles: [game-server]") && bytes.contains("name: alpha, host: host01"), bytes.constData());
    }

    void arrowsWalkOverTheCanvas()
    {
        m_window = tests::openWindow(tests::templateFleet());
        m_window->canvas().setFocus();
        m_window->selection().set({ItemId(u"game/g01"_s)});
        press(Qt::Key_Right);
        const ItemId next = m_window->selection().single();
        QVERIFY(!next.isEmpty() && next != ItemId(u"game/g01"_s));
        press(Qt::Key_Left);
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g01"_s));
    }

    void everyEntryOfAMenuHasALetterOfItsOwn()
    {
        m_window = tests::openWindow(tests::templateFleet());
        QStringList twice, none;
        const auto look = [&](const QMenu &menu) {
            lettersOf(menu, twice);
            for (const QAction *action : menu.actions()) {
                if (!action->isSeparator() && menu.objectName() != u"menu-recent"_s && QKeySequence::mnemonic(action->text()).isEmpty())
                    none.append(menu.title() + u": "_s + action->text());
            }
        };
        for (const QMenu *menu : m_window->menuBar()->findChildren<QMenu *>())
            look(*menu);
        for (const char *id : {"host/factorio-server", "game/g01", "service/none"}) {
            emit m_window->canvas().contextAsked(ItemId(QString::fromLatin1(id)), QPoint(10, 10));
            auto *menu = m_window->findChild<QMenu *>(u"context-menu"_s);
            QVERIFY(menu && menu->actions().size() > 5);
            look(*menu);
            delete menu;
        }
        QVERIFY2(twice.isEmpty(), qPrintable(twice.join(u'\n')));
        QVERIFY2(none.isEmpty(), qPrintable(none.join(u'\n')));
    }

    void tabReachesEveryPanelAndComesBack()
    {
        m_window = tests::openWindow(tests::templateFleet());
        m_window->canvas().setFocus();
        QSet<QString> seen;
        for (int i = 0; i < 120; ++i) {
            press(Qt::Key_Tab);
            for (QWidget *w = QApplication::focusWidget(); w; w = w->parentWidget())
                seen.insert(w->objectName());
        }
        for (const QString &panel : {u"canvas"_s, u"palette"_s, u"inspector"_s, u"preview"_s})
            QVERIFY2(seen.contains(panel), qPrintable(panel));
    }
};

QTEST_MAIN(TestWindowKeyboard)
#include "tst_windowkeyboard.moc"
