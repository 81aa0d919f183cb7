// SPDX-License-Identifier: GPL-3.0-or-later
// The edits that advice and fixes are made of.

#include "model/advice.h"
#include "model/freeports.h"

using namespace Qt::StringLiterals;

namespace model {

Edit giveRole(const PlacedHost &host, const QString &role)
{
    ValueList roles;
    for (const QString &name : host.values.at(u"roles").texts())
        roles += Value(name);
    roles += Value(role);
    return SetField{host.id, u"roles"_s, roles};
}

Edit takeRole(const PlacedHost &host, const QString &role)
{
    ValueList roles;
    for (const QString &name : host.values.at(u"roles").texts()) {
        if (name != role)
            roles += Value(name);
    }
    return SetField{host.id, u"roles"_s, roles.isEmpty() ? Value() : Value(roles)};
}

QList<Edit> moveEdits(const Catalog &catalog, const Topology &topology, const Item &entry,
                      const QString &hostName)
{
    QList<Edit> edits{MoveItem{entry.id, hostName}};
    const Kind *kind = catalog.kind(entry.kind);
    const PlacedHost *host = topology.host(hostName);
    if (!kind || !host)
        return edits;
    const FreePorts free(topology, *host, entry.id);
    for (const Field &field : kind->fields) {
        if (!field.allocate)
            continue;
        const int now = int(catalog.effective(*kind, entry.values, field.name).toInt());
        if (free.isFree(*kind, field.name, now))
            continue;
        const int port = free.next(*kind, field.name, int(field.fallback.toInt(1024)));
        if (port == 0)
            return {};
        edits.append(SetField{entry.id, field.name, Value(port)});
    }
    return edits;
}

} // namespace model
