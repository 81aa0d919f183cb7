// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is taken on one host and what is free, fast enough to be asked for every host while a person
// drags.

#include "model/topology.h"

namespace model {

class FreePorts
{
public:
    /// Taken by sshd and by what stands on the host; `without` is looked at as if it were not
    /// there.
    FreePorts(const Topology &topology, const PlacedHost &host, const ItemId &without = {});

    void take(Protocol protocol, int first, int last);
    bool isFree(Protocol protocol, int first, int last) const;
    /// Whether a port is free for every protocol that the kind uses with that field.
    bool isFree(const Kind &kind, const QString &field, int port) const;
    /// The lowest free port from `from` on; 0 when none is free.
    int next(const Kind &kind, const QString &field, int from) const;
    /// The lowest free range of that many ports from `from` on; 0 when there is none.
    int nextRange(Protocol protocol, int from, int count) const;

private:
    struct Span
    {
        int first, last;
        Protocol protocol;
    };
    QList<Span> m_spans; ///< by their first port
};

} // namespace model
