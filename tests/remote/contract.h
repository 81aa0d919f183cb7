// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every host must do, simulated or real: the same checks run against remote/sim and against
// the lab, so that the two cannot drift apart. A test program derives from this class, says where
// its host is, and runs.

#include "remote/deployscript.h"
#include "remote/deploytree.h"
#include "remote/monitor.h"
#include "remote/sshconnection.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

namespace tests {

class Contract : public QObject
{
    Q_OBJECT

protected:
    virtual remote::SshTarget target() const = 0;
    virtual remote::SshSettings settings() const = 0;
    virtual QString runningUnit() const = 0; ///< active on the host

    remote::ScriptReply call(const QString &name, const QStringList &args = {},
                             const QByteArray &input = {})
    {
        auto connection = remote::SshConnection::open(target(), settings());
        if (!connection) {
            QTest::qFail(qPrintable(connection.error().message), __FILE__, __LINE__);
            return {};
        }
        const auto reply = connection->run(remote::deployScript(name, args, input), 30000);
        if (!reply) {
            QTest::qFail(qPrintable(reply.error().message), __FILE__, __LINE__);
            return {};
        }
        return remote::ScriptReply::parse(reply->out);
    }

private slots:
    void letsOnlyOurKeyIn()
    {
        QVERIFY(remote::SshConnection::open(target(), settings()));
        remote::SshSettings stranger = settings();
        stranger.identityFile = QStringLiteral("/nonexistent");
        const auto refused = remote::SshConnection::open(target(), stranger);
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, remote::SshFailure::AuthRefused);
    }

    void runsSeveralScriptsOnOneConnection()
    {
        auto connection = remote::SshConnection::open(target(), settings());
        QVERIFY(connection);
        for (int i = 0; i < 3; ++i) {
            const auto reply =
                connection->run(remote::deployScript(QStringLiteral("preflight")), 30000);
            QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().message));
            QVERIFY2(reply->ok(), reply->err.constData());
        }
    }

    void preflightTellsWhatADeployNeeds()
    {
        const remote::ScriptReply facts = call(QStringLiteral("preflight"));
        const QString ok = facts[QStringLiteral("ok")];
        QCOMPARE(ok, QStringLiteral("1"));
        for (const char *key :
             {"arch", "host-name", "nix", "current", "profile", "generation", "boot-id"})
            QVERIFY2(!facts[QLatin1StringView(key)].isEmpty(), key);
        QVERIFY(facts[QStringLiteral("current")].startsWith(QLatin1StringView("/nix/store/")));
        for (const char *key :
             {"generation", "uptime", "time", "store-free-kb", "memory-available-kb"})
            QVERIFY2(facts.number(QLatin1StringView(key), -1) > 0, key);
        QCOMPARE(facts[QStringLiteral("lock")], QStringLiteral("free"));
        QVERIFY(facts.all(QStringLiteral("missing")).isEmpty());
    }

    void tellsWhichFilesByHandAreMissing()
    {
        const QString root = QStringLiteral("root");
        const remote::ScriptReply reply =
            call(QStringLiteral("hand-files"),
                 {QStringLiteral("/etc/claudetorio/broker.env"), root, QString(),
                  QStringLiteral("/etc/claudetorio/nonesuch"), root, QString()});
        QCOMPARE(reply[QStringLiteral("ok")], QStringLiteral("1"));
        QCOMPARE(reply.all(QStringLiteral("missing")),
                 QStringList{QStringLiteral("/etc/claudetorio/nonesuch")});
    }

    void locksForOneDeployAtATime()
    {
        const QString id = newId();
        QCOMPARE(
            call(QStringLiteral("lock"), {id, QStringLiteral("anna@desk")})[QStringLiteral("lock")],
            QStringLiteral("held"));
        const remote::ScriptReply second =
            call(QStringLiteral("lock"), {newId(), QStringLiteral("ben@desk")});
        QCOMPARE(second[QStringLiteral("lock")], QStringLiteral("busy"));
        QCOMPARE(second[QStringLiteral("owner")], QStringLiteral("anna@desk"));
        QCOMPARE(call(QStringLiteral("preflight"))[QStringLiteral("lock")], QStringLiteral("held"));
        QCOMPARE(call(QStringLiteral("state"), {id})[QStringLiteral("state")],
                 QStringLiteral("locked"));
        QCOMPARE(call(QStringLiteral("cleanup"), {id})[QStringLiteral("cleaned")],
                 QStringLiteral("1"));
        QTRY_COMPARE(call(QStringLiteral("preflight"))[QStringLiteral("lock")],
                     QStringLiteral("free"));
    }

    void receivesOnlyWholeTrees()
    {
        const remote::PackedTree tree =
            remote::packTree({{QStringLiteral("flake.nix"), {"{ outputs = _: { }; }\n", {}}}}, {});
        const remote::ScriptReply good =
            call(QStringLiteral("receive-tree"), {tree.hash}, tree.archive);
        QCOMPARE(good[QStringLiteral("tree")],
                 QStringLiteral("/var/lib/switchyard/flakes/") + tree.hash);
        const remote::ScriptReply again =
            call(QStringLiteral("receive-tree"), {tree.hash}, tree.archive);
        QCOMPARE(again[QStringLiteral("tree")], good[QStringLiteral("tree")]);
        QVERIFY(!call(QStringLiteral("receive-tree"), {QString(64, u'0')},
                      tree.archive)[QStringLiteral("error")]
                     .isEmpty());
        QVERIFY(!call(QStringLiteral("receive-tree"), {tree.hash},
                      tree.archive.left(300))[QStringLiteral("error")]
                     .isEmpty());
    }

    void refusesWhatWasNotPrepared()
    {
        const QString id = newId();
        QVERIFY(!call(QStringLiteral("follow"),
                      {id, QStringLiteral("build"), QStringLiteral("0")})[QStringLiteral("error")]
                     .isEmpty());
        QVERIFY(!call(QStringLiteral("decide"),
                      {id, QStringLiteral("confirm"), QStringLiteral("x")})[QStringLiteral("error")]
                     .isEmpty());
        QVERIFY(
            !call(QStringLiteral("start-build"), {id, QString(64, u'1'), QStringLiteral("mini"),
                                                  QStringLiteral("60")})[QStringLiteral("error")]
                 .isEmpty());
    }

    void listsGenerations()
    {
        const remote::ScriptReply list = call(QStringLiteral("generations"));
        const QStringList lines = list.all(QStringLiteral("generation"));
        QVERIFY(!lines.isEmpty());
        QVERIFY(lines.first().section(u' ', 0, 0).toInt() > 0);
        QVERIFY(lines.first().section(u' ', 1, 1).startsWith(QLatin1StringView("/nix/store/")));
        QVERIFY(list.number(QStringLiteral("profile")) > 0);
    }

    void isWatched()
    {
        remote::Monitor monitor(settings());
        QSignalSpy samples(&monitor, &remote::Monitor::sampled);
        model::Probe closed;
        closed.check = QStringLiteral("tcp");
        closed.port = 1;
        monitor.watch({{target(),
                        {runningUnit(), QStringLiteral("no-such-unit.service")},
                        {{QStringLiteral("x:closed"), closed}}}},
                      200);
        QTRY_VERIFY_WITH_TIMEOUT(
            samples.size() >= 3 && !samples.last().at(0).value<remote::Sample>().checks.isEmpty(),
            20000);
        const auto sample = samples.last().at(0).value<remote::Sample>();
        QVERIFY(sample.cpu >= 0 && sample.cpu <= 1);
        QVERIFY(sample.load1 >= 0 && sample.cores > 0 && sample.uptime > 0);
        QVERIFY(sample.memoryUsed > 0 && sample.memoryUsed < sample.memoryTotal);
        QVERIFY(sample.diskUsed > 0 && sample.diskUsed <= sample.diskTotal);
        QVERIFY(sample.rxRate >= 0 && sample.txRate >= 0);
        QVERIFY(sample.system.startsWith(QLatin1StringView("/nix/store/")));
        QVERIFY(sample.generation > 0);
        QCOMPARE(sample.units.value(runningUnit()), remote::UnitState::Active);
        QCOMPARE(sample.units.value(QStringLiteral("no-such-unit.service")),
                 remote::UnitState::NotFound);
        QCOMPARE(sample.checks.value(QStringLiteral("x:closed"), true), false);
    }

    void tellsUnknownScripts()
    {
        auto connection = remote::SshConnection::open(target(), settings());
        QVERIFY(connection);
        const auto reply = connection->run(
            {"# switchyard-script: no-such-script 1\nexit 127", {}, {}, false}, 10000);
        QVERIFY(reply);
        QCOMPARE(reply->exitCode, 127);
    }

private:
    QString newId() const
    {
        static int count = 0;
        return QStringLiteral("contract-%1-%2")
            .arg(QCoreApplication::applicationPid())
            .arg(++count);
    }
};

} // namespace tests
