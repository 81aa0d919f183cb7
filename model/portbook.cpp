// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/portbook.h"

#include "model/words.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

Result<ValueMap> PortBook::settle(const Item &item, const QString &host, bool service)
{
    ValueMap changes;
    const Kind *kind = m_catalog.kind(item.kind);
    for (const Field &field : kind ? kind->fields : QList<Field>()) {
        if (!field.allocate)
            continue;
        const Value own =
            item.values.at(QString(service ? u"settings."_s + field.name : field.name));
        const int wanted = int((own.isNull() ? field.fallback : own).toInt());
        if (wanted < 1 || wanted > 65535)
            continue; // no port: validation says so
        int port = wanted;
        if (!isFree(*kind, field, port, host))
            for (port = int(field.fallback.toInt(1024));
                 port <= 65535 && !isFree(*kind, field, port, host); ++port) {
            }
        if (port > 65535)
            return fail(u"no-port"_s,
                        QCoreApplication::translate("PortBook", "%1 has no free port left for %2")
                            .arg(host, ofCatalog(field.title)),
                        QCoreApplication::translate("PortBook", "choose another host"));
        take(*kind, field, port, host);
        if (port != wanted)
            changes.append({field.name, port});
    }
    return changes;
}

PortBook::Ports &PortBook::on(const QString &host)
{
    const auto it = m_taken.find(host);
    if (it != m_taken.end())
        return *it;
    Ports &ports = m_taken[host];
    for (const Placed *item : m_topology.on(host))
        for (const Port &port : item->ports)
            for (int number = port.first; number <= port.last; ++number)
                ports.insert({int(port.protocol), number});
    return ports;
}

bool PortBook::isFree(const Kind &kind, const Field &field, int port, const QString &host)
{
    const Ports &ports = on(host);
    return std::none_of(kind.ports.begin(), kind.ports.end(), [&](const PortSpec &spec) {
        return spec.field == field.name && ports.contains({int(spec.protocol), port});
    });
}

void PortBook::take(const Kind &kind, const Field &field, int port, const QString &host)
{
    for (const PortSpec &spec : kind.ports)
        if (spec.field == field.name)
            on(host).insert({int(spec.protocol), port});
}

} // namespace model
