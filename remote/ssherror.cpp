// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ssherror.h"

namespace remote {

using namespace Qt::StringLiterals;

QString failureName(SshFailure failure)
{
    switch (failure) {
    case SshFailure::BadTarget:
        return u"bad-target"_s;
    case SshFailure::NoName:
        return u"no-name"_s;
    case SshFailure::NoConnection:
        return u"no-connection"_s;
    case SshFailure::NoAnswer:
        return u"no-answer"_s;
    case SshFailure::HostKeyUnknown:
        return u"host-key-unknown"_s;
    case SshFailure::HostKeyChanged:
        return u"host-key-changed"_s;
    case SshFailure::AuthRefused:
        return u"auth-refused"_s;
    case SshFailure::ConnectionLost:
        return u"connection-lost"_s;
    case SshFailure::ReplyLate:
        return u"reply-late"_s;
    case SshFailure::ReplyTooLong:
        return u"reply-too-long"_s;
    case SshFailure::ChannelRefused:
        return u"channel-refused"_s;
    case SshFailure::NoSudo:
        return u"no-sudo"_s;
    case SshFailure::Cancelled:
        return u"cancelled"_s;
    }
    return u"unknown"_s;
}

model::Error SshError::toError() const
{
    return {failureName(failure), message, hint};
}

} // namespace remote
