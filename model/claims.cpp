// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/claims.h"

namespace model {

QList<Claim> Claims::sharedOf(const QString &host) const
{
    QList<Claim> shared = m_claims.value(host);
    shared.removeIf([this](const Claim &claim) { return m_counts.value(claim.what) < 2; });
    return shared;
}

void Claims::add(const Topology &topology, const PlacedHost &host)
{
    const QList<Claim> claims = m_of(topology, host);
    for (const Claim &claim : claims)
        ++m_counts[claim.what];
    m_claims[host.name] += claims;
}

void Claims::follow(const Topology &topology, const Touched &touched)
{
    m_touchesShared = m_changesShared = touched.everything;
    if (touched.everything) {
        m_claims.clear();
        m_counts.clear();
        for (const PlacedHost &host : topology.hosts)
            add(topology, host);
        return;
    }
    QHash<QString, QList<Claim>> before;
    for (const QString &name : touched.hosts)
        before.insert(name, sharedOf(name));
    for (const QString &name : touched.hosts) {
        for (const Claim &claim : m_claims.take(name)) {
            if (const auto count = m_counts.find(claim.what); --*count == 0)
                m_counts.erase(count);
        }
    }
    for (const QString &name : touched.hosts) {
        if (const PlacedHost *host = topology.host(name))
            add(topology, *host);
    }
    for (const QString &name : touched.hosts) {
        const QList<Claim> was = before.value(name), is = sharedOf(name);
        m_touchesShared = m_touchesShared || !was.isEmpty() || !is.isEmpty();
        m_changesShared = m_changesShared || was != is;
    }
}

} // namespace model
