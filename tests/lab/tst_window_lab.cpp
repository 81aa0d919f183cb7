// SPDX-License-Identifier: GPL-3.0-or-later
// The window on real hosts: it deploys them, follows a game that moves, sees a stopped service and a host that is cut off.
// Run by `tests/lab/lab run`, which puts LAB_… into the environment.

#include "gui/deploy/deploypanel.h"
#include "gui/watch/watchpanel.h"
#include "tests/gui/fixture.h"
#include "tests/lab/outcome.h"

#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestWindowLab : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Window> m_window;
    const QString m_control = u"factorio-server-mini"_s, m_games = u"factorio-server"_s, m_stream = u"factorio-server-stream"_s;

    remote::Lamp lamp(const QString &item) { return m_window->watchPanel().health().value(ItemId(item)).lamp; }
    bool lab(const QStringList &words) { return tests::run(tests::sourcePath(u"tests/lab/lab"_s), words).code == 0; }
    bool isRunning(const QString &host, const QString &unit) { return lab({u"exec"_s, host, u"systemctl"_s, u"is-active"_s, u"--quiet"_s, unit}); }
    QString system(const QString &host)
    {
        return tests::run(tests::sourcePath(u"tests/lab/lab"_s),
                          {u"exec"_s, host, u"sh"_s, u"-c"_s, u"readlink -f /run/current-system; readlink /nix/var/nix/profiles/system"_s}).out;
    }
    QString says(const QString &host) { return m_window->deployPanel().marks().value(ItemId::host(host)).text; }
    bool deploys()
    {
        QSignalSpy finished(&m_window->deployPanel(), &DeployPanel::finished);
        m_window->setMode(Mode::Deploy);
        m_window->deployPanel().start(true);
        return finished.wait(180000) && finished.constFirst().constFirst().toBool();
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("LAB_FLEET"), "run me by: tests/lab/lab run …");
        tests::useEmptySettings();
        const QString fleet = m_folder.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(fleet, tests::readFile(qEnvironmentVariable("LAB_FLEET"))));
        Dialing dialing;
        dialing.ssh.identityFile = qEnvironmentVariable("LAB_KEY");
        dialing.ssh.knownHostsFile = qEnvironmentVariable("LAB_KNOWN_HOSTS");
        dialing.ssh.useConfig = false;
        m_window = std::make_unique<Window>(Catalog::builtIn(), dialing);
        m_window->show();
        QVERIFY(m_window->openFile(fleet));
    }
    void cleanupTestCase() { m_window.reset(); }

    void aDeployFromTheWindowBringsThreeHostsLive()
    {
        const bool live = deploys();
        QString words;
        for (const Mark &mark : m_window->deployPanel().marks())
            words += mark.text + u"; "_s;
        QVERIFY2(live, qPrintable(words));
        QVERIFY(isRunning(m_games, u"podman-factorio-g03.service"_s));
        QVERIFY(isRunning(m_control, u"redis.service"_s));
        QVERIFY(isRunning(m_stream, u"coturn.service"_s));
    }

    void aFailedBuildLeavesTheOldGenerationAndIsTold()
    {
        const QString before = system(m_games);
        QVERIFY(tests::writeFile(m_folder.filePath(u"broken.nix"_s),
                                 "{ assertions = [ { assertion = false; message = \"this box is too small\"; } ]; }\n"));
        QVERIFY(m_window->perform({{}, {model::SetField{ItemId::fleet(), u"imports"_s, model::Value(QList<model::Value>{model::Value(u"broken.nix"_s)})}}}));
        const bool isLive = deploys();
        QString failed; // all build at once: the first that fails says why, and whoever is not through by then is cancelled
        for (const QString &host : {m_games, m_control, m_stream}) {
            if (m_window->deployPanel().phase(host) == remote::Phase::Failed)
                failed = host;
            else
                QCOMPARE(m_window->deployPanel().phase(host), remote::Phase::Cancelled);
        }
        const QString why = says(failed);
        m_window->document().undo();
        QVERIFY(!isLive && !failed.isEmpty());
        QVERIFY2(why.contains(u"this box is too small"_s), qPrintable(why));
        QCOMPARE(system(m_games), before);
    }

    void anActivationThatIsNeverConfirmedGoesBackAndIsTold()
    {
        const QString before = system(m_stream);
        // From its new configuration on this host lets in nobody from where we are.
        const model::Value elsewhere(QList<model::Value>{model::Value(u"192.0.2.128/25"_s)});
        QVERIFY(m_window->perform({{}, {model::SetField{ItemId::host(m_stream), u"sshd.allow-from"_s, elsewhere}}}));
        m_window->findChild<QSpinBox *>(u"deploy-confirm-within"_s)->setValue(8);
        QVERIFY(!deploys());
        QCOMPARE(m_window->deployPanel().phase(m_stream), remote::Phase::RolledBack);
        QVERIFY2(says(m_stream).contains(u"nobody could log in at "_s) && says(m_stream).contains(u"the old generation "_s), qPrintable(says(m_stream)));
        QCOMPARE(system(m_stream), before);
        QCOMPARE(m_window->deployPanel().phase(m_games), remote::Phase::Live);
        m_window->document().undo();
        m_window->findChild<QSpinBox *>(u"deploy-confirm-within"_s)->setValue(60);
    }

    void theWindowSeesAMovedGameAtItsNewHost()
    {
        m_window->setMode(Mode::Watch);
        QTRY_COMPARE_WITH_TIMEOUT(lamp(u"game/g03"_s), remote::Lamp::Good, 20000);
        QVERIFY(m_window->perform({{}, {model::MoveItem{ItemId(u"game/g03"_s), m_stream}}}));
        QTRY_COMPARE_WITH_TIMEOUT(lamp(u"game/g03"_s), remote::Lamp::Bad, 10000); // drawn there, not running there yet
        QVERIFY(deploys());
        QVERIFY(!isRunning(m_games, u"podman-factorio-g03.service"_s));
        QVERIFY(isRunning(m_stream, u"podman-factorio-g03.service"_s));
        m_window->setMode(Mode::Watch);
        QTRY_COMPARE_WITH_TIMEOUT(lamp(u"game/g03"_s), remote::Lamp::Good, 5000);
    }

    void aStoppedServiceTurnsItAndItsDependentsRed()
    {
        m_window->setMode(Mode::Watch);
        QTRY_COMPARE_WITH_TIMEOUT(lamp(m_control + u"/broker"_s), remote::Lamp::Good, 20000);
        QVERIFY(lab({u"exec"_s, m_control, u"systemctl"_s, u"stop"_s, u"redis"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(lamp(m_control + u"/redis"_s), remote::Lamp::Bad, 5000);
        QTRY_COMPARE_WITH_TIMEOUT(lamp(m_control + u"/broker"_s), remote::Lamp::Bad, 1000);
        QCOMPARE(lamp(u"game/g01"_s), remote::Lamp::Good);
        QVERIFY(lab({u"exec"_s, m_control, u"systemctl"_s, u"start"_s, u"redis"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(lamp(m_control + u"/redis"_s), remote::Lamp::Good, 10000);
    }

    void aHostCutFromTheNetworkShowsAndRecovers()
    {
        QTRY_COMPARE_WITH_TIMEOUT(lamp(ItemId::host(m_games).text()), remote::Lamp::Good, 10000);
        QVERIFY(lab({u"cut"_s, m_games}));
        QTRY_COMPARE_WITH_TIMEOUT(lamp(ItemId::host(m_games).text()), remote::Lamp::Bad, 10000);
        QCOMPARE(lamp(ItemId::host(m_control).text()), remote::Lamp::Good);
        QVERIFY(lab({u"mend"_s, m_games}));
        QTRY_COMPARE_WITH_TIMEOUT(lamp(ItemId::host(m_games).text()), remote::Lamp::Good, 30000);
    }
};

QTEST_MAIN(TestWindowLab)
#include "tst_window_lab.moc"
