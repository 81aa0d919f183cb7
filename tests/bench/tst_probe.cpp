// SPDX-License-Identifier: GPL-3.0-or-later
// What one observation of a host costs: our paced probe on a standing connection against `ssh`
// through ControlMaster running the same `cat`, on the same sshd in the same run; and what 300
// watched hosts cost, simulated in this very process.
#include "remote/monitor.h"
#include "remote/sim/simfleet.h"
#include "remote/sshexec.h"
#include "tests/remote/sshd.h"

#include <QElapsedTimer>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <functional>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace remote;

namespace {

constexpr int Samples = 200;

double seconds(const timeval &t)
{
    return double(t.tv_sec) + double(t.tv_usec) / 1e6;
}

double cpuOf(int who)
{
    rusage usage{};
    getrusage(who, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Process
{
    qint64 parent = 0;
    double cpu = 0; ///< with that of its ended children
};

QHash<qint64, Process> processes()
{
    QHash<qint64, Process> result;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        QFile file(u"/proc/"_s + name + u"/stat");
        if (name.toLongLong() < 1 || !file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray text = file.readAll();
        const QList<QByteArray> words = text.mid(text.lastIndexOf(')') + 2).split(' ');
        double ticks = 0;
        for (int i = 11; i < 15; ++i)
            ticks += words.value(i).toDouble();
        result.insert(name.toLongLong(),
                      {words.value(1).toLongLong(), ticks / double(sysconf(_SC_CLK_TCK))});
    }
    return result;
}

/// CPU seconds of a process and all below it.
double cpuBelow(qint64 root)
{
    const QHash<qint64, Process> all = processes();
    double sum = 0;
    for (auto process = all.cbegin(); process != all.cend(); ++process) {
        qint64 id = process.key();
        while (id > 1 && id != root)
            id = all.value(id).parent;
        if (id == root)
            sum += process->cpu;
    }
    return sum;
}

struct Cost
{
    double wallMs = 0, clientMs = 0, hostMs = 0; ///< of one sample
};

/// Runs `sample` many times; `clientCpu` tells what the client has used so far.
Cost measure(qint64 host, const std::function<double()> &clientCpu,
             const std::function<bool()> &sample)
{
    const double client = clientCpu(), server = cpuBelow(host);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < Samples; ++i)
        if (!sample())
            return {};
    const double ms = 1000.0 / Samples;
    return {double(timer.elapsed()) / Samples, (clientCpu() - client) * ms,
            (cpuBelow(host) - server) * ms};
}

void wait(const SshWait &wait)
{
    pollfd descriptor{wait.descriptor, short(POLLIN | (wait.write ? POLLOUT : 0)), 0};
    ::poll(&descriptor, 1, 1000);
}

/// The next part of the probe's output up to `mark`; empty when the connection failed.
QByteArray readTo(SshSession &session, SshExec &probe, char mark)
{
    QByteArray text;
    while (!text.endsWith(mark)) {
        if (probe.step() >= SshExec::State::Finished || session.step() == SshSession::State::Failed)
            return {};
        text += probe.takeOut();
        if (!text.endsWith(mark))
            wait(session.wait());
    }
    return text;
}

} // namespace

class BenchProbe : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const QString why = m_sshd.start();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
        QVERIFY(m_sshd.trust());
    }

    void oneSample()
    {
        const Cost ours = ourProbe();
        const Cost theirs = controlMaster();
        QVERIFY(ours.wallMs > 0);
        QVERIFY(theirs.wallMs > 0);
        qInfo("one sample, %d each: ours %.2f ms (client CPU %.3f ms, host CPU %.2f ms); ssh "
              "through ControlMaster "
              "%.2f ms (client %.3f ms, host %.2f ms)",
              Samples, ours.wallMs, ours.clientMs, ours.hostMs, theirs.wallMs, theirs.clientMs,
              theirs.hostMs);
        qInfo("ratio ours/ssh: wall %.3f, client CPU %.3f, host CPU %.3f",
              ours.wallMs / theirs.wallMs, ours.clientMs / theirs.clientMs,
              ours.hostMs / theirs.hostMs);
        QVERIFY(ours.wallMs < theirs.wallMs);
        QVERIFY(ours.clientMs < theirs.clientMs);
    }

    void threeHundredHosts()
    {
        model::Topology topology;
        for (int i = 0; i < 300; ++i) {
            model::PlacedHost host;
            host.name = u"host%1"_s.arg(i);
            topology.hosts << host;
        }
        sim::SimFleet fleet;
        QVERIFY(fleet.start(topology));
        QList<WatchedHost> hosts;
        for (const model::PlacedHost &host : std::as_const(topology.hosts))
            hosts << WatchedHost{fleet.target(host.name), {}, {}};
        Monitor monitor(fleet.settings());
        QSet<QString> online;
        qint64 samples = 0;
        connect(&monitor, &Monitor::sampled, this, [&](const Sample &sample) {
            online << sample.host;
            ++samples;
        });
        QElapsedTimer timer;
        timer.start();
        monitor.watch(hosts, 1000);
        QTRY_COMPARE_WITH_TIMEOUT(online.size(), 300, 60000);
        const qint64 connected = timer.restart();
        const double cpu = cpuOf(RUSAGE_SELF);
        samples = 0;
        QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() > 8000, 10000);
        const double elapsed = double(timer.elapsed()) / 1000;
        qInfo("300 simulated hosts: all online after %lld ms, then %.0f samples/s for %.1f %% of a "
              "core, client and hosts together",
              connected, double(samples) / elapsed, 100 * (cpuOf(RUSAGE_SELF) - cpu) / elapsed);
        QVERIFY(double(samples) / elapsed > 200);
    }

private:
    Cost ourProbe()
    {
        SshSession session(m_sshd.target(), m_sshd.settings());
        while (session.step() < SshSession::State::Open)
            wait(session.wait());
        if (session.state() != SshSession::State::Open)
            return {};
        SshExec probe(session, "exec /bin/sh -s");
        probe.write(scriptPayload(Script::named(u"probe"_s)));
        if (readTo(session, probe, ScriptStarted).isEmpty())
            return {};
        Reading before;
        Sample last;
        return measure(
            m_sshd.pid(), [] { return cpuOf(RUSAGE_SELF); },
            [&] {
                probe.write("\n");
                const auto reading = parseReading(readTo(session, probe, '\036').chopped(1), {});
                if (!reading)
                    return false;
                last = sampleOf(*reading, before, last);
                before = *reading;
                return true;
            });
    }

    Cost controlMaster()
    {
        const QStringList common{u"-F"_s, u"/dev/null"_s,
                                 u"-i"_s, m_sshd.key(),
                                 u"-p"_s, QString::number(m_sshd.port()),
                                 u"-o"_s, u"UserKnownHostsFile="_s + m_sshd.knownHosts(),
                                 u"-o"_s, u"BatchMode=yes"_s,
                                 u"-S"_s, m_sshd.path(u"control"_s)};
        const QString host = tests::userName() + u"@127.0.0.1"_s;
        QProcess master;
        master.start(u"ssh"_s, common + QStringList{u"-M"_s, u"-N"_s, host});
        const QString socket = m_sshd.path(u"control"_s);
        if (!QTest::qWaitFor([&socket] { return QFileInfo::exists(socket); }, 20000))
            return {};
        const QStringList cat =
            common
            + QStringList{
                host, u"cat /proc/loadavg /proc/uptime /proc/meminfo /proc/net/dev /proc/stat"_s};
        const Cost cost = measure(
            m_sshd.pid(),
            [&master] { return cpuOf(RUSAGE_CHILDREN) + cpuBelow(master.processId()); },
            [&cat] { return !tests::outputOf(u"ssh"_s, cat).isEmpty(); });
        master.terminate();
        master.waitForFinished(5000);
        return cost;
    }

    tests::Sshd m_sshd;
};

QTEST_GUILESS_MAIN(BenchProbe)
#include "tst_probe.moc"
