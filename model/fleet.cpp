// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fleet.h"

#include "model/fleetindex.h"
#include "model/words.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

bool sameItems(const ItemList &a, const ItemList &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const ItemPtr &x, const ItemPtr &y) { return x == y || *x == *y; });
}

ItemPtr findIn(const ItemList &list, const ItemId &id)
{
    const auto it =
        std::find_if(list.begin(), list.end(), [&id](const ItemPtr &i) { return i->id == id; });
    return it == list.end() ? nullptr : *it;
}

/// "mini/redis" while there is a host mini: a service as it stands on that host.
bool isOnHost(const Fleet &fleet, const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    return slash > 0 && slash + 1 < text.size() && fleet.host(text.left(slash));
}

} // namespace

ItemId ItemId::fleet()
{
    return ItemId(u"fleet"_s);
}

ItemId ItemId::host(const QString &name)
{
    return ItemId(u"host/"_s + name);
}

bool Item::operator==(const Item &other) const
{
    return id == other.id && kind == other.kind && name == other.name && host == other.host
           && values == other.values;
}

ItemPtr Fleet::find(const ItemId &id) const
{
    if (id == ItemId::fleet())
        return m_settings;
    if (const qsizetype at = placeOf(id); at >= 0)
        return at < m_hosts.size() ? m_hosts.at(at) : m_items.at(at - m_hosts.size());
    if (m_index && !m_index->knows(id))
        return nullptr;
    const ItemPtr host = findIn(m_hosts, id);
    return host ? host : findIn(m_items, id);
}

ItemPtr Fleet::host(const QString &name) const
{
    return find(ItemId::host(name));
}

Result<ItemId> Fleet::lookup(const QString &text) const
{
    if (const ItemPtr item = find(ItemId(text)))
        return item->id;
    QList<ItemId> matches;
    const auto take = [&](const ItemList &list) {
        for (const ItemPtr &item : list)
            if (item->name == text || item->kind + u'/' + item->name == text)
                matches.append(item->id);
    };
    take(m_hosts);
    take(m_items);
    if (matches.size() == 1)
        return matches.first();
    if (matches.isEmpty() && isOnHost(*this, text))
        return ItemId(text);
    if (matches.isEmpty())
        return fail(
            u"unknown-item"_s, Words::tr("there is no \"%1\" in the fleet").arg(text),
            Words::tr(
                "give the name of a host or of what stands on one, or \"fleet\" for the settings"));
    QStringList names;
    for (const ItemId &id : std::as_const(matches))
        names.append(id.text());
    names.removeDuplicates();
    if (names.size() == 1)
        return fail(u"ambiguous-item"_s,
                    Words::tr("\"%1\" stands in the file %2 times").arg(text).arg(matches.size()),
                    Words::tr("give each entry a name of its own"));
    return fail(u"ambiguous-item"_s,
                Words::tr("\"%1\" may be %2").arg(text, names.join(Words::tr(" or "))),
                Words::tr("write one of these instead of the bare name"));
}

bool Fleet::operator==(const Fleet &other) const
{
    const bool settingsEqual =
        m_settings == other.m_settings
        || (m_settings && other.m_settings && *m_settings == *other.m_settings);
    return settingsEqual && sameItems(m_hosts, other.m_hosts) && sameItems(m_items, other.m_items);
}

qsizetype Fleet::placeOf(const ItemId &id) const
{
    return m_index ? m_index->placeOf(id, *this) : -1;
}

bool Fleet::isUnique() const
{
    return m_index && m_index->isUnique();
}

void Fleet::reindex()
{
    m_index = std::make_shared<const FleetIndex>(*this);
}

} // namespace model
