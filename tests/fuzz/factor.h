// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long fuzzers run: SWITCHYARD_LONG makes every run a hundred times as long.

#include <QtGlobal>

namespace tests {

inline int fuzzFactor()
{
    return qEnvironmentVariableIsSet("SWITCHYARD_LONG") ? 100 : 1;
}

} // namespace tests
