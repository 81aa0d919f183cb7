// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sample.h"

#include <QCoreApplication>
#include <QList>
#include <QStringList>

#include <array>
#include <cmath>
#include <limits>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr double Unread = std::numeric_limits<double>::quiet_NaN();
constexpr double KiB = 1024;

using Words = QList<QByteArray>;

double number(const QByteArray &text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && std::isfinite(value) && value >= 0 ? value : Unread;
}

Words wordsOf(const QByteArray &line)
{
    return line.simplified().split(' ');
}

void addTo(double &sum, double value)
{
    if (!std::isnan(value))
        sum = std::isnan(sum) ? value : sum + value;
}

void readCpu(const Words &words, Reading &reading)
{
    if (words.at(0) != "cpu") {
        reading.cores += 1;
        return;
    }
    // user nice system idle iowait irq softirq steal; what guests use is counted in user already
    std::array<double, 8> ticks{};
    double all = 0;
    for (qsizetype i = 0; i < 8; ++i) {
        ticks.at(size_t(i)) = number(words.value(i + 1, "0"));
        all += ticks.at(size_t(i));
    }
    reading.allTicks = all;
    reading.busyTicks = all - ticks[3] - ticks[4];
}

void readInterface(const QByteArray &line, qsizetype colon, Reading &reading)
{
    const Words words = wordsOf(line.mid(colon + 1));
    if (line.left(colon).trimmed() == "lo" || words.size() < 9)
        return;
    addTo(reading.rxBytes, number(words.at(0)));
    addTo(reading.txBytes, number(words.at(8)));
}

UnitState unitState(const QByteArray &load, const QByteArray &active)
{
    if (load == "not-found")
        return UnitState::NotFound;
    if (active == "active" || active == "reloading")
        return UnitState::Active;
    if (active == "activating")
        return UnitState::Activating;
    if (active == "inactive" || active == "deactivating")
        return UnitState::Inactive;
    return active == "failed" ? UnitState::Failed : UnitState::Unknown;
}

/// Blocks of Name=value lines, one a unit in the order asked, with an empty line between them.
void readUnits(const QByteArray &text, const QStringList &units, Reading &reading)
{
    qsizetype index = 0;
    QHash<QByteArray, QByteArray> block;
    const auto close = [&] {
        if (!block.isEmpty() && index < units.size())
            reading.units.insert(units.at(index++),
                                 unitState(block.value("LoadState"), block.value("ActiveState")));
        block.clear();
    };
    for (const QByteArray &line : text.split('\n')) {
        if (const qsizetype equals = line.indexOf('='); equals > 0)
            block.insert(line.left(equals), line.mid(equals + 1));
        else if (line.isEmpty())
            close();
    }
    close();
}

void readLinks(const QByteArray &text, Reading &reading)
{
    for (const QByteArray &line : text.split('\n')) {
        const QByteArray name = line.mid(line.lastIndexOf('/') + 1);
        if (name.startsWith("system-") && name.endsWith("-link"))
            reading.generation = name.mid(7, name.size() - 12).toInt();
        else if (line.startsWith('/'))
            reading.system = QString::fromUtf8(line);
    }
}

void readDisk(const QByteArray &text, Reading &reading)
{
    for (const QByteArray &line : text.split('\n')) {
        const Words words = wordsOf(line);
        if (words.size() < 6 || std::isnan(number(words.at(1))))
            continue;
        reading.diskTotal = number(words.at(1)) * KiB;
        reading.diskUsed = number(words.at(2)) * KiB;
    }
}

void readProc(const QByteArray &text, Reading &reading)
{
    double available = Unread;
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (line.startsWith("MemTotal:"))
            reading.memoryTotal = number(wordsOf(line).value(1)) * KiB;
        else if (line.startsWith("MemAvailable:"))
            available = number(wordsOf(line).value(1)) * KiB;
        else if (line.startsWith("cpu"))
            readCpu(wordsOf(line), reading);
        else if (colon > 0 && line.size() > colon + 1 && !line.endsWith(" kB"))
            readInterface(line, colon, reading);
    }
    reading.memoryUsed = std::max(0.0, reading.memoryTotal - available);
    reading.load1 = number(wordsOf(lines.value(0)).at(0));
    reading.uptime = number(wordsOf(lines.value(1)).at(0));
}

double rate(double now, double before, double seconds)
{
    return now >= before && seconds > 0 ? (now - before) / seconds : Unread;
}

double either(double now, double last)
{
    return std::isnan(now) ? last : now;
}

} // namespace

Reading::Reading()
    : busyTicks(Unread)
    , allTicks(Unread)
    , load1(Unread)
    , uptime(Unread)
    , memoryUsed(Unread)
    , memoryTotal(Unread)
    , diskUsed(Unread)
    , diskTotal(Unread)
    , rxBytes(Unread)
    , txBytes(Unread)
{}

QString unitStateName(UnitState state)
{
    switch (state) {
    case UnitState::Unknown:
        return u"unknown"_s;
    case UnitState::Active:
        return u"active"_s;
    case UnitState::Activating:
        return u"activating"_s;
    case UnitState::Inactive:
        return u"inactive"_s;
    case UnitState::Failed:
        return u"failed"_s;
    case UnitState::NotFound:
        return u"not-found"_s;
    }
    return {};
}

QString reachName(Reach reach)
{
    switch (reach) {
    case Reach::Never:
        return u"never"_s;
    case Reach::Connecting:
        return u"connecting"_s;
    case Reach::Online:
        return u"online"_s;
    case Reach::Unreachable:
        return u"unreachable"_s;
    case Reach::HostKeyUnknown:
        return u"host-key-unknown"_s;
    case Reach::HostKeyChanged:
        return u"host-key-changed"_s;
    case Reach::AuthFailed:
        return u"auth-failed"_s;
    }
    return {};
}

model::Result<Reading> parseReading(const QByteArray &text, const QStringList &units)
{
    Reading reading;
    // "@links", "@disk" and "@units" each begin a part; what comes before them is from /proc.
    qsizetype begin = 0;
    QByteArray part = "proc";
    while (begin <= text.size()) {
        qsizetype end = text.indexOf("\n@", begin);
        if (end < 0)
            end = text.size();
        const QByteArray body = text.mid(begin, end - begin);
        if (part == "proc")
            readProc(body, reading);
        else if (part == "links")
            readLinks(body, reading);
        else if (part == "disk")
            readDisk(body, reading);
        else if (part == "units")
            readUnits(body, units, reading);
        if (end == text.size())
            break;
        qsizetype line = text.indexOf('\n', end + 2);
        if (line < 0)
            line = text.size();
        part = text.mid(end + 2, line - end - 2).trimmed();
        begin = std::min(line, text.size());
    }
    if (std::isnan(reading.load1) || std::isnan(reading.uptime) || std::isnan(reading.allTicks))
        return model::fail(
            u"no-probe"_s,
            QCoreApplication::translate("remote",
                                        "the host answered with something that is no observation"),
            QCoreApplication::translate(
                "remote", "check that its login shell runs commands and that /proc is mounted"));
    return reading;
}

QHash<QString, bool> parseChecks(const QByteArray &text, const QStringList &names)
{
    QHash<QString, bool> checks;
    for (const QByteArray &line : text.split('\n')) {
        const Words words = wordsOf(line);
        bool ok = false;
        const int index = words.value(0).toInt(&ok);
        if (ok && index >= 0 && index < names.size()
            && (words.value(1) == "ok" || words.value(1) == "failed"))
            checks.insert(names.at(index), words.at(1) == "ok");
    }
    return checks;
}

Sample sampleOf(const Reading &now, const Reading &before, const Sample &last)
{
    Sample sample = last;
    const double seconds = now.uptime - before.uptime;
    const double ticks = now.allTicks - before.allTicks;
    const double busy = now.busyTicks - before.busyTicks;
    sample.cpu = ticks > 0 && busy >= 0 ? std::min(1.0, busy / ticks) : Unread;
    sample.rxRate = rate(now.rxBytes, before.rxBytes, seconds);
    sample.txRate = rate(now.txBytes, before.txBytes, seconds);
    sample.load1 = now.load1;
    sample.uptime = now.uptime;
    sample.cores = now.cores;
    sample.memoryUsed = now.memoryUsed;
    sample.memoryTotal = now.memoryTotal;
    sample.diskUsed = either(now.diskUsed, last.diskUsed);
    sample.diskTotal = either(now.diskTotal, last.diskTotal);
    if (!now.system.isEmpty())
        sample.system = now.system;
    if (now.generation > 0)
        sample.generation = now.generation;
    sample.units = now.units;
    return sample;
}

} // namespace remote
