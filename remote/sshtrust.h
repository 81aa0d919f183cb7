// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether the key that a host proved to have is the one we expect: a pinned key, else known_hosts,
// else a person's word.

#include "remote/ssherror.h"

struct ssh_session_struct;

namespace remote {

/// The SHA256 fingerprint of the key the host proved to have; empty before the handshake ended.
QString offeredFingerprint(ssh_session_struct *session);

/// The fingerprint of a public key line "ssh-ed25519 AAAA… [comment]"; empty when it is none.
QString fingerprintOf(const QString &publicKey);

/// Which host key algorithms to ask for so that the host proves the pinned key; empty without a
/// pin.
QByteArray algorithmsFor(const QString &pinnedKey);

/// Nothing when the key is trusted (one accepted for this run is added to known_hosts), else why it
/// is not.
std::optional<SshError> checkHostKey(ssh_session_struct *session, const SshTarget &target,
                                     const SshSettings &settings);

/// Adds the session's key to the known_hosts file, which is made (0600, its folder 0700) when there
/// is none.
model::Result<void> rememberHostKey(ssh_session_struct *session, const QString &knownHostsFile);

} // namespace remote
