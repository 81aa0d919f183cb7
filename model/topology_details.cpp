// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/topology_resolver.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

/// An image reference with what pins it: the digest, else its own tag, else the version.
QString pinned(const QString &image, const QString &version, const QString &digest)
{
    const bool hasDigest = image.contains(u'@');
    const bool hasTag = image.lastIndexOf(u':') > image.lastIndexOf(u'/');
    if (image.isEmpty() || hasDigest)
        return image;
    if (!digest.isEmpty())
        return image + u'@' + digest;
    return hasTag || version.isEmpty() ? image : image + u':' + version;
}

} // namespace

void Resolver::detail(qsizetype index)
{
    addUnits(index);
    addProbes(index);
    addDns(index);
}

void Resolver::addPorts(Placed &item, const Kind &kind)
{
    item.ports.reserve(kind.ports.size());
    for (const PortSpec &spec : kind.ports) {
        const Value value = !spec.field.isEmpty()        ? item.values.at(spec.field)
                            : !spec.fleetField.isEmpty() ? m_settings.at(spec.fleetField)
                                                         : Value(spec.number);
        const auto range = portRange(value);
        if (!range)
            continue;
        Scope scope = spec.scope;
        if (!spec.meshWhen.empty() && holds(spec.meshWhen, item))
            scope = Scope::Mesh;
        if (!spec.publicWhen.empty() && holds(spec.publicWhen, item))
            scope = Scope::Public;
        const QString field =
            spec.fleetField.isEmpty() ? spec.field : u"fleet:"_s + spec.fleetField;
        item.ports +=
            {spec.name, spec.title, range->first, range->second, spec.protocol, scope, field};
    }
}

void Resolver::addUnits(qsizetype index)
{
    Placed &item = m_result.items[index];
    const Kind &kind = *m_kinds.at(index);
    if (kind.container && m_backend && !m_backend->unit.isEmpty()) {
        item.units += Unit{m_backend->unit, {}};
        return;
    }
    for (const UnitSpec &spec : kind.units) {
        const QString image =
            pinned(fill(spec.image, index), fill(spec.version, index), fill(spec.digest, index));
        const QString name = fill(spec.name, index);
        if (!name.isEmpty())
            item.units += Unit{name, image};
    }
}

void Resolver::addProbes(qsizetype index)
{
    Placed &item = m_result.items[index];
    for (const ProbeSpec &spec : m_kinds.at(index)->probes) {
        const auto byName = [&](const Port &port) { return port.name == spec.port; };
        const auto port = std::ranges::find_if(item.ports, byName);
        int number = spec.port.toInt();
        if (port != item.ports.end())
            number = port->first;
        else if (number == 0)
            number = int(item.values.at(spec.port).toInt());
        const QString url = fill(spec.url, index);
        if (spec.url.isEmpty() ? number > 0 : !url.isEmpty())
            item.probes += {spec.name, spec.check, url, number, spec.outside, spec.gatesDeploy};
    }
}

void Resolver::addDns(qsizetype index)
{
    Placed &item = m_result.items[index];
    for (const DnsSpec &spec : m_kinds.at(index)->dns) {
        const QString name = fill(spec.name, index);
        if (name.isEmpty())
            continue;
        item.dnsNames += name;
        const qsizetype host = spec.to == "edge"_L1 ? edgeOf(m_hostOf.at(index)) : m_hostOf.at(index);
        if (m_dnsSeen.contains({name, host}))
            continue;
        m_dnsSeen.insert({name, host});
        const PlacedHost &there = m_result.hosts.at(host);
        m_result.dns += {name, there.name, there.values.at(u"public").texts(), item.id};
    }
}

/// Hands the item's HTTPS names to the proxy of its edge; a port that the proxy reaches from
/// another box is on the mesh.
void Resolver::addRoutes(qsizetype index)
{
    Placed &item = m_result.items[index];
    const qsizetype host = m_hostOf.at(index), edge = edgeOf(host);
    item.listen = u"127.0.0.1"_s;
    if (edge != host && !m_kinds.at(index)->routes.isEmpty()) {
        const QString mesh = m_result.hosts.at(host).values.at(u"mesh").text();
        item.listen = mesh == "auto"_L1 ? QString() : mesh;
    }
    for (const RouteSpec &spec : m_kinds.at(index)->routes) {
        const QString name = fill(spec.name, index);
        const int number = int(item.values.at(spec.portField).toInt());
        const qsizetype proxy = m_proxies.value(edge, -1);
        if (!name.isEmpty() && proxy >= 0)
            m_result.items[proxy].routes += {name, number, item.id, item.host};
        for (Port &port : item.ports) {
            if (edge != host && port.field == spec.portField && port.scope == Scope::Local)
                port.scope = Scope::Mesh;
        }
    }
}

void Resolver::addNeeds(qsizetype index)
{
    Placed &item = m_result.items[index];
    for (const NeedSpec &need : m_kinds.at(index)->needs) {
        const std::span<const qsizetype> there = reach(index, need.kind, need.where);
        if (there.empty())
            item.unmetNeeds += need.kind;
        else
            item.needs += m_result.items.at(there.front()).id;
    }
}

bool Resolver::holds(const Condition &condition, const Placed &item) const
{
    return std::ranges::all_of(condition, [&](const auto &entry) {
        const QStringView path(entry.first);
        const bool isFleet = path.startsWith(u"fleet.");
        const Value value = isFleet ? m_settings.at(path.mid(6)) : item.values.at(path);
        return value.text() == entry.second;
    });
}

/// A text of the catalog.
QString Resolver::fill(const QString &text, qsizetype index)
{
    if (text.isEmpty())
        return {};
    auto form = m_templates.constFind(&text);
    if (form == m_templates.constEnd()) {
        const QString container = m_backend ? m_backend->prefix : QString();
        form = m_templates.insert(&text, Template(text, m_settings, container));
    }
    return form->fill(m_result.items.at(index), m_result.hosts.at(m_hostOf.at(index)).values);
}

/// The host that faces the internet for that one.
qsizetype Resolver::edgeOf(qsizetype host) const
{
    return m_result.m_singleEdge.isEmpty() ? host : m_result.m_hostIndex.value(m_result.m_singleEdge);
}

/// Items of a kind that an item finds on its host, on its edge or anywhere in the fleet, in their order.
std::span<const qsizetype> Resolver::reach(qsizetype index, const QString &kind, const QString &where) const
{
    const auto found = m_byKind.constFind(kind);
    if (found == m_byKind.constEnd())
        return {};
    const std::span<const qsizetype> all = *found;
    if (where != "host"_L1 && where != "edge"_L1)
        return all;
    const qsizetype own = m_hostOf.at(index), host = where == "edge"_L1 ? edgeOf(own) : own;
    const auto from = std::ranges::lower_bound(all, m_firstOf.at(host)), to = std::lower_bound(from, all.end(), m_firstOf.at(host + 1));
    return {from, to};
}

} // namespace model
