// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Getting a byte stream to a host: by TCP over all addresses of a name, or through a program (a
// jump host's `ssh -W`). We own the descriptor, since libssh can neither resolve nor connect
// without blocking.

#include "remote/ssherror.h"
#include "remote/sshlookup.h"

#include <QDeadlineTimer>

#include <sys/types.h>

namespace remote {

/// What a state machine waits for: step it when the descriptor is ready or the deadline has passed.
struct SshWait
{
    int descriptor = -1;
    bool read = false, write = false;
    QDeadlineTimer until{QDeadlineTimer::Forever};
};

class SshDial
{
public:
    enum class State
    {
        Looking,
        Connecting,
        Connected,
        Failed
    };

    SshDial(const QString &name, quint16 port, int resolveMs, int connectMs);
    explicit SshDial(
        const QStringList &program); ///< its standard input and output become the stream
    ~SshDial();                      ///< closes the stream and ends the program
    Q_DISABLE_COPY_MOVE(SshDial)

    State step();
    SshWait wait() const;
    int descriptor() const { return m_socket; } ///< once connected; stays ours
    SshFailure failure() const { return m_failure; }
    QString problem() const { return m_problem; }
    QString programSaid() const; ///< the last line the program wrote to its standard error

private:
    State fail(SshFailure failure, const QString &problem);
    State connectNext();
    State finishConnect();
    bool spawn(const QStringList &program, int theirs);

    State m_state = State::Looking;
    SshFailure m_failure = SshFailure::NoConnection;
    QString m_problem;
    std::unique_ptr<SshLookup> m_lookup;
    QList<SocketAddress> m_addresses;
    int m_connectMs = 0;
    QDeadlineTimer m_deadline{QDeadlineTimer::Forever};
    QDeadlineTimer m_addressDeadline{QDeadlineTimer::Forever};
    int m_socket = -1;
    pid_t m_program = -1;
    int m_programErrors = -1;
};

} // namespace remote
