// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalog_loader.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

bool hasPort(const Kind &kind, const QString &name)
{
    return std::ranges::any_of(kind.ports, [&](const PortSpec &port) { return port.name == name; });
}

QStringList placeholders(const QStringList &templates)
{
    QStringList names;
    for (const QString &text : templates) {
        for (qsizetype open = text.indexOf(u'{'); open >= 0; open = text.indexOf(u'{', open + 1)) {
            const qsizetype close = text.indexOf(u'}', open);
            names += text.mid(open + 1, close < 0 ? -1 : close - open - 1).split(u'|');
        }
    }
    return names;
}

bool isKnown(const Catalog &catalog, const QString &kind, const QString &name)
{
    static const QStringList always{u"name"_s, u"host"_s, u"listen"_s, u"container"_s};
    const auto hasField = [&](const QString &of, const QString &field) {
        return catalog.kind(of) && catalog.kind(of)->field(field);
    };
    if (name.startsWith(u"fleet."))
        return hasField(u"fleet"_s, name.mid(6));
    if (name.startsWith(u"host."))
        return hasField(u"host"_s, name.mid(5));
    return always.contains(name) || hasField(kind, name);
}

void checkTemplates(MapReader &reader, const char *key, const Kind &kind, const QStringList &templates)
{
    reader.later(key, [kind = kind.name, names = placeholders(templates)](const Catalog &catalog) {
        for (const QString &name : names) {
            if (!isKnown(catalog, kind, name))
                return u"nothing can fill {%1}"_s.arg(name);
        }
        return QString();
    });
}

void checkAllTemplates(MapReader &reader, const Kind &kind)
{
    QStringList units, dns, routes, probes;
    for (const UnitSpec &unit : kind.units)
        units += {unit.name, unit.image, unit.version, unit.digest};
    for (const DnsSpec &each : kind.dns)
        dns += each.name;
    for (const RouteSpec &route : kind.routes)
        routes += route.name;
    for (const ProbeSpec &probe : kind.probes)
        probes += probe.url;
    checkTemplates(reader, "units", kind, units);
    checkTemplates(reader, "dns", kind, dns);
    checkTemplates(reader, "routes", kind, routes);
    checkTemplates(reader, "probes", kind, probes);
    checkTemplates(reader, "backup", kind, kind.backup);
}

/// The port of a link is one of the kind that it goes to.
void checkLinks(MapReader &reader, const Kind &kind)
{
    reader.later("links", [kind](const Catalog &catalog) {
        for (const LinkSpec &link : kind.links) {
            QStringList targets = link.toKind.isEmpty() ? QStringList() : QStringList{link.toKind};
            if (const Field *field = kind.field(link.toField))
                targets = field->kinds;
            for (const QString &target : targets) {
                const Kind *known = catalog.kind(target);
                if (!known || (!link.port.isEmpty() && !hasPort(*known, link.port)))
                    return u"there is no port \"%1\" of a kind \"%2\""_s.arg(link.port, target);
            }
        }
        return QString();
    });
}

} // namespace

void checkNames(MapReader &reader, const Kind &kind)
{
    for (const PortSpec &port : kind.ports) {
        if (!port.field.isEmpty() && !kind.field(port.field))
            reader.complain("ports", u"there is no field \"%1\""_s.arg(port.field));
    }
    for (const RouteSpec &route : kind.routes) {
        if (!kind.field(route.portField))
            reader.complain("routes", u"there is no field \"%1\""_s.arg(route.portField));
    }
    for (const Condition &fields : {kind.recognise.environment, kind.recognise.published, kind.recognise.listens}) {
        for (const auto &[sign, field] : fields) {
            if (!kind.field(field))
                reader.complain("recognise", u"there is no field \"%1\""_s.arg(field));
        }
    }
    for (const InternetSpec &link : kind.fromInternet) {
        if (!hasPort(kind, link.port))
            reader.complain("from-internet", u"there is no port \"%1\""_s.arg(link.port));
    }
    for (const LinkSpec &link : kind.links) {
        if (!link.toField.isEmpty() && !kind.field(link.toField))
            reader.complain("links", u"there is no field \"%1\""_s.arg(link.toField));
    }
    checkLinks(reader, kind);
    checkAllTemplates(reader, kind);
}

} // namespace model
