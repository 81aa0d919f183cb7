// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/claims.h"

namespace model {

QList<Claim> Claims::sharedOf(const QString &host) const
{
    QList<Claim> shared = m_claims.value(host);
    shared.removeIf([this](const Claim &claim) {
        const Count count = m_counts.value(claim.what);
        return count.all < 2 || count.mattering == 0;
    });
    return shared;
}

void Claims::add(const QString &host, const QList<Claim> &claims)
{
    for (const Claim &claim : claims) {
        Count &count = m_counts[claim.what];
        ++count.all;
        count.mattering += claim.matters;
    }
    m_claims[host] += claims;
}

void Claims::follow(const Catalog &catalog, const Topology &topology, const Touched &touched)
{
    m_touchesShared = m_changesShared = touched.everything;
    if (touched.everything) {
        m_claims.clear();
        m_counts.clear();
        for (const PlacedHost &host : topology.hosts)
            add(host.name, m_of(catalog, topology, host));
        return;
    }
    QHash<QString, QList<Claim>> before;
    for (const QString &name : touched.hosts)
        before.insert(name, sharedOf(name));
    for (const QString &name : touched.hosts) {
        for (const Claim &claim : m_claims.take(name)) {
            const auto count = m_counts.find(claim.what);
            count->mattering -= claim.matters;
            if (--count->all == 0)
                m_counts.erase(count);
        }
    }
    for (const QString &name : touched.hosts) {
        if (const PlacedHost *host = topology.host(name))
            add(name, m_of(catalog, topology, *host));
    }
    for (const QString &name : touched.hosts) {
        const QList<Claim> was = before.value(name), is = sharedOf(name);
        m_touchesShared = m_touchesShared || !was.isEmpty() || !is.isEmpty();
        m_changesShared = m_changesShared || was != is;
    }
}

} // namespace model
