// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What each host claims (an address, a name, a kind), how often all claim the same, and whether an edit touched that: so that checks
// of the whole fleet need not look at every host again.

#include "model/resolution.h"

namespace model {

class Claims
{
public:
    /// In some order. Of one host the same may stand there several times.
    using Of = QStringList (*)(const Topology &topology, const PlacedHost &host);
    explicit Claims(Of of) : m_of(of) {}

    /// Makes them those of that topology, which a Resolution made with that.
    void follow(const Topology &topology, const Touched &touched);
    /// How often something is claimed.
    int count(const QString &claim) const { return m_counts.value(claim); }
    /// Whether one of the hosts that were touched last claims, or claimed before, what is claimed more than once.
    bool touchesShared() const { return m_touchesShared; }

private:
    void add(const Topology &topology, const PlacedHost &host);
    bool isAnyShared(const QStringList &claims) const;

    Of m_of;
    QHash<QString, QStringList> m_claims; ///< by host
    QHash<QString, int> m_counts;
    bool m_touchesShared = true;
};

} // namespace model
