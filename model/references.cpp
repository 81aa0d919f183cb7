// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/references.h"

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// "mini/cache": the settings of a service as it stands on the host mini.
QString renamedInstance(const QString &name, const QString &from, const QString &to)
{
    return name.startsWith(from + u'/') ? to + name.mid(from.size()) : name;
}

bool names(const Field &field, FieldType type, const QString &kind)
{
    if (kind == u"host"_s && (type == FieldType::Host || type == FieldType::Endpoint))
        return true;
    return field.kinds.contains(kind);
}

/// "[user@]name[:port]" or the bare name with the name exchanged.
QString renamedText(const QString &text, const QString &from, const QString &to)
{
    const qsizetype begin = text.indexOf(u'@') + 1;
    const qsizetype colon = text.indexOf(u':', begin);
    const qsizetype end = colon < 0 ? text.size() : colon;
    return text.mid(begin, end - begin) == from ? text.left(begin) + to + text.mid(end) : text;
}

/// The value with the name exchanged, wherever a field of that type may hold it.
Value renamedIn(const Value &value, const QString &from, const QString &to)
{
    if (value.isText())
        return renamedText(value.text(), from, to);
    if (!value.isList())
        return value;
    ValueList list = value.list();
    for (Value &entry : list)
        entry = renamedIn(entry, from, to);
    return list;
}

/// Fields whose value changes when the name does.
ValueMap renamedFields(const Value &values, const Kind &kind, const QString &named,
                       const QString &from, const QString &to)
{
    ValueMap changes;
    for (const Field &field : kind.fields) {
        if (!names(field, field.type, named) && !names(field, field.of, named))
            continue;
        const Value old = values.at(field.name);
        const Value now = renamedIn(old, from, to);
        if (now != old)
            changes.append({field.name, now});
    }
    return changes;
}

/// `roles: {server: {hosts: [mini]}}` of a service, or hosts as a map with settings each.
Value renamedRoles(const Value &roles, const QString &from, const QString &to)
{
    ValueMap result = roles.map();
    for (auto &[role, value] : result) {
        const Value hosts = value.at(u"hosts");
        if (!hosts.isMap()) {
            if (!hosts.isNull())
                value = value.with(u"hosts", renamedIn(hosts, from, to));
            continue;
        }
        ValueMap renamed = hosts.map();
        for (auto &[host, settings] : renamed)
            if (host == from)
                host = to;
        value = value.with(u"hosts", renamed);
    }
    return roles.isMap() ? Value(result) : roles;
}

Result<void> renameInService(FleetEditor &editor, const ItemPtr &item, const QString &from,
                             const QString &to)
{
    Item wanted = *item;
    wanted.name = renamedInstance(item->name, from, to);
    wanted.id = ItemId(u"service/"_s + wanted.name);
    const Value roles = renamedRoles(item->values.at(u"roles"), from, to);
    wanted.values = wanted.values.with(u"roles", roles);
    if (wanted == *item)
        return {};
    const Item before = *item;
    return editor.rewrite(item, wanted, [&](FieldEditor &text) {
        Result<void> done;
        if (wanted.name != before.name)
            done = text.setKey(u"name"_s, wanted.name);
        return done && !roles.isNull() ? text.setKey(u"roles"_s, roles) : done;
    });
}

Result<void> renameInItem(FleetEditor &editor, const ItemPtr &item, const QString &named,
                          const QString &from, const QString &to)
{
    const Kind *kind = editor.catalog().kind(item->kind);
    const bool service = item->source->section == servicesKey;
    const Value fields = service ? item->values.at(u"settings") : item->values;
    const ValueMap changes = kind ? renamedFields(fields, *kind, named, from, to) : ValueMap();
    const bool moves = named == u"host"_s && item->host == from;
    if (changes.isEmpty() && !moves)
        return {};
    Item wanted = *item;
    if (moves)
        wanted.host = to;
    for (const auto &[field, value] : changes)
        wanted.values = wanted.values.with(service ? u"settings."_s + field : field, value);
    return editor.rewrite(item, wanted, [&](FieldEditor &text) {
        Result<void> done = moves ? text.setKey(u"host"_s, to) : Result<void>();
        for (const auto &[field, value] : changes)
            if (done)
                done = text.set(field, value);
        return done;
    });
}

} // namespace

Result<void> renameReferences(FleetEditor &editor, const QString &kind, const QString &from,
                              const QString &to)
{
    const Fleet before = editor.fleet();
    const Kind *settings = editor.catalog().kind(u"fleet");
    const ValueMap changes = renamedFields(before.settings().values, *settings, kind, from, to);
    for (const auto &[field, value] : changes)
        if (const auto done = editor.rewriteSettings(field, value); !done)
            return done;
    for (const ItemList &list : {before.hosts(), before.items()})
        for (const ItemPtr &item : list) {
            if (const auto done = renameInItem(editor, item, kind, from, to); !done)
                return done;
            if (kind != u"host"_s || item->source->section != servicesKey)
                continue;
            const ItemPtr now = editor.fleet().find(item->id);
            if (const auto done = renameInService(editor, now, from, to); !done)
                return done;
        }
    return {};
}

ItemList itemsOn(const Fleet &fleet, const QString &host)
{
    ItemList result;
    for (const ItemPtr &item : fleet.items())
        if (item->host == host)
            result.append(item);
    return result;
}

} // namespace model
