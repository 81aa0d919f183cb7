// SPDX-License-Identifier: GPL-3.0-or-later
// Menders of what names a host, a role, an item or a tag, and of where things stand.

#include "model/fix_mending.h"
#include "model/validate_findings.h"
#include "model/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// The value with a word exchanged, or taken out when the new one is empty, wherever it stands in
/// lists and keys.
Value exchanged(const Value &value, const QString &from, const QString &to)
{
    if (value.isMap()) {
        ValueMap map;
        for (const auto &[key, entry] : value.map()) {
            if (key != from)
                map.append({key, entry});
            else if (!to.isEmpty())
                map.append({to, entry});
        }
        return map.isEmpty() ? Value() : Value(map);
    }
    ValueList list;
    for (const QString &word : value.texts()) {
        const QString now = word == from ? to : word;
        if (!now.isEmpty() && !list.contains(Value(now)))
            list += Value(now);
    }
    if (!value.isList())
        return list.isEmpty() ? Value() : list.first();
    return list.isEmpty() ? Value() : Value(list);
}

/// The word of the finding's value that names nothing.
template <typename IsKnown>
QString unknownWord(const Mending &m, IsKnown isKnown)
{
    const Value value = m.value();
    QStringList words = value.texts();
    for (const auto &[key, entry] : value.map())
        words += key;
    const Field *field = m.field();
    const auto at = std::ranges::find_if(words, [&](const QString &word) {
        return !isKnown(word) && !(field && field->values.contains(word))
               && m.found.message.contains(u'"' + word + u'"');
    });
    return at == words.end() ? QString() : *at;
}

void offerNewHost(Mending &m, const QString &name)
{
    if (isName(name) && !m.fleet.host(name))
        m.step(fixTr("Create the host %1").arg(name), {AddItem{u"host"_s, name, {}, {}}});
}

void offerOthers(Mending &m, const QString &word, const QStringList &known, int most)
{
    const Value value = m.value();
    for (const QString &name : nearest(word, known, 2))
        m.step(fixTr("Change to %1").arg(name), {m.set(exchanged(value, word, name))});
    if (m.ways.isEmpty())
        for (const QString &name : known.mid(0, most))
            m.step(fixTr("Use %1").arg(name), {m.set(exchanged(value, word, name))});
}

void offerWithout(Mending &m, const QString &word)
{
    const Field *field = m.field();
    if (!field || !field->required)
        m.step(fixTr("Take \"%1\" out").arg(word), {m.set(exchanged(m.value(), word, {}))});
}

/// An item that stands on a host that is not there.
void mendItemsHost(Mending &m, const Item &item)
{
    QStringList hosts = nearest(item.host, m.hostNames(), 2);
    const bool close = !hosts.isEmpty();
    for (const PlacedHost *host : m.hostsFor(item.kind, close ? 1 : 3))
        hosts += host->name;
    for (const QString &host : std::as_const(hosts))
        m.step(fixTr("Move %1 to %2").arg(item.name, host),
               moveEdits(m.catalog, m.topology, item, host));
    offerNewHost(m, item.host);
}

/// "moon/cache": settings of a service on a host that is not there.
void mendServicesHost(Mending &m, const Item &item)
{
    const QString host = item.name.section(u'/', 0, 0), rest = item.name.section(u'/', 1);
    const Kind *kind = m.catalog.kind(item.kind);
    ValueMap values;
    for (const Field &field : kind ? kind->fields : QList<Field>()) {
        const Value value = item.values.at(u"settings").at(field.name);
        if (!value.isNull() && complaint(field, value).isEmpty())
            values.append({field.name, value});
    }
    for (const Placed &placed : m.topology.items) {
        const bool bare = placed.kind == item.kind && placed.source.isEmpty() && rest == item.kind;
        if (bare && m.ways.size() < 3)
            m.step(
                fixTr("Let it be %1").arg(placed.id.text()),
                {RemoveItem{item.id}, AddItem{item.kind, placed.id.text(), placed.host, values}});
    }
    m.step(fixTr("Remove the entry %1").arg(item.name), {RemoveItem{item.id}});
    offerNewHost(m, host);
}

/// The declared role that brings an item, when taking it away is enough to send the item away.
const Role *soleBringer(const Mending &m, const Placed &item)
{
    const PlacedHost *host = m.host(item.host);
    const Role *bringer = nullptr;
    for (const QString &name : host ? host->roles : QStringList()) {
        const Role *role = m.catalog.role(name);
        if (!role || !role->brings.contains(item.kind))
            continue;
        const bool implied = std::ranges::any_of(host->items, [&](const ItemId &id) {
            const Placed *other = m.topology.find(id);
            return other && !other->source.isEmpty() && m.catalog.kind(other->kind)->role == name;
        });
        if (bringer || implied || !host->values.at(u"roles").texts().contains(name))
            return nullptr;
        bringer = role;
    }
    return bringer;
}

/// Sends an item away from where it stands.
void offerWithoutItem(Mending &m, const ItemId &id)
{
    const Placed *item = m.topology.find(id);
    if (!item)
        return;
    const ItemPtr entry = m.fleet.find(item->source);
    if (entry && !entry->name.contains(u'/'))
        return m.step(fixTr("Remove %1 from %2").arg(item->name, item->host),
                      {RemoveItem{entry->id}});
    if (const Role *role = soleBringer(m, *item)) {
        QList<Edit> edits{takeRole(*m.host(item->host), role->name)};
        for (const QString &kind : role->brings) {
            const ItemPtr settings = m.fleet.find(ItemId(u"service/"_s + item->host + u'/' + kind));
            if (settings)
                edits += RemoveItem{settings->id};
        }
        m.step(fixTr("Take the role %1 from %2").arg(role->name, item->host), edits);
    }
}

void offerOtherHosts(Mending &m, const ItemId &id, int count)
{
    const Placed *item = m.topology.find(id);
    const ItemPtr entry = item ? m.fleet.find(item->source) : nullptr;
    if (!entry || entry->host.isEmpty())
        return;
    for (const PlacedHost *host : m.othersFor(*item, count))
        m.step(fixTr("Move %1 to %2").arg(item->name, host->name),
               moveEdits(m.catalog, m.topology, *entry, host->name));
}

} // namespace

void mendHost(Mending &m)
{
    const ItemPtr item = m.entry();
    if (!item)
        return m.askFile(m.found.message);
    if (m.found.field == "host"_L1)
        return mendItemsHost(m, *item);
    if (m.found.field == "name"_L1)
        return mendServicesHost(m, *item);
    const QString word =
        unknownWord(m, [&](const QString &name) { return m.host(name) != nullptr; });
    offerOthers(m, word, m.hostNames(), 3);
    offerWithout(m, word);
    offerNewHost(m, word);
}

void mendRole(Mending &m)
{
    QStringList roles;
    for (const Role &role : m.catalog.roles())
        roles += role.name;
    const QString word =
        unknownWord(m, [&](const QString &name) { return m.catalog.role(name) != nullptr; });
    offerOthers(m, word, roles, 4);
    offerWithout(m, word);
}

void mendTarget(Mending &m)
{
    const Field *field = m.field();
    if (!field)
        return m.askFile(m.found.message);
    constexpr qsizetype enough = 200; // names to suggest from
    QStringList names;
    for (const Placed &item : m.topology.items) {
        if (field->kinds.contains(item.kind) && names.size() < enough)
            names += item.name;
    }
    const QString word = m.value().text();
    offerOthers(m, word, names, 4);
    offerWithout(m, word);
}

void mendTag(Mending &m)
{
    QStringList tags;
    for (const PlacedHost &host : m.topology.hosts)
        tags += host.values.at(u"tags").texts();
    tags.removeDuplicates();
    const QString word = unknownWord(m, [&](const QString &tag) { return tags.contains(tag); });
    for (const QString &tag : nearest(word, tags, 2))
        m.step(fixTr("Change to %1").arg(tag), {m.set(exchanged(m.value(), word, tag))});
    const ItemPtr item = m.entry();
    for (const PlacedHost *host : m.hostsFor(item ? item->kind : QString(), 3)) {
        ValueList now;
        for (const QString &tag : host->values.at(u"tags").texts())
            now += Value(tag);
        now += Value(word);
        m.step(fixTr("Give %1 the tag %2").arg(host->name, word),
               {SetField{host->id, u"tags"_s, now}});
    }
    offerWithout(m, word);
}

void mendNoPlace(Mending &m)
{
    const ItemPtr item = m.entry();
    if (!item)
        return m.askFile(m.found.message);
    for (const PlacedHost *host : m.hostsFor(item->kind, 4)) {
        const bool has = std::ranges::any_of(
            host->items, [&](const ItemId &id) { return m.topology.find(id)->kind == item->kind; });
        const Value roles =
            ValueMap{{u"server"_s, ValueMap{{u"hosts"_s, ValueList{Value(host->name)}}}}};
        if (!has)
            m.step(fixTr("Put %1 on %2").arg(item->name, host->name),
                   {SetField{item->id, u"roles"_s, roles}});
    }
    m.step(fixTr("Remove the entry %1").arg(item->name), {RemoveItem{item->id}});
}

void mendNeed(Mending &m)
{
    const Placed *item = m.placed();
    const PlacedHost *host = m.host(m.found.other.text().section(u'/', 1));
    if (!item || !host)
        return m.ask(fixTr("Look at %1").arg(m.name()), m.found.message);
    for (const QString &needed : item->unmetNeeds) {
        const Kind *kind = m.catalog.kind(needed);
        if (!kind || !m.found.message.contains(ofCatalog(kind->title)))
            continue;
        m.step(fixTr("Add %1 to %2").arg(ofCatalog(kind->title), host->name),
               adviseNew(m.fleet, m.catalog, m.topology, needed, host->name).step.edits);
        for (const QString &role : m.rolesThatBring(needed)) {
            if (!host->roles.contains(role))
                m.step(fixTr("Give %1 the role %2").arg(host->name, role), {giveRole(*host, role)});
        }
    }
    offerOtherHosts(m, m.found.item, 2);
}

void mendImplied(Mending &m)
{
    const PlacedHost *host = m.host(m.hostOf());
    const Placed *item = m.topology.find(m.found.other);
    const Kind *kind = item ? m.catalog.kind(item->kind) : nullptr;
    if (!host || !kind)
        return m.ask(fixTr("Look at the roles of %1").arg(m.name()), m.found.message);
    m.step(fixTr("Give %1 the role %2 in the file").arg(host->name, kind->role),
           {giveRole(*host, kind->role)});
    const qsizetype carried = std::ranges::count_if(
        host->items, [&](const ItemId &id) { return m.topology.find(id)->kind == kind->name; });
    if (carried != 1)
        return;
    for (const PlacedHost *other : m.hostsFor(kind->name, 2)) {
        const ItemPtr entry = m.fleet.find(item->source);
        if (entry && !entry->host.isEmpty()
            && other->values.at(u"roles").texts().contains(kind->role))
            m.step(fixTr("Move %1 to %2").arg(item->name, other->name),
                   moveEdits(m.catalog, m.topology, *entry, other->name));
    }
}

/// One name for two: one of them must go.
void mendSeveral(Mending &m)
{
    offerWithoutItem(m, m.found.item);
    offerWithoutItem(m, m.found.other);
    if (m.ways.isEmpty())
        m.askAt(ItemId::host(m.hostOf()), u"roles"_s,
                fixTr("Change the roles of %1").arg(m.hostOf()),
                fixTr("the roles without the one that brings %1; what needs it must move first")
                    .arg(m.name()));
}

void mendUnit(Mending &m)
{
    for (const ItemId &id : {m.found.item, m.found.other}) {
        const Placed *item = m.topology.find(id);
        const ItemPtr entry = item ? m.fleet.find(item->source) : nullptr;
        if (!entry || entry->name.contains(u'/'))
            continue;
        offerOtherHosts(m, id, 2);
        m.step(fixTr("Remove %1").arg(entry->name), {RemoveItem{entry->id}});
    }
    if (m.ways.isEmpty())
        m.ask(fixTr("Look at %1").arg(m.name()), m.found.message);
}

void mendNoHosts(Mending &m)
{
    const QString name = freshName(m.fleet, m.catalog, u"host"_s);
    m.step(fixTr("Add the host %1").arg(name), {AddItem{u"host"_s, name, {}, {}}});
}

} // namespace model
