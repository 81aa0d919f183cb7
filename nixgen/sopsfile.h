// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// .sops.yaml: who can read which file in secrets/.

#include "model/filetree.h"
#include "nixgen/context.h"

namespace nixgen {

bool usesSops(const model::Fleet &fleet, const model::Catalog &catalog);
model::GeneratedFile sopsFile(const Context &context);
/// The same for `known`, as patchFleetFile() does: rules of other hosts stay as they are.
std::optional<bool> patchSopsFile(model::GeneratedFile &known, const model::Fleet &before, const Context &context, const QSet<QString> &hosts);

} // namespace nixgen
