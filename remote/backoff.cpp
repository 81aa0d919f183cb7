// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/backoff.h"

#include <algorithm>

namespace remote {

int Backoff::next(SshFailure failure, double random)
{
    const bool slow = failure == SshFailure::AuthRefused || failure == SshFailure::HostKeyUnknown
                      || failure == SshFailure::HostKeyChanged || failure == SshFailure::BadTarget;
    const double first = slow ? 60'000 : 500;
    const double most = slow ? 900'000 : 15'000;
    double ms = first;
    for (int i = 0; i < m_tries && ms < most; ++i)
        ms *= 2;
    ++m_tries;
    return int(std::min(ms, most) * (0.8 + 0.4 * std::clamp(random, 0.0, 1.0)));
}

} // namespace remote
