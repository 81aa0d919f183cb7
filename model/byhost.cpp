// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/byhost.h"

#include <algorithm>

namespace model {

void ByHost::sort(const ItemList &items)
{
    m_of.clear();
    QString last; // neighbours often share their host
    QList<ItemPtr> *list = nullptr;
    for (const ItemPtr &item : items) {
        if (!list || item->host != last) {
            last = item->host;
            list = &m_of[last];
        }
        list->append(item);
    }
}

void ByHost::follow(const Fleet &fleet)
{
    const Fleet before = std::exchange(m_fleet, fleet);
    const bool wasSorted = std::exchange(m_isSorted, fleet.isUnique());
    if (!m_isSorted)
        return m_of.clear();
    const Difference d = difference(before.items(), fleet.items());
    constexpr qsizetype many = 1000;
    if (!wasSorted || (before.items().size() != fleet.items().size() && fleet.items().size() - d.tail - d.head > many))
        return sort(fleet.items());
    eachOther(before.items(), fleet.items(), [&](qsizetype, const ItemPtr &item) { m_of[item->host].removeOne(item); });
    eachOther(fleet.items(), before.items(), [&](qsizetype, const ItemPtr &item) { m_of[item->host].append(item); });
}

QList<ItemPtr> ByHost::of(const QSet<QString> &hosts) const
{
    QList<ItemPtr> found;
    if (!m_isSorted) {
        std::ranges::copy_if(m_fleet.items(), std::back_inserter(found), [&](const ItemPtr &item) { return item->host.isEmpty() || hosts.contains(item->host); });
        return found;
    }
    found = m_of.value({});
    for (const QString &host : hosts) {
        if (!host.isEmpty())
            found += m_of.value(host);
    }
    std::ranges::sort(found, {}, [this](const ItemPtr &item) { return m_fleet.placeOf(item->id); });
    return found;
}

QList<ItemPtr> hostsNamed(const Fleet &fleet, const QSet<QString> &names)
{
    QList<ItemPtr> found;
    if (!fleet.isUnique()) {
        std::ranges::copy_if(fleet.hosts(), std::back_inserter(found), [&](const ItemPtr &host) { return names.contains(host->name); });
        return found;
    }
    for (const QString &name : names) {
        if (const ItemPtr host = fleet.host(name))
            found += host;
    }
    std::ranges::sort(found, {}, [&](const ItemPtr &host) { return fleet.placeOf(host->id); });
    return found;
}

} // namespace model
