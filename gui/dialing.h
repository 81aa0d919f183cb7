// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How the window reaches hosts: as the fleet says, or, in the demo, the simulated hosts on loopback in their place.

#include "model/fleet.h"
#include "remote/target.h"

#include <functional>

namespace gui {

struct Dialing
{
    remote::SshSettings ssh;
    std::function<model::Fleet(const model::Fleet &)> redirect; ///< empty: dial what the fleet says
    bool demo = false;                                          ///< every view says DEMO

    model::Fleet fleet(const model::Fleet &fleet) const { return redirect ? redirect(fleet) : fleet; }
};

} // namespace gui
