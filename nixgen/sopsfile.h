// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// .sops.yaml: who can read which file in secrets/.

#include "model/filetree.h"
#include "nixgen/context.h"

namespace nixgen {

bool usesSops(const model::Fleet &fleet, const model::Catalog &catalog);
model::GeneratedFile sopsFile(const Context &context);

} // namespace nixgen
