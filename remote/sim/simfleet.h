// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The simulated hosts of the demo: real SSH on loopback (libssh's server side), scripted answers, no shell ever.

#include "model/topology.h"
#include "remote/target.h"

#include <memory>

namespace sim {

/// What a simulated host answers from. Change it through SimFleet::change().
struct HostState
{
    QString name;
    QStringList generations;             ///< store paths, generation n at n-1
    int current = 1;                     ///< generation that runs
    int profile = 1;                     ///< generation the profile points at
    QHash<QString, QString> units;       ///< unit → "active" | "inactive" | "failed"
    double load = 0.2, cpu = 0.15;
    double memoryTotal = 16e9, memoryUsed = 4e9, diskTotal = 200e9, diskUsed = 60e9;
    int cores = 4;
    bool buildFails = false, testFails = false, confirmTimesOut = false; ///< for practice and tests
};

class SimFleet
{
public:
    SimFleet();
    ~SimFleet();

    /// One listening loopback port a host, keys made for this run below a private temporary folder. Units of the topology start active.
    model::Result<void> start(const model::Topology &topology);
    void stop();

    /// The fleet with every host's ssh address, port and key pointing at its simulated host.
    model::Result<model::Fleet> redirect(const model::Fleet &fleet, const model::Catalog &catalog) const;
    remote::SshSettings settings() const;  ///< key and known_hosts of this run

    HostState state(const QString &host) const;
    void change(const QString &host, const std::function<void(HostState &)> &how);
    void cut(const QString &host);         ///< silent: accepts nothing, answers nothing
    void mend(const QString &host);
    void rekey(const QString &host);       ///< another host key from now on

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sim
