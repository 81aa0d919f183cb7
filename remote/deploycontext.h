// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the workers of one deploy share: its options, its clock, and the ways to tell, to ask and to
// be stopped.

#include "remote/deploy.h"
#include "remote/sshconnection.h"

#include <functional>

namespace remote {

struct DeployContext
{
    DeployOptions options;
    QString id; ///< of this deploy, the same on all hosts
    QString fleetFolder;
    model::Clock clock;
    CancelFlag cancel; ///< a person cancelled: ends everything before the activation
    CancelFlag quit;   ///< the program ends: leave at once, hosts look after themselves

    std::function<void(const DeployEvent &)> tell; ///< from any thread
    std::function<bool(const HostKeyQuestion &)>
        askHostKey;                    ///< waits for a person; false when refused
    std::function<bool()> stopped;     ///< cancelled, or another host failed
    std::function<void(int ms)> pause; ///< waits; a cancel wakes it
};

} // namespace remote
