// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The deploy of one host, step by step, for a worker thread: blocking calls, told through the
// context's functions.

#include "remote/deployed.h"
#include "remote/deploylink.h"
#include "remote/deploylog.h"
#include "remote/deploytree.h"

#include <atomic>

namespace remote {

class DeployHost
{
public:
    DeployHost(HostPlan plan, const DeployContext &context);

    // In this order; each is true when the next one may follow. A false has set phase and sentence.
    bool preflight();
    bool lock();
    QByteArray hardware() const
    {
        return m_hardware;
    } ///< captured by preflight; empty when it was not asked for
    /// flake.lock, made on this host from a tree without one; empty after a failure.
    QByteArray makeLock(const PackedTree &tree);
    bool build(const PackedTree &tree); ///< upload, build, images
    bool activate();                    ///< test, confirm over a new connection, commit
    void cleanup();                     ///< frees the lock; never fails
    /// Another host ended the deploy: left as it was.
    void leave(const QString &why);

    const HostPlan &plan() const { return m_plan; }
    Phase phase() const { return m_phase; }
    bool holdsLock() const { return m_holdsLock; }
    /// What is live and committed now, for the record.
    Deployed deployed() const { return m_deployed; }
    void log(Step step, const QString &text);

private:
    enum class Ending
    {
        Committed,
        RolledBack,
        Unknown
    };

    bool fail(Step step, Phase phase, const QString &sentence);
    bool failCall(Step step, const Trouble &trouble);
    void enter(Step step);
    void pass(Step step, StepState state = StepState::Done, const QString &text = {});
    void setPhase(Phase phase, const QString &sentence = {});
    void tellProgress(Step step, double progress, const QString &text = {});
    bool checkHandFiles();
    bool captureHardware();
    QString whyNot(const ScriptReply &facts) const;
    bool busy(Step step, const ScriptReply &reply);
    bool upload(const PackedTree &tree);
    bool buildSystem(const PackedTree &tree);
    bool fetchImages();
    bool follow(Step step, const QString &job, int seconds, const QString &what);
    bool startActivation();
    bool awaitTest();
    QString confirm(); ///< why not; empty when it is confirmed
    QString confirmAt(const SshTarget &target, qint64 deadline);
    QString whyNotYet(const ScriptReply &state, bool *hopeless) const;
    bool awaitEnd(const QString &why);
    bool conclude(const ScriptReply &state, const QString &why);
    qint64 nowMs() const { return m_context.clock.monotonicMs(); }

    HostPlan m_plan;
    const DeployContext &m_context;
    DeployLink m_link;
    ScriptReply m_facts; ///< of preflight
    QByteArray m_hardware;
    QString m_new;              ///< store path
    QStringList m_brokenBefore; ///< gate units that had failed before
    QSet<int> m_enteredSteps;
    Phase m_phase = Phase::Draft;
    Deployed m_deployed;
    bool m_holdsLock = false, m_activated = false, m_cancelTold = false;
    QList<SshTarget> m_waysIn; ///< to find out how it ended
};

} // namespace remote
