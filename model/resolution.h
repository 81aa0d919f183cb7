// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The topology of a fleet under edit: always that of resolve(), but only hosts whose entries changed are looked at again.

#include "model/topology.h"

#include <QMultiHash>
#include <QSet>

namespace model {

/// Which hosts may look different, by name; those that are gone included.
struct Touched
{
    bool everything = false;
    QSet<QString> hosts;
    bool contains(const QString &host) const { return everything || hosts.contains(host); }
};

class Resolution
{
public:
    explicit Resolution(const Catalog &catalog);

    const Topology &topology() const { return m_topology; }
    /// Makes it the topology of that fleet.
    Touched follow(const Fleet &fleet);

private:
    /// Some neighbouring hosts give way to some of a part.
    struct Exchange
    {
        qsizetype from, count, partFrom, partCount;
    };
    Touched resolveAll(const Fleet &fleet);
    bool isFollowable(const Fleet &fleet) const;
    bool touch(const ItemList &before, const ItemList &after, QSet<QString> &hosts) const;
    void addReferrers(const Topology &part, QSet<QString> &hosts) const;
    QList<Exchange> exchanges(const Fleet &fleet, const QSet<QString> &hosts) const;
    void exchangePlaces(const QList<Exchange> &all, const Topology &part);
    void exchangeLinks(const QList<Exchange> &all, const Topology &part, const QList<qsizetype> &linksOf);
    bool isWhole(const Fleet &fleet) const;
    void refer(const Placed &item, bool add);

    const Catalog &m_catalog;
    bool m_isLocal = true; ///< in this catalog nothing looks farther than its host, but for fields that name an item
    QHash<QString, QStringList> m_naming; ///< kind → its fields that name an item that it links to
    Fleet m_fleet;
    Topology m_topology;
    QList<qsizetype> m_linksOf, m_dnsOf;      ///< beside the hosts
    QMultiHash<QString, QString> m_referrers; ///< name or id as written → hosts of those who name it
};

} // namespace model
