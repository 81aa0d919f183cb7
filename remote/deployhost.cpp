// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deployhost.h"

#include "remote/words.h"

#include <QRegularExpression>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr int pollMs = 400;

} // namespace

DeployHost::DeployHost(HostPlan plan, const DeployContext &context)
    : m_plan(std::move(plan)), m_context(context), m_link(m_plan.target, context)
{}

void DeployHost::log(Step step, const QString &text)
{
    m_context.tell(
        {.host = m_plan.host, .kind = DeployEvent::Kind::Log, .step = step, .text = text});
}

void DeployHost::enter(Step step)
{
    m_context.tell({.host = m_plan.host,
                    .kind = DeployEvent::Kind::Step,
                    .step = step,
                    .state = StepState::Running,
                    .text = {}});
}

void DeployHost::pass(Step step, StepState state, const QString &text)
{
    m_context.tell({.host = m_plan.host,
                    .kind = DeployEvent::Kind::Step,
                    .step = step,
                    .state = state,
                    .text = text});
}

void DeployHost::tellProgress(Step step, double progress, const QString &text)
{
    m_context.tell({.host = m_plan.host,
                    .kind = DeployEvent::Kind::Progress,
                    .step = step,
                    .progress = progress,
                    .text = text});
}

void DeployHost::setPhase(Phase phase, const QString &sentence)
{
    m_phase = phase;
    m_context.tell(
        {.host = m_plan.host, .kind = DeployEvent::Kind::Phase, .phase = phase, .text = sentence});
}

bool DeployHost::fail(Step step, Phase phase, const QString &sentence)
{
    const bool cancelled = m_context.cancel.isCancelled() && !m_activated;
    pass(step, StepState::Failed, cancelled ? u"cancelled"_s : sentence);
    if (cancelled)
        setPhase(Phase::Cancelled, Words::tr("cancelled; the host was left as it was"));
    else
        setPhase(phase, sentence);
    return false;
}

bool DeployHost::failCall(Step step, const Trouble &trouble)
{
    const bool before = step == Step::Preflight || step == Step::Lock || !trouble.admitted;
    return fail(step, before ? Phase::Refused : Phase::Failed, trouble.sentence);
}

void DeployHost::leave(const QString &why)
{
    if (m_phase == Phase::Draft || m_phase == Phase::Building)
        setPhase(m_context.cancel.isCancelled() ? Phase::Cancelled : Phase::Draft, why);
}

bool DeployHost::preflight()
{
    enter(Step::Preflight);
    const auto facts = m_link.call(deployScript(u"preflight"_s), DeployLink::Insist::Once);
    if (!facts)
        return failCall(Step::Preflight, facts.error());
    m_facts = *facts;
    if (const QString why = whyNot(m_facts); !why.isEmpty())
        return fail(Step::Preflight, Phase::Refused, why);
    if (m_facts[u"lock"_s] == u"held"_s)
        return busy(Step::Preflight, m_facts);

    log(Step::Preflight, Words::tr("%1 runs generation %2 (%3), Nix %4, %5 MiB free in the store")
                             .arg(m_facts[u"os"_s], m_facts[u"generation"_s], m_facts[u"current"_s],
                                  m_facts[u"nix"_s])
                             .arg(m_facts.number(u"store-free-kb"_s) / 1024));
    if (m_facts[u"current"_s] != m_facts[u"profile"_s])
        log(Step::Preflight,
            Words::tr("what runs is not what boots: somebody tested a system and did not keep it"));
    for (const QString &unit : m_facts.all(u"second-writer"_s))
        log(Step::Preflight,
            unit + Words::tr(" switches this host as well and may undo this deploy"));
    if (!m_plan.handFiles.isEmpty() && !checkHandFiles())
        return false;
    if (m_plan.capturesHardware && !captureHardware())
        return false;
    pass(Step::Preflight);
    return true;
}

bool DeployHost::checkHandFiles()
{
    const auto reply =
        m_link.call(deployScript(u"hand-files"_s, handFileArguments(m_plan.handFiles)),
                    DeployLink::Insist::Once);
    if (!reply)
        return failCall(Step::Preflight, reply.error());
    const QString why = handFileTrouble(m_plan.handFiles, *reply, m_plan.target);
    return why.isEmpty() || fail(Step::Preflight, Phase::Refused, why);
}

bool DeployHost::captureHardware()
{
    const auto facts = m_link.call(deployScript(u"adopt"_s, {u"hardware"_s}));
    if (!facts)
        return failCall(Step::Preflight, facts.error());
    if (facts->data().isEmpty()) {
        return fail(Step::Preflight, Phase::Refused,
                    u"its hardware configuration is not known and the host has no "
                    u"nixos-generate-config to tell it; put it into "
                    "hosts/hardware/%1.nix"_s.arg(m_plan.host));
    }
    m_hardware = facts->data();
    log(Step::Preflight, Words::tr("captured hosts/hardware/%1.nix").arg(m_plan.host));
    return true;
}

QString DeployHost::whyNot(const ScriptReply &facts) const
{
    if (facts[u"ok"_s] != u"1"_s)
        return Words::tr("the host's answer to preflight broke off");
    if (const QStringList missing = facts.all(u"missing"_s); !missing.isEmpty())
        return Words::tr("the host lacks %1; is it a NixOS host?").arg(missing.join(u", "_s));
    if (facts[u"current"_s].isEmpty() || facts[u"profile"_s].isEmpty())
        return Words::tr(
            "the host has no current NixOS system to return to; install NixOS on it first");
    if (const QString machine = m_plan.system.section(u'-', 0, 0);
        !machine.isEmpty() && !facts[u"arch"_s].isEmpty() && machine != facts[u"arch"_s])
        return Words::tr("the host is %1, but the fleet says %2; set its system")
            .arg(facts[u"arch"_s], m_plan.system);
    if (const qint64 free = facts.number(u"store-free-kb"_s, -1); free >= 0 && free < 256 * 1024)
        return Words::tr("only %1 MiB are free in /nix/store; make room with nix-collect-garbage")
            .arg(free / 1024);
    if (const qint64 free = facts.number(u"boot-free-kb"_s, -1); free >= 0 && free < 10 * 1024)
        return Words::tr(
                   "only %1 MiB are free in /boot, too little for a kernel; remove old generations")
            .arg(free / 1024);
    return {};
}

bool DeployHost::busy(Step step, const ScriptReply &reply)
{
    const QString owner = reply[u"owner"_s], since = reply[u"since"_s], phase = reply[u"phase"_s];
    QString sentence = Words::tr("the host is locked by %1")
                           .arg(owner.isEmpty() ? Words::tr("somebody who left no name") : owner);
    if (!since.isEmpty())
        sentence += u" since "_s + since;
    if (!phase.isEmpty())
        sentence += u" (%1)"_s.arg(phase);
    return fail(step, Phase::Refused, sentence + Words::tr("; wait, or ask them"));
}

bool DeployHost::lock()
{
    enter(Step::Lock);
    const auto reply =
        m_link.call(deployScript(u"lock"_s, {m_context.id, m_context.options.operatorName}),
                    DeployLink::Insist::Once);
    if (!reply) {
        m_holdsLock = reply.error().admitted; // perhaps: cleanup finds out
        return failCall(Step::Lock, reply.error());
    }
    if ((*reply)[u"lock"_s] != u"held"_s)
        return busy(Step::Lock, *reply);
    m_holdsLock = true;
    pass(Step::Lock);
    return true;
}

bool DeployHost::upload(const PackedTree &tree)
{
    enter(Step::Upload);
    setPhase(Phase::Building);
    tellProgress(Step::Upload, 0, Words::tr("sending %1 KiB").arg((tree.archive.size() + 1023) / 1024));
    const auto reply = m_link.call(deployScript(u"receive-tree"_s, {tree.hash}, tree.archive),
                                   DeployLink::Insist::UntilLost, 120'000);
    if (!reply)
        return fail(Step::Upload, Phase::Failed,
                    Words::tr("upload failed: ") + reply.error().sentence);
    tellProgress(Step::Upload, 1);
    return true;
}

QByteArray DeployHost::makeLock(const PackedTree &tree)
{
    if (!upload(tree))
        return {};
    log(Step::Upload, Words::tr("making flake.lock on this host"));
    const auto started =
        m_link.call(deployScript(u"make-lock"_s, {m_context.id, tree.hash, u"1800"_s}),
                    DeployLink::Insist::Once);
    if (!started && !started.error().failure) {
        fail(Step::Upload, Phase::Failed,
             Words::tr("cannot make flake.lock: ") + started.error().sentence);
        return {};
    }
    if (!follow(Step::Upload, u"lockfile"_s, 1800, Words::tr("cannot make flake.lock")))
        return {};
    const auto file =
        m_link.call(deployScript(u"follow"_s, {m_context.id, u"flake.lock"_s, u"0"_s}));
    if (!file || file->data().isEmpty()) {
        fail(Step::Upload, Phase::Failed,
             Words::tr("cannot bring flake.lock back: ")
                 + (file ? Words::tr("it is empty") : file.error().sentence));
        return {};
    }
    return file->data();
}

bool DeployHost::build(const PackedTree &tree)
{
    if (!upload(tree))
        return false;
    pass(Step::Upload);
    return buildSystem(tree) && fetchImages();
}

bool DeployHost::buildSystem(const PackedTree &tree)
{
    enter(Step::Build);
    const int seconds = m_context.options.buildSeconds;
    const auto started =
        m_link.call(deployScript(u"start-build"_s,
                                 {m_context.id, tree.hash, m_plan.host, QString::number(seconds)}),
                    DeployLink::Insist::Once);
    if (!started && !started.error().failure) // a lost reply is no failure: following tells
        return fail(Step::Build, Phase::Failed,
                    Words::tr("build failed: ") + started.error().sentence);
    if (!follow(Step::Build, u"build"_s, seconds, Words::tr("build failed")))
        return false;
    if (m_new.isEmpty())
        return fail(Step::Build, Phase::Failed,
                    Words::tr("build failed: it ended well but left no system"));
    log(Step::Build, m_new);
    m_deployed.tree = tree.hash;
    pass(Step::Build);
    return true;
}

bool DeployHost::fetchImages()
{
    enter(Step::Images);
    QStringList args{m_context.id, QString::number(m_context.options.buildSeconds)};
    const auto started =
        m_link.call(deployScript(u"images"_s, args + m_plan.images), DeployLink::Insist::Once);
    if (!started && !started.error().failure)
        return fail(Step::Images, Phase::Failed,
                    Words::tr("fetching images failed: ") + started.error().sentence);
    if (started && (*started)[u"images"_s] == u"none"_s) {
        pass(Step::Images, StepState::Skipped, Words::tr("nothing to fetch"));
        return true;
    }
    if (!follow(Step::Images, u"images"_s, m_context.options.buildSeconds,
                Words::tr("fetching images failed")))
        return false;
    pass(Step::Images);
    return true;
}

bool DeployHost::follow(Step step, const QString &job, int seconds, const QString &what)
{
    static const QRegularExpression countOf(u"^fetching image (\\d+)/(\\d+)"_s);
    const qint64 deadline = nowMs() + seconds * 1000LL + 60'000;
    DeployLog reader;
    qint64 offset = 0;
    int gone = 0;
    while (nowMs() < deadline) {
        if (m_context.stopped())
            return fail(
                step, Phase::Cancelled,
                Words::tr("stopped, because another host failed; this one was left as it was"));
        const auto reply =
            m_link.call(deployScript(u"follow"_s, {m_context.id, job, QString::number(offset)}),
                        DeployLink::Insist::UntilLost, 10'000);
        if (!reply)
            return fail(step, Phase::Failed, what + u": "_s + reply.error().sentence);
        offset += reply->data().size();
        double progress = -1;
        for (const QString &line : reader.feed(reply->data())) {
            log(step, line);
            if (const auto match = countOf.match(line); match.hasMatch())
                progress = (match.captured(1).toDouble() - 1) / match.captured(2).toDouble();
        }
        if (reader.progress() >= 0)
            progress = reader.progress();
        if (progress >= 0)
            tellProgress(step, progress);
        if (offset < reply->number(u"size"_s))
            continue;
        if (const QString rc = (*reply)[u"rc"_s]; !rc.isEmpty()) {
            m_new = (*reply)[u"new"_s];
            for (const QString &line : reader.finish())
                log(step, line);
            return rc == u"0"_s || fail(step, Phase::Failed, what + u": "_s + reader.lastError());
        }
        const QString active = (*reply)[u"active"_s];
        gone = active == u"active"_s || active == u"activating"_s ? 0 : gone + 1;
        if (gone > 3)
            return fail(step, Phase::Failed,
                        what + Words::tr(": it was stopped on the host before it ended"));
        m_context.pause(pollMs);
    }
    return fail(step, Phase::Failed, what + Words::tr(": it did not end within %1 s").arg(seconds));
}

void DeployHost::cleanup()
{
    if (!m_holdsLock || m_context.quit.isCancelled())
        return;
    m_link.outliveCancel();
    const auto reply =
        m_link.call(deployScript(u"cleanup"_s, {m_context.id}), DeployLink::Insist::Once);
    if (!reply)
        log(Step::Commit,
            Words::tr("could not free the lock; it frees itself within 5 minutes (%1)")
                .arg(reply.error().sentence));
    m_link.close();
}

} // namespace remote
