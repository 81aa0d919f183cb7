// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/edge.h"

#include "nixgen/options.h"

#include <QSet>

#include <optional>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::PlacedHost;

namespace {

/// The host's address on the private network, if it is known yet.
std::optional<QString> meshAddress(const Context &context, const PlacedHost &host)
{
    const QString mesh = host.values.at(u"mesh").text();
    const bool isWord = context.hostKind().field(u"mesh")->values.contains(mesh); // "auto"
    return mesh.isEmpty() || isWord ? std::nullopt : std::optional(mesh);
}

/// Stands in the place of an address that the host has only once it has joined.
Expr unknown(const PlacedHost &host, const Expr &instead)
{
    return instead.noted(wrapped(
        u"%1 has no address on the private network yet: let it join, then write its mesh address into fleet.yaml."_s
            .arg(host.name)));
}

Expr meshText(const Context &context, const PlacedHost &host)
{
    const auto mesh = meshAddress(context, host);
    return (mesh ? text(*mesh) : unknown(host, {})).from(origin(host.id, u"mesh"_s));
}

Expr meshList(const Context &context, const PlacedHost &host)
{
    const auto mesh = meshAddress(context, host);
    return (mesh ? list({text(*mesh)}) : unknown(host, list({}))).from(origin(host.id, u"mesh"_s));
}

/// Behind another edge, what has HTTPS names listens on the private network and admits the edge.
Bindings behind(const Context &context, const PlacedHost &host, const PlacedHost &edge)
{
    Bindings bindings;
    for (const model::Role &role : context.catalog.roles()) {
        if (!host.roles.contains(role.name))
            continue;
        if (!role.listenOption.isEmpty())
            bindings.append({optionPath(role.listenOption), meshText(context, host)});
        if (!role.edgesOption.isEmpty())
            bindings.append({optionPath(role.edgesOption), meshList(context, edge)});
    }
    return bindings;
}

/// Where the edge reaches it; nothing while that is not known.
std::optional<QString> upstream(const Context &context, const PlacedHost &host, int port)
{
    const auto mesh = meshAddress(context, host);
    if (!mesh)
        return std::nullopt;
    const QString address = mesh->contains(u':') ? u'[' + *mesh + u']' : *mesh;
    return address + u':' + QString::number(port);
}

/// The names that the edge forwards to other hosts.
Bindings forwarded(const Context &context, const PlacedHost &edge)
{
    Bindings routes;
    QSet<QString> served;    // of two hosts that serve one name, the first gets it
    QSet<QString> explained; // why a host is not reached is said once
    for (const model::Placed *proxy : context.topology.on(edge.name)) {
        for (const model::Route &route : proxy->routes) {
            const PlacedHost *host = context.topology.host(route.host);
            if (route.host == edge.name || !host || served.contains(route.name))
                continue;
            served.insert(route.name);
            Expr shown;
            if (const auto address = upstream(context, *host, route.port))
                shown = text(*address);
            else if (!explained.contains(host->name))
                shown = unknown(*host, {});
            explained.insert(host->name);
            routes.append({{route.name}, shown.from(origin(route.from))});
        }
    }
    if (routes.isEmpty())
        return {};
    return {{{u"claudetorio"_s, u"edge"_s, u"routes"_s},
             attrs(routes).from(fleetOrigin(u"edge.mode"_s))}};
}

} // namespace

Bindings edgeOptions(const Context &context, const PlacedHost &host)
{
    const PlacedHost *edge = context.topology.host(context.topology.m_singleEdge);
    if (!edge)
        return {};
    return edge->name == host.name ? forwarded(context, host) : behind(context, host, *edge);
}

} // namespace nixgen
