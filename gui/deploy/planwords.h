// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a deploy would do, in words for people: of each host what changes and what stops it.

#include "gui/canvas/marks.h"
#include "gui/deploy/stepgrid.h"
#include "remote/deploy.h"

namespace model {
struct Topology;
}

namespace gui {

/// How many files differ, and which services start or stop: a few by name, all of them in the tip.
QString planWords(const remote::HostPlan &host);
QString planTip(const remote::HostPlan &host);
/// Says in the row what is wrong with the host and with what stands on it, so that nothing can be deployed.
void sayWhatStops(StepRow &row, const Marks &problems, const model::Topology &topology);
/// A deploy takes what the design says; who edited a generated file expects something else. Empty when nobody did.
QString withoutEdits(const remote::DeployPlan &plan);

} // namespace gui
