// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From samples to lamps: how each item and host is doing, and why. Pure.

#include "model/topology.h"
#include "remote/sample.h"

namespace remote {

enum class Lamp
{
    Unknown,
    Good,
    Warning,
    Bad,
    Stale
};

struct Health
{
    Lamp lamp = Lamp::Unknown;
    QString
        reason; ///< one sentence: "redis.service is inactive", "needs mini/redis, which is down"
    model::ItemId cause; ///< the item or host at the root, when it is another one
    qint64 t = 0;        ///< when it was last observed, ms since 1970; 0 never
    bool operator==(const Health &) const = default;
};

struct HostObservation
{
    Reach reach = Reach::Never;
    QString message; ///< why it is not online
    Sample last;     ///< valid when last.t > 0
};

inline constexpr qint64 StaleMs =
    10'000; ///< after which an observation no longer speaks for now, at an interval of 1 s

/// Health of every host ("host/mini") and placed item. An item is Bad when a unit of its own is not
/// active or when something it needs is Bad (then `cause` names that), a Warning while a unit
/// starts or a check fails. A host that does not answer makes what it carries Unknown, never Bad.
QHash<model::ItemId, Health> assess(const model::Topology &topology,
                                    const QHash<QString, HostObservation> &hosts, qint64 now,
                                    qint64 staleMs = StaleMs);

} // namespace remote
