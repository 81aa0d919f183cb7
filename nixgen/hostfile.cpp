// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/hostfile.h"

#include "model/topology_template.h"
#include "nixgen/carried.h"
#include "nixgen/edge.h"
#include "nixgen/options.h"

#include <QRegularExpression>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::Field;
using model::Kind;
using model::Placed;
using model::PlacedHost;
using model::Role;
using model::Value;

namespace {

Expr missing(const PlacedHost &host, const Field &field)
{
    return throwing(
        u"the %1 of %2 is not known yet: capture it from the host, or write %3 into the fleet file"_s
            .arg(field.title.toLower(), host.name, field.name));
}

/// The import of a role's module, which also brings what the role brings.
Expr roleImport(const Context &context, const PlacedHost &host, const Role &role)
{
    Expr import = path(u"../modules/"_s + role.module).from(origin(host.id, u"roles"_s));
    for (const model::ItemId &id : host.items) {
        const Placed *item = context.topology.find(id);
        if (role.brings.contains(item->kind))
            import = import.from(origin(item->id));
    }
    return import;
}

/// Modules of what the host carries beside its roles.
QList<Expr> kindImports(const Context &context, const PlacedHost &host)
{
    QStringList brought;
    for (const QString &role : host.roles)
        brought += context.catalog.role(role)->brings;
    QList<Expr> imports;
    for (const model::ItemId &id : host.items) {
        const Placed *item = context.topology.find(id);
        const Kind *kind = context.catalog.kind(item->kind);
        if (brought.contains(kind->name) || !hasKindModule(kind->name)
            || context.isEverywhere(*kind))
            continue;
        brought.append(kind->name);
        imports.append(path(u"../modules/%1.nix"_s.arg(kind->name)).from(origin(id)));
    }
    return imports;
}

Expr imports(const Context &context, const PlacedHost &host)
{
    QList<Expr> all{path(u"./hardware/%1.nix"_s.arg(host.name)), path(u"../modules/fleet.nix"_s)};
    for (const Role &role : context.catalog.roles()) {
        if (host.roles.contains(role.name) && !role.module.isEmpty())
            all.append(roleImport(context, host, role));
    }
    all += kindImports(context, host);
    for (const QString &own : host.values.at(u"imports").texts())
        all.append(importPath(own, u"hosts"_s).from(origin(host.id, u"imports"_s)));
    return list(all);
}

/// The host's own fields as options: those of NixOS itself always, those of our modules where they
/// differ from the default.
Bindings hostOptions(const Context &context, const PlacedHost &host, bool ofNixos)
{
    Bindings bindings;
    for (const Field &field : context.hostKind().fields) {
        if (field.option.isEmpty() || elementOption(field.option)
            || !context.holds(field.when, host.values)
            || ofNixos == field.option.startsWith("claudetorio."_L1))
            continue;
        const Value value = host.values.at(field.name);
        if (ofNixos ? value.isNull() && !field.fact
                    : value.isNull() || value == plainDefault(context.hostKind(), field))
            continue;
        const Expr shown = value.isNull() ? missing(host, field) : fieldValue(field, value);
        const Expr placed =
            ofNixos && !field.help.isEmpty() ? shown.noted(wrapped(field.help)).spaced() : shown;
        bindings.append({optionPath(field.option), placed.from(origin(host.id, field.name))});
    }
    return bindings;
}

Bindings bootLoader(const Context &context, const PlacedHost &host)
{
    const auto known = [&](const QString &name) {
        const Field &field = *context.hostKind().field(name);
        const Value value = host.values.at(name);
        const Expr shown = value.isNull() ? missing(host, field) : text(value.text());
        return shown.noted(wrapped(field.help)).from(origin(host.id, name));
    };
    const QString loader = host.values.at(u"boot.loader").text();
    const Expr on = boolean(true).from(origin(host.id, u"boot.loader"_s));
    if (loader == "grub"_L1)
        return {{{u"boot"_s, u"loader"_s, u"grub"_s, u"device"_s}, known(u"boot.device"_s)}};
    if (loader == "systemd-boot"_L1)
        return {{{u"boot"_s, u"loader"_s, u"systemd-boot"_s, u"enable"_s}, on},
                {{u"boot"_s, u"loader"_s, u"efi"_s, u"canTouchEfiVariables"_s}, on}};
    if (loader == "none"_L1)
        return {{{u"boot"_s, u"loader"_s, u"grub"_s, u"enable"_s},
                 boolean(false).from(origin(host.id, u"boot.loader"_s))}};
    const Expr unknown = loader.isEmpty()
                             ? missing(host, *context.hostKind().field(u"boot.loader"))
                             : throwing(u"%1 has the boot loader %2, which is none we know"_s.arg(
                                 host.name, loader));
    return {{{u"boot"_s, u"loader"_s}, unknown.from(origin(host.id, u"boot.loader"_s))}};
}

/// What a role sets from the fleet, e.g. its domain.
Bindings roleOptions(const Context &context, const PlacedHost &host)
{
    static const QRegularExpression fleetField(u"\\{fleet\\.([^}|]+)"_s);
    Placed self;
    self.host = self.name = host.name;
    const auto *backend = context.catalog.containerBackend(
        context.settings.at(context.catalog.containerField()).text());
    const QString container = backend ? backend->prefix : QString();
    Bindings bindings;
    for (const Role &role : context.catalog.roles()) {
        if (!host.roles.contains(role.name))
            continue;
        for (const auto &[option, form] : role.sets) {
            const Expr value = text(model::Template(form, context.settings, container).fill(self, host.values));
            const auto from = fleetField.match(form);
            bindings.append({optionPath(option),
                             from.hasMatch() ? value.from(fleetOrigin(from.captured(1))) : value});
        }
    }
    return bindings;
}

/// The lists of what the host runs many of, each below what its kind is.
Bindings elementLists(const Context &context, const PlacedHost &host)
{
    Bindings bindings;
    const auto items = context.topology.on(host.name);
    for (const Kind &kind : context.catalog.kinds()) {
        const auto option = elementOption(kind.option);
        if (!option)
            continue;
        QList<Expr> elements;
        for (const Placed *item : items) {
            if (item->kind == kind.name)
                elements.append(element(context, kind, *item, false));
        }
        if (!elements.isEmpty())
            bindings.append(
                {optionPath(option->list), list(elements).noted(wrapped(kind.help)).spaced()});
    }
    return bindings;
}

Bindings serviceOptions(const Context &context, const PlacedHost &host)
{
    Bindings bindings;
    for (const Placed *item : context.topology.on(host.name))
        bindings += settingsOf(context, *context.catalog.kind(item->kind), *item);
    return bindings;
}

/// The bindings as a group of their own: an empty line above the first.
Bindings group(Bindings bindings)
{
    if (!bindings.isEmpty())
        bindings.first().value = bindings.first().value.spaced();
    return bindings;
}

QString header(const Context &context, const PlacedHost &host)
{
    QStringList lines(u"Host "_s + host.name);
    for (const Role &role : context.catalog.roles()) {
        if (host.roles.contains(role.name))
            lines.append(wrapped(role.name + u": "_s + role.help));
    }
    lines.append(writtenBy());
    return lines.join(u'\n');
}

} // namespace

Expr hostFile(const Context &context, const PlacedHost &host)
{
    Bindings bindings{{{u"imports"_s}, imports(context, host)},
                      {{u"networking"_s, u"hostName"_s},
                       text(host.name).from(origin(host.id, u"name"_s)).spaced()}};
    bindings += hostOptions(context, host, true);
    bindings += group(bootLoader(context, host));
    bindings += group(hostOptions(context, host, false));
    bindings += group(roleOptions(context, host));
    bindings += elementLists(context, host);
    bindings += group(serviceOptions(context, host));
    bindings += group(edgeOptions(context, host));
    return attrs(bindings).noted(header(context, host)).from(origin(host.id));
}

Expr hardwareFile(const QString &host)
{
    const QString comment =
        u"Hardware of %1: not captured yet.\n"
        "Replaced by what nixos-generate-config says on the host. To capture it:\n"
        "  switchyardctl adopt fleet.yaml --host %1"_s.arg(host);
    const Expr unknown = throwing(
        u"the file systems of %1 are not known yet: capture its hardware configuration first"_s.arg(
            host));
    return attrs({{{u"fileSystems"_s}, unknown}})
        .noted(comment)
        .from(origin(model::ItemId::host(host)));
}

} // namespace nixgen
