// SPDX-License-Identifier: GPL-3.0-or-later
// The pure parts of a deploy: what is sent, how logs and replies are read, how events are printed.
#include "remote/deploy.h"
#include "remote/deploylog.h"
#include "remote/deployscript.h"
#include "remote/deploytree.h"
#include "tests/remote/jsonschema.h"
#include "tests/support.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace remote;

class TestDeploy : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void packsWhatTarUnpacks()
    {
        const QString deep = QString(80, u'a') + u'/' + QString(90, u'b') + u".nix"_s;
        const model::FileTree tree{{u"flake.nix"_s, {"{ }\n", {}}},
                                   {deep, {QByteArray(1024, 'x'), {}}},
                                   {u"empty"_s, {"", {}}}};
        const PackedTree packed = packTree(tree, "{}\n");
        QCOMPARE(packTree(tree, "{}\n").archive, packed.archive);
        QVERIFY(packTree(tree, "{ }\n").hash != packed.hash);

        QTemporaryDir folder;
        QProcess tar;
        tar.start(u"tar"_s, {u"-x"_s, u"-f"_s, u"-"_s, u"-C"_s, folder.path()});
        tar.write(packed.archive);
        tar.closeWriteChannel();
        QVERIFY(tar.waitForFinished());
        QCOMPARE(tar.readAllStandardError(), QByteArray());
        QCOMPARE(tests::readFile(folder.filePath(u"tree/flake.nix"_s)), "{ }\n");
        QCOMPARE(tests::readFile(folder.filePath(u"tree/flake.lock"_s)), "{}\n");
        QCOMPARE(tests::readFile(folder.filePath(u"tree/"_s + deep)), QByteArray(1024, 'x'));
        QCOMPARE(tests::readFile(folder.filePath(u"tree/empty"_s)), QByteArray());
        QCOMPARE(fileHash(tests::readFile(folder.filePath(u"manifest"_s))), packed.hash);
    }

    void readsReplies()
    {
        const auto reply =
            ScriptReply::parse(QByteArray("state=building\nfailed=a.service\nfailed=b."
                                          "service\nsize=12\nempty=\nno line\ndata\nx=1\n")
                               + QByteArray("\0z", 2));
        QCOMPARE(reply[u"state"_s], u"building"_s);
        QCOMPARE(reply.all(u"failed"_s), QStringList({u"a.service"_s, u"b.service"_s}));
        QCOMPARE(reply.number(u"size"_s), 12);
        QCOMPARE(reply.number(u"state"_s, -1), -1);
        QCOMPARE(reply[u"x"_s], QString());
        QVERIFY(reply.data().startsWith("x=1\n"));
        QVERIFY(ScriptReply::parse(QByteArray("\xff\xfe=\xff\n=\n==\n")).data().isEmpty());
    }

    void readsNixLogs()
    {
        DeployLog log;
        QCOMPARE(log.progress(), -1.0);
        QStringList lines = log.feed(
            "@nix {\"action\":\"start\",\"id\":1,\"level\":0,\"type\":104,\"text\":\"\"}\n@nix "
            "{\"action\":\"result\",\"id\":1,\"type\":105,\"fields\":[1,4,1,0]}\n@nix "
            "{\"action\":\"sta");
        QVERIFY(lines.isEmpty());
        QCOMPARE(log.progress(), 0.25);
        lines = log.feed(
            "rt\",\"id\":2,\"level\":3,\"type\":105,\"text\":\"building '/nix/store/x.drv'\"}\n"
            "@nix "
            "{\"action\":\"result\",\"id\":2,\"type\":101,\"fields\":[\"\\u001b["
            "32mcompiling\\u001b[0m\"]}\nplain words\n");
        QCOMPARE(lines,
                 QStringList({u"building '/nix/store/x.drv'"_s, u"compiling"_s, u"plain words"_s}));
        log.feed("@nix {\"action\":\"result\",\"id\":1,\"type\":105,\"fields\":[9,4,0,0]}\n");
        QCOMPARE(log.progress(), 1.0);
        QCOMPARE(log.lastError(), u"plain words"_s);
    }

    void findsTheError_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QString>("error");
        QTest::newRow("nix") << QByteArray(
            "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"\\u001b[31;1merror:\\u001b[0m "
            "undefined variable 'x'\\n\\n       at /a.nix:1:2:\"}\n"
            "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"(use '--show-trace')\"}\n")
                             << u"undefined variable 'x'"_s;
        QTest::newRow("assertions")
            << QByteArray("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error:\\nFailed "
                          "assertions:\\n- too small\"}\n")
            << u"Failed assertions: - too small"_s;
        QTest::newRow("plain") << QByteArray("error: no space left\nbye\n") << u"no space left"_s;
        QTest::newRow("no error") << QByteArray("one\ntwo") << u"two"_s;
        QTest::newRow("not json") << QByteArray("@nix {{{\n@nix []\nend\n") << u"end"_s;
    }
    void findsTheError()
    {
        QFETCH(QByteArray, log);
        QFETCH(QString, error);
        DeployLog reader;
        for (const char byte : log) // as slowly as can be
            reader.feed(QByteArray(1, byte));
        reader.finish();
        QCOMPARE(reader.lastError(), error);
    }

    void eventsFollowTheSchema()
    {
        const QJsonObject schema =
            QJsonDocument::fromJson(
                tests::readFile(tests::sourcePath(u"resources/events.schema.json"_s)))
                .object();
        QVERIFY(!schema.isEmpty());
        const auto check = [&](const DeployEvent &event) {
            const QJsonObject o = toJson(event);
            const QString complaint = tests::schemaComplaint(o, schema);
            QVERIFY2(complaint.isEmpty(), qPrintable(complaint));
        };
        for (int step = 0; step <= int(Step::Commit); ++step) {
            for (int state = 0; state <= int(StepState::Skipped); ++state)
                check({1, u"mini"_s, DeployEvent::Kind::Step, Step(step), StepState(state),
                       Phase::Draft, -1, u"why"_s});
            check({1, u"mini"_s, DeployEvent::Kind::Log, Step(step), StepState::Running,
                   Phase::Draft, -1, u"line"_s});
            check({1,
                   u"mini"_s,
                   DeployEvent::Kind::Progress,
                   Step(step),
                   StepState::Running,
                   Phase::Draft,
                   0.5,
                   {}});
            QVERIFY(!stepTitle(Step(step)).isEmpty());
        }
        for (int phase = 0; phase <= int(Phase::Cancelled); ++phase)
            check({1,
                   u"mini"_s,
                   DeployEvent::Kind::Phase,
                   Step::Preflight,
                   StepState::Running,
                   Phase(phase),
                   -1,
                   {}});
        QVERIFY(!tests::schemaComplaint(QJsonObject{{"v"_L1, 1},
                                                    {"t"_L1, 1},
                                                    {"host"_L1, u"x"_s},
                                                    {"event"_L1, u"phase"_s},
                                                    {"phase"_L1, u"happy"_s}},
                                        schema)
                     .isEmpty());
    }

    void refusedConnectionIsToldAsRefused()
    {
        QTcpServer server; // a port that nobody serves any more
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const quint16 port = server.serverPort();
        server.close();
        DeployRun run(planFor(port), {});
        QSignalSpy finished(&run, &DeployRun::finished);
        QVERIFY(!run.isRunning());
        run.start();
        QVERIFY(run.isRunning());
        QVERIFY(finished.wait(20000));
        QVERIFY(!run.isRunning());
        QCOMPARE(run.phase(u"mini"_s), Phase::Refused);
        QVERIFY2(run.sentence(u"mini"_s).contains(QString::number(port)),
                 qPrintable(run.sentence(u"mini"_s)));
    }

    void cancelEndsASilentDial()
    {
        QTcpServer server; // accepts and says nothing
        QVERIFY(server.listen(QHostAddress::LocalHost));
        DeployRun run(planFor(server.serverPort()), {});
        QSignalSpy finished(&run, &DeployRun::finished);
        run.start();
        QVERIFY(server.waitForNewConnection(10000));
        run.cancel();
        QVERIFY(finished.wait(3000));
        QCOMPARE(run.phase(u"mini"_s), Phase::Cancelled);
    }

    void destructionDoesNotWait()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QElapsedTimer timer;
        {
            DeployRun run(planFor(server.serverPort()), {});
            run.start();
            QVERIFY(server.waitForNewConnection(10000));
            timer.start();
        }
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

private:
    static DeployPlan planFor(quint16 port)
    {
        HostPlan host;
        host.host = u"mini"_s;
        host.target = {u"mini"_s, u"127.0.0.1"_s, port, u"deploy"_s, {}, {}};
        host.confirmTarget = host.target;
        DeployPlan plan;
        plan.hosts = {host};
        return plan;
    }
};

QTEST_GUILESS_MAIN(TestDeploy)
#include "tst_deploy.moc"
