// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Watches the fleet: one persistent SSH connection a host, a probe paced by us, in a thread of its
// own.

#include "model/clock.h"
#include "model/topology.h"
#include "remote/health.h"
#include "remote/target.h"

#include <QObject>

#include <memory>

namespace remote {

struct WatchedHost
{
    SshTarget target;
    QStringList units;                   ///< to ask systemd about
    QHash<QString, model::Probe> checks; ///< host-side checks by name, "mini/redis:ping"
    bool operator==(const WatchedHost &) const = default;
};
/// What to watch of a fleet; hosts without an address are left out.
QList<WatchedHost> watchedHosts(const model::Fleet &fleet, const model::Catalog &catalog,
                                const model::Topology &topology);

/// Names of the checks in the order in which hosts are asked.
QStringList checkNames(const QHash<QString, model::Probe> &checks);

class Monitor : public QObject
{
    Q_OBJECT
public:
    explicit Monitor(SshSettings settings, model::Clock clock = model::Clock::system(),
                     QObject *parent = nullptr);
    ~Monitor() override;

    /// Replaces what is watched; connections of hosts that did not change stay.
    void watch(const QList<WatchedHost> &hosts, int intervalMs = 1000);
    void stop();
    /// Dial again now, e.g. after a host key was accepted.
    void retry(const QString &host);
    void acceptHostKey(const remote::HostKeyQuestion &question);

signals: // all on the thread that owns the Monitor
    void sampled(const remote::Sample &sample);
    void reachChanged(const QString &host, remote::Reach reach, const QString &message);
    void hostKeyAsked(const remote::HostKeyQuestion &question);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace remote
