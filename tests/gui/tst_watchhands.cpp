// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does in Watch mode, on the simulated hosts of the demo: a terminal by a double click, the numbers behind a graph.

#include "gui/actions/actions.h"
#include "gui/demo.h"
#include "gui/overlay/toast.h"
#include "gui/watch/terminal.h"
#include "gui/watch/timechart.h"
#include "gui/watch/watchpanel.h"
#include "tests/gui/fixture.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QProcess>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestWatchHands : public QObject
{
    Q_OBJECT

    std::unique_ptr<Demo> m_demo;
    std::unique_ptr<Window> m_window;
    QTemporaryDir m_bin;
    const QByteArray m_path = qgetenv("PATH");
    const QString m_games = u"factorio-server"_s;

    QStringList called() const
    {
        const QString path = m_bin.filePath(u"called"_s);
        return QFile::exists(path) ? QString::fromUtf8(tests::readFile(path)).split(u'\n', Qt::SkipEmptyParts) : QStringList();
    }
    void watchUntil(int samples)
    {
        m_window->setMode(Mode::Watch);
        m_window->selection().set({ItemId::host(m_games)});
        QTRY_VERIFY_WITH_TIMEOUT(m_window->watchPanel().history().size(m_games) >= samples, 20'000);
    }

private slots:
    void initTestCase()
    {
        tests::useEmptySettings();
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        const QString program = m_bin.filePath(u"my-terminal"_s); // notes what it is to run
        QVERIFY(tests::writeFile(program, "#!/bin/sh\nfor word; do echo \"$word\"; done > " + m_bin.filePath(u"written"_s).toUtf8() + "\nmv "
                                              + m_bin.filePath(u"written"_s).toUtf8() + ' ' + m_bin.filePath(u"called"_s).toUtf8() + '\n'));
        QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }
    void init()
    {
        auto demo = Demo::start(Catalog::builtIn());
        QVERIFY2(demo, demo ? "" : qPrintable(demo.error().message));
        m_demo = std::move(*demo);
        m_window = tests::openWindow(m_demo->fleet(), m_demo->dialing());
        QFile::remove(m_bin.filePath(u"called"_s));
        qputenv("TERMINAL", m_bin.filePath(u"my-terminal"_s).toUtf8());
    }
    void cleanup()
    {
        qputenv("PATH", m_path);
        m_window.reset();
        m_demo.reset();
    }

    void aDoubleClickOpensATerminal_data()
    {
        QTest::addColumn<QString>("item");
        QTest::newRow("on a host") << u"host/factorio-server"_s;
        QTest::newRow("on what stands there") << u"game/g02"_s;
    }
    void aDoubleClickOpensATerminal()
    {
        QFETCH(QString, item);
        m_window->setMode(Mode::Watch);
        QCoreApplication::processEvents();
        m_window->canvas().fit();
        const ItemId id(item);
        const QPoint at = item.startsWith(u"host/"_s) ? m_window->canvas().mapFromScene(m_window->scene().itemBox(id).topLeft() + QPointF(120, 20))
                                                      : tests::viewportPoint(*m_window, id);
        QTest::mouseClick(m_window->canvas().viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(m_window->canvas().viewport(), Qt::LeftButton, {}, at);
        QTRY_VERIFY(!called().isEmpty());
        const auto target = remote::targetOf(m_demo->dialing().fleet(m_demo->fleet().fleet), m_games);
        QVERIFY(target);
        const QStringList words = called();
        QCOMPARE(words.mid(0, 2), (QStringList{u"-e"_s, u"ssh"_s}));
        QCOMPARE(words.mid(words.size() - 2).join(u' '), u"-- "_s + target->address);
        QCOMPARE(words.value(words.indexOf(u"-p"_s) + 1), QString::number(target->port)); // the simulated host's, which Switchyard dials as well
        QVERIFY(m_window->statusBar()->currentMessage().contains(m_games));
    }

    void inDesignADoubleClickOpensPropertiesAndAKeyTheTerminal()
    {
        const QPoint at = tests::viewportPoint(*m_window, ItemId(u"game/g02"_s));
        QTest::mouseClick(m_window->canvas().viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(m_window->canvas().viewport(), Qt::LeftButton, {}, at);
        QVERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
        m_window->canvas().setFocus();
        QVERIFY(called().isEmpty());
        QTest::keyClick(&m_window->canvas(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!called().isEmpty());
        m_window->selection().set({ItemId(u"game/g02"_s), ItemId::host(u"factorio-server-mini"_s)});
        QVERIFY(!m_window->actions().get(u"terminal"_s)->isEnabled());
        QCOMPARE(Actions::whyNot(m_window->actions().get(u"terminal"_s)), u"select one host"_s);
    }

    void withoutATerminalItSaysWhichAreKnown()
    {
        qputenv("TERMINAL", "no-such-terminal");
        qputenv("PATH", "/nowhere");
        m_window->selection().set({ItemId::host(m_games)});
        m_window->actions().get(u"terminal"_s)->trigger();
        const QString words = m_window->toast().words();
        QVERIFY2(words.contains(u"no-such-terminal, xdg-terminal-exec"_s) && words.contains(u"TERMINAL"_s), qPrintable(words));
    }

    /// Known facts of the hosts are shown and weighed while something is dragged; before they are known, it says so.
    void aDragSaysWhatWasSeenOfTheHosts()
    {
        const auto signs = [this] {
            QMimeData mime;
            mime.setData(QString::fromLatin1(itemMime), "stream-client/c02");
            QWidget *viewport = m_window->canvas().viewport();
            QDragEnterEvent enter(viewport->rect().center(), Qt::MoveAction, &mime, Qt::LeftButton, {});
            QCoreApplication::sendEvent(viewport, &enter);
            QHash<QString, DropSign> said;
            for (const auto &host : m_window->scene().hosts())
                said.insert(host->look().title, host->drop());
            QDragLeaveEvent leave;
            QCoreApplication::sendEvent(viewport, &leave);
            return said;
        };
        m_window->setMode(Mode::Design);
        QVERIFY2(signs().value(m_games).room.contains(u"unknown"_s), qPrintable(signs().value(m_games).room));
        m_demo->hosts().change(m_games, [](sim::HostState &state) { state.load = 300; });
        watchUntil(2);
        m_window->setMode(Mode::Design);
        m_window->canvas().fit();
        const QString busy = signs().value(m_games).room, calm = signs().value(u"factorio-server-mini"_s).room;
        QVERIFY2(busy.contains(u"cores, load "_s) && busy.contains(u"GiB free, busy"_s), qPrintable(busy));
        QVERIFY2(calm.contains(u"cores, load "_s) && !calm.contains(u"busy"_s), qPrintable(calm));
    }

    /// The real ssh understands what it is given, odd names included.
    void sshUnderstandsTheCall()
    {
        remote::SshSettings settings;
        settings.useConfig = false;
        settings.identityFile = m_bin.filePath(u"a b/key"_s);
        QVERIFY(tests::writeFile(settings.identityFile, "no key")); // of others ssh says that they are not there
        settings.knownHostsFile = u"/c d/known"_s;
        QStringList command = sshCommand({u"box"_s, u"203.0.113.7"_s, 2222, u"deploy"_s, u"ops@bastion:2200"_s, {}}, settings);
        command.insert(1, u"-G"_s);
        QProcess ssh;
        ssh.start(command.takeFirst(), command);
        QVERIFY(ssh.waitForFinished(20'000));
        const QByteArrayList lines = ssh.readAllStandardOutput().split('\n');
        for (const QByteArray &line : {QByteArray("hostname 203.0.113.7"), QByteArray("port 2222"), QByteArray("user deploy"), QByteArray("proxyjump ops@bastion:2200"),
                                       QByteArray("identityfile " + settings.identityFile.toUtf8())})
            QVERIFY2(lines.contains(line), line.constData());
        QVERIFY2(lines.join('\n').contains("userknownhostsfile /c d/known") || lines.join('\n').contains("userknownhostsfile \"/c d/known\""), lines.join('\n').constData());
    }

    void theNumbersOfAGraphAreCopied()
    {
        watchUntil(4);
        auto *chart = m_window->watchPanel().findChildren<TimeChart *>().value(2); // two lines
        QVERIFY(chart && chart->actions().size() == 2);
        QGuiApplication::clipboard()->clear();
        int offered = 0;
        QTimer::singleShot(50, this, [&] { // the right button's menu waits for a choice
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            offered = menu ? int(menu->actions().size()) : 0;
            if (menu) {
                menu->setActiveAction(menu->actions().constFirst());
                QTest::keyClick(menu, Qt::Key_Return);
            }
        });
        const QPoint middle = chart->viewport()->rect().center();
        QContextMenuEvent right(QContextMenuEvent::Mouse, middle, chart->viewport()->mapToGlobal(middle));
        QCoreApplication::sendEvent(chart->viewport(), &right);
        QTRY_COMPARE(offered, 2);
        const QStringList rows = QGuiApplication::clipboard()->text().split(u"\r\n"_s, Qt::SkipEmptyParts);
        QVERIFY2(rows.size() >= 4, qPrintable(rows.join(u'\n')));
        QCOMPARE(rows.constFirst(), u"time,memory (%),disk (%)"_s);
        QDateTime before;
        for (const QString &row : rows.mid(1)) {
            const QStringList cells = row.split(u',');
            const QDateTime time = QDateTime::fromString(cells.value(0), Qt::ISODateWithMs);
            QVERIFY2(cells.size() == 3 && time.isValid() && (!before.isValid() || before < time), qPrintable(row));
            QVERIFY(cells.at(1).toDouble() > 0 && cells.at(1).toDouble() <= 100);
            QVERIFY(qAbs(time.secsTo(QDateTime::currentDateTimeUtc())) < 60);
            before = time;
        }
        QCOMPARE(chart->focusPolicy(), Qt::StrongFocus); // for the menu key
        chart->actions().at(1)->trigger();
        QVERIFY(QGuiApplication::clipboard()->image().width() > 100);
    }

    void allGraphsOfAHostAreExported()
    {
        m_window->actions().get(u"export-graphs"_s)->trigger();
        QVERIFY(m_window->toast().words().contains(u"F7"_s)); // nothing was seen yet
        watchUntil(3);
        const QString path = m_bin.filePath(u"graphs.csv"_s);
        QString proposed;
        QTimer::singleShot(0, this, [&] {
            auto *line = QApplication::activeModalWidget()->findChild<QLineEdit *>(u"fileNameEdit"_s);
            proposed = line->text();
            line->setText(path);
            QTest::keyClick(line, Qt::Key_Return);
        });
        m_window->actions().get(u"export-graphs"_s)->trigger();
        QCOMPARE(proposed, m_games + u".csv"_s);
        const QByteArray table = tests::readFile(path);
        QVERIFY2(table.startsWith("time,cpu (%),load,memory (%),disk (%),receive (B/s),transmit (B/s)"), table.left(100).constData());
        QVERIFY(table.count("\r\n") >= 4);
    }
};

QTEST_MAIN(TestWatchHands)
#include "tst_watchhands.moc"
