// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Resolving a name without waiting for it: the name service can hang for half a minute, and neither
// the window, the Monitor's other hosts nor a cancelled deploy may hang with it.

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <sys/socket.h>

namespace remote {

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;
};

class SshLookup
{
public:
    SshLookup(const QString &name,
              quint16 port); ///< starts; addresses written as numbers are there at once
    ~SshLookup();            ///< never waits; a lookup that still runs ends unheard

    int descriptor() const; ///< readable once there is an answer
    bool isDone() const;
    QList<SocketAddress> addresses() const; ///< once done; empty: `problem` says why
    QString problem() const;

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace remote
