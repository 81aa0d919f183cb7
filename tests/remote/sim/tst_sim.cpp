// SPDX-License-Identifier: GPL-3.0-or-later
// The simulated hosts: deploys end on them as they would on real ones, and they fail, fall silent
// and come back when told to.
#include "model/textstore.h"
#include "remote/deploy.h"
#include "remote/deployed.h"
#include "remote/monitor.h"
#include "remote/sim/simanswer.h"
#include "remote/sim/simscript.h"
#include "remote/sshexec.h"
#include "tests/remote/sim/fleet.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace remote;

namespace {

const QString NewUnit = u"podman-factorio-g03.service"_s;

} // namespace

class TestSim : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void init()
    {
        m_fleet = std::make_unique<sim::SimFleet>();
        const auto started = m_fleet->start(tests::twoHosts());
        QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    }

    void cleanup() { m_fleet.reset(); }

    void parsesCalls()
    {
        const Script script{"# switchyard-script: follow 3\necho '}'\n",
                            {u"a b"_s, u"it's; exit; }\n"_s, QString()},
                            "input",
                            false};
        const QByteArray payload = scriptPayload(script);
        for (qsizetype i = 0; i < payload.size(); ++i)
            QVERIFY(!sim::parseCall(payload.left(i)));
        const auto call = sim::parseCall(payload + script.input);
        QVERIFY(call);
        QCOMPARE(call->name, u"follow"_s);
        QCOMPARE(call->version, 3);
        QCOMPARE(call->args, script.args);
        QCOMPARE(call->size, payload.size());
        QVERIFY(!sim::parseCall("rm -rf /\n"));
    }

    void runsNoShell()
    {
        auto connection = SshConnection::open(m_fleet->target(u"mini"_s), m_fleet->settings());
        QVERIFY(connection);
        const auto reply = connection->run({"echo hello", {}, {}, false}, 5000);
        QVERIFY(reply);
        QCOMPARE(reply->exitCode, 127);
        QVERIFY(reply->out.isEmpty());
    }

    void deploys()
    {
        const sim::HostState before = m_fleet->state(u"mini"_s);
        const QList<DeployEvent> events = deploy();
        QCOMPARE(lastPhase(events), Phase::Live);
        const sim::HostState after = m_fleet->state(u"mini"_s);
        QCOMPARE(after.generations.size(), before.generations.size() + 1);
        QCOMPARE(after.profile, 2);
        QCOMPARE(after.current, 2);
        QVERIFY(after.testing.isEmpty());
        QCOMPARE(after.units.value(NewUnit), u"active"_s);
        QVERIFY(!after.units.contains(u"podman-broker.service"_s)); // the new design has none
        QVERIFY(!after.deploy.holdsLock);
        const bool sawProgress =
            std::any_of(events.begin(), events.end(), [](const DeployEvent &e) {
                return e.step == Step::Build && e.progress > 0;
            });
        QVERIFY(sawProgress);
        QVERIFY(std::any_of(events.begin(), events.end(), [](const DeployEvent &e) {
            return e.text.contains(u"building part");
        }));
    }

    void keepsWhatADifferenceIsShownAgainst()
    {
        const QTemporaryDir folder;
        QCOMPARE(lastPhase(deploy(folder.path())), Phase::Live);
        const auto record = readDeployed(folder.path(), u"mini"_s);
        QVERIFY(record);
        const model::TextStore texts(folder.path());
        QCOMPARE(texts.find(record->files.value(u"flake.nix"_s)),
                 std::optional<QByteArray>("{ outputs = _: { }; }\n"));
        QVERIFY(record->files.contains(u"secrets/shared.yaml"_s));
        QVERIFY(!texts.find(record->files.value(u"secrets/shared.yaml"_s)));
    }

    void failsToBuild()
    {
        m_fleet->change(u"mini"_s, [](sim::HostState &state) { state.buildFails = true; });
        const QList<DeployEvent> events = deploy();
        QCOMPARE(lastPhase(events), Phase::Failed);
        QVERIFY(events.last().text.contains(u"unit-script.drv"_s)
                || std::any_of(events.begin(), events.end(), [](const DeployEvent &e) {
                       return e.text.contains(u"unit-script.drv");
                   }));
        verifyUntouched();
    }

    void failsTheTest()
    {
        m_fleet->change(u"mini"_s, [](sim::HostState &state) { state.testFails = true; });
        QCOMPARE(lastPhase(deploy()), Phase::RolledBack);
        verifyUntouched();
    }

    void rollsBackWithoutConfirmation()
    {
        m_fleet->change(u"mini"_s, [](sim::HostState &state) { state.confirmTimesOut = true; });
        QCOMPARE(lastPhase(deploy()), Phase::RolledBack);
        verifyUntouched();
    }

    void refusesBeforeAnythingChangesWithoutAFileByHand()
    {
        const QString path = u"/etc/claudetorio/broker.env"_s;
        m_handFiles = {{u"mini"_s, path, u"root"_s, u"0400"_s, {}, {}, u"printf x"_s, {}, {}}};
        m_fleet->change(u"mini"_s, [&](sim::HostState &state) { state.missingFiles = {path}; });
        const QList<DeployEvent> events = deploy();
        QCOMPARE(lastPhase(events), Phase::Refused);
        QVERIFY2(events.last().text.contains(path + u" on mini is missing: `printf x | ssh "_s),
                 qPrintable(events.last().text));
        verifyUntouched();
        QVERIFY(m_fleet->state(u"mini"_s).trees.isEmpty());
        m_fleet->change(u"mini"_s, [](sim::HostState &state) { state.missingFiles.clear(); });
        QCOMPARE(lastPhase(deploy()), Phase::Live);
        m_handFiles.clear();
    }

    void fallsSilentAndComesBack()
    {
        Monitor monitor(m_fleet->settings());
        QSignalSpy samples(&monitor, &Monitor::sampled);
        QSignalSpy reaches(&monitor, &Monitor::reachChanged);
        monitor.watch({{m_fleet->target(u"mini"_s), {u"redis.service"_s}, {}},
                       {m_fleet->target(u"big"_s), {}, {}}},
                      1000);
        QTRY_VERIFY_WITH_TIMEOUT(count(samples, u"mini"_s) > 0 && count(samples, u"big"_s) > 0,
                                 10000);
        m_fleet->cut(u"mini"_s);
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE_WITH_TIMEOUT(reach(reaches, u"mini"_s), Reach::Unreachable, 12000);
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(reach(reaches, u"big"_s), Reach::Online);
        m_fleet->mend(u"mini"_s);
        QTRY_COMPARE_WITH_TIMEOUT(reach(reaches, u"mini"_s), Reach::Online, 20000);
    }

    void showsAStoppedUnitSoon()
    {
        Monitor monitor(m_fleet->settings());
        QSignalSpy samples(&monitor, &Monitor::sampled);
        monitor.watch({{m_fleet->target(u"mini"_s), {u"redis.service"_s}, {}}}, 1000);
        const auto redis = [&samples] {
            return samples.isEmpty()
                       ? UnitState::Unknown
                       : samples.last().at(0).value<Sample>().units.value(u"redis.service"_s);
        };
        QTRY_COMPARE_WITH_TIMEOUT(redis(), UnitState::Active, 10000);
        m_fleet->change(u"mini"_s, [](sim::HostState &state) {
            state.units[u"redis.service"_s] = u"failed"_s;
        });
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE_WITH_TIMEOUT(redis(), UnitState::Failed, 5000);
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

    void provesAnotherKeyAfterRekey()
    {
        m_fleet->rekey(u"mini"_s);
        const auto refused = SshConnection::open(m_fleet->target(u"mini"_s), m_fleet->settings());
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::HostKeyChanged);
        QVERIFY(SshConnection::open(m_fleet->target(u"big"_s), m_fleet->settings()));
    }

    void countersOnlyGrow()
    {
        sim::HostState host;
        host.name = u"mini"_s;
        host.generations << sim::storePath(u"x"_s, host.name);
        const auto call = *sim::parseCall(scriptPayload(Script::named(u"probe"_s)));
        qint64 now = 1'700'000'000'000;
        Reading before;
        Sample last;
        for (int i = 0; i < 200; ++i, now += 1000) {
            const auto reading =
                parseReading(sim::answerLine(host, call, "ld", now).chopped(1), {});
            QVERIFY(reading);
            last = sampleOf(*reading, before, last);
            before = *reading;
            if (i == 0)
                continue;
            QVERIFY(last.cpu > 0 && last.cpu < 1);
            QVERIFY(last.rxRate > 0 && last.txRate > 0);
            QVERIFY(last.memoryUsed > 0 && last.memoryUsed <= last.memoryTotal);
        }
        QCOMPARE(last.generation, 1);
        QCOMPARE(last.system, host.generations.first());
    }

    void stopsWithOpenConnections()
    {
        auto connection = SshConnection::open(m_fleet->target(u"mini"_s), m_fleet->settings());
        QVERIFY(connection);
        QElapsedTimer timer;
        timer.start();
        m_fleet->stop();
        QVERIFY(timer.elapsed() < 2000);
        const auto reply = connection->run(Script::named(u"probe-root"_s), 5000);
        QVERIFY(!reply);
        QCOMPARE(reply.error().failure, SshFailure::ConnectionLost);
    }

private:
    static qsizetype count(const QSignalSpy &samples, const QString &host)
    {
        return std::count_if(samples.cbegin(), samples.cend(), [&host](const auto &call) {
            return call.at(0).template value<Sample>().host == host;
        });
    }

    static Reach reach(const QSignalSpy &reaches, const QString &host)
    {
        Reach last = Reach::Never;
        for (const QList<QVariant> &call : reaches)
            if (call.at(0).toString() == host)
                last = call.at(1).value<Reach>();
        return last;
    }

    static Phase lastPhase(const QList<DeployEvent> &events)
    {
        Phase phase = Phase::Draft;
        for (const DeployEvent &event : events)
            if (event.kind == DeployEvent::Kind::Phase)
                phase = event.phase;
        return phase;
    }

    QList<DeployEvent> deploy(const QString &folder = {})
    {
        HostPlan host;
        host.host = u"mini"_s;
        host.target = host.confirmTarget = m_fleet->target(u"mini"_s);
        host.gateUnits = QStringList{u"redis.service"_s, NewUnit};
        host.images = QStringList{u"factoriotools/factorio:1.1.110"_s};
        host.handFiles = m_handFiles;
        DeployPlan plan;
        plan.hosts << host;
        plan.tree.emplace(u"flake.nix"_s, model::GeneratedFile{"{ outputs = _: { }; }\n", {}});
        plan.fleetFolder = folder;
        if (!folder.isEmpty())
            plan.tree.emplace(u"secrets/shared.yaml"_s,
                              model::GeneratedFile{"sops: planted\n", {}});
        DeployOptions options;
        options.ssh = m_fleet->settings();
        options.confirmSeconds = 4;
        options.operatorName = u"anna@desk"_s;
        DeployRun run(plan, options);
        QList<DeployEvent> events;
        connect(&run, &DeployRun::event, this,
                [&events](const DeployEvent &event) { events << event; });
        QSignalSpy finished(&run, &DeployRun::finished);
        run.start();
        if (!finished.wait(60000))
            QTest::qFail("the deploy did not end", __FILE__, __LINE__);
        return events;
    }

    void verifyUntouched()
    {
        const sim::HostState state = m_fleet->state(u"mini"_s);
        QCOMPARE(state.generations.size(), 1);
        QCOMPARE(state.profile, 1);
        QVERIFY(state.testing.isEmpty());
        QCOMPARE(state.units.value(u"podman-broker.service"_s), u"active"_s);
        QVERIFY(!state.units.contains(NewUnit));
        QVERIFY(!state.deploy.holdsLock);
    }

    std::unique_ptr<sim::SimFleet> m_fleet;
    QList<Placement> m_handFiles;
};

QTEST_GUILESS_MAIN(TestSim)
#include "tst_sim.moc"
