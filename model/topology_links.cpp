// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/topology_resolver.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

const Port *portOf(const Placed &item, const QString &name)
{
    const auto isIt = [&](const Port &port) { return port.name == name; };
    const auto at = std::ranges::find_if(item.ports, isIt);
    return at == item.ports.end() ? nullptr : &*at;
}

Scope via(const QString &from, const QString &to, Scope otherwise)
{
    return from == to ? Scope::Local : otherwise;
}

} // namespace

void Resolver::addLinks(qsizetype index)
{
    const Placed &item = m_result.items.at(index);
    const Kind &kind = *m_kinds.at(index);
    for (const InternetSpec &spec : kind.fromInternet) {
        const Port *port = portOf(item, spec.port);
        if (port && port->scope == Scope::Public)
            m_result.links +=
                {{}, item.id, Scope::Public, spec.label, port->protocol, port->first, port->last};
    }
    for (const LinkSpec &spec : kind.links) {
        if (spec.toRoutes) {
            linkRoutes(item, spec);
        } else if (!spec.toField.isEmpty()) {
            const QString text = item.values.at(spec.toField).text();
            const Placed *target =
                text.isEmpty() ? nullptr
                               : refTarget(*m_all, *kind.field(spec.toField), text, item.host);
            if (target)
                linkTo(item, *target, spec);
        } else if (spec.summary) {
            linkSummary(item, spec);
        } else {
            for (const qsizetype target : reach(index, spec.toKind, spec.toWhere))
                linkTo(item, m_result.items.at(target), spec);
        }
    }
}

void Resolver::linkRoutes(const Placed &item, const LinkSpec &spec)
{
    for (const Route &route : item.routes)
        m_result.links += {item.id,    route.from,    via(item.host, route.host, Scope::Mesh),
                           spec.label, Protocol::Tcp, route.port,
                           route.port};
}

void Resolver::linkTo(const Placed &item, const Placed &target, const LinkSpec &spec)
{
    Link link{item.id, target.id, via(item.host, target.host, spec.via), spec.label};
    if (const Port *port = portOf(target, spec.port)) {
        link.protocol = port->protocol;
        link.first = port->first;
        link.last = port->last;
    }
    m_result.links += link;
}

/// One link per host that has such items, with the span of their ports.
void Resolver::linkSummary(const Placed &item, const LinkSpec &spec)
{
    for (const Span &span : spansOf(spec.toKind, spec.port)) {
        const PlacedHost &host = m_result.hosts.at(span.host);
        m_result.links +=
            {item.id,    host.id,  via(item.host, host.name, spec.via), spec.label, span.protocol,
             span.first, span.last};
    }
}

const QList<Resolver::Span> &Resolver::spansOf(const QString &kind, const QString &portName)
{
    const auto known = m_spans.constFind({kind, portName});
    if (known != m_spans.constEnd())
        return *known;
    std::map<qsizetype, Span> spans;
    for (const qsizetype index : m_byKind.value(kind)) {
        const Port *port = portOf(m_result.items.at(index), portName);
        if (!port)
            continue;
        const qsizetype host = m_hostOf.at(index);
        const auto at =
            spans.try_emplace(host, Span{host, port->protocol, port->first, port->last}).first;
        at->second.first = std::min(at->second.first, port->first);
        at->second.last = std::max(at->second.last, port->last);
    }
    QList<Span> list;
    for (const auto &[host, span] : spans)
        list += span;
    return *m_spans.insert({kind, portName}, list);
}

} // namespace model
