// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshconnection.h"

#include "remote/sshexec.h"
#include "remote/words.h"

#include <QDeadlineTimer>
#include <QFile>

#include <algorithm>
#include <poll.h>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr int CancelMs = 100;                    // how long a cancel may go unheard
constexpr qsizetype MaxReply = 64 * 1024 * 1024; // a host must not fill our memory

/// Waits until there is something to step, for at most CancelMs.
void waitBriefly(const SshWait &wait, const QDeadlineTimer &until)
{
    pollfd descriptor{wait.descriptor, 0, 0};
    if (wait.read)
        descriptor.events |= POLLIN;
    if (wait.write)
        descriptor.events |= POLLOUT;
    qint64 ms = CancelMs;
    for (const QDeadlineTimer &timer : {wait.until, until})
        if (!timer.isForever())
            ms = std::min(ms, timer.remainingTime() + 1);
    ::poll(&descriptor, 1, int(ms));
}

} // namespace

struct SshConnection::Private
{
    Private(const SshTarget &target, const SshSettings &settings, CancelFlag flag)
        : cancel(std::move(flag)), session(target, settings)
    {}

    SshResult<QByteArray> rootCommand();
    SshResult<Reply> exec(const QByteArray &command, const Script &script,
                          const QDeadlineTimer &until, const OnOutput &onOutput);
    bool pump(SshExec &exec, const Script &script, Reply &reply, const OnOutput &onOutput);
    std::optional<SshError> judge(const Reply &reply, const QDeadlineTimer &until);
    tl::unexpected<SshError> failed() const { return tl::make_unexpected(session.error()); }

    CancelFlag cancel;
    SshSession session;
    QByteArray root; ///< how to start a root shell; found out by the first script that wants one
    bool started = false;
};

Script Script::named(const QString &name, QStringList args, bool sudo)
{
    QFile file(u":/resources/scripts/"_s + name + u".sh"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the script %s is not compiled in", qPrintable(name));
    return {file.readAll(), std::move(args), {}, sudo};
}

SshConnection::SshConnection(std::unique_ptr<Private> p) : d(std::move(p)) {}
SshConnection::SshConnection(SshConnection &&) noexcept = default;
SshConnection &SshConnection::operator=(SshConnection &&) noexcept = default;
SshConnection::~SshConnection() = default;

SshResult<SshConnection> SshConnection::open(const SshTarget &target, const SshSettings &settings,
                                             const CancelFlag &cancel)
{
    auto d = std::make_unique<Private>(target, settings, cancel);
    SshSession &session = d->session;
    while (session.step() < SshSession::State::Open) {
        if (cancel.isCancelled())
            session.fail(SshFailure::Cancelled,
                         Words::tr("connecting to %1 was cancelled").arg(target.host));
        else
            waitBriefly(session.wait(), QDeadlineTimer(QDeadlineTimer::Forever));
    }
    if (session.state() == SshSession::State::Failed)
        return d->failed();
    return SshConnection(std::move(d));
}

SshResult<Reply> SshConnection::run(const Script &script, int deadlineMs, const OnOutput &onOutput)
{
    const QDeadlineTimer until(deadlineMs);
    QByteArray command = "exec /bin/sh -s";
    if (script.sudo) {
        const auto root = d->rootCommand();
        if (!root)
            return tl::make_unexpected(root.error());
        command = *root;
    }
    return d->exec(command, script, until, onOutput);
}

SshResult<QByteArray> SshConnection::Private::rootCommand()
{
    if (!root.isEmpty())
        return root;
    const auto reply =
        exec("exec /bin/sh -s", Script::named(u"probe-root"_s), QDeadlineTimer(10000), {});
    if (!reply)
        return tl::make_unexpected(reply.error());
    const QByteArray way = reply->out.trimmed();
    if (way == "root=direct")
        return root = "exec /bin/sh -s";
    if (way == "root=/run/wrappers/bin/sudo" || way == "root=/usr/bin/sudo")
        return root = "exec " + way.mid(5) + " -n /bin/sh -s";
    SshError error;
    error.failure = SshFailure::NoSudo;
    error.host = session.target().host;
    error.admitted = true;
    error.message =
        Words::tr("%1 let us in as %2, who may not become root without a password")
            .arg(session.target().host,
                 session.target().user.isEmpty() ? Words::tr("this user") : session.target().user);
    const QString said = QString::fromUtf8(reply->err.trimmed()).section(u'\n', -1);
    error.hint =
        Words::tr("log in as root for the first deploy, or give the user `NOPASSWD: ALL` in sudo")
        + (said.isEmpty() ? QString() : Words::tr(" (sudo says: %1)").arg(said));
    return tl::make_unexpected(error);
}

SshResult<Reply> SshConnection::Private::exec(const QByteArray &command, const Script &script,
                                              const QDeadlineTimer &until, const OnOutput &onOutput)
{
    if (session.step() == SshSession::State::Failed)
        return failed();
    Reply reply;
    started = false;
    SshExec exec(session, command);
    exec.write(scriptPayload(script));
    if (script.input.isEmpty())
        exec.closeInput();
    while (pump(exec, script, reply, onOutput)) {
        if (const auto error = judge(reply, until))
            return tl::make_unexpected(*error);
        waitBriefly(session.wait(), until);
    }
    if (exec.state() != SshExec::State::Finished && session.state() == SshSession::State::Failed)
        return failed();
    if (exec.state() != SshExec::State::Finished) {
        SshError error{
            SshFailure::ChannelRefused,
            session.target().host,
            Words::tr("%1 did not run our command: %2").arg(session.target().host, exec.problem()),
            Words::tr("check MaxSessions, ForceCommand and the account's login shell there"),
            {},
            true};
        return tl::make_unexpected(error);
    }
    reply.exitCode = exec.exitCode();
    reply.signal = exec.signal();
    return reply;
}

/// One round of stepping; false when there is nothing more to wait for.
bool SshConnection::Private::pump(SshExec &exec, const Script &script, Reply &reply,
                                  const OnOutput &onOutput)
{
    const SshExec::State state = exec.step();
    session.step();
    QByteArray out = exec.takeOut();
    reply.err += exec.takeErr();
    if (!started) {
        reply.out += out;
        const qsizetype at = reply.out.indexOf(ScriptStarted);
        started = at >= 0;
        out = started ? reply.out.mid(at + 1) : QByteArray();
        if (started) {
            reply.out = out;
            if (!script.input.isEmpty()) {
                exec.write(script.input);
                exec.closeInput();
                exec.step();
            }
        }
    } else {
        reply.out += out;
    }
    if (onOutput && !out.isEmpty())
        onOutput(out);
    return session.state() == SshSession::State::Open && (state < SshExec::State::Finished);
}

std::optional<SshError> SshConnection::Private::judge(const Reply &reply,
                                                      const QDeadlineTimer &until)
{
    const QString host = session.target().host;
    if (cancel.isCancelled())
        session.fail(SshFailure::Cancelled,
                     Words::tr("the command on %1 was cancelled; what it did so far is not known")
                         .arg(host));
    else if (until.hasExpired())
        session.fail(SshFailure::ReplyLate,
                     Words::tr("%1 gave no complete reply in time; what it did so far is not known")
                         .arg(host),
                     Words::tr("look at the host before trying again"));
    else if (reply.out.size() + reply.err.size() > MaxReply)
        session.fail(
            SshFailure::ReplyTooLong,
            Words::tr("%1 sent more than %2 MB in one reply").arg(host).arg(MaxReply >> 20));
    if (session.state() == SshSession::State::Failed)
        return session.error();
    return std::nullopt;
}

bool SshConnection::isOpen() const
{
    return d->session.state() == SshSession::State::Open;
}

const SshTarget &SshConnection::target() const
{
    return d->session.target();
}

QString SshConnection::hostKeyFingerprint() const
{
    return d->session.fingerprint();
}

} // namespace remote
