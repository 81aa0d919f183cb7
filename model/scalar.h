// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Single values as YAML text and back, by the core schema. Private to the codec.

#include "model/value.h"
#include "model/yamltree.h"

namespace model {

/// What an unquoted scalar means: null, bool, int, real or text.
Value resolvePlain(const QString &text);

/// A scalar as a YAML token, readable in flow lists and maps; quoted as `like` where that is
/// possible, else plain where it reads back the same. `typed` tells that the reader knows the value
/// for text ("1.10" needs no quotes then).
QByteArray scalarToken(const Value &value, YamlNode::Style like = YamlNode::Style::Plain,
                       bool typed = false);

/// Any value on one line: "[a, b]", "{key: value}".
QByteArray flowToken(const Value &value, bool typed = false);

} // namespace model
