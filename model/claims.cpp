// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/claims.h"

#include <algorithm>

namespace model {

bool Claims::isAnyShared(const QStringList &claims) const
{
    return std::ranges::any_of(claims, [this](const QString &claim) { return m_counts.value(claim) > 1; });
}

void Claims::add(const Topology &topology, const PlacedHost &host)
{
    const QStringList claims = m_of(topology, host);
    for (const QString &claim : claims)
        ++m_counts[claim];
    m_claims[host.name] += claims;
}

void Claims::follow(const Topology &topology, const Touched &touched)
{
    m_touchesShared = touched.everything;
    if (touched.everything) {
        m_claims.clear();
        m_counts.clear();
        for (const PlacedHost &host : topology.hosts)
            add(topology, host);
        return;
    }
    for (const QString &name : touched.hosts)
        m_touchesShared = m_touchesShared || isAnyShared(m_claims.value(name));
    for (const QString &name : touched.hosts) {
        for (const QString &claim : m_claims.take(name)) {
            if (const auto count = m_counts.find(claim); --*count == 0)
                m_counts.erase(count);
        }
    }
    for (const QString &name : touched.hosts) {
        if (const PlacedHost *host = topology.host(name))
            add(topology, *host);
    }
    for (const QString &name : touched.hosts)
        m_touchesShared = m_touchesShared || isAnyShared(m_claims.value(name));
}

} // namespace model
