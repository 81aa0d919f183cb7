// SPDX-License-Identifier: GPL-3.0-or-later
// Deploys of switchyardctl on real hosts, good ones and bad ones. Run by `tests/lab/lab run`, which
// puts LAB_… into the environment.
#include "tests/lab/outcome.h"
#include "tests/remote/jsonschema.h"
#include "tests/support.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using tests::Outcome;
using tests::run;

namespace {

/// A module whose evaluation waits for a build.
const QByteArray slowBuild =
    "{ environment.etc.slow.text = builtins.readFile (derivation { name = \"slow-fact\"; system = "
    "\"x86_64-linux\";\n"
    "  builder = \"/bin/sh\"; args = [ \"-c\" \"/bin/sleep 60; echo yes > $out\" ]; }); }\n";

const QString games = u"factorio-server"_s;
const QString control = u"factorio-server-mini"_s;
const QString stream = u"factorio-server-stream"_s;

} // namespace

class TestDeployLab : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("LAB_FLEET"), "run me by: tests/lab/lab run …");
        m_fleet = m_folder.filePath(u"fleet.yaml"_s);
        m_good = tests::readFile(qEnvironmentVariable("LAB_FLEET"));
        restore();
    }
    void cleanup() { restore(); }

    void firstDeployBringsThreeHostsLive();
    void statusIsHealthy();
    void secondDeployChangesNothing();
    void movedGameStopsHereAndStartsThere();
    void withoutAFileByHandNothingChanges();
    void failedBuildLeavesTheOldGeneration();
    void failedUnitRollsBack();
    void lockedOutOperatorGetsTheOldGenerationBack();
    void unreachableHostIsRefusedAndOthersStay();
    void changedHostKeyIsRefused();
    void unknownHostKeyIsAcceptedByItsFingerprintOnly();
    void heldLockIsRefused();
    void cancelDuringTheBuildLeavesTheHostAlone();
    void cancelDuringTheTestRollsBack();
    void brokenLinkIsTakenUpAgain();
    void rollbackByNumber();

private:
    void restore() { QVERIFY(tests::writeFile(m_fleet, m_good)); }
    Outcome ctl(const QStringList &words)
    {
        return run(tests::program(u"switchyardctl"_s),
                   words
                       + QStringList{u"--identity"_s, qEnvironmentVariable("LAB_KEY"),
                                     u"--known-hosts"_s, qEnvironmentVariable("LAB_KNOWN_HOSTS")});
    }
    Outcome deploy(const QStringList &more = {})
    {
        return ctl(QStringList{u"deploy"_s, m_fleet, u"--yes"_s, u"--json"_s} + more);
    }
    Outcome lab(const QStringList &words)
    {
        return run(tests::sourcePath(u"tests/lab/lab"_s), words, 60);
    }
    /// Deploys in the background until a line of its output contains the text; then `act`, and how
    /// it ended.
    Outcome interrupted(const QStringList &more, const QString &text,
                        const std::function<void(QProcess &)> &act);
    QString on(const QString &host, const QString &command)
    {
        return lab({u"exec"_s, host, u"sh"_s, u"-c"_s, command}).out.trimmed();
    }
    QString system(const QString &host)
    {
        return on(host,
                  u"readlink -f /run/current-system; readlink /nix/var/nix/profiles/system"_s);
    }
    QString unit(const QString &host, const QString &name)
    {
        return on(host, u"systemctl is-active "_s + name);
    }
    void edit(const QByteArray &what, const QByteArray &with)
    {
        QByteArray text = tests::readFile(m_fleet);
        QVERIFY2(text.contains(what), what.constData());
        QVERIFY(tests::writeFile(m_fleet, text.replace(what, with)));
    }
    void addModule(const QByteArray &nix)
    {
        edit("services: []", "services: []\nimports: [extra.nix]");
        QVERIFY(tests::writeFile(m_folder.filePath(u"extra.nix"_s), nix));
    }
    void checkLines(const QString &out);

    QTemporaryDir m_folder;
    QString m_fleet;
    QByteArray m_good;
};

void TestDeployLab::checkLines(const QString &out)
{
    const QJsonObject schema =
        QJsonDocument::fromJson(
            tests::readFile(tests::sourcePath(u"resources/events.schema.json"_s)))
            .object();
    QVERIFY(!schema.isEmpty());
    const QStringList lines = out.split(u'\n', Qt::SkipEmptyParts);
    QVERIFY(lines.size() > 3);
    for (const QString &line : lines) {
        const QJsonObject o = QJsonDocument::fromJson(line.toUtf8()).object();
        const QString complaint = tests::schemaComplaint(o, schema);
        QVERIFY2(complaint.isEmpty(), qPrintable(line + u'\n' + complaint));
    }
}

void TestDeployLab::firstDeployBringsThreeHostsLive()
{
    const Outcome outcome = deploy();
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    checkLines(outcome.out);
    for (const QString &host : {games, control, stream})
        QCOMPARE(outcome.phase(host), u"live"_s);
    // Hosts are activated tier by tier: who serves viewers comes last.
    const auto live = [&](const QString &host) {
        return outcome.out.indexOf(u"\"host\":\"%1\",\"phase\":\"testing\""_s.arg(host));
    };
    QVERIFY(live(control) > 0 && live(control) < live(games) && live(games) < live(stream));

    QCOMPARE(unit(games, u"podman-factorio-g01 podman-factorio-g02 podman-factorio-g03"_s),
             u"active\nactive\nactive"_s);
    QCOMPARE(unit(control, u"redis caddy podman-broker"_s), u"active\nactive\nactive"_s);
    QCOMPARE(unit(stream, u"coturn caddy podman-stream-c01"_s), u"active\nactive\nactive"_s);
    QVERIFY(system(games).endsWith(u"\nsystem-2-link"_s));

    QVERIFY(tests::readFile(m_folder.filePath(u"flake.lock"_s)).contains("narHash"));
    QVERIFY(tests::readFile(m_folder.filePath(u"hosts/hardware/factorio-server.nix"_s))
                .contains("fileSystems"));
    const QJsonObject record =
        QJsonDocument::fromJson(
            tests::readFile(m_folder.filePath(u".switchyard/deployed/factorio-server.json"_s)))
            .object();
    QCOMPARE(record["generation"_L1].toInt(), 2);
    QCOMPARE(record["store-path"_L1].toString(), system(games).section(u'\n', 0, 0));
    QCOMPARE(
        on(games,
           u"ls /run/lock/switchyard.owner 2>&1; flock -n /run/lock/switchyard.lock echo free"_s)
            .section(u'\n', -1),
        u"free"_s);
    QCOMPARE(on(games, u"systemctl list-units --plain --no-legend 'switchyard-*' | wc -l"_s),
             u"0"_s);
}

void TestDeployLab::statusIsHealthy()
{
    const Outcome outcome = ctl({u"status"_s, m_fleet, u"--json"_s});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.out + outcome.err));
    checkLines(outcome.out);
}

void TestDeployLab::secondDeployChangesNothing()
{
    const QString before = system(control);
    QVERIFY2(run(tests::program(u"switchyardctl"_s), {u"plan"_s, m_fleet})
                 .out.contains(u"nothing changed"_s),
             "plan sees changes");
    const Outcome outcome = deploy({u"--host"_s, control});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(system(control), before);
}

void TestDeployLab::movedGameStopsHereAndStartsThere()
{
    edit("{name: g03, host: factorio-server,", "{name: g03, host: factorio-server-stream,");
    const Outcome outcome = deploy();
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QCOMPARE(unit(games, u"podman-factorio-g03"_s), u"inactive"_s);
    QCOMPARE(unit(stream, u"podman-factorio-g03"_s), u"active"_s);
    QCOMPARE(unit(games, u"podman-factorio-g01"_s), u"active"_s);
}

void TestDeployLab::withoutAFileByHandNothingChanges()
{
    const QString before = system(games) + system(control) + system(stream);
    const QString trees = on(control, u"ls /var/lib/switchyard/flakes"_s);
    addModule("{ environment.etc.new.text = \"new\"; }\n");
    on(control,
       u"mv /etc/claudetorio/broker.env /root/; chmod 0644 /etc/claudetorio/selkies.env"_s);
    on(stream, u"chmod 0644 /etc/claudetorio/selkies.env"_s);
    const Outcome outcome = deploy();
    on(control,
       u"mv /root/broker.env /etc/claudetorio/; chmod 0600 /etc/claudetorio/selkies.env"_s);
    on(stream, u"chmod 0600 /etc/claudetorio/selkies.env"_s);
    QCOMPARE(outcome.code, 5);
    QCOMPARE(outcome.phase(control), u"refused"_s);
    const QString sentence = outcome.sentence(control);
    QVERIFY2(
        sentence.contains(u"/etc/claudetorio/broker.env on factorio-server-mini is missing: `"_s)
            && !sentence.contains(u"selkies"_s), // nothing there needs it
        qPrintable(sentence));
    QVERIFY2(outcome.sentence(stream).contains(u"can be read by others than root (mode 644)"_s),
             qPrintable(outcome.sentence(stream)));
    QCOMPARE(system(games) + system(control) + system(stream), before);
    QCOMPARE(on(control, u"ls /var/lib/switchyard/flakes"_s), trees);
}

void TestDeployLab::failedBuildLeavesTheOldGeneration()
{
    const QString before = system(games) + system(control) + system(stream);
    addModule(
        "{ assertions = [ { assertion = false; message = \"this box is too small\"; } ]; }\n");
    const Outcome outcome = deploy();
    QCOMPARE(outcome.code, 4);
    checkLines(outcome.out);
    QVERIFY2(outcome.err.contains(u"build failed: "_s)
                 && outcome.err.contains(u"this box is too small"_s),
             qPrintable(outcome.err));
    QCOMPARE(system(games) + system(control) + system(stream), before);
    QCOMPARE(unit(control, u"redis"_s), u"active"_s);
}

void TestDeployLab::failedUnitRollsBack()
{
    const QString before = system(control);
    addModule("{ systemd.services.bad = { wantedBy = [ \"multi-user.target\" ]; script = \"exit "
              "3\"; }; }\n");
    const Outcome outcome = deploy({u"--host"_s, control});
    QCOMPARE(outcome.code, 4);
    QCOMPARE(outcome.phase(control), u"rolled-back"_s);
    QVERIFY2(outcome.sentence(control).startsWith(
                 u"activation exit 4: bad.service failed, the old generation "_s),
             qPrintable(outcome.sentence(control)));
    QCOMPARE(system(control), before);
    QCOMPARE(unit(control, u"redis podman-broker"_s), u"active\nactive"_s);
}

void TestDeployLab::lockedOutOperatorGetsTheOldGenerationBack()
{
    const QString before = system(games);
    edit("    public: [10.77.", "    sshd: {allow-from: [192.0.2.128/25]}\n    public: [10.77.");
    const Outcome outcome = deploy({u"--host"_s, games, u"--confirm-seconds"_s, u"8"_s});
    QCOMPARE(outcome.code, 4);
    QCOMPARE(outcome.phase(games), u"rolled-back"_s);
    QVERIFY2(
        outcome.sentence(games).startsWith(u"nobody could log in at "_s)
            && outcome.sentence(games).contains(u" as deploy within 8 s, the old generation "_s),
        qPrintable(outcome.sentence(games)));
    QCOMPARE(system(games), before);
    QCOMPARE(on(games, u"ls /nix/var/nix/gcroots | grep -c switchyard-"_s), u"0"_s);
}

void TestDeployLab::unreachableHostIsRefusedAndOthersStay()
{
    const QString before = system(control);
    QCOMPARE(lab({u"cut"_s, games}).code, 0);
    const Outcome outcome = deploy();
    QCOMPARE(lab({u"mend"_s, games}).code, 0);
    QCOMPARE(outcome.code, 5);
    QCOMPARE(outcome.phase(games), u"refused"_s);
    QCOMPARE(outcome.phase(control), u"draft"_s);
    QVERIFY2(outcome.sentence(control).contains(u"left as it was"_s),
             qPrintable(outcome.sentence(control)));
    QCOMPARE(system(control), before);
}

void TestDeployLab::changedHostKeyIsRefused()
{
    const QString before =
        on(games, u"ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"_s).section(u' ', 1, 1);
    QCOMPARE(lab({u"rekey"_s, games}).code, 0);
    const QString after =
        on(games, u"ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"_s).section(u' ', 1, 1);
    const Outcome outcome = deploy({u"--host"_s, games});
    QCOMPARE(lab({u"unrekey"_s, games}).code, 0);
    QCOMPARE(outcome.code, 5);
    QVERIFY(before.startsWith(u"SHA256:"_s) && before != after);
    QVERIFY2(outcome.err.contains(before) && outcome.err.contains(after), qPrintable(outcome.err));
}

Outcome TestDeployLab::interrupted(const QStringList &more, const QString &text,
                                   const std::function<void(QProcess &)> &act)
{
    QProcess process;
    process.start(tests::program(u"switchyardctl"_s),
                  QStringList{u"deploy"_s, m_fleet, u"--yes"_s, u"--json"_s, u"--identity"_s,
                              qEnvironmentVariable("LAB_KEY"), u"--known-hosts"_s,
                              qEnvironmentVariable("LAB_KNOWN_HOSTS")}
                      + more);
    process.closeWriteChannel();
    QByteArray out;
    while (!out.contains(text.toUtf8()) && process.waitForReadyRead(60'000))
        out += process.readAllStandardOutput();
    act(process);
    if (!process.waitForFinished(200'000))
        process.kill();
    out += process.readAllStandardOutput();
    return {process.exitCode(), QString::fromUtf8(out),
            QString::fromUtf8(process.readAllStandardError())};
}

void TestDeployLab::unknownHostKeyIsAcceptedByItsFingerprintOnly()
{
    for (const QByteArray &line : tests::readFile(m_fleet).split('\n')) {
        if (line.contains("host-key"))
            edit(line + '\n', {});
    }
    const QString known = m_folder.filePath(u"known_hosts"_s);
    const auto attempt = [&](const QStringList &more) {
        return run(tests::program(u"switchyardctl"_s),
                   QStringList{u"deploy"_s, m_fleet, u"--yes"_s, u"--json"_s, u"--host"_s, games,
                               u"--identity"_s, qEnvironmentVariable("LAB_KEY"), u"--known-hosts"_s,
                               known}
                       + more);
    };
    const QString print =
        on(games, u"ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"_s).section(u' ', 1, 1);
    Outcome outcome = attempt({});
    QCOMPARE(outcome.code, 5);
    QVERIFY2(outcome.err.contains(print), qPrintable(outcome.err));
    outcome = attempt({u"--accept-host-key"_s, u"SHA256:somebodyelse"_s});
    QCOMPARE(outcome.code, 5);
    outcome = attempt({u"--accept-host-key"_s, print});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(tests::readFile(known).contains("ssh-ed25519"));
}

void TestDeployLab::cancelDuringTheBuildLeavesTheHostAlone()
{
    const QString before = system(games);
    addModule(slowBuild);
    const Outcome outcome = interrupted({u"--host"_s, games}, u"slow-fact"_s,
                                        [](QProcess &process) { process.terminate(); });
    QCOMPARE(outcome.code, 4);
    QCOMPARE(outcome.phase(games), u"cancelled"_s);
    QCOMPARE(system(games), before);
    QCOMPARE(
        on(games,
           u"systemctl list-units --plain --no-legend 'switchyard-*' | wc -l; flock -n /run/lock/switchyard.lock echo free"_s),
        u"0\nfree"_s);
}

void TestDeployLab::cancelDuringTheTestRollsBack()
{
    const QString before = system(games);
    addModule("{ systemd.services.slow = { wantedBy = [ \"multi-user.target\" ]; "
              "serviceConfig.Type = \"oneshot\"; script = \"/bin/sleep 60\"; }; }\n");
    const Outcome outcome = interrupted({u"--host"_s, games}, u"\"phase\":\"testing\""_s,
                                        [](QProcess &process) { process.terminate(); });
    QCOMPARE(outcome.code, 4);
    QCOMPARE(outcome.phase(games), u"rolled-back"_s);
    QVERIFY2(outcome.sentence(games).startsWith(u"cancelled by "_s),
             qPrintable(outcome.sentence(games)));
    QCOMPARE(system(games), before);
}

void TestDeployLab::brokenLinkIsTakenUpAgain()
{
    addModule(QByteArray(slowBuild).replace("sleep 60", "sleep 12"));
    const Outcome outcome = interrupted({u"--host"_s, games}, u"slow-fact"_s, [this](QProcess &) {
        QCOMPARE(lab({u"cut"_s, games}).code, 0);
        QTest::qWait(4000); // the network is away, which is what is tested
        QCOMPARE(lab({u"mend"_s, games}).code, 0);
    });
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
}

void TestDeployLab::heldLockIsRefused()
{
    on(games, u"printf 'owner=anna@laptop\\nsince=12:03\\nid=none\\n' >/run/lock/switchyard.owner;"
              " systemd-run --quiet --unit=tst-holder flock /run/lock/switchyard.lock sleep 600"_s);
    const Outcome outcome = deploy({u"--host"_s, games});
    on(games, u"systemctl stop tst-holder; rm -f /run/lock/switchyard.owner"_s);
    QCOMPARE(outcome.code, 5);
    QVERIFY2(outcome.err.contains(u"locked by anna@laptop since 12:03"_s), qPrintable(outcome.err));
}

void TestDeployLab::rollbackByNumber()
{
    const QString current = on(games, u"readlink /nix/var/nix/profiles/system"_s);
    QVERIFY(current != u"system-2-link"_s); // the move made a third
    const Outcome missing =
        ctl({u"rollback"_s, m_fleet, u"--yes"_s, u"--host"_s, games, u"--generation"_s, u"99"_s});
    QCOMPARE(missing.code, 4);
    QVERIFY2(missing.err.contains(u"no generation 99"_s), qPrintable(missing.err));
    const Outcome outcome =
        ctl({u"rollback"_s, m_fleet, u"--yes"_s, u"--host"_s, games, u"--generation"_s, u"2"_s});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(system(games).endsWith(u"\nsystem-2-link"_s));
    QCOMPARE(unit(games, u"podman-factorio-g03"_s), u"active"_s);
}

QTEST_GUILESS_MAIN(TestDeployLab)
#include "tst_deploy_lab.moc"
