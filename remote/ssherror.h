// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How an SSH call can fail, told apart by the one question a deploy must answer: had the host let
// us in, or not?

#include "model/result.h"
#include "remote/target.h"

#include <optional>

namespace remote {

enum class SshFailure
{
    // Before admission: nothing happened on the host.
    BadTarget,      ///< address, user or jump that must not be dialled
    NoName,         ///< the name does not resolve
    NoConnection,   ///< refused, no route, closed during the handshake
    NoAnswer,       ///< our deadline passed before we were let in
    HostKeyUnknown, ///< `question` tells the key
    HostKeyChanged, ///< `question` tells both keys
    AuthRefused,    ///< no key of ours is accepted, or none was found
    // After admission: what we asked for may have happened, in part or whole.
    ConnectionLost, ///< closed or killed underneath us
    ReplyLate,      ///< our deadline for the reply passed
    ReplyTooLong,   ///< more than we keep
    ChannelRefused, ///< the host opens no further channel or refuses to run commands
    NoSudo, ///< logged in as someone who is neither root nor may become root without a password
    // At any time.
    Cancelled,
};

struct SshError
{
    SshFailure failure = SshFailure::NoConnection;
    QString host;    ///< name in the fleet
    QString message; ///< what and where, one sentence
    QString hint;    ///< what to do about it
    std::optional<HostKeyQuestion> question;
    bool admitted =
        false; ///< the host had let us in: what happened there is unknown, probe before judging

    model::Error toError() const; ///< code is failureName()
};

/// "bad-target", "no-name", …: stable, for JSON and tests.
QString failureName(SshFailure failure);

template <typename T>
using SshResult = tl::expected<T, SshError>;

} // namespace remote
