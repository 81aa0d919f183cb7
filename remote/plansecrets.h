// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether the secrets that a deploy's hosts need lie in the fleet's folder, before anything is
// sent.

#include "remote/deploy.h"

namespace remote {

/// Errors: "missing-secret" names each with the host that needs it, "plain-secret" a file that
/// would be sent unencrypted.
model::Result<void> checkSecrets(const model::Fleet &fleet, const model::Catalog &catalog,
                                 const model::Topology &topology, const DeployPlan &plan);

} // namespace remote
