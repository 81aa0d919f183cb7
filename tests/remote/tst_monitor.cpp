// SPDX-License-Identifier: GPL-3.0-or-later
// The Monitor against a real OpenSSH server: samples come at their pace, silence and refusal are
// told, all by itself again.
#include "remote/backoff.h"
#include "remote/monitor.h"
#include "tests/remote/sshd.h"
#include "tests/support.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace remote;

namespace {

Reach lastReach(const QSignalSpy &spy, const QString &host)
{
    Reach reach = Reach::Never;
    for (const QList<QVariant> &call : spy)
        if (call.at(0).toString() == host)
            reach = call.at(1).value<Reach>();
    return reach;
}

qsizetype samplesOf(const QSignalSpy &spy, const QString &host)
{
    return std::count_if(spy.cbegin(), spy.cend(), [&host](const auto &call) {
        return call.at(0).template value<Sample>().host == host;
    });
}

} // namespace

class TestMonitor : public QObject
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

    void samplesAHost()
    {
        QTcpServer asking; // answers every request by asking for a password
        QVERIFY(asking.listen(QHostAddress::LocalHost));
        connect(&asking, &QTcpServer::newConnection, &asking, [&asking] {
            QTcpSocket *client = asking.nextPendingConnection();
            connect(client, &QTcpSocket::readyRead, client, [client] {
                client->write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                client->disconnectFromHost();
            });
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        });
        const int hasCurl = QStandardPaths::findExecutable(u"curl"_s).isEmpty() ? 0 : 1;
        model::Probe open, closed, page;
        open.check = closed.check = u"tcp"_s;
        open.port = m_sshd.port();
        closed.port = tests::freePort();
        page.check = u"http"_s;
        model::Probe locked, login, silent;
        locked.check = u"http"_s;
        login.check = silent.check = u"http-login"_s;
        locked.url = login.url = u"http://127.0.0.1:%1/"_s.arg(asking.serverPort());
        page.url = u"http://127.0.0.1:%1/"_s.arg(closed.port);
        silent.url = page.url;
        Monitor monitor(m_sshd.settings());
        QSignalSpy samples(&monitor, &Monitor::sampled);
        QSignalSpy reaches(&monitor, &Monitor::reachChanged);
        monitor.watch({{m_sshd.target(),
                        {u"no-such-unit.service"_s},
                        {{u"a:open"_s, open}, {u"b:closed"_s, closed}, {u"c:page"_s, page},
                         {u"d:locked"_s, locked}, {u"e:login"_s, login}, {u"f:silent"_s, silent}}}},
                      200);
        QTRY_VERIFY_WITH_TIMEOUT(samples.size() >= 4, 20000);
        QCOMPARE(reaches.first().at(1).value<Reach>(), Reach::Connecting);
        QCOMPARE(lastReach(reaches, u"mini"_s), Reach::Online);
        QTRY_COMPARE_WITH_TIMEOUT(samples.last().at(0).value<Sample>().checks.size(), 2 + 4 * hasCurl,
                                  20000);

        const auto first = samples.first().at(0).value<Sample>();
        const auto last = samples.last().at(0).value<Sample>();
        QVERIFY(std::isnan(first.cpu));
        QVERIFY(last.cpu >= 0 && last.cpu <= 1);
        QVERIFY(last.rxRate >= 0);
        QVERIFY(last.cores > 0);
        QVERIFY(last.memoryTotal > 1e6 && last.memoryUsed > 0
                && last.memoryUsed < last.memoryTotal);
        QVERIFY(last.diskTotal > 1e6 && last.diskUsed > 0);
        QVERIFY(last.uptime > 0 && last.roundTripMs > 0);
        QVERIFY(last.t > first.t);
        const auto lastly = samples.last().at(0).value<Sample>();
        QCOMPARE(lastly.checks.value(u"a:open"_s), true);
        QCOMPARE(lastly.checks.value(u"b:closed"_s, true), false);
        if (hasCurl) {
            QCOMPARE(lastly.checks.value(u"d:locked"_s, true), false);
            QCOMPARE(lastly.checks.value(u"e:login"_s), true); // up, and asks for a password
            QCOMPARE(lastly.checks.value(u"f:silent"_s, true), false);
        }
    }

    void recoversByItself()
    {
        Monitor monitor(m_sshd.settings());
        QSignalSpy samples(&monitor, &Monitor::sampled);
        QSignalSpy reaches(&monitor, &Monitor::reachChanged);
        monitor.watch({{m_sshd.target(), {}, {}}}, 200);
        QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 20000);
        // Stopping the listener leaves sessions alone; found before, while they still descend from
        // us.
        const QList<int> sessions = serverProcesses();
        m_sshd.stop();
        for (int pid : sessions)
            ::kill(pid, SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(lastReach(reaches, u"mini"_s), Reach::Unreachable, 20000);
        samples.clear();
        QVERIFY(m_sshd.restart(false));
        QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 20000);
        QCOMPARE(lastReach(reaches, u"mini"_s), Reach::Online);
        QVERIFY(std::isnan(samples.first().at(0).value<Sample>().cpu));
    }

    void noticesSilence()
    {
        Monitor monitor(m_sshd.settings());
        QSignalSpy samples(&monitor, &Monitor::sampled);
        QSignalSpy reaches(&monitor, &Monitor::reachChanged);
        monitor.watch({{m_sshd.target(), {}, {}}}, 1000);
        QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 20000);
        const QList<int> stopped = serverProcesses();
        QVERIFY(!stopped.isEmpty());
        for (int pid : stopped)
            ::kill(pid, SIGSTOP);
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE_WITH_TIMEOUT(lastReach(reaches, u"mini"_s), Reach::Unreachable, 12000);
        const qint64 took = timer.elapsed();
        for (int pid : stopped)
            ::kill(pid, SIGCONT);
        QVERIFY2(took < 10000, qPrintable(QString::number(took)));
        QTRY_COMPARE_WITH_TIMEOUT(lastReach(reaches, u"mini"_s), Reach::Online, 20000);
    }

    void oneDeadHostDelaysNoOther()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QList<WatchedHost> hosts{{m_sshd.target(), {}, {}}};
        for (int i = 0; i < 20; ++i) {
            SshTarget dead = m_sshd.target();
            dead.host = u"dead%1"_s.arg(i);
            dead.port = silent.serverPort();
            hosts.prepend({dead, {}, {}});
        }
        SshTarget refused = m_sshd.target();
        refused.host = u"refused"_s;
        refused.port = tests::freePort();
        hosts.prepend({refused, {}, {}});
        Monitor monitor(m_sshd.settings());
        QSignalSpy samples(&monitor, &Monitor::sampled);
        QSignalSpy reaches(&monitor, &Monitor::reachChanged);
        QElapsedTimer timer;
        timer.start();
        monitor.watch(hosts, 200);
        QTRY_VERIFY_WITH_TIMEOUT(samplesOf(samples, u"mini"_s) >= 5, 20000);
        QVERIFY2(timer.elapsed() < 7000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(lastReach(reaches, u"refused"_s), Reach::Unreachable);
        QCOMPARE(lastReach(reaches, u"dead0"_s), Reach::Connecting);
        QTRY_COMPARE_WITH_TIMEOUT(lastReach(reaches, u"dead0"_s), Reach::Unreachable, 10000);
    }

    void asksAboutAKey()
    {
        QFile::remove(m_sshd.knownHosts());
        Monitor monitor(m_sshd.settings());
        QSignalSpy samples(&monitor, &Monitor::sampled);
        QSignalSpy asked(&monitor, &Monitor::hostKeyAsked);
        QSignalSpy reaches(&monitor, &Monitor::reachChanged);
        monitor.watch({{m_sshd.target(), {}, {}}}, 200);
        QTRY_COMPARE_WITH_TIMEOUT(asked.size(), 1, 20000);
        QCOMPARE(lastReach(reaches, u"mini"_s), Reach::HostKeyUnknown);
        QVERIFY(samples.isEmpty());
        monitor.acceptHostKey(asked.first().at(0).value<HostKeyQuestion>());
        QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 20000);
        QVERIFY(QFileInfo::exists(m_sshd.knownHosts()));
    }

    void refusesAChangedKey()
    {
        QVERIFY(m_sshd.restart(true));
        Monitor monitor(m_sshd.settings());
        QSignalSpy asked(&monitor, &Monitor::hostKeyAsked);
        QSignalSpy samples(&monitor, &Monitor::sampled);
        QSignalSpy reaches(&monitor, &Monitor::reachChanged);
        monitor.watch({{m_sshd.target(), {}, {}}}, 200);
        QTRY_COMPARE_WITH_TIMEOUT(lastReach(reaches, u"mini"_s), Reach::HostKeyChanged, 20000);
        auto question = asked.first().at(0).value<HostKeyQuestion>();
        QVERIFY(question.changed);
        monitor.acceptHostKey(question); // must change nothing
        QVERIFY(m_sshd.trust());
        monitor.retry(u"mini"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 20000);
    }

    void followsWhatIsWatched()
    {
        Monitor monitor(m_sshd.settings());
        QSignalSpy samples(&monitor, &Monitor::sampled);
        QSignalSpy reaches(&monitor, &Monitor::reachChanged);
        SshTarget other = m_sshd.target();
        other.host = u"other"_s;
        monitor.watch({{m_sshd.target(), {}, {}}}, 200);
        QTRY_VERIFY_WITH_TIMEOUT(samplesOf(samples, u"mini"_s) > 0, 20000);
        monitor.watch({{m_sshd.target(), {}, {}}, {other, {}, {}}}, 100);
        QTRY_VERIFY_WITH_TIMEOUT(samplesOf(samples, u"other"_s) > 0, 20000);
        QStringList told;
        for (const QList<QVariant> &call : reaches)
            if (call.at(0).toString() == u"mini")
                told << reachName(call.at(1).value<Reach>()) + call.at(2).toString();
        QCOMPARE(told, (QStringList{u"connecting"_s, u"online"_s})); // its connection stayed
        monitor.watch({{other, {}, {}}}, 100);
        QTRY_VERIFY_WITH_TIMEOUT(samplesOf(samples, u"other"_s) > 3, 20000);
        samples.clear();
        QTRY_VERIFY_WITH_TIMEOUT(samplesOf(samples, u"other"_s) > 3, 20000);
        QCOMPARE(samplesOf(samples, u"mini"_s), 0);
        monitor.stop();
    }

    void backsOff()
    {
        Backoff soft, slow;
        int last = 0;
        for (int i = 0; i < 12; ++i) {
            const int ms = soft.next(SshFailure::NoConnection, 0.5);
            QVERIFY(ms >= last && ms <= 15000);
            last = ms;
        }
        QCOMPARE(last, 15000);
        soft.reset();
        QVERIFY(soft.next(SshFailure::ConnectionLost, 0.5) <= 500);
        QVERIFY(slow.next(SshFailure::AuthRefused, 0.0) >= 45000);
        for (int i = 0; i < 30; ++i)
            QVERIFY(slow.next(SshFailure::AuthRefused, 1.0) <= 900'000 * 1.2);
        Backoff a, b;
        QVERIFY(a.next(SshFailure::NoAnswer, 0.1) < b.next(SshFailure::NoAnswer, 0.9));
    }

private:
    /// The listener and its sessions.
    static QList<int> serverProcesses()
    {
        QList<int> result;
        for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs))
            if (name.toInt() > 1 && name.toInt() != QCoreApplication::applicationPid()
                && isOurs(name.toLatin1()))
                result << name.toInt();
        return result;
    }

    /// Whether the process descends from this test.
    static bool isOurs(const QByteArray &pid)
    {
        qint64 id = pid.toLongLong();
        while (id > 1) {
            if (id == QCoreApplication::applicationPid())
                return true;
            QFile file(u"/proc/%1/stat"_s.arg(id));
            if (!file.open(QIODevice::ReadOnly))
                return false;
            const QByteArray stat = file.readAll();
            id = stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toLongLong();
        }
        return false;
    }

    tests::Sshd m_sshd;
};

QTEST_GUILESS_MAIN(TestMonitor)
#include "tst_monitor.moc"
