// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One item's values as a list of fields, and three versions of one field put together. Private to
// merge().

#include "model/reading.h"

#include <optional>

namespace model {

/// The fields that an item's values hold, by their path in `values`; maps of unknown keys whole.
QStringList fieldPaths(const Value &values, const Shape &shape, bool service);

/// What both sides meant: maps key by key, lists of scalars entry by entry; nothing where they
/// contradict each other.
std::optional<Value> mergeValues(const Value &base, const Value &ours, const Value &theirs);

} // namespace model
