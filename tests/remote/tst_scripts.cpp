// SPDX-License-Identifier: GPL-3.0-or-later
// The scripts of a deploy, run for real under dash: every way an activation can end leaves the host
// as it should.
#include "remote/deploytree.h"
#include "tests/remote/fakehost.h"
#include "tests/support.h"

#include <QStandardPaths>
#include <QTest>

#include <vector>

using namespace Qt::StringLiterals;
using tests::FakeHost;

class TestScripts : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        for (const QString &tool : {u"dash"_s, u"flock"_s, u"setsid"_s}) {
            if (QStandardPaths::findExecutable(tool).isEmpty())
                QSKIP(qPrintable(u"needs "_s + tool));
        }
    }

    void areCleanAndNamed_data();
    void areCleanAndNamed();
    void lockIsHeldByOneAndTellsWhom();
    void treeArrivesWholeOrNotAtAll();
    void confirmedIsCommitted();
    void silenceRollsBack();
    void failuresRollBack_data();
    void failuresRollBack();
    void oldFailuresAreNoReason();
    void hungSwitchIsKilled();
    void killedRunnerRollsBack();
    void killedRunnerIsFollowedByTheGuardsCommit();
    void lateConfirmIsRefused();
    void racingDecisionsHaveOneOutcome();
    void foreignSwitchIsLeftAlone();
    void failedCommitIsToldAsSuch();
    void generationByNumber();
    void cleanupKeepsARunningActivation();

private:
    void expectOld(FakeHost &host)
    {
        QCOMPARE(host.resolved(u"run/current-system"_s), host.system(u"old"_s));
        QCOMPARE(host.resolved(u"nix/var/nix/profiles/system"_s), host.system(u"old"_s));
        QCOMPARE(host.file(u"boot-default"_s), "old");
        QVERIFY(QDir(host.path(u"nix/var/nix/gcroots"_s)).isEmpty());
    }
};

#define TRY_STATE(host, id, wanted) QTRY_COMPARE_WITH_TIMEOUT((host).state(id), wanted, 40000)

void TestScripts::areCleanAndNamed_data()
{
    QTest::addColumn<QString>("path");
    for (const QFileInfo &file :
         QDir(tests::sourcePath(u"resources/scripts"_s)).entryInfoList({u"*.sh"_s}))
        QTest::newRow(qPrintable(file.baseName())) << file.filePath();
}

void TestScripts::areCleanAndNamed()
{
    QFETCH(QString, path);
    const QString name = QFileInfo(path).baseName();
    const QByteArray text = tests::readFile(path);
    const QStringList parts{u"common"_s, u"activation"_s, u"runner"_s, u"guard"_s};
    if (!parts.contains(name))
        QVERIFY2(QString::fromUtf8(text).startsWith(u"# switchyard-script: %1 "_s.arg(name)),
                 "no id line");
    QProcess check;
    const QByteArray whole = remote::deployScript(name).text;
    check.start(u"dash"_s, {u"-n"_s});
    check.write(whole);
    check.closeWriteChannel();
    QVERIFY(check.waitForFinished());
    QCOMPARE(check.readAllStandardError(), QByteArray());
    QVERIFY(!whole.contains("\n#include "));
}

void TestScripts::lockIsHeldByOneAndTellsWhom()
{
    FakeHost host;
    QCOMPARE(host.call(u"lock"_s, {u"one"_s, u"anna@desk"_s})[u"lock"_s], u"held"_s);
    const auto second = host.call(u"lock"_s, {u"two"_s, u"ben@desk"_s});
    QCOMPARE(second[u"lock"_s], u"busy"_s);
    QCOMPARE(second[u"owner"_s], u"anna@desk"_s);
    QVERIFY(!second[u"since"_s].isEmpty());
    QCOMPARE(second[u"phase"_s], u"locked"_s);
    QCOMPARE(host.call(u"cleanup"_s, {u"one"_s})[u"cleaned"_s], u"1"_s);
    QCOMPARE(host.call(u"lock"_s, {u"two"_s, u"ben@desk"_s})[u"lock"_s], u"held"_s);
    host.kill(u"switchyard-lock.service"_s); // as a crash would: a lock never outlives its holder
    QTRY_COMPARE(host.call(u"preflight"_s)[u"lock"_s], u"free"_s);
    QCOMPARE(host.call(u"lock"_s, {u"three"_s, u"anna@desk"_s})[u"lock"_s], u"held"_s);
    QVERIFY(!host.call(u"lock"_s, {u"../four"_s, u"x"_s})[u"error"_s].isEmpty());
}

void TestScripts::treeArrivesWholeOrNotAtAll()
{
    FakeHost host;
    host.call(u"lock"_s, {u"one"_s, u"anna@desk"_s});
    const QString deep = u"a/"_s + QString(90, u'b') + u"/c.nix"_s;
    const auto good = remote::packTree(
        {{u"flake.nix"_s, {"{ }\n", {}}}, {deep, {QByteArray(5000, 'x'), {}}}}, "{}");
    const QString place = host.path(u"var/lib/switchyard/flakes/"_s + good.hash);

    QByteArray changed = good.archive;
    changed.replace("{ }\n", "{x}\n");
    QVERIFY(!host.call(u"receive-tree"_s, {good.hash}, changed)[u"error"_s].isEmpty());
    QVERIFY(
        !host.call(u"receive-tree"_s, {good.hash}, good.archive.left(2000))[u"error"_s].isEmpty());
    QVERIFY(!host.call(u"receive-tree"_s, {QString(64, u'a')}, good.archive)[u"error"_s].isEmpty());
    QVERIFY(!host.call(u"receive-tree"_s, {u"../../etc"_s}, good.archive)[u"error"_s].isEmpty());
    QVERIFY(!QFileInfo::exists(place));

    QCOMPARE(host.call(u"receive-tree"_s, {good.hash}, good.archive)[u"tree"_s], place);
    QCOMPARE(tests::readFile(place + u"/flake.nix"_s), "{ }\n");
    QCOMPARE(tests::readFile(place + u"/flake.lock"_s), "{}");
    QCOMPARE(tests::readFile(place + u'/' + deep).size(), 5000);
    QCOMPARE(host.call(u"receive-tree"_s, {good.hash}, good.archive)[u"tree"_s], place);
    QCOMPARE(QDir(host.path(u"var/lib/switchyard/flakes"_s))
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                 .size(),
             1);
}

void TestScripts::confirmedIsCommitted()
{
    FakeHost host;
    QCOMPARE(host.activate(u"one"_s, 30, 30)[u"activation"_s], u"started"_s);
    TRY_STATE(host, u"one"_s, u"awaiting-confirm"_s);
    QCOMPARE(host.file(u"boot-default"_s), "old");
    QCOMPARE(host.resolved(u"nix/var/nix/profiles/system"_s), host.system(u"old"_s));
    QCOMPARE(host.call(u"decide"_s, {u"one"_s, u"confirm"_s, u"by anna"_s})[u"won"_s], u"1"_s);
    TRY_STATE(host, u"one"_s, u"committed"_s);
    QCOMPARE(host.resolved(u"nix/var/nix/profiles/system"_s), host.system(u"new"_s));
    QCOMPARE(host.file(u"boot-default"_s), "new");
    QVERIFY(QDir(host.path(u"nix/var/nix/gcroots"_s)).isEmpty());
    const auto state = host.call(u"state"_s, {u"current"_s});
    QCOMPARE(state[u"id"_s], u"one"_s);
    QCOMPARE(state[u"generation"_s], u"2"_s);
    QCOMPARE(host.call(u"cleanup"_s, {u"one"_s})[u"cleaned"_s], u"1"_s);
}

void TestScripts::silenceRollsBack()
{
    FakeHost host;
    host.activate(u"one"_s, 30, 1);
    TRY_STATE(host, u"one"_s, u"rolled-back"_s);
    expectOld(host);
    QCOMPARE(host.call(u"state"_s, {u"one"_s})[u"reason"_s], u"nobody confirmed within 1 s"_s);
    QCOMPARE(host.file(u"switches"_s), "test new\ntest old");
}

void TestScripts::failuresRollBack_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QByteArray>("switches");
    QTest::newRow("activation script")
        << QByteArray("echo 'no such user'; rc=2")
        << u"activation exit 2: the activation script failed: activating new..."_s
        << QByteArray("test new\ntest old");
    QTest::newRow("unit") << QByteArray(
        "echo 'redis.service loaded failed failed' >'@R@/failed'; rc=4")
                          << u"activation exit 4: redis.service failed"_s
                          << QByteArray("test new\ntest old");
    QTest::newRow("check")
        << QByteArray("echo 'inhibited by dbus'; exit 1")
        << u"activation exit 1: the new system refused to start: inhibited by dbus"_s
        << QByteArray("test new");
    QTest::newRow("reboot") << QByteArray("exit 100")
                            << u"activation exit 100: this change needs a reboot"_s
                            << QByteArray("test new");
    QTest::newRow("panic") << QByteArray("echo 'panicked at x'; exit 101")
                           << u"activation exit 101: panicked at x"_s
                           << QByteArray("test new\ntest old");
}

void TestScripts::failuresRollBack()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, reason);
    QFETCH(QByteArray, switches);
    FakeHost host;
    host.addSystem(u"new"_s, body);
    host.activate(u"one"_s, 30, 30);
    TRY_STATE(host, u"one"_s, u"rolled-back"_s);
    expectOld(host);
    QCOMPARE(host.call(u"state"_s, {u"one"_s})[u"reason"_s], reason);
    QCOMPARE(host.file(u"switches"_s), switches);
}

void TestScripts::oldFailuresAreNoReason()
{
    FakeHost host;
    host.write(u"failed"_s, "cups.service loaded failed failed\n");
    host.addSystem(u"new"_s, "[ $action = boot ] || rc=4");
    host.activate(u"one"_s, 30, 30);
    TRY_STATE(host, u"one"_s, u"awaiting-confirm"_s);
    host.call(u"decide"_s, {u"one"_s, u"confirm"_s, u""_s});
    TRY_STATE(host, u"one"_s, u"committed"_s);
}

void TestScripts::hungSwitchIsKilled()
{
    FakeHost host;
    host.addSystem(u"new"_s, "trap '' TERM; ln -sfn '@R@/nix/store/new' '@R@/run/current-system'; "
                             "while :; do sleep 1; done");
    host.activate(u"one"_s, 1, 30);
    TRY_STATE(host, u"one"_s, u"rolled-back"_s);
    expectOld(host);
    QCOMPARE(host.call(u"state"_s, {u"one"_s})[u"reason"_s],
             u"the activation did not end within 1 s"_s);
}

void TestScripts::killedRunnerRollsBack()
{
    FakeHost host;
    host.activate(u"one"_s, 30, 30);
    TRY_STATE(host, u"one"_s, u"awaiting-confirm"_s);
    host.kill(u"switchyard-activate.service"_s);
    TRY_STATE(host, u"one"_s, u"rolled-back"_s);
    expectOld(host);
}

void TestScripts::killedRunnerIsFollowedByTheGuardsCommit()
{
    FakeHost host;
    host.addSystem(
        u"new"_s, "[ $action = test ] || [ -e '@R@/second' ] || { touch '@R@/second'; sleep 60; }");
    host.activate(u"one"_s, 30, 30);
    TRY_STATE(host, u"one"_s, u"awaiting-confirm"_s);
    host.call(u"decide"_s, {u"one"_s, u"confirm"_s, u""_s});
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(host.path(u"second"_s)), 20000);
    host.kill(u"switchyard-activate.service"_s); // between profile and boot loader
    TRY_STATE(host, u"one"_s, u"committed"_s);
    QCOMPARE(host.file(u"boot-default"_s), "new");
    QCOMPARE(host.call(u"state"_s, {u"one"_s})[u"generation"_s], u"2"_s);
}

void TestScripts::lateConfirmIsRefused()
{
    FakeHost host;
    host.activate(u"one"_s, 30, 1);
    TRY_STATE(host, u"one"_s, u"rolled-back"_s);
    const auto late = host.call(u"decide"_s, {u"one"_s, u"confirm"_s, u""_s});
    QCOMPARE(late[u"won"_s], u"0"_s);
    QCOMPARE(late[u"decision"_s], u"rollback"_s);
    expectOld(host);
}

void TestScripts::racingDecisionsHaveOneOutcome()
{
    FakeHost host;
    host.activate(u"one"_s, 30, 2);
    TRY_STATE(host, u"one"_s, u"awaiting-confirm"_s);
    std::vector<std::unique_ptr<QProcess>> racers;
    for (int i = 0; i < 6; ++i)
        racers.push_back(
            host.start(u"decide"_s, {u"one"_s, i % 2 ? u"rollback"_s : u"confirm"_s, u"racer"_s}));
    int winners = 0;
    QString decision;
    for (const auto &racer : racers) {
        QVERIFY(racer->waitForFinished());
        const auto reply = remote::ScriptReply::parse(racer->readAllStandardOutput());
        winners += reply[u"won"_s] == u"1"_s;
        if (decision.isEmpty())
            decision = reply[u"decision"_s];
        QCOMPARE(reply[u"decision"_s], decision);
    }
    QVERIFY(winners <= 1); // none when the deadline came first
    TRY_STATE(host, u"one"_s, decision == u"confirm"_s ? u"committed"_s : u"rolled-back"_s);
    const QString lives = decision == u"confirm"_s ? u"new"_s : u"old"_s;
    QCOMPARE(host.resolved(u"run/current-system"_s), host.system(lives));
    QCOMPARE(host.file(u"boot-default"_s), lives.toUtf8());
}

void TestScripts::foreignSwitchIsLeftAlone()
{
    FakeHost host;
    host.addSystem(u"foreign"_s);
    host.link(host.system(u"foreign"_s), u"run/current-system"_s);
    host.activate(u"one"_s, 30, 30);
    TRY_STATE(host, u"one"_s, u"abandoned"_s);
    QCOMPARE(host.resolved(u"run/current-system"_s), host.system(u"foreign"_s));
    QVERIFY(host.call(u"state"_s, {u"one"_s})[u"reason"_s].startsWith(
        u"somebody else switched this host meanwhile"_s));
    QVERIFY(host.file(u"switches"_s).isEmpty());
}

void TestScripts::failedCommitIsToldAsSuch()
{
    FakeHost host;
    host.addSystem(u"new"_s, "[ $action = test ] || { echo 'no space left on /boot'; exit 1; }");
    host.activate(u"one"_s, 30, 30);
    TRY_STATE(host, u"one"_s, u"awaiting-confirm"_s);
    host.call(u"decide"_s, {u"one"_s, u"confirm"_s, u""_s});
    TRY_STATE(host, u"one"_s, u"commit-failed"_s);
    QCOMPARE(host.call(u"state"_s, {u"one"_s})[u"commit-reason"_s], u"no space left on /boot"_s);
    QCOMPARE(host.file(u"boot-default"_s), "old");
}

void TestScripts::generationByNumber()
{
    FakeHost host;
    host.addSystem(u"older"_s);
    host.link(host.system(u"older"_s), u"nix/var/nix/profiles/system-7-link"_s);
    QVERIFY(host.activate(u"none"_s, 30, 30, 5)[u"error"_s].contains(u"no generation 5"_s));
    host.call(u"cleanup"_s, {u"none"_s});
    QCOMPARE(host.activate(u"one"_s, 30, 30, 7)[u"new"_s], host.system(u"older"_s));
    TRY_STATE(host, u"one"_s, u"awaiting-confirm"_s);
    host.call(u"decide"_s, {u"one"_s, u"confirm"_s, u""_s});
    TRY_STATE(host, u"one"_s, u"committed"_s);
    QCOMPARE(QFile::symLinkTarget(host.path(u"nix/var/nix/profiles/system"_s)).section(u'/', -1),
             u"system-7-link"_s);
    QCOMPARE(host.file(u"boot-default"_s), "older");
    QCOMPARE(host.call(u"generations"_s)[u"profile"_s], u"7"_s);
}

void TestScripts::cleanupKeepsARunningActivation()
{
    FakeHost host;
    host.activate(u"one"_s, 30, 30);
    TRY_STATE(host, u"one"_s, u"awaiting-confirm"_s);
    QCOMPARE(host.call(u"cleanup"_s, {u"one"_s})[u"cleaned"_s], u"0"_s);
    QCOMPARE(host.call(u"lock"_s, {u"two"_s, u"ben@desk"_s})[u"lock"_s], u"busy"_s);
    QCOMPARE(host.call(u"decide"_s, {u"one"_s, u"rollback"_s, u"cancelled by anna"_s})[u"won"_s],
             u"1"_s);
    TRY_STATE(host, u"one"_s, u"rolled-back"_s);
    expectOld(host);
}

QTEST_GUILESS_MAIN(TestScripts)
#include "tst_scripts.moc"
