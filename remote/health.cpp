// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/health.h"

#include <QCoreApplication>
#include <QSet>

#include <cmath>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr double FullDisk = 0.9, FullMemory = 0.95;

QString tr(const char *text)
{
    return QCoreApplication::translate("remote", text);
}

QString whyNotOnline(const QString &host, const HostObservation &seen)
{
    switch (seen.reach) {
    case Reach::Never:
        return tr("%1 was not asked yet").arg(host);
    case Reach::Connecting:
        return tr("%1 is being connected").arg(host);
    default:
        return seen.message.isEmpty() ? tr("%1 does not answer").arg(host) : seen.message;
    }
}

class Assessment
{
public:
    Assessment(const model::Topology &topology, const QHash<QString, HostObservation> &hosts,
               qint64 now, qint64 staleMs)
        : m_topology(topology), m_hosts(hosts), m_now(now), m_staleMs(staleMs)
    {}

    QHash<model::ItemId, Health> run()
    {
        for (const model::PlacedHost &host : m_topology.hosts)
            m_result.insert(host.id, ofHost(host.name));
        for (const model::Placed &item : m_topology.items)
            ofItem(item);
        return m_result;
    }

private:
    /// What must be said before any unit counts; nothing when the observation is good for now.
    std::optional<Health> notSeen(const QString &host) const
    {
        const HostObservation seen = m_hosts.value(host);
        if (seen.reach != Reach::Online || seen.last.t == 0)
            return Health{Lamp::Unknown, whyNotOnline(host, seen), model::ItemId::host(host),
                          seen.last.t};
        if (m_now - seen.last.t > m_staleMs)
            return Health{
                Lamp::Stale,
                tr("%1 was last seen %2 s ago").arg(host).arg((m_now - seen.last.t) / 1000),
                model::ItemId::host(host), seen.last.t};
        return std::nullopt;
    }

    Health ofHost(const QString &host) const
    {
        const HostObservation seen = m_hosts.value(host);
        if (auto health = notSeen(host)) {
            const bool down = health->lamp == Lamp::Unknown && seen.reach > Reach::Online;
            health->lamp = down ? Lamp::Bad : health->lamp;
            health->cause = {};
            return *health;
        }
        const Sample &last = seen.last;
        if (last.diskUsed > FullDisk * last.diskTotal)
            return {Lamp::Warning,
                    tr("the disk of %1 is %2 % full")
                        .arg(host)
                        .arg(qRound(100 * last.diskUsed / last.diskTotal)),
                    {},
                    last.t};
        if (last.memoryUsed > FullMemory * last.memoryTotal)
            return {Lamp::Warning,
                    tr("the memory of %1 is %2 % full")
                        .arg(host)
                        .arg(qRound(100 * last.memoryUsed / last.memoryTotal)),
                    {},
                    last.t};
        return {Lamp::Good, {}, {}, last.t};
    }

    Health ofUnits(const model::Placed &item, const Sample &last) const
    {
        Health health{Lamp::Good, {}, {}, last.t};
        const auto worse = [&health](Lamp lamp, const QString &reason) {
            if (health.lamp != Lamp::Bad && (lamp == Lamp::Bad || health.lamp == Lamp::Good)) {
                health.lamp = lamp;
                health.reason = reason;
            }
        };
        for (const model::Unit &unit : item.units) {
            switch (last.units.value(unit.name, UnitState::Unknown)) {
            case UnitState::Active:
                break;
            case UnitState::Activating:
                worse(Lamp::Warning, tr("%1 is starting").arg(unit.name));
                break;
            case UnitState::Inactive:
                worse(Lamp::Bad, tr("%1 is inactive").arg(unit.name));
                break;
            case UnitState::Failed:
                worse(Lamp::Bad, tr("%1 has failed").arg(unit.name));
                break;
            case UnitState::NotFound:
                worse(Lamp::Bad, tr("%1 is not installed on %2").arg(unit.name, item.host));
                break;
            case UnitState::Unknown:
                worse(Lamp::Unknown, tr("the state of %1 is not known").arg(unit.name));
                break;
            }
        }
        for (const model::Probe &probe : item.probes)
            if (!last.checks.value(item.id.text() + u':' + probe.name, true))
                worse(Lamp::Warning, tr("its check “%1” fails").arg(probe.name));
        return health;
    }

    Health ofItem(const model::Placed &item)
    {
        if (const auto known = m_result.constFind(item.id); known != m_result.cend())
            return *known;
        if (m_open.contains(item.id))
            return {}; // needs that go in a circle: no one of them is the cause
        const auto unseen = notSeen(item.host);
        Health health = unseen ? *unseen : ofUnits(item, m_hosts.value(item.host).last);
        m_open.insert(item.id);
        for (const model::ItemId &id : item.needs) {
            const model::Placed *need = m_topology.find(id);
            if (health.lamp == Lamp::Bad || health.lamp == Lamp::Unknown
                || health.lamp == Lamp::Stale || !need)
                break;
            const Health theirs = ofItem(*need);
            if (theirs.lamp == Lamp::Bad)
                health = {Lamp::Bad, tr("needs %1, which is down").arg(id.text()),
                          theirs.cause.isEmpty() ? id : theirs.cause, health.t};
        }
        m_open.remove(item.id);
        m_result.insert(item.id, health);
        return health;
    }

    const model::Topology &m_topology;
    const QHash<QString, HostObservation> &m_hosts;
    qint64 m_now, m_staleMs;
    QHash<model::ItemId, Health> m_result;
    QSet<model::ItemId> m_open;
};

} // namespace

QHash<model::ItemId, Health> assess(const model::Topology &topology,
                                    const QHash<QString, HostObservation> &hosts, qint64 now,
                                    qint64 staleMs)
{
    return Assessment(topology, hosts, now, staleMs).run();
}

} // namespace remote
