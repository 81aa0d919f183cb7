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

constexpr int patienceMs = 15'000;

bool isAnswer(Reach reach)
{
    return reach != Reach::Never && reach != Reach::Connecting && reach != Reach::Online;
}

/// One sample of every host, or why there is none.
QHash<QString, remote::HostObservation> observe(const QList<remote::WatchedHost> &hosts,
                                                const remote::SshSettings &settings)
{
    QHash<QString, remote::HostObservation> seen;
    Monitor monitor(settings);
    QEventLoop loop;
    const auto leaveWhenDone = [&] {
        for (const remote::WatchedHost &host : hosts) {
            const auto &observation = seen[host.target.host];
            if (observation.last.t == 0 && !isAnswer(observation.reach))
                return;
        }
        loop.quit();
    };
    QObject::connect(&monitor, &Monitor::sampled, &loop, [&](const remote::Sample &sample) {
        seen[sample.host].last = sample;
        seen[sample.host].reach = Reach::Online;
        leaveWhenDone();
    });
    QObject::connect(&monitor, &Monitor::reachChanged, &loop,
                     [&](const QString &host, Reach reach, const QString &message) {
                         seen[host].reach = reach;
                         seen[host].message = message;
                         leaveWhenDone();
                     });
    QTimer::singleShot(patienceMs, &loop, &QEventLoop::quit);
    monitor.watch(hosts, 1000);
    if (!hosts.isEmpty())
        loop.exec();
    return seen;
}

void sayHost(Io &io, const QString &host, const remote::HostObservation &seen)
{
    io.out << host << "  " << remote::reachName(seen.reach);
    if (seen.last.t > 0) {
        io.out << "  generation " << seen.last.generation << "  load "
               << QString::number(seen.last.load1, 'f', 2);
    }
    if (!seen.message.isEmpty() && seen.reach != Reach::Online)
        io.out << "  " << seen.message;
    io.out << '\n';
}

} // namespace

int status(const Arguments &arguments, Io &io)
{
    const auto input = readFleet(arguments.operands.first(), io, false);
    if (!input)
        return say(io, input.error(), exitCodeOf(input.error()));
    const model::Catalog &catalog = model::Catalog::builtIn();
    const model::Topology topology = model::resolve(input->fleet, catalog);
    const auto seen =
        observe(remote::watchedHosts(input->fleet, catalog, topology), sshSettings(arguments));
    const qint64 now = model::Clock::system().wallMs();
    const auto health = remote::assess(topology, seen, now, 2 * patienceMs);

    const bool json = arguments.has(u"json"_s);
    bool unreachable = false, unhealthy = false;
    for (const model::PlacedHost &host : topology.hosts) {
        const remote::HostObservation observation = seen.value(host.name);
        unreachable = unreachable || observation.last.t == 0;
        if (json) {
            sayJson(io, reachJson(host.name, observation.reach, observation.message, now));
            if (observation.last.t > 0)
                sayJson(io, toJson(observation.last));
        } else {
            sayHost(io, host.name, observation);
        }
        for (const model::ItemId &id : QList<model::ItemId>{host.id} + host.items) {
            const remote::Health state = health.value(id);
            unhealthy = unhealthy || state.lamp == remote::Lamp::Bad;
            if (json)
                sayJson(io, healthJson(id.text(), host.name, state, now));
            else if (id != host.id)
                io.out << "    " << id.text() << "  " << lampName(state.lamp)
                       << (state.reason.isEmpty() ? u""_s : u"  "_s + state.reason) << '\n';
        }
    }
    return unreachable ? Refused : unhealthy ? SomeFailed : Ok;
}

} // namespace ctl
