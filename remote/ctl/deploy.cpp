// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/write.h"
#include "remote/ctl/fleetinput.h"
#include "remote/ctl/remoteverbs.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace ctl {

using namespace Qt::StringLiterals;
using remote::DeployEvent;
using remote::DeployRun;
using remote::Phase;

namespace {

int interruptPipe[2] = {-1, -1};

void onInterrupt(int)
{
    const char byte = 1;
    (void)!::write(interruptPipe[0], &byte, 1);
}

/// Ctrl+C cancels the run, which rolls back what is being activated, in place of leaving hosts to
/// themselves.
void cancelOnInterrupt(DeployRun &run, Io &io)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, interruptPipe) != 0)
        return;
    auto *notifier = new QSocketNotifier(interruptPipe[1], QSocketNotifier::Read, &run);
    QObject::connect(notifier, &QSocketNotifier::activated, &run, [&run, &io] {
        char byte = 0;
        (void)!::read(interruptPipe[1], &byte, 1);
        io.err << "cancelling; waiting until every host is as it was\n";
        io.err.flush();
        run.cancel();
    });
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
}

void sayEvent(Io &io, const DeployEvent &event)
{
    const QString host = event.host + u": "_s;
    if (event.kind == DeployEvent::Kind::Phase) {
        io.out << host << remote::phaseName(event.phase)
               << (event.text.isEmpty() ? u""_s : u": "_s + event.text) << '\n';
    } else if (event.kind == DeployEvent::Kind::Step && event.state == remote::StepState::Running) {
        io.out << host << remote::stepName(event.step) << '\n';
    } else if (event.kind == DeployEvent::Kind::Log) {
        io.out << host << "  " << event.text << '\n';
    }
    io.out.flush();
}

void sayQuestion(Io &io, const remote::HostKeyQuestion &question)
{
    io.err << "the key of " << question.host << " (" << question.address << ':' << question.port
           << ") is not known: " << question.keyType << ' ' << question.fingerprint << '\n';
}

int exitCodeOf(const DeployRun &run)
{
    bool failed = false;
    for (const remote::HostPlan &host : run.deployPlan().hosts) {
        if (run.phase(host.host) == Phase::Refused)
            return Refused;
        failed = failed || run.phase(host.host) != Phase::Live;
    }
    return failed ? SomeFailed : Ok;
}

void saySummary(Io &io, const DeployRun &run)
{
    for (const remote::HostPlan &host : run.deployPlan().hosts) {
        const QString why = run.sentence(host.host);
        io.err << host.host << ": " << remote::phaseName(run.phase(host.host))
               << (why.isEmpty() ? u""_s : u": "_s + why) << '\n';
    }
}

/// Runs the plan to its end and tells; the exit code.
int drive(const remote::DeployPlan &plan, const Arguments &arguments, Io &io)
{
    remote::DeployOptions options;
    options.ssh = sshSettings(arguments);
    if (const QString seconds = arguments.option(u"confirm-seconds"_s); !seconds.isEmpty()) {
        options.confirmSeconds = seconds.toInt();
        if (options.confirmSeconds < 5 || options.confirmSeconds > 3600)
            return say(io,
                       {u"usage"_s, u"--confirm-seconds is 5 to 3600, not %1"_s.arg(seconds), {}},
                       BadUsage);
    }
    DeployRun run(plan, options);
    const bool json = arguments.has(u"json"_s);
    QEventLoop loop;
    QObject::connect(&run, &DeployRun::event, &run, [&](const DeployEvent &event) {
        if (json)
            sayJson(io, remote::toJson(event));
        else
            sayEvent(io, event);
    });
    QObject::connect(
        &run, &DeployRun::hostKeyAsked, &run, [&](const remote::HostKeyQuestion &question) {
            sayQuestion(io, question);
            run.answer(question, !question.changed && askYes(io, u"trust it from now on?"_s));
        });
    QObject::connect(&run, &DeployRun::finished, &loop, &QEventLoop::quit);
    cancelOnInterrupt(run, io);
    run.start();
    loop.exec();
    saySummary(io, run);
    return exitCodeOf(run);
}

} // namespace

int deploy(const Arguments &arguments, Io &io)
{
    const auto input = readFleet(arguments.operands.first(), io, true);
    if (!input)
        return say(io, input.error(), ctl::exitCodeOf(input.error()));
    const auto at = arguments.options.find(u"host"_s);
    const auto plan = planFleet(*input, at == arguments.options.end() ? QStringList{} : at->second);
    if (!plan)
        return say(io, plan.error(), ctl::exitCodeOf(plan.error()));
    if (const auto edits = nixgen::handEdits(plan->tree, plan->fleetFolder)) {
        for (const nixgen::HandEdit &edit : *edits) {
            if (edit.isOurs)
                io.err << "switchyardctl: " << edit.path
                       << " was edited by hand, and the edit is no part of this deploy; generate --move-edits keeps it\n";
        }
    }
    if (!arguments.has(u"yes"_s)) {
        QStringList names;
        for (const remote::HostPlan &host : plan->hosts)
            names.append(host.host);
        if (!askYes(io, u"deploy %1?"_s.arg(names.join(u", "_s)))) {
            return say(io,
                       {u"refused"_s, u"nothing was deployed"_s,
                        u"answer y, or give --yes where nobody can answer"_s},
                       Refused);
        }
    }
    return drive(*plan, arguments, io);
}

int rollback(const Arguments &arguments, Io &io)
{
    const QString host = arguments.option(u"host"_s);
    bool isNumber = false;
    const int generation = arguments.option(u"generation"_s).toInt(&isNumber);
    if (host.isEmpty() || !isNumber || generation < 1)
        return say(io, {u"usage"_s, u"rollback needs --host H and --generation N"_s, {}}, BadUsage);
    const auto input = readFleet(arguments.operands.first(), io, false);
    if (!input)
        return say(io, input.error(), ctl::exitCodeOf(input.error()));
    const auto plan = remote::rollbackPlan(input->fleet, model::Catalog::builtIn(), input->folder,
                                           host, generation);
    if (!plan)
        return say(io, plan.error(), ctl::exitCodeOf(plan.error()));
    if (!arguments.has(u"yes"_s)
        && !askYes(io, u"take %1 back to generation %2?"_s.arg(host).arg(generation)))
        return say(io,
                   {u"refused"_s, u"nothing was changed"_s,
                    u"answer y, or give --yes where nobody can answer"_s},
                   Refused);
    return drive(*plan, arguments, io);
}

} // namespace ctl
