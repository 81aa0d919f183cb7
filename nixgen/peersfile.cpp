// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/peersfile.h"

#include "model/mesh.h"
#include "model/validate.h"

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::MeshSpec;
using model::PlacedHost;

namespace {

/// The number at which members await each other.
int meshPort(const Context &context, const model::Kind &kind)
{
    const auto port = std::ranges::find(kind.ports, kind.mesh->port, &model::PortSpec::name);
    if (port == kind.ports.end())
        return 0;
    return port->fleetField.isEmpty() ? port->number : int(context.settings.at(port->fleetField).toInt());
}

Binding entryOf(const PlacedHost &host, const model::Kind &kind, int port)
{
    const QString key = host.values.at(kind.mesh->key).text(), address = host.values.at(u"mesh").text();
    const QStringList places = host.values.at(u"public").texts();
    Expr shownKey = key.isEmpty() ? Expr().noted(wrapped(u"Not known yet: nobody reaches this host until its public key stands in fleet.yaml."_s))
                                  : text(key);
    const bool isKnown = address.contains(u'.') || address.contains(u':');
    Bindings bindings{{{u"publicKey"_s}, shownKey.from(origin(host.id, kind.mesh->key))},
                      {{u"address"_s}, (isKnown ? text(address) : Expr()).from(origin(host.id, u"mesh"_s))}};
    if (!places.isEmpty()) {
        const QString place = places.first().contains(u':') ? u'[' + places.first() + u']' : places.first();
        bindings.append({{u"endpoint"_s}, text(place + u':' + QString::number(port)).from(origin(host.id, u"public"_s))});
    }
    return {{host.name}, attrs(bindings).from(origin(host.id))};
}

Expr hosts(const Context &context, const model::Kind &kind)
{
    const int port = meshPort(context, kind);
    Attrs all;
    for (const PlacedHost &host : context.topology.hosts)
        all.bindings.append(entryOf(host, kind, port));
    std::ranges::sort(all.bindings, {}, &Binding::path);
    return all;
}

Expr operators(const Context &context, const MeshSpec &mesh)
{
    Attrs all;
    for (const model::MeshDevice &device : model::meshDevices(mesh, context.settings)) {
        if (!device.address.isEmpty() && model::isName(device.name))
            all.bindings.append({{device.name}, attrs({{{u"publicKey"_s}, text(device.key)}, {{u"address"_s}, text(device.address)}})});
    }
    std::ranges::sort(all.bindings, {}, &Binding::path);
    return Expr(all).from(fleetOrigin(mesh.devices));
}

} // namespace

QString peersPath(const model::Catalog &catalog, const model::Value &settings)
{
    const model::Kind *kind = model::meshKind(catalog, settings);
    return kind && kind->mesh->isKnown() ? u"modules/%1-peers.nix"_s.arg(kind->name) : QString();
}

QString peersPath(const model::Fleet &fleet, const model::Catalog &catalog)
{
    return peersPath(catalog, catalog.effective(*catalog.kind(u"fleet"), fleet.settings().values));
}

Binding peer(const Context &context, const PlacedHost &host)
{
    const model::Kind &kind = *model::meshKind(context.catalog, context.settings);
    return entryOf(host, kind, meshPort(context, kind));
}

Expr peersFile(const Context &context)
{
    const model::Kind &kind = *model::meshKind(context.catalog, context.settings);
    const QString header = wrapped(u"Who is on the private network. Each host reads this file and leaves itself out; how an operator's "
                                   "device joins, the head of %1.nix says."_s.arg(kind.name))
                           + u'\n' + writtenBy();
    return attrs({{{u"hosts"_s}, hosts(context, kind)},
                  {{u"operators"_s}, operators(context, *kind.mesh)
                                         .noted(wrapped(context.fleetKind().field(kind.mesh->devices)->title + u'.'))
                                         .spaced()}})
        .noted(header)
        .from(fleetOrigin());
}

} // namespace nixgen
