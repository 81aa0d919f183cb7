// SPDX-License-Identifier: GPL-3.0-or-later
// How an activation goes on by itself on a simulated host: test, wait for a decision, commit or
// roll back.
#include "remote/sim/simanswer.h"

namespace sim {

using namespace Qt::StringLiterals;

void countTo(HostState &host, qint64 nowMs);

namespace {

constexpr qint64 ActivateMs = 1200, RollbackMs = 900, CommitMs = 500;

void startUnits(HostState &host)
{
    SimDeploy &deploy = host.deploy;
    deploy.unitsBefore = host.units;
    if (deploy.generation > 0 && deploy.generation <= host.generationUnits.size()) {
        host.units = host.generationUnits.at(deploy.generation - 1);
    } else if (!deploy.units.isEmpty()) {
        host.units.clear();
        for (const QString &unit : std::as_const(deploy.units))
            host.units.insert(unit, u"active"_s);
    }
}

void endActivation(HostState &host, qint64 nowMs)
{
    SimDeploy &deploy = host.deploy;
    startUnits(host);
    host.testing = deploy.newSystem;
    if (host.testFails) {
        deploy.decision = u"rollback"_s;
        deploy.reason = u"activation exit 4: %1 failed"_s.arg(deploy.units.value(0, u"a unit"_s));
        deploy.decidedAt = nowMs;
        deploy.state = u"rolling-back"_s;
    } else {
        deploy.awaitAt = nowMs;
        deploy.state = u"awaiting-confirm"_s;
    }
}

void commit(HostState &host)
{
    if (host.deploy.generation > 0) {
        host.profile = host.deploy.generation;
    } else if (host.generations.value(host.profile - 1) != host.testing) {
        host.generations
            << host.testing; // like `nix-env --set`: the same system makes no new generation
        host.generationUnits << host.units;
        host.profile = int(host.generations.size());
    }
    host.current = host.profile;
    host.deploy.state = u"committed"_s;
}

void endDecision(HostState &host)
{
    if (host.deploy.decision == u"confirm") {
        commit(host);
    } else {
        if (!host.testing.isEmpty())
            host.units = host.deploy.unitsBefore;
        host.deploy.state = u"rolled-back"_s;
    }
    host.testing.clear();
}

} // namespace

void advance(HostState &host, qint64 nowMs)
{
    countTo(host, nowMs);
    SimDeploy &deploy = host.deploy;
    if (deploy.state == u"activating" && nowMs - deploy.activateAt >= ActivateMs)
        endActivation(host, nowMs);
    if (deploy.state == u"awaiting-confirm"
        && nowMs - deploy.awaitAt > deploy.confirmSeconds * 1000LL) {
        deploy.decision = u"rollback"_s;
        deploy.reason = u"nobody confirmed within %1 s"_s.arg(deploy.confirmSeconds);
        deploy.decidedAt = nowMs;
        deploy.state = u"rolling-back"_s;
    }
    const bool decided = deploy.state == u"committing" || deploy.state == u"rolling-back";
    if (decided
        && nowMs - deploy.decidedAt >= (deploy.decision == u"confirm" ? CommitMs : RollbackMs))
        endDecision(host);
}

} // namespace sim
