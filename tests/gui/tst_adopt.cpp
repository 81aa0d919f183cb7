// SPDX-License-Identifier: GPL-3.0-or-later
// Taking running hosts into the fleet by the dialog, on the simulated hosts: real SSH, real widgets, mouse and keyboard.

#include "gui/actions/actions.h"
#include "gui/adopt/adoptdialog.h"
#include "gui/adopt/proposaltable.h"
#include "gui/demo.h"
#include "gui/overlay/toast.h"
#include "tests/gui/fixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestAdopt : public QObject
{
    Q_OBJECT

    std::unique_ptr<Demo> m_demo;
    std::unique_ptr<Window> m_window;
    std::unique_ptr<QTemporaryDir> m_folder;
    const QString m_games = u"factorio-server"_s, m_control = u"factorio-server-mini"_s;

    AdoptDialog *dialog() { return m_window->findChild<AdoptDialog *>(); }
    template <typename T>
    T *part(const QString &name)
    {
        return dialog() ? dialog()->findChild<T *>(name) : nullptr;
    }
    QPushButton *button(const QString &name) { return part<QPushButton>(u"adopt-"_s + name); }
    ProposalTable *table() { return part<ProposalTable>(u"proposals"_s); }
    bool isListed() { return table() && button(u"again"_s)->isVisible() && !part<QLabel>(u"adopt-error"_s)->isVisible(); }
    QString error() { return part<QLabel>(u"adopt-error"_s)->isVisible() ? part<QLabel>(u"adopt-error"_s)->text() : QString(); }
    QTreeWidgetItem *row(const QString &id)
    {
        for (int i = 0; i < table()->topLevelItemCount(); ++i) {
            if (table()->topLevelItem(i)->data(0, Qt::UserRole).toString() == id)
                return table()->topLevelItem(i);
        }
        return nullptr;
    }
    QStringList notes()
    {
        QStringList all;
        for (int i = 0; i < part<QListWidget>(u"adopt-notes"_s)->count(); ++i)
            all.append(part<QListWidget>(u"adopt-notes"_s)->item(i)->text());
        return all;
    }
    QString notesText() { return notes().join(u'\n'); }
    const model::Fleet &fleet() { return m_window->document().fleet(); }
    void adoptSelected(const QString &host)
    {
        m_window->selection().set({ItemId::host(host)});
        m_window->actions().get(u"adopt"_s)->trigger();
    }
    /// Clicks the box of a row.
    void clickBox(QTreeWidgetItem *item)
    {
        table()->scrollToItem(item);
        const QRect rect = table()->visualItemRect(item);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, QPoint(rect.left() + 12, rect.center().y()));
    }
    bool tabTo(QWidget *widget)
    {
        for (int i = 0; i < 20 && QApplication::focusWidget() != widget; ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        return QApplication::focusWidget() == widget;
    }
    /// Something that the fleet does not have runs there.
    void addGame(const QString &host, const QString &name, int port)
    {
        m_demo->hosts().change(host, [&](sim::HostState &state) {
            const QString unit = u"podman-factorio-%1.service"_s.arg(name), container = u"podman/factorio-"_s + name;
            state.units[unit] = u"active"_s;
            state.unitFacts[unit] = {u"runs="_s + container, u"image=%1 factoriotools/factorio:1.1.110"_s.arg(container),
                                     u"value=%1 PORT %2"_s.arg(container).arg(port), u"value=%1 RCON_PORT %2"_s.arg(container).arg(port - 7000)};
        });
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void init()
    {
        auto demo = Demo::start(Catalog::builtIn());
        QVERIFY2(demo, demo ? "" : qPrintable(demo.error().message));
        m_demo = std::move(*demo);
        m_window = tests::openWindow(m_demo->fleet(), m_demo->dialing());
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_window->document().saveAs(m_folder->filePath(u"fleet.yaml"_s)));
    }
    void cleanup()
    {
        m_window.reset();
        m_demo.reset();
    }

    void whatAHostSaysIsAcceptedOneByOne()
    {
        addGame(m_games, u"g09"_s, 34300);
        m_demo->hosts().change(m_games, [](sim::HostState &state) {
            state.unitFacts[u"podman-factorio-g01.service"_s].replaceInStrings(u"PORT 34197"_s, u"PORT 34500"_s);
            state.units[u"podman-mystery.service"_s] = u"active"_s;
            state.unitFacts[u"podman-mystery.service"_s] = {u"runs=podman/mystery"_s, u"image=podman/mystery example.com/mystery:1"_s};
        });
        const QByteArray before = model::printFleet(fleet());
        adoptSelected(m_games);
        QVERIFY(dialog());
        QTRY_VERIFY_WITH_TIMEOUT(isListed(), 15000);
        // What is safe is ticked; a conflict is not, and says both sides in words.
        QTreeWidgetItem *game = row(u"game/g09"_s), *port = row(u"game/g01.udp-port"_s), *key = row(u"host/factorio-server.host-key"_s);
        QVERIFY(game && port && key);
        QCOMPARE(game->checkState(0), Qt::Checked);
        QCOMPARE(port->checkState(0), Qt::Unchecked);
        QCOMPARE(port->text(1), u"34197"_s);
        QCOMPARE(port->text(2), u"34500"_s);
        QVERIFY(port->text(3).contains(u"Conflict: the fleet says 34197"_s));
        QVERIFY(port->data(0, Qt::AccessibleTextRole).toString().contains(u"the host says 34500"_s));
        QVERIFY(notesText().contains(u"mystery"_s) && notesText().contains(u"Not understood"_s));
        QCOMPARE(model::printFleet(fleet()), before); // nothing yet

        clickBox(key);
        QCOMPARE(key->checkState(0), Qt::Unchecked);
        clickBox(port);
        QCOMPARE(port->checkState(0), Qt::Checked);
        const qsizetype count = table()->ticked().size();
        QVERIFY(button(u"apply"_s)->text().contains(QString::number(count)));
        QTest::mouseClick(button(u"apply"_s), Qt::LeftButton);
        QTRY_VERIFY(!dialog());
        QCOMPARE(fleet().find(ItemId(u"game/g09"_s))->values.at(u"udp-port").toInt(), 34300);
        QCOMPARE(fleet().find(ItemId(u"game/g01"_s))->values.at(u"udp-port").toInt(), 34500);
        QVERIFY(fleet().host(m_games)->values.at(u"host-key").isNull());
        QVERIFY(tests::readFile(m_folder->filePath(u"hosts/hardware/factorio-server.nix"_s)).contains("fileSystems"));
        // One step: one undo takes all of it back.
        QVERIFY(m_window->toast().words().contains(m_games));
        m_window->document().undo();
        QCOMPARE(model::printFleet(fleet()), before);
    }

    void byKeyboardAlone()
    {
        m_window->selection().set({ItemId::host(m_control)});
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(dialog());
        QTRY_VERIFY_WITH_TIMEOUT(isListed(), 15000);
        QTRY_COMPARE(QApplication::focusWidget(), table());
        QTreeWidgetItem *first = table()->topLevelItem(0);
        const Qt::CheckState was = first->checkState(0);
        QTest::keyClick(table(), Qt::Key_Space);
        QVERIFY(first->checkState(0) != was);
        QTest::keyClick(table(), Qt::Key_Space);
        QCOMPARE(first->checkState(0), was);
        QVERIFY(tabTo(button(u"none"_s)));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(table()->ticked().isEmpty());
        QVERIFY(!button(u"apply"_s)->isEnabled());
        QVERIFY(tabTo(button(u"all"_s)));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(table()->ticked(), table()->tickable());
        QVERIFY(tabTo(table())); // and round again
        QTest::keyClick(dialog(), Qt::Key_Return);
        QTRY_VERIFY(!dialog());
        QVERIFY(fleet().host(m_control)->values.at(u"host-key").text().startsWith(u"ssh-ed25519 "_s));
    }

    void nothingToPropose()
    {
        adoptSelected(m_control);
        QTRY_VERIFY_WITH_TIMEOUT(isListed(), 15000);
        button(u"all"_s)->click();
        button(u"apply"_s)->click();
        QTRY_VERIFY(!dialog());
        adoptSelected(m_control);
        QTRY_VERIFY_WITH_TIMEOUT(isListed(), 15000);
        QVERIFY(part<QLabel>(u"adopt-words"_s)->text().contains(u"the fleet says what the host says"_s));
        QVERIFY(!table()->isVisible() && !button(u"apply"_s)->isVisible());
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
    }

    void aNewHostByItsAddress()
    {
        // The fleet loses the host; its machine still runs.
        QVERIFY(m_window->perform({{}, {model::RemoveItem{ItemId(u"game/g01"_s)}, model::RemoveItem{ItemId(u"game/g02"_s)},
                                        model::RemoveItem{ItemId(u"game/g03"_s)}, model::RemoveItem{ItemId::host(m_games)}}}));
        const remote::SshTarget target = m_demo->hosts().target(m_games);
        m_window->actions().get(u"adopt-new"_s)->trigger();
        QVERIFY(dialog());
        auto *name = part<QLineEdit>(u"adopt-name"_s), *address = part<QLineEdit>(u"adopt-address"_s), *user = part<QLineEdit>(u"adopt-user"_s);
        QVERIFY(!button(u"read"_s)->isEnabled());
        QVERIFY(part<QLabel>(u"adopt-problem"_s)->text().contains(u"address"_s));
        name->selectAll();
        QTest::keyClicks(name, u"Not a name"_s);
        QVERIFY(part<QLabel>(u"adopt-problem"_s)->text().contains(u"a-z"_s));
        name->selectAll();
        QTest::keyClicks(name, m_control);
        QVERIFY(part<QLabel>(u"adopt-problem"_s)->text().contains(u"already"_s));
        name->selectAll();
        QTest::keyClicks(name, m_games);
        QTest::keyClicks(address, u"127.0.0.1"_s);
        user->selectAll();
        QTest::keyClicks(user, u"deploy"_s);
        part<QSpinBox>(u"adopt-port"_s)->setValue(target.port);
        QVERIFY(button(u"read"_s)->isEnabled());
        auto *jump = part<QLineEdit>(u"adopt-jump"_s);
        QTest::keyClicks(jump, u"-oProxyCommand=x"_s);
        QVERIFY(!button(u"read"_s)->isEnabled() && part<QLabel>(u"adopt-problem"_s)->text().startsWith(u"Jump host: "_s));
        jump->clear();
        QTest::keyClick(dialog(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(isListed(), 15000);
        // Without the host there is nothing on it.
        clickBox(row(u"host/factorio-server"_s));
        QVERIFY2(table()->ticked().isEmpty(), qPrintable(table()->ticked().join(u' ')));
        clickBox(row(u"game/g02"_s)); // brings its host along
        QCOMPARE(table()->ticked(), (QStringList{u"host/factorio-server"_s, u"game/g02"_s}));
        button(u"safe"_s)->click();
        button(u"apply"_s)->click();
        QTRY_VERIFY(!dialog());
        for (const QString &game : {u"game/g01"_s, u"game/g02"_s, u"game/g03"_s})
            QVERIFY(fleet().find(ItemId(game)) && fleet().find(ItemId(game))->host == m_games);
        QCOMPARE(fleet().find(ItemId(u"game/g03"_s))->values.at(u"udp-port").toInt(), 34199);
        QVERIFY(m_window->scene().itemBox(ItemId::host(m_games)).isValid());
        m_window->document().undo();
        QVERIFY(!fleet().host(m_games));
    }

    void readingBlocksNothingAndCanBeCancelled()
    {
        m_demo->hosts().cut(m_games); // accepts nothing, answers nothing
        adoptSelected(m_games);
        QVERIFY(dialog());
        QVERIFY(!isListed());
        QElapsedTimer timer;
        timer.start();
        int turns = 0;
        QTimer tick;
        connect(&tick, &QTimer::timeout, this, [&turns] { ++turns; });
        tick.start(10);
        QTRY_VERIFY(turns >= 10);
        QVERIFY2(timer.elapsed() < 2000, "the window stood still");
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
        QVERIFY2(timer.elapsed() < 4000, "cancelling took too long");
        m_demo->hosts().mend(m_games);
    }

    void noSshIsSaidAndTriedAgain()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();
        m_window->actions().get(u"adopt-new"_s)->trigger();
        part<QLineEdit>(u"adopt-address"_s)->setText(u"127.0.0.1"_s);
        part<QSpinBox>(u"adopt-port"_s)->setValue(port);
        button(u"read"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(!error().isEmpty(), 15000);
        QVERIFY2(error().contains(u"127.0.0.1"_s), qPrintable(error()));
        QVERIFY(button(u"again"_s)->isVisible() && button(u"back"_s)->isVisible());
        button(u"back"_s)->click();
        QVERIFY(part<QLineEdit>(u"adopt-address"_s)->isVisible());
        dialog()->close();
    }

    void aNewHostIsReachedByWayOfAnother()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();
        m_window->actions().get(u"adopt-new"_s)->trigger();
        part<QLineEdit>(u"adopt-address"_s)->setText(u"127.0.0.1"_s);
        part<QLineEdit>(u"adopt-user"_s)->setText(u"deploy"_s);
        part<QSpinBox>(u"adopt-port"_s)->setValue(m_demo->hosts().target(m_games).port); // there is somebody
        QTest::keyClicks(part<QLineEdit>(u"adopt-jump"_s), u"nobody@127.0.0.1:%1"_s.arg(port)); // but not on the way
        button(u"read"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(!error().isEmpty() || isListed(), 15000);
        QVERIFY2(!error().isEmpty(), "it was dialled directly");
        dialog()->close();
    }

    void anUnknownHostKeyIsAskedAbout()
    {
        const remote::SshTarget target = m_demo->hosts().target(m_control);
        Dialing stranger = m_demo->dialing();
        stranger.redirect = {};
        stranger.ssh.knownHostsFile = m_folder->filePath(u"known_hosts"_s);
        m_window = tests::openWindow(m_demo->fleet(), stranger);
        QVERIFY(m_window->document().saveAs(m_folder->filePath(u"other.yaml"_s)));
        m_window->actions().get(u"adopt-new"_s)->trigger();
        part<QLineEdit>(u"adopt-address"_s)->setText(u"127.0.0.1"_s);
        part<QSpinBox>(u"adopt-port"_s)->setValue(target.port);
        part<QLineEdit>(u"adopt-user"_s)->setText(u"deploy"_s);
        button(u"read"_s)->click();
        const auto box = [this] { return m_window->findChild<QMessageBox *>(u"host-key-dialog"_s); };
        QTRY_VERIFY_WITH_TIMEOUT(box(), 15000);
        QVERIFY(box()->informativeText().contains(u"SHA256:"_s));
        for (QAbstractButton *each : box()->buttons()) {
            if (box()->buttonRole(each) == QMessageBox::AcceptRole)
                QTest::mouseClick(each, Qt::LeftButton);
        }
        QTRY_VERIFY_WITH_TIMEOUT(isListed(), 15000);
        QVERIFY(tests::readFile(stranger.ssh.knownHostsFile).contains("127.0.0.1"));
        dialog()->close();
    }

    void anUnsavedFleetTakesNoFile()
    {
        m_window->showFleet(m_demo->fleet());
        adoptSelected(m_control);
        QTRY_VERIFY_WITH_TIMEOUT(isListed(), 15000);
        QTreeWidgetItem *hardware = row(u"host/factorio-server-mini.hardware"_s);
        QVERIFY(hardware && !(hardware->flags() & Qt::ItemIsEnabled));
        QVERIFY(hardware->text(3).contains(u"Save the fleet first"_s));
        button(u"all"_s)->click();
        QVERIFY(!table()->ticked().contains(u"host/factorio-server-mini.hardware"_s));
        dialog()->close();
    }

    void whoMayNotEditMayNotAdopt()
    {
        m_window->selection().set({ItemId::host(m_games)});
        QVERIFY(m_window->actions().get(u"adopt"_s)->isEnabled());
        m_window->setMode(Mode::Watch);
        m_window->selection().set({ItemId::host(m_control)});
        QVERIFY(!m_window->actions().get(u"adopt"_s)->isEnabled());
        QVERIFY(!Actions::whyNot(m_window->actions().get(u"adopt"_s)).isEmpty());
        m_window->setMode(Mode::Design);
        emit m_window->canvas().contextAsked(ItemId::host(m_control), QPoint(100, 100));
        auto *menu = m_window->findChild<QMenu *>(u"context-menu"_s);
        QVERIFY(menu && menu->actions().contains(m_window->actions().get(u"adopt"_s)));
        menu->close();
    }
};

QTEST_MAIN(TestAdopt)
#include "tst_adopt.moc"
