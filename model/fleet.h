// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The fleet as a value: settings, hosts and items exactly as the fleet file says them, nothing filled in.
// What follows from it (defaults, implied services, ports, links) is in topology.h.

#include "model/longlist.h"
#include "model/result.h"
#include "model/value.h"

#include <QHash>
#include <QString>

#include <compare>
#include <memory>

namespace model {

/// Names one thing: "fleet", "host/mini", "game/g01", "service/cache" (kind/name as in the fleet file; items of the
/// list `services` have the prefix "service"), or "mini/redis" (host/name: a service as it stands on one host).
class ItemId
{
public:
    ItemId() = default;
    explicit ItemId(QString text) : m_text(std::move(text)) {}
    const QString &text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }
    auto operator<=>(const ItemId &other) const { return m_text.compare(other.m_text) <=> 0; }
    bool operator==(const ItemId &) const = default;

    static ItemId fleet();
    static ItemId host(const QString &name);

private:
    QString m_text;
};

inline size_t qHash(const ItemId &id, size_t seed = 0)
{
    return ::qHash(id.text(), seed);
}

struct SourceSlice; // the item's own bytes of the fleet file; private to the codec

/// One entry of the fleet file. Hosts and the fleet's settings are items too, of the kinds "host" and "fleet".
struct Item
{
    ItemId id;
    QString kind;  ///< a kind of the catalog, or "host", "fleet"
    QString name;
    QString host;  ///< name of the host it stands on; empty for hosts, settings and services (they place by roles)
    Value values;  ///< a map of what the file says, short forms and aliases expanded, without name and host;
                   ///< of an entry of `services`: `settings` with the kind's fields, and its `roles` as they stand
    quint64 uid = 0; ///< survives renaming, so that diff() can tell a rename from a removal
    std::shared_ptr<const SourceSlice> source;

    bool operator==(const Item &other) const; ///< compares what it means, not its bytes
};
using ItemPtr = std::shared_ptr<const Item>;
using ItemList = LongList<ItemPtr>; ///< in file order; shared and immutable items

struct FleetSource; // the bytes between the items; private to the codec
class FleetIndex; // where an id stands; private to the model

class Fleet
{
public:
    const Item &settings() const { return *m_settings; }
    const ItemList &hosts() const { return m_hosts; }
    const ItemList &items() const { return m_items; } ///< everything but settings and hosts

    ItemPtr find(const ItemId &id) const;  ///< settings, host or item; null when there is none
    ItemPtr host(const QString &name) const;
    /// Where it stands: hosts count from 0, items follow them. -1: nowhere, or the fleet has no index.
    qsizetype placeOf(const ItemId &id) const;
    bool isUnique() const; ///< every id stands there once, and the fleet has its index
    /// What a person typed: a name, or "kind/name" where a name is taken twice. Errors: unknown, ambiguous (both named).
    Result<ItemId> lookup(const QString &text) const;

    /// A setting of the fleet as the file says it, e.g. "turn.relay-ports"; null when absent (see Catalog for defaults).
    Value setting(QStringView path) const { return m_settings->values.at(path); }

    bool operator==(const Fleet &other) const; ///< compares what it means, not its bytes

    // For the codec and apply(); everyone else reads.
    ItemPtr m_settings;
    ItemList m_hosts;
    ItemList m_items;
    std::shared_ptr<const FleetSource> m_source;
    std::shared_ptr<const FleetIndex> m_index; ///< makes find() fast; find() is right without it, too

    /// To be called after items came, went, moved in the list or were renamed.
    void reindex();
};

} // namespace model
