// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/references.h"

#include <algorithm>
#include <unordered_map>

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
    const auto [begin, end] = placeOfName(text);
    return QStringView(text).sliced(begin, end - begin) == from ? text.left(begin) + to + text.mid(end) : text;
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

/// Where such a thing may be named; looked up once, since there may be thousands of entries.
class NamingFields
{
public:
    NamingFields(const Catalog &catalog, const QString &named) : m_catalog(catalog), m_named(named) {}

    const QStringList &of(const QString &kindName)
    {
        if (m_last && *m_last == kindName)
            return *m_lastFields;
        const auto [known, isNew] = m_fields.try_emplace(kindName);
        const Kind *kind = isNew ? m_catalog.kind(kindName) : nullptr;
        for (const Field &field : kind ? kind->fields : QList<Field>()) {
            if (names(field, field.type, m_named) || names(field, field.of, m_named))
                known->second.append(field.name);
        }
        m_last = &known->first;
        m_lastFields = &known->second;
        return *m_lastFields;
    }

private:
    const Catalog &m_catalog;
    const QString m_named;
    std::unordered_map<QString, QStringList> m_fields; // keeps places
    const QString *m_last = nullptr;
    const QStringList *m_lastFields = nullptr;
};

/// Fields whose value changes when the name does.
ValueMap renamedFields(const Value &values, const QStringList &fields, const QString &from, const QString &to)
{
    ValueMap changes;
    for (const QString &field : fields) {
        const Value old = values.at(field);
        if (old.isText() && !old.text().contains(from))
            continue; // of thousands nearly all
        const Value now = renamedIn(old, from, to);
        if (now != old)
            changes.append({field, now});
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
                          const QStringList &naming, const QString &from, const QString &to)
{
    const bool moves = named == u"host"_s && item->host == from;
    if (naming.isEmpty() && !moves)
        return {};
    const bool service = item->source->section == servicesKey;
    const Value fields = service ? item->values.at(u"settings") : item->values;
    const ValueMap changes = renamedFields(fields, naming, from, to);
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

Result<void> renameReferences(FleetEditor &editor, const Naming &known, const ItemPtr &was, const ItemPtr &is)
{
    const QString kind = was->kind, from = was->name, to = is->name;
    NamingFields naming(editor.catalog(), kind);
    const ValueMap changes = renamedFields(editor.fleet().settings().values, naming.of(u"fleet"_s), from, to);
    for (const auto &[field, value] : changes)
        if (const auto done = editor.rewriteSettings(field, value); !done)
            return done;
    for (const ItemPtr &each : known.of(kind, from)) {
        const ItemPtr item = each == was ? is : each;
        if (const auto done = renameInItem(editor, item, kind, naming.of(item->kind), from, to); !done)
            return done;
        if (kind != u"host"_s || item->source->section != servicesKey)
            continue;
        const ItemPtr now = editor.fleet().find(item->id);
        if (const auto done = renameInService(editor, now, from, to); !done)
            return done;
    }
    return {};
}

QList<ItemPtr> itemsOn(const Fleet &fleet, const QString &host)
{
    QList<ItemPtr> result;
    for (const ItemPtr &item : fleet.items())
        if (item->host == host)
            result.append(item);
    return result;
}

} // namespace model
