// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// YAML events say where a token begins, not where it ends; this finds the ends in the text. Private
// to the codec.

#include "model/yamltree.h"

namespace model {

/// The tree with `style`, `begin` and `end` of every node filled in. Error: explicit keys ("? key")
/// and quotes that never end.
Result<YamlNode> placeTokens(YamlNode root, const QByteArray &bytes);

} // namespace model
