// SPDX-License-Identifier: GPL-3.0-or-later
// Menders of names, sections and kinds of entries.

#include "model/fix_mending.h"
#include "model/validate_findings.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString freeName(const Mending &m, const Item &item, const QString &wanted)
{
    const QString prefix = item.id.text().section(u'/', 0, 0) + u'/';
    QString name = wanted;
    for (int number = 2; m.fleet.find(ItemId(prefix + name)); ++number)
        name = wanted.left(58) + u'-' + QString::number(number);
    return name;
}

void offerRemoval(Mending &m, const Item &item)
{
    m.step(fixTr("Remove the entry %1").arg(item.name), {RemoveItem{item.id}});
}

/// The fields of the kind that are written in these values and fit.
ValueMap fitting(const Kind &kind, const Value &values)
{
    ValueMap result;
    for (const Field &field : kind.fields) {
        const Value value = values.at(field.name);
        if (!value.isNull() && complaint(field, value).isEmpty())
            result.append({field.name, value});
    }
    return result;
}

} // namespace

void mendName(Mending &m)
{
    const ItemPtr item = m.entry();
    if (!item || item->kind == "fleet"_L1 || m.found.field != "name"_L1)
        return mendValue(m);
    if (item->name.contains(u'/') && isServiceEntry(*item))
        return offerRemoval(m, *item);
    const bool reserved = m.found.code == "reserved-name"_L1;
    QString better = asName(item->name);
    if (better.isEmpty())
        better = freshName(m.fleet, m.catalog, item->kind);
    better = freeName(m, *item, reserved ? better + u"-host" : better);
    m.step(fixTr("Rename it to %1").arg(better), {SetField{item->id, u"name"_s, Value(better)}});
    m.ask(fixTr("Type another name"), fixTr("a-z, 0-9 and inner hyphens, at most 63 characters"));
}

/// Ids find the first of two entries: that one gets another name, and what refers to it follows.
void mendDuplicate(Mending &m)
{
    const ItemPtr first = m.fleet.find(m.found.item);
    if (!first)
        return m.askFile(m.found.message);
    if (!first->name.contains(u'/')) {
        const QString better = first->kind == "host"_L1 || !m.catalog.kind(first->kind)
                                   ? freeName(m, *first, first->name)
                                   : freshName(m.fleet, m.catalog, first->kind);
        const QString text = first->host.isEmpty()
                                 ? fixTr("Rename the first one to %1").arg(better)
                                 : fixTr("Rename the one on %1 to %2").arg(first->host, better);
        m.step(text, {SetField{first->id, u"name"_s, Value(better)}});
    }
    const bool carries = first->kind == "host"_L1 && m.host(first->name)
                         && std::ranges::any_of(m.fleet.items(), [&](const ItemPtr &item) {
                                return item->host == first->name;
                            });
    if (!carries)
        m.step(first->host.isEmpty() ? fixTr("Remove the first one, keep the second")
                                     : fixTr("Remove the first one, on %1").arg(first->host),
               {RemoveItem{first->id}});
}

/// From "services" to the list of its kind.
void mendSection(Mending &m)
{
    const ItemPtr item = m.entry();
    const Kind *kind = item ? m.catalog.kind(item->kind) : nullptr;
    if (!kind)
        return m.askFile(m.found.message);
    const QString name = isName(item->name) && !m.fleet.find(ItemId(kind->name + u'/' + item->name))
                             ? item->name
                             : freshName(m.fleet, m.catalog, kind->name);
    for (const PlacedHost *host : m.hostsFor(kind->name, 3)) {
        Item wanted;
        wanted.id = ItemId(kind->name + u'/' + name);
        wanted.kind = kind->name;
        wanted.values = fitting(*kind, item->values.at(u"settings"));
        QList<Edit> edits{RemoveItem{item->id},
                          AddItem{kind->name, name, host->name, wanted.values.map()}};
        for (const Edit &edit : moveEdits(m.catalog, m.topology, wanted, host->name)) {
            if (std::holds_alternative<SetField>(edit))
                edits += edit; // a port that is taken there
        }
        m.step(fixTr("Move it to \"%1\", on %2").arg(kind->fleetKey, host->name), edits);
    }
    offerRemoval(m, *item);
}

void mendKind(Mending &m)
{
    const ItemPtr item = m.entry();
    if (!item)
        return m.askFile(m.found.message);
    QStringList kinds;
    for (const Kind &kind : m.catalog.kinds()) {
        if (m.catalog.kindOfSection(kind.fleetKey) != &kind)
            kinds += kind.name;
    }
    for (const QString &kind : nearest(item->kind, kinds, 2) + kinds)
        m.step(fixTr("Make it a %1").arg(kind), {SetField{item->id, u"kind"_s, Value(kind)}});
    offerRemoval(m, *item);
}

/// A value whose condition does not hold, or settings of a service that nothing brings there.
void mendNoEffect(Mending &m)
{
    const ItemPtr item = m.entry();
    if (!item)
        return m.askFile(m.found.message);
    if (const Field *field = m.field()) {
        m.step(fixTr("Take %1 of %2 out").arg(field->name, m.name()), {m.set({})});
        for (const auto &[path, value] : field->when)
            if (!path.startsWith(u"fleet."_s)) // rather not of all hosts, for a field of one
                m.step(fixTr("Set %1 to %2").arg(path, value),
                   {SetField{m.found.item, path, Value(value)}});
        return;
    }
    const PlacedHost *host = m.host(item->name.section(u'/', 0, 0));
    const Kind *kind = m.catalog.kind(item->kind);
    const bool there = host && std::ranges::any_of(host->items, [&](const ItemId &id) {
                           return m.topology.find(id)->kind == item->kind;
                       });
    for (const QString &role : host && !there ? m.rolesThatBring(item->kind) : QStringList()) {
        if (!host->roles.contains(role) && !m.standsAlone(role))
            m.step(fixTr("Give %1 the role %2").arg(host->name, role), {giveRole(*host, role)});
    }
    if (host && !there && kind && kind->broughtBy.empty()) {
        const QString name = freshName(m.fleet, m.catalog, kind->name);
        m.step(fixTr("Let it stand on %1 by itself, as %2").arg(host->name, name),
               {RemoveItem{item->id}, AddItem{kind->name, name, host->name,
                                              fitting(*kind, item->values.at(u"settings"))}});
    }
    offerRemoval(m, *item);
}

} // namespace model
