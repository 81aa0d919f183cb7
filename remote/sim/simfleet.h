// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The simulated hosts of the demo: real SSH on loopback (libssh's server side), scripted answers,
// no shell ever.

#include "model/topology.h"
#include "remote/target.h"

#include <memory>

namespace sim {

/// How far a deploy got on a simulated host; the scripts of resources/scripts tell of it as they
/// would on a real one.
struct SimDeploy
{
    QString id, owner, state, decision, reason; ///< id empty: there was none yet
    bool holdsLock = false;
    QString tree, oldSystem, newSystem;
    QStringList units; ///< of the new system, as the deploy asks about them
    QStringList images;
    QHash<QString, QString> unitsBefore;
    qint64 lockedAt = 0, lockfileAt = 0, buildAt = 0, imagesAt = 0, activateAt = 0, awaitAt = 0,
           decidedAt = 0; ///< ms; 0 not yet
    int generation = 0;   ///< returned to, 0: what was built
    int activateSeconds = 300, confirmSeconds = 60;
};

/// What a simulated host answers from. Change it through SimFleet::change().
struct HostState
{
    QString name;
    QStringList generations; ///< store paths, generation n at n-1
    QString testing; ///< store path that runs for a test; empty: the generation `current` runs
    int current = 1; ///< generation that runs
    int profile = 1; ///< generation the profile points at
    QHash<QString, QString> units; ///< unit → "active" | "inactive" | "failed"
    double load = 0.2, cpu = 0.15;
    double memoryTotal = 16e9, memoryUsed = 4e9, diskTotal = 200e9, diskUsed = 60e9;
    int cores = 4;
    bool buildFails = false, testFails = false; ///< for practice and tests
    bool confirmTimesOut = false; ///< the new system lets nobody in until it is rolled back

    QString hostKey;                       ///< of this run
    QHash<QString, QStringList> unitFacts; ///< unit → what the script `adopt` says of it, lines "image=podman/x …"
    QHash<QString, QString> checks; ///< "tcp 6379" or "http http://…" → the unit that answers it
    QList<QHash<QString, QString>> generationUnits; ///< what ran in generation n, at n-1
    QStringList trees;                              ///< uploaded, by hash
    QStringList missingFiles;                       ///< that somebody should have put there by hand
    SimDeploy deploy;
    qint64 bootMs = 0, countedMs = 0; ///< ms since 1970
    double busyTicks = 0, allTicks = 0, rxBytes = 0, txBytes = 0;
};

class SimFleet
{
public:
    SimFleet();
    ~SimFleet();

    /// One listening loopback port a host, keys made for this run below a private temporary folder.
    /// Units of the topology start active.
    model::Result<void> start(const model::Topology &topology);
    void stop();

    /// The fleet with every host's ssh address, port and key pointing at its simulated host.
    model::Result<model::Fleet> redirect(const model::Fleet &fleet,
                                         const model::Catalog &catalog) const;
    remote::SshSettings settings() const; ///< key and known_hosts of this run
    remote::SshTarget target(
        const QString &host) const; ///< trusted by known_hosts; port 0 when there is no such host

    HostState state(const QString &host) const;
    void change(const QString &host, const std::function<void(HostState &)> &how);
    void cut(const QString &host); ///< silent: accepts nothing, answers nothing
    void mend(const QString &host);
    void rekey(const QString &host); ///< another host key from now on

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sim
