// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Generated files that a person edited, among the findings about the fleet: a deploy leaves such an
// edit out, and generating waits for a decision.

#include "model/fix.h"
#include "nixgen/write.h"

namespace nixgen {

/// Warnings "hand-edit", "leftover-edit" (of a file that is generated no more) and "foreign-file"
/// (that was never generated); `field` holds the path.
model::Diagnostics editFindings(const model::Fleet &fleet, const QList<HandEdit> &edits);

bool isEditFinding(const model::Diagnostic &found);
/// The best first; what to do on the command line as what to say.
QList<model::Fix> editFixes(const model::Diagnostic &found);

} // namespace nixgen
