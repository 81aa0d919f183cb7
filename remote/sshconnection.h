// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One SSH connection for a worker thread: blocking calls, each with a deadline of its own and
// cancellable at any moment. Never use it on the window's thread; the Monitor has its own,
// event-driven driver of the same session.

#include "remote/ssherror.h"

#include <QByteArray>

#include <atomic>
#include <functional>
#include <memory>

namespace remote {

/// Set from any thread; whoever waits on a connection that has a copy returns with `Cancelled`
/// within 0.1 s.
class CancelFlag
{
public:
    void cancel() { m_set->store(true); }
    bool isCancelled() const { return m_set->load(); }

private:
    std::shared_ptr<std::atomic_bool> m_set = std::make_shared<std::atomic_bool>(false);
};

/// What a host is to run: a POSIX sh script, sent on standard input to `/bin/sh -s -- ARGS`, so
/// that no login shell ever parses it. It runs only when all of it has arrived.
struct Script
{
    QByteArray text; ///< of resources/scripts; its line "# switchyard-script: NAME VERSION" is what
                     ///< simulated hosts read
    QStringList args; ///< "$1", …; any text but NUL
    QByteArray
        input; ///< what the script finds on its standard input, e.g. a tar archive; any bytes
    bool sudo = false; ///< as root: directly when we are, else by `sudo -n`

    /// The script `:/resources/scripts/NAME.sh`.
    static Script named(const QString &name, QStringList args = {}, bool sudo = false);
};

struct Reply
{
    int exitCode = 0; ///< -1 when a signal ended it
    QString signal;   ///< "TERM", "KILL"; empty unless a signal ended it
    QByteArray out, err;
    bool ok() const { return exitCode == 0 && signal.isEmpty(); }
};

/// Called on the worker thread with what just arrived on standard output.
using OnOutput = std::function<void(const QByteArray &)>;

class SshConnection
{
public:
    /// Resolves, connects, checks the host key, authenticates. Deadlines are those of `settings`.
    static SshResult<SshConnection> open(const SshTarget &target, const SshSettings &settings,
                                         const CancelFlag &cancel = {});

    SshConnection(SshConnection &&) noexcept;
    SshConnection &operator=(SshConnection &&) noexcept;
    ~SshConnection(); ///< closes at once, never waits for the peer

    /// Runs a script to its end. An error means that the reply is not known; exit codes are no
    /// errors. After ConnectionLost, ReplyLate or Cancelled the connection is closed: open a new
    /// one.
    SshResult<Reply> run(const Script &script, int deadlineMs, const OnOutput &onOutput = {});

    bool isOpen() const;
    const SshTarget &target() const;
    QString hostKeyFingerprint() const; ///< "SHA256:…" of the key the host proved to have

private:
    struct Private;
    explicit SshConnection(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace remote
