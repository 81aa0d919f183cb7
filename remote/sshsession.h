// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One SSH session as a state machine that never blocks: resolve, connect, exchange keys, check the
// host key, authenticate. Two thin drivers turn it: SshConnection by poll() in a worker thread,
// SshDriver by socket notifiers in an event loop.

#include "remote/sshauth.h"
#include "remote/sshdial.h"

namespace remote {

class SshSession
{
public:
    enum class State
    {
        Dialling,
        Handshaking,
        Authenticating,
        Open,
        Failed
    };

    SshSession(SshTarget target, SshSettings settings);
    ~SshSession(); ///< closes at once. Never call it from within a libssh callback
    Q_DISABLE_COPY_MOVE(SshSession)

    /// Goes on as far as it can without waiting. Step all channels of an open session after it, and
    /// it after them.
    State step();
    SshWait wait() const;
    State state() const { return m_state; }
    const SshError &error() const { return m_error; } ///< once failed
    const SshTarget &target() const { return m_target; }
    QString fingerprint() const { return m_fingerprint; }

    /// Ends the session from outside: a deadline of the driver or of a channel, a cancel, a lost
    /// connection.
    State fail(SshFailure failure, const QString &message, const QString &hint = {});
    ssh_session_struct *handle() const { return m_session; }

private:
    bool configure();
    void dial();
    void stepDial();
    void stepHandshake();
    void stepAuth();
    QString where() const; ///< "mini (203.0.113.10 port 22)"

    SshTarget m_target;
    SshSettings m_settings;
    State m_state = State::Dialling;
    SshError m_error;
    QString m_fingerprint, m_name;
    quint16 m_port = 22;
    ssh_session_struct *m_session = nullptr;
    std::unique_ptr<SshDial> m_dial;
    std::unique_ptr<SshAuth> m_auth;
    QDeadlineTimer m_deadline{QDeadlineTimer::Forever};
};

} // namespace remote
