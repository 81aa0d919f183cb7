// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/observe.h"
#include "remote/ctl/remoteverbs.h"

#include <QEventLoop>
#include <QJsonObject>
#include <QTimer>

namespace ctl {

using namespace Qt::StringLiterals;
using remote::Monitor;
using remote::Reach;

namespace {

QString percent(double part, double whole)
{
    return whole > 0 ? QString::number(qRound(100 * part / whole)) + u'%' : u"–"_s;
}

void saySample(Io &io, const remote::Sample &sample)
{
    QStringList down;
    for (auto it = sample.units.begin(); it != sample.units.end(); ++it) {
        if (it.value() != remote::UnitState::Active)
            down.append(it.key());
    }
    down.sort();
    io.out << sample.host << "  cpu " << percent(sample.cpu, 1) << "  load "
           << QString::number(sample.load1, 'f', 2) << "  memory "
           << percent(sample.memoryUsed, sample.memoryTotal) << "  disk "
           << percent(sample.diskUsed, sample.diskTotal) << "  generation " << sample.generation
           << "  " << (down.isEmpty() ? u"all units run"_s : u"down: "_s + down.join(u", "_s))
           << '\n';
    io.out.flush();
}

} // namespace

int watch(const Arguments &arguments, Io &io)
{
    const auto interval = secondsOption(arguments, u"interval"_s, 1);
    const auto seconds = secondsOption(arguments, u"seconds"_s, 0);
    for (const auto *option : {&interval, &seconds}) {
        if (!*option)
            return say(io, option->error(), BadUsage);
    }
    const auto input = readFleet(arguments.operands.first(), io, false);
    if (!input)
        return say(io, input.error(), exitCodeOf(input.error()));

    const model::Catalog &catalog = model::Catalog::builtIn();
    const model::Topology topology = model::resolve(input->fleet, catalog);
    const bool json = arguments.has(u"json"_s);
    Monitor monitor(sshSettings(arguments));
    QEventLoop loop;
    QObject::connect(&monitor, &Monitor::sampled, &loop, [&](const remote::Sample &sample) {
        if (json)
            sayJson(io, toJson(sample));
        else
            saySample(io, sample);
    });
    QObject::connect(
        &monitor, &Monitor::reachChanged, &loop,
        [&](const QString &host, Reach reach, const QString &message) {
            if (json) {
                sayJson(io, reachJson(host, reach, message, model::Clock::system().wallMs()));
            } else {
                io.out << host << "  " << remote::reachName(reach)
                       << (message.isEmpty() ? u""_s : u"  "_s + message) << '\n';
                io.out.flush();
            }
        });
    if (*seconds > 0)
        QTimer::singleShot(int(*seconds * 1000), &loop, &QEventLoop::quit);
    monitor.watch(remote::watchedHosts(input->fleet, catalog, topology), int(*interval * 1000));
    loop.exec();
    return Ok;
}

} // namespace ctl
