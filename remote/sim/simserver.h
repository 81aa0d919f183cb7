// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One simulated host on the wire: an SSH server of libssh on a loopback port of the system's
// choice. It runs no shell; it answers scripts from a HostState. A thread accepts, each connection
// has a thread of its own.

#include "remote/sim/simfleet.h"

#include <memory>
#include <mutex>

namespace sim {

/// A host's state, shared by its connections and the SimFleet.
struct SimHost
{
    std::mutex mutex;
    HostState state;
};

/// An ed25519 key pair made for this run, in OpenSSH's text forms.
struct SimKey
{
    QByteArray privateText; ///< base 64 of OpenSSH's private key file
    QString publicLine;     ///< "ssh-ed25519 AAAA…"
    static SimKey make();
};

class SimServer
{
public:
    SimServer(std::shared_ptr<SimHost> host, SimKey hostKey, QString clientKey);
    ~SimServer(); ///< ends every connection
    Q_DISABLE_COPY_MOVE(SimServer)

    bool listen();
    quint16 port() const;
    QString hostKey() const; ///< its public line

    void setSilent(bool silent); ///< accepts and answers nothing, as a host cut from the network
    void rekey(SimKey hostKey);  ///< drops all connections; from now on it proves the other key

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sim
