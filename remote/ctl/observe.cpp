// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/observe.h"

#include <QJsonObject>

#include <array>
#include <cmath>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

/// Rates are not known in the first sample.
void putNumber(QJsonObject &o, const QString &key, double value)
{
    if (std::isfinite(value))
        o.insert(key, value);
}

} // namespace

QJsonObject toJson(const remote::Sample &sample)
{
    QJsonObject units, checks;
    for (auto it = sample.units.begin(); it != sample.units.end(); ++it)
        units.insert(it.key(), remote::unitStateName(it.value()));
    for (auto it = sample.checks.begin(); it != sample.checks.end(); ++it)
        checks.insert(it.key(), it.value());
    QJsonObject o{{"v"_L1, 1},
                  {"t"_L1, sample.t},
                  {"host"_L1, sample.host},
                  {"event"_L1, u"sample"_s},
                  {"cores"_L1, sample.cores},
                  {"generation"_L1, sample.generation},
                  {"system"_L1, sample.system},
                  {"units"_L1, units},
                  {"checks"_L1, checks}};
    putNumber(o, u"cpu"_s, sample.cpu);
    putNumber(o, u"load1"_s, sample.load1);
    putNumber(o, u"memory-used"_s, sample.memoryUsed);
    putNumber(o, u"memory-total"_s, sample.memoryTotal);
    putNumber(o, u"disk-used"_s, sample.diskUsed);
    putNumber(o, u"disk-total"_s, sample.diskTotal);
    putNumber(o, u"rx-rate"_s, sample.rxRate);
    putNumber(o, u"tx-rate"_s, sample.txRate);
    putNumber(o, u"uptime"_s, sample.uptime);
    putNumber(o, u"round-trip-ms"_s, sample.roundTripMs);
    return o;
}

QJsonObject reachJson(const QString &host, remote::Reach reach, const QString &message, qint64 t)
{
    QJsonObject o{{"v"_L1, 1},
                  {"t"_L1, t},
                  {"host"_L1, host},
                  {"event"_L1, u"reach"_s},
                  {"reach"_L1, remote::reachName(reach)}};
    if (!message.isEmpty())
        o["text"_L1] = message;
    return o;
}

QString lampName(remote::Lamp lamp)
{
    static const std::array names{u"unknown"_s, u"good"_s, u"warning"_s, u"bad"_s, u"stale"_s};
    return names.at(size_t(lamp));
}

QJsonObject healthJson(const QString &item, const QString &host, const remote::Health &health,
                       qint64 t)
{
    QJsonObject o{{"v"_L1, 1},       {"t"_L1, t},
                  {"host"_L1, host}, {"event"_L1, u"health"_s},
                  {"item"_L1, item}, {"lamp"_L1, lampName(health.lamp)}};
    if (!health.reason.isEmpty())
        o["text"_L1] = health.reason;
    if (!health.cause.isEmpty())
        o["cause"_L1] = health.cause.text();
    return o;
}

model::Result<double> secondsOption(const Arguments &arguments, const QString &name,
                                    double fallback)
{
    const QString text = arguments.option(name);
    if (text.isEmpty())
        return fallback;
    bool ok = false;
    const double seconds = text.toDouble(&ok);
    if (!ok || !(seconds >= 0.2) || seconds > 86400)
        return model::fail(
            u"usage"_s, u"--%1 is a number of seconds from 0.2 to 86400, not %2"_s.arg(name, text));
    return seconds;
}

} // namespace ctl
