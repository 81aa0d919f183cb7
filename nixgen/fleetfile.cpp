// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/fleetfile.h"

#include "nixgen/carried.h"
#include "nixgen/image.h"
#include "nixgen/options.h"

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::Field;
using model::FieldType;
using model::Kind;
using model::Placed;
using model::PlacedHost;
using model::Value;

namespace {

Expr imports(const Context &context)
{
    const Expr secrets = path(u"./secrets.nix"_s).from(fleetOrigin(u"secrets.backend"_s));
    QList<Expr> all{path(u"./base.nix"_s), secrets};
    for (const Kind &kind : context.catalog.kinds()) {
        if (!context.isEverywhere(kind) || !hasKindModule(kind.name))
            continue;
        const QString field = kind.broughtBy.begin()->first.mid(6); // behind "fleet."
        const Expr import = path(u"./%1.nix"_s.arg(kind.name)).from(fleetOrigin(field));
        QList<model::Origin> carriers;
        for (const PlacedHost &host : context.topology.hosts) {
            const model::ItemId carried(host.name + u'/' + kind.name);
            if (context.topology.find(carried))
                carriers += origin(carried);
        }
        all.append(import.from(carriers));
    }
    for (const QString &own : context.settings.at(u"imports").texts())
        all.append(importPath(own, u"modules"_s).from(fleetOrigin(u"imports"_s)));
    return list(all);
}

/// Whether the option belongs to the picture of the whole fleet that every host gets.
bool isShown(const QString &option)
{
    return option.startsWith("claudetorio.fleet."_L1);
}

Expr shownField(const Context &context, const Field &field, Versions &versions)
{
    const Expr value = field.type == FieldType::Image
                           ? image(context, field, versions)
                           : fieldValue(field, context.settings.at(field.name));
    const Expr placed = value.from(fleetOrigin(field.name));
    return field.help.isEmpty() ? placed : placed.noted(wrapped(field.help));
}

QStringList parentOf(const Binding &binding)
{
    return binding.path.first(binding.path.size() - 1);
}

/// Neighbours with the same parent become one set: a.b.c = 1; a.b.d = 2 → a.b = { c = 1; d = 2; }.
Bindings grouped(const Bindings &bindings)
{
    Bindings groups;
    for (qsizetype i = 0; i < bindings.size();) {
        const QStringList parent = parentOf(bindings[i]);
        Bindings inner;
        do
            inner.append({{bindings[i].path.last()}, bindings[i].value});
        while (++i < bindings.size() && parent.size() > 1 && parentOf(bindings[i]) == parent);
        if (inner.size() == 1)
            groups.append({parent + inner.first().path, inner.first().value});
        else
            groups.append({parent, attrs(inner).spaced()});
    }
    return groups;
}

/// The fleet's own fields, in catalog order; an empty line above each that has a comment or begins
/// another section.
Bindings options(const Context &context, Versions &versions)
{
    Bindings bindings;
    QString section;
    for (const Field &field : context.fleetKind().fields) {
        if (field.option.isEmpty() || isShown(field.option)
            || context.settings.at(field.name).isNull()
            || !context.holds(field.when, context.settings))
            continue;
        const Value value = context.settings.at(field.name);
        const bool follows = !field.defaultFrom.isEmpty()
                             && value == context.settings.at(field.defaultFrom);
        if (value == Value(model::ValueList()) || follows) // says nothing
            continue;
        const Expr shown = shownField(context, field, versions);
        const QString own = field.name.section(u'.', 0, 0);
        Binding binding{optionPath(field.option), shown};
        const bool continues =
            !bindings.isEmpty() && parentOf(bindings.last()) == parentOf(binding);
        if (own != std::exchange(section, own) || (!field.help.isEmpty() && !continues))
            binding.value = shown.spaced();
        bindings.append(binding);
    }
    return grouped(bindings);
}

/// Settings, hosts and items as every host sees them.
Expr everything(const Context &context)
{
    Bindings bindings;
    Versions unused;
    for (const Field &field : context.fleetKind().fields) {
        if (isShown(field.option) && !context.settings.at(field.name).isNull())
            bindings.append(
                {{optionPath(field.option).last()}, shownField(context, field, unused).noted({})});
    }
    Attrs hosts;
    for (const PlacedHost &host : context.topology.hosts)
        hosts.bindings.append({{host.name}, hostElement(context, host)});
    std::ranges::sort(hosts.bindings, {}, &Binding::path);
    bindings.append({{u"hosts"_s}, hosts});
    for (const Kind &kind : context.catalog.kinds()) {
        if (kind.option.isEmpty())
            continue;
        QList<Expr> elements;
        for (const model::ItemPtr &item : context.fleet.items()) {
            const Placed *placed =
                item->kind == kind.name ? context.topology.find(item->id) : nullptr;
            if (placed)
                elements.append(element(context, kind, *placed, true));
        }
        bindings.append({{kind.fleetKey}, list(elements)});
    }
    return attrs(bindings);
}

} // namespace

Expr hostElement(const Context &context, const PlacedHost &host)
{
    Bindings bindings;
    for (const Field &field : context.hostKind().fields) {
        const auto option = elementOption(field.option);
        const bool isRoles = field.of == FieldType::Role; // what a host carries may add some
        const Value value = host.values.at(field.name);
        if (!option || (value.isText() && field.values.contains(value.text()))
            || (isRoles ? host.roles.isEmpty()
                        : value.isNull() || value == Value(model::ValueList())))
            continue;
        Expr shown = fieldValue(field, value);
        if (isRoles) {
            List roles;
            for (const QString &role : host.roles)
                roles.items.append(text(role));
            shown = roles;
        } else if (field.type == FieldType::List && !value.isList()) {
            shown = list({shown});
        }
        bindings.append({{option->attribute}, shown.from(origin(host.id, field.name))});
    }
    return attrs(bindings).from(origin(host.id));
}

Expr fleetFile(const Context &context)
{
    const QString header =
        u"What all hosts share, and what each knows of the others.\n"_s + writtenBy();
    Versions versions;
    Bindings bindings{{{u"imports"_s}, imports(context)}};
    bindings += options(context, versions);
    const QString comment = u"The whole fleet, as every host sees it."_s;
    bindings.append({{u"claudetorio"_s, u"fleet"_s}, everything(context).noted(comment).spaced()});
    const Expr module = attrs(bindings);
    const Expr file = versions.isEmpty() ? module : Expr(Let{versions, module});
    return file.noted(header).from(fleetOrigin());
}

} // namespace nixgen
