// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The demo: the fleet of the first template on simulated hosts that speak real SSH on loopback.

#include "gui/dialing.h"

#include "model/codec.h"
#include "remote/sim/simfleet.h"

namespace gui {

class Demo
{
public:
    /// Starts the simulated hosts. Errors: no loopback port to listen on, keys cannot be made.
    static model::Result<std::unique_ptr<Demo>> start(const model::Catalog &catalog);

    const model::ParsedFleet &fleet() const { return m_fleet; }
    Dialing dialing();
    sim::SimFleet &hosts() { return m_hosts; }

private:
    explicit Demo(const model::Catalog &catalog) : m_catalog(catalog) {}

    const model::Catalog &m_catalog;
    model::ParsedFleet m_fleet;
    sim::SimFleet m_hosts;
};

} // namespace gui
