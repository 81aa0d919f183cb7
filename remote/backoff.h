// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long to wait before dialling a host again: soon at first, ever longer, never all hosts at the
// same moment.

#include "remote/ssherror.h"

namespace remote {

class Backoff
{
public:
    /// Milliseconds until the next try after this failure; `random` in 0…1 spreads them by a fifth
    /// either way. Refused logins and distrusted keys wait long: sshd locks out addresses that
    /// knock too often.
    int next(SshFailure failure, double random);
    void reset() { m_tries = 0; }

private:
    int m_tries = 0;
};

} // namespace remote
