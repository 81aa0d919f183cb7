// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A fleet of two hosts for the tests of simulated hosts, put together by hand so that only this
// layer is tested.

#include "model/topology.h"

namespace tests {

inline model::Placed placed(const QString &id, const QString &host, const QStringList &units,
                            const QList<model::ItemId> &needs = {})
{
    model::Placed item;
    item.id = model::ItemId(id);
    item.name = id.section(u'/', 1);
    item.host = host;
    for (const QString &unit : units)
        item.units.append(model::Unit{unit, {}});
    item.needs = needs;
    return item;
}

inline model::Topology twoHosts()
{
    using namespace Qt::StringLiterals;
    model::Topology topology;
    topology.items << placed(u"mini/redis"_s, u"mini"_s, {u"redis.service"_s})
                   << placed(u"mini/broker"_s, u"mini"_s, {u"podman-broker.service"_s},
                             {model::ItemId(u"mini/redis"_s)})
                   << placed(u"game/g01"_s, u"big"_s, {u"podman-factorio-g01.service"_s});
    model::Probe ping;
    ping.name = u"ping"_s;
    ping.check = u"tcp"_s;
    ping.port = 6379;
    topology.items.first().probes << ping;
    for (const QString &name : {u"mini"_s, u"big"_s}) {
        model::PlacedHost host;
        host.id = model::ItemId::host(name);
        host.name = name;
        for (const model::Placed &item : std::as_const(topology.items))
            if (item.host == name)
                host.items << item.id;
        topology.m_hostIndex.insert(name, topology.hosts.size());
        topology.hosts << host;
    }
    for (qsizetype i = 0; i < topology.items.size(); ++i)
        topology.m_itemIndex.insert(topology.items.at(i).id.text(), i);
    return topology;
}

} // namespace tests
