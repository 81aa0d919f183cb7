// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What was last measured on a host, for advice on where to put things. The model measures nothing:
// whoever watches fills it in.

#include <QHash>
#include <QString>

namespace model {

struct HostFacts
{
    int cores = 0;                          ///< 0: unknown
    double load1 = -1;                      ///< negative: unknown
    double memoryTotal = 0, memoryFree = 0; ///< bytes; a total of 0: unknown
    qint64 time = 0;                        ///< ms since 1970

    bool operator==(const HostFacts &) const = default;
};

struct Measured
{
    QHash<QString, HostFacts> hosts; ///< by name; a host that was never watched is not there
    qint64 now = 0; ///< ms since 1970, to say how old a fact is; 0: ages are not told
};

} // namespace model
