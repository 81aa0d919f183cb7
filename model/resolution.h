// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The topology of a fleet under edit: always that of resolve(), but only hosts whose entries changed are looked at again.

#include "model/byhost.h"
#include "model/topology.h"

#include <QMultiHash>
#include <QSet>

#include <span>

namespace model {

/// What became another on the hosts that were touched; all of it where that was not looked at.
struct Differing
{
    bool hosts = true;  ///< which there are, in which order, and their values
    bool access = true; ///< how many hosts there are, and the values of each
    bool items = true;  ///< which there are, in which order
    bool images = true; ///< some of these items run one that is not pinned, or did
    bool dns = true;
    bool links = true;
    QSet<QString> kinds = {}; ///< of items that came, went or stand elsewhere in the order
    bool carried = true;      ///< a host carries a kind that it did not carry, or no longer one that it did
};

/// Links from `at` on that gave way to others.
struct LinkExchange
{
    qsizetype at = 0, count = 0, byCount = 0; ///< `at` as of after the exchanges before it
};

/// Which hosts may look different, by name; those that are gone included.
struct Touched
{
    bool everything = false;
    QSet<QString> hosts;
    Differing differing = {};
    QList<LinkExchange> links = {}; ///< all those that begin on these hosts, in their order; of `everything` none
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
    void noteShifts(const QList<Exchange> &all, const QList<qsizetype> &partItems);
    void exchangePlaces(const QList<Exchange> &all, const Topology &part, Differing &differing);
    static void noteItems(std::span<const Placed> before, std::span<const Placed> now, Differing &differing);
    void exchangeItems(const QList<Exchange> &all, const Topology &part, const QList<qsizetype> &partItems, Differing &differing);
    void exchangeHosts(const Exchange &exchange, const Topology &part, Differing &differing);
    void exchangeDns(const Exchange &exchange, const Topology &part, const QList<qsizetype> &partDns, Differing &differing);
    QList<LinkExchange> exchangeLinks(const QList<Exchange> &all, const Topology &part, const QList<qsizetype> &linksOf, Differing &differing);
    Fleet partOf(const QSet<QString> &hosts) const;
    bool isWhole(const Fleet &fleet) const;
    void refer(const Placed &item, bool add);

    const Catalog &m_catalog;
    bool m_isLocal = true; ///< in this catalog nothing looks farther than its host, but for fields that name an item
    QHash<QString, QStringList> m_naming; ///< kind → its fields that name an item that it links to
    Fleet m_fleet;
    Topology m_topology;
    ByHost m_byHost;
    QList<qsizetype> m_itemsOf, m_linksOf, m_dnsOf; ///< beside the hosts
    QMultiHash<QString, QString> m_referrers; ///< name or id as written → hosts of those who name it
};

} // namespace model
