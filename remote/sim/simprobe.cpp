// SPDX-License-Identifier: GPL-3.0-or-later
// What the probe reads on a simulated host: /proc, systemd and the host's own services, slowly
// moving.
#include "remote/sim/simanswer.h"

#include <cmath>

namespace sim {

using namespace Qt::StringLiterals;

namespace {

constexpr double TicksPerSecond = 100;

/// Swings slowly around 1, each host in its own time.
double swing(const HostState &host, qint64 nowMs, double seconds)
{
    const double phase = double(qHash(host.name) % 1000) / 1000 * 6.28;
    return 1 + 0.25 * std::sin(double(nowMs) / 1000 / seconds + phase)
           + 0.08 * std::sin(double(nowMs) / 1700 + 2 * phase);
}

QByteArray number(double value, int decimals = 0)
{
    return QByteArray::number(value, 'f', decimals);
}

QByteArray proc(const HostState &host, qint64 nowMs)
{
    const double load = host.load * swing(host, nowMs, 60);
    const double used =
        std::min(host.memoryTotal, host.memoryUsed * (0.9 + 0.1 * swing(host, nowMs, 300)));
    QByteArray text = number(load, 2) + ' ' + number(load * 0.9, 2) + ' ' + number(load * 0.8, 2)
                      + " 1/210 4242\n";
    text += number(double(nowMs - host.bootMs) / 1000, 2) + " 0.00\n";
    text += "MemTotal: " + number(host.memoryTotal / 1024)
            + " kB\nMemAvailable: " + number((host.memoryTotal - used) / 1024) + " kB\n";
    text += "Inter-|   Receive                                                |  Transmit\n"
            " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets "
            "errs drop fifo colls carrier compressed\n";
    text += "    lo: 100 1 0 0 0 0 0 0 100 1 0 0 0 0 0 0\n  eth0: " + number(host.rxBytes)
            + " 1 0 0 0 0 0 0 " + number(host.txBytes) + " 1 0 0 0 0 0 0\n";
    text += "cpu  " + number(host.busyTicks) + " 0 0 " + number(host.allTicks - host.busyTicks)
            + " 0 0 0 0 0 0\n";
    for (int i = 0; i < host.cores; ++i)
        text += "cpu" + QByteArray::number(i) + " 0 0 0 0 0 0 0 0 0 0\n";
    return text + "btime " + number(double(host.bootMs) / 1000) + '\n';
}

QByteArray units(const HostState &host, const QStringList &names)
{
    QByteArray text = "@units\n";
    for (const QString &name : names) {
        const QByteArray state = host.units.value(name).toUtf8();
        text += "Id=" + name.toUtf8() + "\nLoadState=" + (state.isEmpty() ? "not-found" : "loaded")
                + "\nActiveState=" + (state.isEmpty() ? "inactive" : state)
                + "\nSubState=" + (state == "active" ? "running" : "dead") + "\n\n";
    }
    return text;
}

QByteArray checks(const HostState &host, const QStringList &pairs)
{
    QByteArray text;
    for (qsizetype i = 0; i + 1 < pairs.size(); i += 2) {
        const QString unit = host.checks.value(pairs.at(i) + u' ' + pairs.at(i + 1));
        text += QByteArray::number(i / 2)
                + (host.units.value(unit) == u"active" ? " ok\n" : " failed\n");
    }
    return text;
}

} // namespace

/// Counters that only grow, as a kernel's do.
void countTo(HostState &host, qint64 nowMs)
{
    if (host.bootMs == 0) {
        host.bootMs = nowMs - 3'600'000;
        host.countedMs = host.bootMs;
    }
    const double seconds = double(nowMs - host.countedMs) / 1000;
    if (seconds <= 0)
        return;
    const double all = seconds * TicksPerSecond * host.cores;
    host.allTicks += all;
    host.busyTicks += all * std::clamp(host.cpu * swing(host, nowMs, 45), 0.0, 1.0);
    host.rxBytes += seconds * 40e3 * (1 + 10 * host.cpu) * swing(host, nowMs, 30);
    host.txBytes += seconds * 25e3 * (1 + 20 * host.cpu) * swing(host, nowMs, 35);
    host.countedMs = nowMs;
}

bool isStreaming(const ScriptCall &call)
{
    return call.name == u"probe" || call.name == u"probe-checks";
}

QByteArray answerLine(HostState &host, const ScriptCall &call, const QByteArray &line, qint64 nowMs)
{
    advance(host, nowMs);
    if (call.name == u"probe-checks")
        return checks(host, call.args) + '\036';
    QByteArray text = proc(host, nowMs);
    if (line.contains('l'))
        text += "@links\n" + runningSystem(host).toUtf8() + "\nsystem-"
                + QByteArray::number(host.profile) + "-link\n";
    if (line.contains('d'))
        text += "@disk\nFilesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 "
                + number(host.diskTotal / 1024) + ' ' + number(host.diskUsed / 1024) + ' '
                + number((host.diskTotal - host.diskUsed) / 1024) + " 30% /\n";
    if (line.contains('u'))
        text += units(host, call.args);
    return text + '\036';
}

} // namespace sim
