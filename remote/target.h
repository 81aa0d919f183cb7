// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whom we dial and how we trust them: values only.

#include "model/fleet.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace remote {

struct SshTarget
{
    QString host;     ///< name in the fleet, for messages
    QString address;  ///< host name, address or alias of ~/.ssh/config; never begins with '-'
    quint16 port = 0; ///< 0: what ~/.ssh/config says, else 22
    QString user;     ///< empty: what ~/.ssh/config says, else the name of the local user
    QString jump;     ///< "user@host:port", several with commas; dialled through the ssh program;
                      ///< empty: what ~/.ssh/config says
    QString hostKey;  ///< pinned "ssh-ed25519 AAAA…"; empty: known_hosts decides
    bool operator==(const SshTarget &) const = default;
};

struct SshSettings
{
    QString identityFile;   ///< empty: agent, then what ~/.ssh/config and the usual names give
    QString knownHostsFile; ///< empty: ~/.ssh/known_hosts
    bool useConfig = true; ///< follow an ssh_config file
    QString configFile;    ///< which one; empty: ~/.ssh/config and the system's
    QStringList acceptedFingerprints; ///< "SHA256:…" that a person accepted for this run
    int resolveMs = 5000, connectMs = 8000, authMs = 10000, replyMs = 8000; ///< our own deadlines
};

/// An unknown or changed host key. A changed one is never accepted; the question then only tells.
struct HostKeyQuestion
{
    QString host, address;
    quint16 port = 22;
    QString keyType;
    QString fingerprint;      ///< SHA256:… of the key that was offered
    QString knownFingerprint; ///< of the key we knew, when it changed
    bool changed = false;
};

/// Where to dial a host of the fleet: today's way in (ssh:), the first login, and what the new
/// configuration sets up (sshd:).
enum class WayIn
{
    Current,
    FirstLogin,
    AfterDeploy
};
/// A jump host as it is dialled: a name of the fleet's stands for that host's address.
QString jumpOf(const model::Fleet &fleet, const QString &text);
model::Result<SshTarget> targetOf(const model::Fleet &fleet, const QString &host,
                                  WayIn way = WayIn::Current);

} // namespace remote
