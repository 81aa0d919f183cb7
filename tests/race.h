// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stands between the program under test and the one rename with which a save exchanges files, so that a test can do what another
// program does in that moment, or have a file system that cannot exchange. For one file of a test program.

#include <cerrno>
#include <cstdio>
#include <functional>
#include <sys/syscall.h>
#include <unistd.h>

namespace tests {

/// Called with the number of the exchange, 1 for the first, before it is done: after everything the program looked at.
inline std::function<void(int)> beforeExchange;
inline bool canExchange = true;
inline int exchanges = 0;

inline void noRace()
{
    beforeExchange = {};
    canExchange = true;
    exchanges = 0;
}

} // namespace tests

extern "C" int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned int flags) noexcept
{
    ++tests::exchanges;
    if (tests::beforeExchange)
        tests::beforeExchange(tests::exchanges);
    if (!tests::canExchange) {
        errno = EINVAL; // as NFS and others say it
        return -1;
    }
    return int(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}
