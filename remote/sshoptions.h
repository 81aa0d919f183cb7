// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From target, settings and ~/.ssh/config to the options of one libssh session, and to how it is
// reached.

#include "remote/ssherror.h"

struct ssh_session_struct;

namespace remote {

/// Why this target must not be dialled; nothing when it may. Names that begin with '-' or that a
/// shell would read are refused.
std::optional<SshError> checkTarget(const SshTarget &target);

/// Sets host, port, user, known_hosts and, where wanted, what ~/.ssh/config says.
std::optional<SshError> applyOptions(ssh_session_struct *session, const SshTarget &target,
                                     const SshSettings &settings);

/// What the session will dial, after ~/.ssh/config.
struct Endpoint
{
    QString name;
    quint16 port = 22;
    QString user;
};
Endpoint endpointOf(ssh_session_struct *session);

/// The program whose standard input and output lead to the host; empty: dial it directly.
QStringList proxyProgram(ssh_session_struct *session, const SshTarget &target,
                         const SshSettings &settings);

} // namespace remote
