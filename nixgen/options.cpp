// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/options.h"

namespace nixgen {

using namespace Qt::StringLiterals;
using model::Field;
using model::FieldType;
using model::Kind;
using model::Placed;
using model::Value;

QStringList optionPath(const QString &option)
{
    QStringList names{QString()};
    bool quoted = false;
    for (const QChar c : option) {
        if (c == u'"')
            quoted = !quoted;
        else if (c == u'.' && !quoted)
            names.append(QString());
        else
            names.last() += c;
    }
    return names;
}

std::optional<ElementOption> elementOption(const QString &option)
{
    // Asked for every field of every item: a search for the star alone takes a tenth of one for ".*.".
    for (qsizetype at = option.indexOf(u'*', 1); at > 0; at = option.indexOf(u'*', at + 1)) {
        if (option[at - 1] == u'.' && at + 1 < option.size() && option[at + 1] == u'.')
            return ElementOption{option.left(at - 1), option.mid(at + 2)};
    }
    return std::nullopt;
}

Expr fieldValue(const Field &field, const Value &value)
{
    const auto range = field.type == FieldType::PortRange ? model::portRange(value) : std::nullopt;
    if (range)
        return attrs({{{u"from"_s}, integer(range->first)}, {{u"to"_s}, integer(range->second)}});
    return fromValue(value);
}

Value plainDefault(const Kind &kind, const Field &field)
{
    const Field *other = field.defaultFrom.isEmpty() ? nullptr : kind.field(field.defaultFrom);
    return other ? other->fallback : field.fallback;
}

Expr element(const Context &context, const Kind &kind, const Placed &item, bool withHost)
{
    const auto own = elementOption(kind.option);
    Bindings bindings{{{own->attribute}, text(item.name).from(origin(item.id, kind.identity))}};
    if (withHost)
        bindings.append({{u"host"_s}, text(item.host).from(origin(item.id, u"host"_s))});
    for (const Field &field : kind.fields) {
        const auto option = elementOption(field.option);
        const Value value = item.values.at(field.name);
        if (!option || option->list != own->list || value.isNull() || value == Value(QString()))
            continue;
        const Placed *target = field.type == FieldType::Ref
                                   ? refTarget(context.topology, field, value.text(), item.host)
                                   : nullptr;
        const Expr shown = target ? text(target->name) : fieldValue(field, value);
        bindings.append({{option->attribute}, shown.from(origin(item.id, field.name))});
    }
    return attrs(bindings).from(origin(item.id));
}

Bindings settingsOf(const Context &context, const Kind &kind, const Placed &item)
{
    Bindings bindings;
    for (const Field &field : kind.fields) {
        const Value value = item.values.at(field.name);
        if (field.option.isEmpty() || elementOption(field.option) || value.isNull()
            || value == plainDefault(kind, field) || !context.holds(field.when, item.values))
            continue;
        Expr shown = fieldValue(field, value);
        if (!item.source.isEmpty() && item.source != item.id)
            shown = shown.from(origin(item.source, field.name));
        bindings.append({optionPath(field.option), shown.from(origin(item.id, field.name))});
    }
    return bindings;
}

} // namespace nixgen
