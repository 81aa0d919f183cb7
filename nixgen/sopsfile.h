// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// .sops.yaml: who can read which file in secrets/.

#include "model/filetree.h"
#include "nixgen/context.h"

namespace nixgen {

bool usesSops(const model::Fleet &fleet, const model::Catalog &catalog);
model::GeneratedFile sopsFile(const Context &context);
/// The same, from what it was before an edit that touched these hosts only: rules of other hosts stay as they are.
model::GeneratedFile patchedSopsFile(const model::GeneratedFile &known, const Context &context, const QSet<QString> &hosts);

} // namespace nixgen
