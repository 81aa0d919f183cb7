// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long fuzzers run: SWITCHYARD_LONG makes every run a hundred times as long, SWITCHYARD_SEED
// runs one seed again.

#include <QString>

#include <cstdio>

namespace tests {

inline int fuzzFactor()
{
    return qEnvironmentVariableIsSet("SWITCHYARD_LONG") ? 100 : 1;
}

struct Seeds
{
    int first = 0, end = 0;
};

inline Seeds seeds(int rounds)
{
    bool one = false;
    const int seed = qEnvironmentVariableIntValue("SWITCHYARD_SEED", &one);
    return one ? Seeds{seed, seed + 1} : Seeds{0, rounds};
}

/// The story of a failure in full; Qt Test cuts long messages. False, so that it can stand in a
/// condition.
inline bool tell(const QString &story)
{
    std::fprintf(stderr, "%s\n", qPrintable(story));
    return false;
}

} // namespace tests
