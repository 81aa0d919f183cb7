// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fleet.h"

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
    if (m_index && m_index->size() <= m_hosts.size() + m_items.size()) {
        const qsizetype at = m_index->value(id, -1);
        if (at >= 0 && at < m_hosts.size() + m_items.size()) {
            const ItemPtr &item =
                at < m_hosts.size() ? m_hosts.at(at) : m_items.at(at - m_hosts.size());
            if (item->id == id)
                return item;
        } else if (at < 0) {
            return nullptr;
        }
    }
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

void Fleet::reindex()
{
    auto index = std::make_shared<FleetIndex>();
    index->reserve(m_hosts.size() + m_items.size());
    qsizetype at = 0;
    for (const ItemList &list : {m_hosts, m_items})
        for (const ItemPtr &item : list) {
            if (!index->contains(item->id))
                index->insert(item->id, at);
            ++at;
        }
    m_index = std::move(index);
}

} // namespace model
