// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deployhost.h"
#include "remote/words.h"

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr int pollMs = 400;

bool isFinal(const QString &state)
{
    return state == u"committed"_s || state == u"commit-failed"_s || state == u"rolled-back"_s
           || state == u"rollback-failed"_s || state == u"abandoned"_s;
}

QStringList unitsIn(const ScriptReply &reply, const QString &state)
{
    QStringList units;
    for (const QString &line : reply.all(u"unit"_s)) {
        if (line.section(u' ', 1) == state)
            units.append(line.section(u' ', 0, 0));
    }
    return units;
}

} // namespace

bool DeployHost::activate()
{
    if (m_context.stopped())
        return fail(Step::Test, Phase::Cancelled,
                    Words::tr("stopped before the activation; the host was left as it was"));
    m_link.outliveCancel();
    m_waysIn = QList<SshTarget>{m_plan.confirmTarget} + m_plan.confirmAlso
               + QList<SshTarget>{m_plan.target};
    enter(Step::Test);
    setPhase(Phase::Testing);
    if (!startActivation())
        return false;
    if (!awaitTest())
        return awaitEnd({});
    return awaitEnd(confirm());
}

bool DeployHost::startActivation()
{
    const auto before =
        m_link.call(deployScript(u"state"_s, QStringList{m_context.id} + m_plan.gateUnits));
    if (!before)
        return fail(Step::Test, Phase::Failed, before.error().sentence);
    m_brokenBefore = unitsIn(*before, u"failed"_s);
    const DeployOptions &o = m_context.options;
    const auto started = m_link.call(
        deployScript(u"activate"_s,
                     {m_context.id, m_facts[u"current"_s], m_facts[u"boot-id"_s],
                      QString::number(o.activateSeconds), QString::number(o.confirmSeconds),
                      QString::number(m_plan.generation)}),
        DeployLink::Insist::Once);
    if (!started && !started.error().failure)
        return fail(Step::Test, Phase::Failed,
                    Words::tr("the activation did not start: ") + started.error().sentence);
    if (started)
        m_new = (*started)[u"new"_s];
    m_activated = true; // or perhaps: a lost reply is found out by following
    return true;
}

/// True when the host waits for our confirmation; its log is told as it grows.
bool DeployHost::awaitTest()
{
    const qint64 deadline = nowMs() + (m_context.options.activateSeconds + 60) * 1000LL;
    DeployLog reader;
    qint64 offset = 0;
    while (nowMs() < deadline && !m_context.quit.isCancelled()) {
        if (m_context.cancel.isCancelled() && !m_cancelTold) {
            m_cancelTold = true;
            (void)m_link.call(deployScript(
                u"decide"_s, {m_context.id, u"rollback"_s,
                              Words::tr("cancelled by ") + m_context.options.operatorName}));
        }
        const auto reply = m_link.call(
            deployScript(u"follow"_s, {m_context.id, u"activate"_s, QString::number(offset)}));
        if (!reply) {
            log(Step::Test, reply.error().sentence);
            return false;
        }
        offset += reply->data().size();
        for (const QString &line : reader.feed(reply->data()))
            log(Step::Test, line);
        const QString state = (*reply)[u"state"_s];
        if (isFinal(state) || !(*reply)[u"decision"_s].isEmpty())
            return false;
        if (state == u"awaiting-confirm"_s)
            return true;
        m_context.pause(pollMs);
    }
    return false;
}

QString DeployHost::confirm()
{
    pass(Step::Test);
    enter(Step::Confirm);
    setPhase(Phase::AwaitingConfirmation);
    m_link.close();
    const int seconds = m_context.options.confirmSeconds;
    const qint64 deadline = nowMs() + seconds * 1000LL;
    QString why, first;
    while (nowMs() < deadline && !m_context.cancel.isCancelled() && !m_context.quit.isCancelled()) {
        for (const SshTarget &target :
             QList<SshTarget>{m_plan.confirmTarget} + m_plan.confirmAlso) {
            why = confirmAt(target, deadline);
            if (why.isEmpty())
                return {};
            if (first.isEmpty())
                first = why;
            if (!why.startsWith(u"nobody"_s))
                return why; // we were in; what we saw there counts
        }
        m_context.pause(1000);
    }
    return m_context.cancel.isCancelled()
               ? Words::tr("cancelled by ") + m_context.options.operatorName
               : first;
}

/// Logs in anew and confirms once all is well; otherwise why not ("nobody could log in …" when the
/// way in is the trouble).
QString DeployHost::confirmAt(const SshTarget &target, qint64 deadline)
{
    m_link.redirect(target);
    const auto ask = [&] {
        return m_link.call(deployScript(u"state"_s, QStringList{m_context.id} + m_plan.gateUnits),
                           DeployLink::Insist::Once, 10'000);
    };
    QString why;
    for (bool hopeless = false; !hopeless;) {
        const auto state = ask();
        if (!state) {
            log(Step::Confirm, state.error().sentence);
            return Words::tr("nobody could log in at %1 within %2 s")
                .arg(endpointText(target))
                .arg(m_context.options.confirmSeconds);
        }
        why = whyNotYet(*state, &hopeless);
        if (why.isEmpty()) {
            const auto won = m_link.call(deployScript(
                u"decide"_s, {m_context.id, u"confirm"_s,
                              Words::tr("confirmed by ") + m_context.options.operatorName}));
            if (won && (*won)[u"decision"_s] == u"confirm"_s)
                return {};
            return won ? (*won)[u"reason"_s] : won.error().sentence;
        }
        hopeless = hopeless || nowMs() > deadline - 3000 || m_context.cancel.isCancelled()
                   || m_context.quit.isCancelled();
        if (!hopeless)
            m_context.pause(500);
    }
    (void)m_link.call(deployScript(u"decide"_s, {m_context.id, u"rollback"_s, why}),
                      DeployLink::Insist::Once);
    return why;
}

QString DeployHost::whyNotYet(const ScriptReply &state, bool *hopeless) const
{
    *hopeless = true;
    if (m_context.cancel.isCancelled())
        return Words::tr("cancelled by ") + m_context.options.operatorName;
    if (state[u"boot-id"_s] != m_facts[u"boot-id"_s])
        return Words::tr("the host was restarted during the test");
    if (state[u"state"_s] != u"awaiting-confirm"_s)
        return state[u"reason"_s].isEmpty()
                   ? Words::tr("the host stopped waiting: ") + state[u"state"_s]
                   : state[u"reason"_s];
    if (!m_new.isEmpty() && state[u"current"_s] != m_new)
        return Words::tr("the host runs %1 and not %2").arg(state[u"current"_s], m_new);
    *hopeless = false;
    for (const QString &line : state.all(u"unit"_s)) {
        const QString unit = line.section(u' ', 0, 0), activity = line.section(u' ', 1);
        if (activity != u"active"_s && !m_brokenBefore.contains(unit))
            return Words::tr("%1 is %2 after the activation").arg(unit, activity);
    }
    return {};
}

/// Waits until the host has committed or returned to its old system, and says so.
bool DeployHost::awaitEnd(const QString &why)
{
    if (why.isEmpty() && m_phase == Phase::AwaitingConfirmation) {
        pass(Step::Confirm);
        enter(Step::Commit);
    }
    const DeployOptions &o = m_context.options;
    const qint64 deadline = nowMs() + (o.activateSeconds + o.confirmSeconds + 60) * 1000LL;
    qsizetype way = 0;
    while (nowMs() < deadline && !m_context.quit.isCancelled()) {
        const auto state =
            m_link.call(deployScript(u"state"_s, QStringList{m_context.id} + m_plan.gateUnits),
                        DeployLink::Insist::Once, 10'000);
        if (!state)
            m_link.redirect(m_waysIn.at(++way % m_waysIn.size()));
        else if (isFinal((*state)[u"state"_s]))
            return conclude(*state, why);
        m_context.pause(state ? pollMs : 1000);
    }
    return fail(
        Step::Confirm, Phase::Failed,
        Words::tr("%1; the host did not say how it ended: look at it before you deploy again")
            .arg(why.isEmpty() ? Words::tr("contact lost") : why));
}

bool DeployHost::conclude(const ScriptReply &state, const QString &why)
{
    const QString end = state[u"state"_s];
    const Step step = m_phase != Phase::AwaitingConfirmation ? Step::Test
                      : why.isEmpty()                        ? Step::Commit
                                                             : Step::Confirm;
    const QString reason = why.isEmpty() ? state[u"reason"_s] : why;
    if (end == u"committed"_s) {
        if (step != Step::Commit)
            pass(Step::Confirm);
        m_deployed.generation = int(state.number(u"generation"_s));
        m_deployed.storePath = state[u"current"_s];
        m_deployed.units = m_plan.gateUnits;
        m_deployed.t = m_context.clock.wallMs();
        pass(Step::Commit);
        setPhase(Phase::Live, Words::tr("generation %1 is live").arg(m_deployed.generation));
        return true;
    }
    if (end == u"rolled-back"_s)
        return fail(step, Phase::RolledBack,
                    Words::tr("%1, the old generation %2 runs again")
                        .arg(reason, m_facts[u"generation"_s]));
    if (end == u"abandoned"_s)
        return fail(step, Phase::Failed, reason);
    if (end == u"commit-failed"_s) {
        return fail(Step::Commit, Phase::Failed,
                    Words::tr("the new system runs, but could not be made the one that boots: %1")
                        .arg(state[u"commit-reason"_s]));
    }
    return fail(step, Phase::Failed,
                Words::tr("%1, and the old system did not come back: look at "
                          "/var/lib/switchyard/current/rollback.log on the host")
                    .arg(reason));
}

} // namespace remote
