// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/advice.h"

#include "model/validate.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

static QString tr(const char *text)
{
    return QCoreApplication::translate("DropAdvice", text);
}

static QString portWords(const Kind &kind, const QString &field, int port)
{
    for (const PortSpec &spec : kind.ports) {
        if (spec.field == field)
            return (spec.protocol == Protocol::Udp ? u"UDP "_s : u"TCP "_s) + QString::number(port);
    }
    return QString::number(port);
}

/// Why nothing can be put on the host at all; empty when it can carry things.
static QString objection(const PlacedHost &host, const Catalog &catalog)
{
    const Kind *kind = catalog.kind(u"host");
    const QString hostClass = kind ? catalog.effective(*kind, host.values, u"class").text() : QString();
    if (hostClass == u"unmanaged"_s)
        return tr("%1 is unmanaged: it is watched, never deployed").arg(host.name);
    return {};
}

static bool taken(const Topology &topology, const Kind &kind, const QString &field, int port, const QString &host)
{
    const auto spec = std::find_if(kind.ports.begin(), kind.ports.end(), [&](const PortSpec &p) { return p.field == field; });
    if (spec == kind.ports.end())
        return false;
    const auto uses = [&](const Placed *item) {
        return std::any_of(item->ports.begin(), item->ports.end(), [&](const Port &p) {
            return p.protocol == spec->protocol && p.first <= port && port <= p.last;
        });
    };
    const QList<const Placed *> items = topology.on(host);
    return std::any_of(items.begin(), items.end(), uses);
}

DropAdvice adviseNew(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const QString &kindName, const QString &hostName)
{
    DropAdvice advice;
    const Kind *kind = catalog.kind(kindName);
    const PlacedHost *host = topology.host(hostName);
    if (!kind || !host) {
        advice.words = tr("nothing to put here");
        return advice;
    }
    advice.words = objection(*host, catalog);
    if (!advice.words.isEmpty())
        return advice;
    const bool service = kind->fleetKey == u"services"_s;
    const QList<const Placed *> there = topology.on(hostName);
    if (service && std::any_of(there.begin(), there.end(), [&](const Placed *p) { return p->kind == kindName; })) {
        advice.words = tr("%1 already has %2").arg(hostName, kind->title);
        return advice;
    }
    ValueMap values;
    QStringList ports;
    for (const Field &field : kind->fields) {
        if (!field.allocate)
            continue;
        const int port = freePort(topology, catalog, kindName, field.name, hostName);
        if (port == 0) {
            advice.words = tr("%1 has no free port left for %2").arg(hostName, field.title);
            return advice;
        }
        values.append({field.name, Value(port)});
        ports.append(portWords(*kind, field.name, port));
    }
    const QString name = service ? hostName + u'/' + kindName : freshName(fleet, catalog, kindName);
    advice.allowed = true;
    advice.item = service ? ItemId(name) : ItemId(kind->name + u'/' + name);
    advice.words = ports.isEmpty() ? tr("%1 on %2").arg(kind->title, hostName) : tr("%1 gets %2").arg(name, ports.join(u", "_s));
    advice.step.text = tr("Add %1 to %2").arg(service ? kind->title : name, hostName);
    advice.step.edits = {AddItem{kindName, name, hostName, values}};
    return advice;
}

DropAdvice adviseMove(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const ItemId &id, const QString &hostName)
{
    DropAdvice advice;
    const Placed *item = topology.find(id);
    const Kind *kind = item ? catalog.kind(item->kind) : nullptr;
    const PlacedHost *host = topology.host(hostName);
    if (!kind || !host) {
        advice.words = tr("nothing to move here");
        return advice;
    }
    if (item->host == hostName) {
        advice.words = tr("%1 stands here already").arg(item->name);
        return advice;
    }
    const ItemPtr source = fleet.find(item->source);
    if (!source || source->host.isEmpty()) {
        advice.words = tr("%1 belongs to the roles of %2: give %3 that role instead").arg(kind->title, item->host, hostName);
        return advice;
    }
    advice.words = objection(*host, catalog);
    if (!advice.words.isEmpty())
        return advice;
    advice.step.edits = {MoveItem{source->id, hostName}};
    QStringList ports;
    for (const Field &field : kind->fields) {
        if (!field.allocate)
            continue;
        const int now = int(item->values.at(field.name).toInt());
        if (!taken(topology, *kind, field.name, now, hostName))
            continue;
        const int port = freePort(topology, catalog, item->kind, field.name, hostName);
        if (port == 0) {
            advice.words = tr("%1 has no free port left for %2").arg(hostName, field.title);
            return advice;
        }
        advice.step.edits.append(SetField{source->id, field.name, Value(port)});
        ports.append(portWords(*kind, field.name, port));
    }
    advice.allowed = true;
    advice.item = id;
    advice.step.text = tr("Move %1 from %2 to %3").arg(item->name, item->host, hostName);
    advice.words = ports.isEmpty() ? tr("%1 keeps its ports").arg(item->name) : tr("%1 gets %2: its old ports are taken here").arg(item->name, ports.join(u", "_s));
    return advice;
}

} // namespace model
