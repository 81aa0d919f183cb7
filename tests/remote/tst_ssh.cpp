// SPDX-License-Identifier: GPL-3.0-or-later
// SSH against a real OpenSSH server on loopback: what comes back, and how every way to fail shows.
#include "model/shellquote.h"
#include "remote/sshauth.h"
#include "remote/sshtrust.h"
#include "tests/remote/sshtest.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QTcpServer>

#include <csignal>
#include <poll.h>
#include <thread>

using namespace tests;
using model::shellQuote;
using model::shellWords;

class TestSsh : public tests::SshTest
{
    Q_OBJECT

private slots:
    void initTestCase() { start(); }
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
};

QTEST_GUILESS_MAIN(TestSsh)
#include "tst_ssh.moc"
