// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The plain part of YAML, in which fleets are mostly written, read without the YAML library: that one takes ten times as long.
// Private to the codec.

#include "model/yamltree.h"

#include <optional>

namespace model {

/// The very tree that readByLibrary() makes of these bytes, which checkRawText() let pass. Nothing where they hold anything
/// that is not plain: tabs, tags, anchors, rare escapes, text or brackets over several lines, keys in quotes, and whatever is wrong.
std::optional<YamlNode> readPlainYaml(const QByteArray &bytes);

} // namespace model
