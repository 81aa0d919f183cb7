// SPDX-License-Identifier: GPL-3.0-or-later
// SSH against a real OpenSSH server on loopback: who is let in, what comes back, and how every way
// to fail shows.
#include "model/shellquote.h"
#include "remote/sshauth.h"
#include "remote/sshconnection.h"
#include "remote/sshtrust.h"
#include "tests/remote/sshd.h"
#include "tests/support.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QTcpServer>

#include <csignal>
#include <poll.h>
#include <thread>

using namespace Qt::StringLiterals;
using namespace remote;
using model::shellQuote;
using model::shellWords;

namespace {

SshFailure failureOf(const SshTarget &target, const SshSettings &settings)
{
    const auto connection = SshConnection::open(target, settings);
    if (connection) {
        QTest::qFail("it let us in", __FILE__, __LINE__);
        return SshFailure::Cancelled;
    }
    return connection.error().failure;
}

Script sh(const QByteArray &text)
{
    return {text, {}, {}, false};
}

} // namespace

class TestSsh : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        const QString why = m_sshd.start();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
    }

    void init() { QVERIFY(m_sshd.trust()); }

    void runsScripts()
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY2(connection, qPrintable(connection ? QString() : connection.error().message));
        QVERIFY(connection->isOpen());
        QCOMPARE(connection->hostKeyFingerprint(), fingerprintOf(m_sshd.hostPublicKey()));

        const auto reply = connection->run(sh("echo out; echo err >&2; exit 7"), 5000);
        QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().message));
        QCOMPARE(reply->exitCode, 7);
        QCOMPARE(reply->out, "out\n");
        QCOMPARE(reply->err, "err\n");
        QVERIFY(!reply->ok());

        const auto second = connection->run(sh("true"), 5000);
        QVERIFY(second && second->ok());
        QVERIFY(second->out.isEmpty());
    }

    void passesArgumentsUnharmed()
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        const QStringList args{u"a b"_s,         u"it's"_s,          u"$(id)`id`"_s,
                               u"back\\slash"_s, u"new\nline"_s,     QString(),
                               u"-n"_s,          u"ümläut \"*?\""_s, u"!x"_s};
        const auto reply = connection->run(
            {"printf '%s\\n' \"$#\"; for a in \"$@\"; do printf '%s\\036' \"$a\"; done",
             args,
             {},
             false},
            5000);
        QVERIFY(reply && reply->ok());
        QCOMPARE(reply->out,
                 QByteArray::number(args.size()) + '\n' + args.join(QChar(0x1e)).toUtf8() + '\x1e');
    }

    void tellsSignals()
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        const auto reply = connection->run(sh("kill -TERM $$; sleep 5"), 5000);
        QVERIFY(reply);
        QCOMPARE(reply->exitCode, -1);
        QCOMPARE(reply->signal, u"TERM"_s);
        QVERIFY(!reply->ok());
    }

    void carriesBytesBothWays()
    {
        QByteArray bytes(10 * 1024 * 1024, Qt::Uninitialized);
        quint32 x = 1;
        for (char &byte : bytes)
            byte = char((x = x * 1664525 + 1013904223) >> 24);
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        qsizetype heard = 0;
        const auto reply =
            connection->run({"cat", {}, bytes, false}, 30000,
                            [&heard](const QByteArray &out) { heard += out.size(); });
        QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().message));
        QVERIFY(reply->ok());
        QCOMPARE(reply->out.size(), bytes.size());
        QVERIFY(reply->out == bytes);
        QCOMPARE(heard, bytes.size());
    }

    void readsInputAfterALongScript()
    {
        // Longer than any shell's read buffer: what the script reads must be the input, not the
        // rest of itself.
        QByteArray text;
        for (int i = 0; i < 2000; ++i)
            text += "# a line of a long script\n";
        text += "sha256sum";
        const QByteArray input = QByteArray("exit 9\n").repeated(5000);
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        const auto reply = connection->run({text, {}, input, false}, 10000);
        QVERIFY(reply && reply->ok());
        QCOMPARE(reply->out.left(64),
                 QCryptographicHash::hash(input, QCryptographicHash::Sha256).toHex());
    }

    void endsWhenTheScriptIgnoresItsInput()
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        const auto reply = connection->run({"exit 3", {}, QByteArray(8 << 20, 'x'), false}, 10000);
        QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().message));
        QCOMPARE(reply->exitCode, 3);
        const auto next = connection->run(sh("echo still here"), 5000);
        QVERIFY(next);
        QCOMPARE(next->out, "still here\n");
    }

    void readsBothStreamsWhenBothAreFull()
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        const auto reply = connection->run(
            sh("head -c 6000000 /dev/zero >&2 & head -c 6000000 /dev/zero; wait"), 20000);
        QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().message));
        QCOMPARE(reply->out.size(), 6000000);
        QCOMPARE(reply->err.size(), 6000000);
    }

    void becomesRoot()
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        const auto reply = connection->run({"id -u", {}, {}, true}, 10000);
        if (reply)
            QCOMPARE(reply->out, "0\n");
        else
            QCOMPARE(reply.error().failure, SshFailure::NoSudo);
    }

    void asksAboutAnUnknownKey()
    {
        QFile::remove(m_sshd.knownHosts());
        const auto refused = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::HostKeyUnknown);
        QVERIFY(!refused.error().admitted);
        const HostKeyQuestion question = refused.error().question.value();
        QCOMPARE(question.fingerprint, fingerprintOf(m_sshd.hostPublicKey()));
        QCOMPARE(question.host, u"mini"_s);
        QCOMPARE(question.port, m_sshd.port());
        QVERIFY(!question.changed);
        QVERIFY(refused.error().message.contains(question.fingerprint));
        QVERIFY(!QFileInfo::exists(m_sshd.knownHosts()));

        SshSettings accepting = m_sshd.settings();
        accepting.acceptedFingerprints << question.fingerprint;
        QVERIFY(SshConnection::open(m_sshd.target(), accepting));
        QCOMPARE(QFileInfo(m_sshd.knownHosts()).permissions() & 0x777,
                 QFile::ReadUser | QFile::WriteUser);
        const QString line = QString::fromUtf8(tests::readFile(m_sshd.knownHosts()));
        QVERIFY2(line.startsWith(u"[127.0.0.1]:%1 ssh-ed25519 "_s.arg(m_sshd.port())),
                 qPrintable(line));
        QVERIFY(SshConnection::open(m_sshd.target(), m_sshd.settings()));
    }

    void appendsToAFileWithoutAFinalNewline()
    {
        QVERIFY(tests::writeFile(
            m_sshd.knownHosts(),
            "other.example ssh-ed25519 "
            "AAAAC3NzaC1lZDI1NTE5AAAAIMBcYxqBCWdaCtFQBuZb3mEGJSs8lLOqOyzJ9Ji2JrJp"));
        SshSettings accepting = m_sshd.settings();
        accepting.acceptedFingerprints << fingerprintOf(m_sshd.hostPublicKey());
        QVERIFY(SshConnection::open(m_sshd.target(), accepting));
        QCOMPARE(tests::readFile(m_sshd.knownHosts()).count('\n'), 2);
        QVERIFY(SshConnection::open(m_sshd.target(), m_sshd.settings()));
    }

    void refusesAChangedKey()
    {
        const QString old = fingerprintOf(m_sshd.hostPublicKey());
        QVERIFY(m_sshd.restart(true));
        const QString now = fingerprintOf(m_sshd.hostPublicKey());
        SshSettings settings = m_sshd.settings();
        settings.acceptedFingerprints << now; // even then
        const auto refused = SshConnection::open(m_sshd.target(), settings);
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::HostKeyChanged);
        QVERIFY(refused.error().message.contains(old));
        QVERIFY(refused.error().message.contains(now));
        QVERIFY(refused.error().question->changed);
        QCOMPARE(refused.error().question->knownFingerprint, old);
    }

    void followsAPinnedKey()
    {
        QFile::remove(m_sshd.knownHosts());
        SshTarget target = m_sshd.target();
        target.hostKey = m_sshd.hostPublicKey();
        QVERIFY(SshConnection::open(target, m_sshd.settings()));
        QVERIFY(!QFileInfo::exists(m_sshd.knownHosts()));
        target.hostKey =
            QString::fromUtf8(tests::readFile(m_sshd.strangerKey() + u".pub")).trimmed();
        QCOMPARE(failureOf(target, m_sshd.settings()), SshFailure::HostKeyChanged);
        target.hostKey = u"ssh-ed25519 nonsense"_s;
        QCOMPARE(failureOf(target, m_sshd.settings()), SshFailure::BadTarget);
    }

    void refusesAWrongKey()
    {
        SshSettings settings = m_sshd.settings();
        settings.identityFile = m_sshd.strangerKey();
        const auto refused = SshConnection::open(m_sshd.target(), settings);
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::AuthRefused);
        QVERIFY(!refused.error().admitted);
        settings.identityFile = m_sshd.path(u"none"_s);
        QCOMPARE(failureOf(m_sshd.target(), settings), SshFailure::AuthRefused);
    }

    void usesTheAgent()
    {
        const QString socket = m_sshd.path(u"agent"_s);
        QProcess agent;
        agent.start(u"ssh-agent"_s, {u"-D"_s, u"-a"_s, socket});
        QVERIFY(agent.waitForStarted());
        QTRY_VERIFY(QFileInfo::exists(socket));
        const QByteArray before = qgetenv("SSH_AUTH_SOCK");
        qputenv("SSH_AUTH_SOCK", socket.toLocal8Bit());
        QCOMPARE(QProcess::execute(u"ssh-add"_s, {u"-q"_s, m_sshd.key()}), 0);
        SshSettings settings = m_sshd.settings();
        settings.identityFile.clear();
        const auto connection = SshConnection::open(m_sshd.target(), settings);
        QVERIFY2(connection, qPrintable(connection ? QString() : connection.error().message));

        // A key file with a passphrase is the agent's business, too.
        QCOMPARE(
            QProcess::execute(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s,
                                                u"secret"_s, u"-f"_s, m_sshd.path(u"locked"_s)}),
            0);
        settings.identityFile = m_sshd.path(u"locked"_s);
        QVERIFY(SshConnection::open(m_sshd.target(), settings));

        agent.terminate();
        QVERIFY(agent.waitForFinished());
        const auto refused = SshConnection::open(m_sshd.target(), settings);
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::AuthRefused);
        QVERIFY(refused.error().message.contains(u"passphrase"_s));
        before.isEmpty() ? qunsetenv("SSH_AUTH_SOCK") : qputenv("SSH_AUTH_SOCK", before);
    }

    void goesThroughAJumpHost()
    {
        SshTarget target = m_sshd.target();
        target.jump = u"%1@127.0.0.1:%2"_s.arg(tests::userName()).arg(m_sshd.port());
        auto connection = SshConnection::open(target, m_sshd.settings());
        QVERIFY2(connection, qPrintable(connection ? QString() : connection.error().message));
        const auto reply = connection->run(sh("echo through"), 5000);
        QVERIFY(reply);
        QCOMPARE(reply->out, "through\n");

        target.jump = u"127.0.0.1:%1"_s.arg(tests::freePort());
        const auto refused = SshConnection::open(target, m_sshd.settings());
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::NoConnection);
        QVERIFY2(refused.error().message.contains(u"refused"_s),
                 qPrintable(refused.error().message));
    }

    void followsAConfigFile()
    {
        const QString config =
            u"Host away\n  HostName 127.0.0.1\n  Port %1\n  User %2\n  IdentityFile %3\n"
            "  UserKnownHostsFile %4\n"
            "Host behind\n  ProxyJump away\n  HostName 127.0.0.1\n  Port %1\n  User %2\n"
            "  IdentityFile %3\n  UserKnownHostsFile %4\n"_s.arg(m_sshd.port())
                .arg(tests::userName(), m_sshd.key(), m_sshd.knownHosts());
        QVERIFY(tests::writeFile(m_sshd.path(u"ssh_config"_s), config.toUtf8()));
        SshSettings settings;
        settings.configFile = m_sshd.path(u"ssh_config"_s);
        for (const QString &alias : {u"away"_s, u"behind"_s}) {
            auto connection = SshConnection::open({u"mini"_s, alias, 0, {}, {}, {}}, settings);
            QVERIFY2(connection, qPrintable(connection ? QString() : connection.error().message));
            const auto reply = connection->run(sh("echo hello"), 5000);
            QVERIFY(reply);
            QCOMPARE(reply->out, "hello\n");
        }
        // What the fleet says goes before what the file says.
        const auto elsewhere =
            SshConnection::open({u"mini"_s, u"away"_s, tests::freePort(), {}, {}, {}}, settings);
        QVERIFY(!elsewhere);
        QCOMPARE(elsewhere.error().failure, SshFailure::NoConnection);

        QVERIFY(QFile::remove(m_sshd.knownHosts()));
        const auto unknown = SshConnection::open({u"mini"_s, u"away"_s, 0, {}, {}, {}}, settings);
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().failure, SshFailure::HostKeyUnknown);
        settings.acceptedFingerprints << unknown.error().question->fingerprint;
        QVERIFY(SshConnection::open({u"mini"_s, u"away"_s, 0, {}, {}, {}}, settings));
        QVERIFY(QFileInfo::exists(m_sshd.knownHosts())); // the file that the config names
    }

    void refusesBadTargets_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("jump");
        QTest::newRow("option as address") << u"-oProxyCommand=x"_s << u"deploy"_s << QString();
        QTest::newRow("option as user") << u"mini"_s << u"-lroot"_s << QString();
        QTest::newRow("option as jump") << u"mini"_s << u"deploy"_s << u"-Fx"_s;
        QTest::newRow("option as second jump") << u"mini"_s << u"deploy"_s << u"a,-Fx"_s;
        QTest::newRow("empty") << QString() << u"deploy"_s << QString();
        QTest::newRow("blank") << u"a b"_s << u"deploy"_s << QString();
        QTest::newRow("newline") << u"a\nb"_s << u"deploy"_s << QString();
        QTest::newRow("NUL") << u"a"_s + QChar(0) + u"b" << u"deploy"_s << QString();
        QTest::newRow("escape in user") << u"mini"_s << u"\x1b[31m"_s << QString();
        QTest::newRow("shell") << u"mini;id"_s << u"deploy"_s << QString();
        QTest::newRow("command") << u"$(id)"_s << u"deploy"_s << QString();
        QTest::newRow("user in address") << u"root@mini"_s << u"deploy"_s << QString();
        QTest::newRow("path") << u"../../etc"_s << u"deploy"_s << QString();
    }
    void refusesBadTargets()
    {
        QFETCH(QString, address);
        QFETCH(QString, user);
        QFETCH(QString, jump);
        const auto refused =
            SshConnection::open({u"mini"_s, address, 1, user, jump, {}}, m_sshd.settings());
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::BadTarget);
        QVERIFY(!refused.error().message.contains(u'\x1b'));
        QVERIFY(!refused.error().hint.isEmpty());
    }

    void tellsARefusedPort()
    {
        SshTarget target = m_sshd.target();
        target.port = tests::freePort();
        const auto refused = SshConnection::open(target, m_sshd.settings());
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::NoConnection);
        QVERIFY(!refused.error().admitted);
    }

    void tellsAnUnknownName()
    {
        SshTarget target = m_sshd.target();
        target.address = u"nosuchhost.invalid"_s;
        QCOMPARE(failureOf(target, m_sshd.settings()), SshFailure::NoName);
    }

    void givesUpOnASilentServer()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        SshTarget target = m_sshd.target();
        target.port = silent.serverPort();
        SshSettings settings = m_sshd.settings();
        settings.authMs = 600;
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(failureOf(target, settings), SshFailure::NoAnswer);
        QVERIFY2(timer.elapsed() >= 500 && timer.elapsed() < 2000,
                 qPrintable(QString::number(timer.elapsed())));
    }

    void cancelsWhileConnecting()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        SshTarget target = m_sshd.target();
        target.port = silent.serverPort();
        CancelFlag cancel;
        QElapsedTimer timer;
        timer.start();
        std::thread other([&cancel, descriptor = silent.socketDescriptor()] {
            pollfd waiting{int(descriptor), POLLIN, 0};
            ::poll(&waiting, 1, 3000);
            cancel.cancel();
        });
        const auto refused = SshConnection::open(target, m_sshd.settings(), cancel);
        other.join();
        QVERIFY(!refused);
        QCOMPARE(refused.error().failure, SshFailure::Cancelled);
        QVERIFY(timer.elapsed() < 2000);
    }

    void cancelsARun()
    {
        CancelFlag cancel;
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings(), cancel);
        QVERIFY(connection);
        const auto reply = connection->run(sh("echo go; sleep 30"), 60000,
                                           [&cancel](const QByteArray &) { cancel.cancel(); });
        QVERIFY(!reply);
        QCOMPARE(reply.error().failure, SshFailure::Cancelled);
        QVERIFY(reply.error().admitted);
        QVERIFY(!connection->isOpen());
    }

    void keepsItsDeadline()
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        QElapsedTimer timer;
        timer.start();
        const auto reply = connection->run(sh("sleep 30"), 700);
        QVERIFY(!reply);
        QCOMPARE(reply.error().failure, SshFailure::ReplyLate);
        QVERIFY(reply.error().admitted);
        QVERIFY(timer.elapsed() >= 650 && timer.elapsed() < 2500);
        QVERIFY(!connection->isOpen());
        const auto after = connection->run(sh("true"), 700);
        QVERIFY(!after);
    }

    void tellsAConnectionKilledMidway()
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        QVERIFY(connection);
        // The server's process for this session is the parent of our shell.
        const auto pid = connection->run(sh("echo $PPID"), 5000);
        QVERIFY(pid);
        const auto reply =
            connection->run(sh("echo going; sleep 30"), 20000, [&pid](const QByteArray &) {
                ::kill(pid->out.trimmed().toInt(), SIGKILL);
            });
        QVERIFY(!reply);
        QCOMPARE(reply.error().failure, SshFailure::ConnectionLost);
        QVERIFY(reply.error().admitted);
        QVERIFY(!connection->isOpen());
    }

    void quotesWords()
    {
        const QStringList words{u"a"_s,  u"b c"_s, u"it's"_s, QString(),
                                u"''"_s, u"\\"_s,  u"x\ny"_s};
        QByteArray line;
        for (const QString &word : words)
            line += ' ' + shellQuote(word);
        QCOMPARE(shellWords(line), words);
        QCOMPARE(shellQuote(u"a"_s + QChar(0) + u"b"), "'ab'");
    }

    void notesIgnoredKeywords()
    {
        QCOMPARE(
            ignoredKeywords(
                "Host a\n  identitiesonly yes\n\tHostKeyAlias=b\n# CertificateFile x\n  Port 22\n"),
            (QStringList{u"IdentitiesOnly"_s, u"HostKeyAlias"_s}));
    }

private:
    tests::Sshd m_sshd;
};

QTEST_GUILESS_MAIN(TestSsh)
#include "tst_ssh.moc"
