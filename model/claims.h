// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What each host claims (an address, a name, a kind), how often all claim the same, and whether an edit touched that: so that checks
// of the whole fleet need not look at every host again.

#include "model/resolution.h"

namespace model {

struct Claim
{
    QString what;
    QString by;          ///< the item that claims it, if it is not the host
    bool matters = true; ///< what several claim counts as shared where it matters to one of them
    bool operator==(const Claim &) const = default;
};

class Claims
{
public:
    /// In some order. Of one host the same may stand there several times.
    using Of = QList<Claim> (*)(const Catalog &catalog, const Topology &topology, const PlacedHost &host);
    explicit Claims(Of of) : m_of(of) {}

    /// Makes them those of that topology, which a Resolution made with that.
    void follow(const Catalog &catalog, const Topology &topology, const Touched &touched);
    /// How often something is claimed.
    int count(const QString &what) const { return m_counts.value(what).all; }
    /// Whether one of the hosts that were touched last claims, or claimed before, what is claimed more than once.
    bool touchesShared() const { return m_touchesShared; }
    /// Whether one of them claims other things of that sort than before.
    bool changesShared() const { return m_changesShared; }

private:
    struct Count
    {
        int all = 0, mattering = 0;
    };
    void add(const QString &host, const QList<Claim> &claims);
    QList<Claim> sharedOf(const QString &host) const;

    Of m_of;
    QHash<QString, QList<Claim>> m_claims; ///< by host
    QHash<QString, Count> m_counts;
    bool m_touchesShared = true, m_changesShared = true;
};

} // namespace model
