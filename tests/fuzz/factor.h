// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long fuzzers run: SWITCHYARD_LONG makes every run a hundred times as long, SWITCHYARD_SEED
// runs one seed again, SWITCHYARD_SHARD=1/4 the second quarter of them. A seed that hangs ends the
// program and is named.

#include <QString>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <unistd.h>

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
    if (one)
        return {seed, seed + 1};
    const QString shard = qEnvironmentVariable("SWITCHYARD_SHARD", QStringLiteral("0/1"));
    const int which = shard.section(u'/', 0, 0).toInt(), of = qMax(1, shard.section(u'/', 1).toInt());
    return {int(qint64(rounds) * which / of), int(qint64(rounds) * (which + 1) / of)};
}

/// To be called for each seed: the program ends with its number when it takes longer than any may.
inline void watchForHang(int seed)
{
    static char words[64];
    constexpr unsigned patience = 60; // seconds; sanitizers and busy machines included
    static const bool ready = [] {
        std::signal(SIGALRM, [](int) {
            const ssize_t written = ::write(STDERR_FILENO, words, std::strlen(words));
            ::_exit(written > 0 ? 98 : 99);
        });
        return true;
    }();
    std::snprintf(words, sizeof words, "SWITCHYARD_SEED=%d hangs\n", seed);
    if (ready)
        ::alarm(patience);
}
/// Nothing is watched any more.
inline void endWatch()
{
    ::alarm(0);
}

/// The story of a failure in full; Qt Test cuts long messages. False, so that it can stand in a
/// condition.
inline bool tell(const QString &story)
{
    std::fprintf(stderr, "%s\n", qPrintable(story));
    return false;
}

} // namespace tests
