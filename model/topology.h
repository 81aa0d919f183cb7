// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a fleet amounts to: every service on its host with defaults, ports, units, names and links filled in.
// The one derived picture that canvas, validation, generator and probes read.

#include "model/catalog.h"
#include "model/fleet.h"

namespace model {

struct Port
{
    QString name, title;
    int first = 0, last = 0;  ///< equal unless it is a range
    Protocol protocol = Protocol::Tcp;
    Scope scope = Scope::Local;
    QString field;            ///< of the item, or "fleet:turn.relay-ports"; empty when fixed
    bool operator==(const Port &) const = default;
};

struct Unit { QString name; QString image; bool operator==(const Unit &) const = default; }; ///< image: with tag or digest; empty for native services
struct Route { QString name; int port = 0; ItemId from; QString host; bool operator==(const Route &) const = default; }; ///< HTTPS name → port on `host`
struct Probe { QString name, check, url; int port = 0; bool outside = false, gatesDeploy = false;
               bool operator==(const Probe &) const = default; };

/// One thing as it stands on one host.
struct Placed
{
    ItemId id;       ///< "game/g01", or "mini/redis" for services
    ItemId source;   ///< the item of the fleet file behind it; empty when a role or setting brought it
    QString kind, name, host;
    Value values;    ///< with defaults
    QString listen;  ///< address of its local ports: 127.0.0.1, or the mesh address when its edge is another host; empty: not yet known
    QList<Port> ports;
    QList<Unit> units;
    QStringList dnsNames;
    QList<Route> routes;   ///< the HTTPS names that this proxy forwards; empty for all others
    QList<Probe> probes;
    QList<ItemId> needs;   ///< what must be healthy for this one to be
    QStringList unmetNeeds; ///< kinds that it needs and the fleet has not
    bool operator==(const Placed &) const = default;
};

struct PlacedHost
{
    ItemId id;
    QString name;
    QString tier;          ///< of its first role, else of what it carries; never empty
    QStringList roles;     ///< declared, then those it gets by what it carries
    Value values;          ///< with defaults
    QList<ItemId> items;   ///< of Placed, in catalog order, then file order
    bool operator==(const PlacedHost &) const = default;
};

using LinkVia = Scope;

struct Link
{
    ItemId from;           ///< empty: the public internet
    ItemId to;
    LinkVia via = LinkVia::Local;
    QString label;         ///< "HTTPS", "TURN", "Factorio UDP"
    Protocol protocol = Protocol::Tcp;
    int first = 0, last = 0;
    QString portText() const; ///< "443", "49152–49200"
    bool operator==(const Link &) const = default;
};

struct DnsRecord { QString name; QString host; QStringList addresses; ItemId from;
                   bool operator==(const DnsRecord &) const = default; };

struct Topology
{
    QList<PlacedHost> hosts;
    QList<Placed> items;
    QList<Link> links;
    QList<DnsRecord> dns;
    QString edgeHost(const QString &host) const { return m_singleEdge.isEmpty() ? host : m_singleEdge; }
    const Placed *find(const ItemId &id) const;
    const PlacedHost *host(QStringView name) const;
    QList<const Placed *> on(QStringView host) const;
    QList<const Placed *> on(const PlacedHost &host) const; ///< beside its items

    bool operator==(const Topology &other) const; ///< compares what is where, not how it is found

    QString m_singleEdge;
    QHash<QString, qsizetype> m_itemIndex, m_hostIndex;
    qsizetype m_drift = 0; ///< how far at most an item stands from where m_itemIndex has it
};

/// Never fails: what is wrong in the fleet is left out here and reported by validate().
Topology resolve(const Fleet &fleet, const Catalog &catalog);

/// Fills "{name}", "{host}", "{listen}", "{container}", "{<field>}", "{fleet.<path>}", "{host.<path>}" in a template of the catalog;
/// "{a|b}" is the first of them that is not empty.
QString expand(const QString &text, const Placed &item, const Fleet &fleet, const Catalog &catalog);

/// What a Ref field of an item on that host points at: a name of one of the field's kinds, or an id; null when unknown.
const Placed *refTarget(const Topology &topology, const Field &field, const QString &text, const QString &host);

/// First and last of "49152-49200" or of a lone port; nothing when it is not that, or reversed.
std::optional<std::pair<int, int>> portRange(const Value &value);

} // namespace model

Q_DECLARE_TYPEINFO(model::Placed, Q_RELOCATABLE_TYPE); // long lists of these are spliced
Q_DECLARE_TYPEINFO(model::PlacedHost, Q_RELOCATABLE_TYPE);
Q_DECLARE_TYPEINFO(model::Link, Q_RELOCATABLE_TYPE);
Q_DECLARE_TYPEINFO(model::DnsRecord, Q_RELOCATABLE_TYPE);
