// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One connection to a simulated host, served in the calling thread until it ends or `stop` is set.

#include "remote/sim/simserver.h"

#include <atomic>

namespace sim {

struct ConnectionContext
{
    std::shared_ptr<SimHost> host;
    SimKey hostKey;
    QString clientKey; ///< the one key that is let in
    const std::atomic_bool &stop;
    const std::atomic_bool &silent; ///< while set, nothing is read and nothing answered
};

/// Takes the socket over and closes it.
void serveConnection(int socket, const ConnectionContext &context);

} // namespace sim
