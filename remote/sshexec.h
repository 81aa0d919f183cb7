// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One command on an open session, without blocking: what goes in, what comes out, how it ended.

#include "remote/sshconnection.h"
#include "remote/sshsession.h"

struct ssh_channel_struct;

namespace remote {

/// What a POSIX shell must be sent so that it runs the script once all of it is there. It first
/// writes `ScriptStarted`: whatever a login shell wrote before that is noise, and only after it may
/// the script's own input be sent, because a shell that reads its script from standard input may
/// read ahead.
QByteArray scriptPayload(const Script &script);
inline constexpr char ScriptStarted = '\006';

class SshExec
{
public:
    enum class State
    {
        Opening,
        Requesting,
        Running,
        Finished,
        Failed
    };

    /// The session must be open and outlive this.
    SshExec(SshSession &session, QByteArray command);
    ~SshExec();
    Q_DISABLE_COPY_MOVE(SshExec)

    void write(const QByteArray &bytes); ///< queued, sent as the host takes it
    void closeInput();                   ///< after what is queued

    State step(); ///< reads all there is, writes what the host takes
    State state() const { return m_state; }
    QByteArray takeOut() { return std::exchange(m_out, {}); }
    QByteArray takeErr() { return std::exchange(m_err, {}); }
    int exitCode() const { return m_exitCode; } ///< once finished; -1 after a signal
    QString signal() const { return m_signal; }
    QString problem() const { return m_problem; } ///< once failed while the session itself stands
    bool isSending() const { return !m_in.isEmpty(); }

private:
    struct Callbacks;
    void stepOpen();
    void stepRequest();
    bool readAll();
    bool readInto(QByteArray &buffer, bool isError);
    bool writeSome();
    void checkEnd();
    void giveUp(const char *what);

    SshSession &m_session;
    QByteArray m_command, m_in, m_out, m_err;
    std::unique_ptr<Callbacks> m_callbacks;
    ssh_channel_struct *m_channel = nullptr;
    State m_state = State::Opening;
    bool m_closeInput = false, m_inputClosed = false, m_exited = false;
    int m_exitCode = -1;
    QString m_signal, m_problem;
};

} // namespace remote
