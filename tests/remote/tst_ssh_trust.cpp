// SPDX-License-Identifier: GPL-3.0-or-later
// SSH against a real OpenSSH server on loopback: which host is trusted, who is let in, and by which
// way.
#include "remote/sshauth.h"
#include "remote/sshtrust.h"
#include "tests/remote/sshtest.h"

using namespace tests;

class TestSshTrust : public tests::SshTest
{
    Q_OBJECT

private slots:
    void initTestCase() { start(); }
    void init() { QVERIFY(m_sshd.trust()); }

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
};

QTEST_GUILESS_MAIN(TestSshTrust)
#include "tst_ssh_trust.moc"
