// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/byhost.h"

#include "model/history.h"

#include <algorithm>

namespace model {

namespace {

/// Whether every id stands there once.
bool isUnique(const Fleet &fleet)
{
    return fleet.m_index && fleet.m_index->size() == fleet.hosts().size() + fleet.items().size();
}

/// Takes out what stands there no more, or under another id.
void forgetIds(FleetIndex &index, const ItemList &before, const ItemList &after, const Difference &d)
{
    const bool inStep = before.size() == after.size();
    for (qsizetype i = d.head; i < before.size() - d.tail; ++i) {
        if (!inStep || (before.at(i) != after.at(i) && before.at(i)->id != after.at(i)->id))
            index.remove(before.at(i)->id);
    }
}

/// Notes what came, and all behind it where that moved; the list begins at `offset`.
void noteIds(FleetIndex &index, const ItemList &before, const ItemList &after, const Difference &d, qsizetype offset, bool moved)
{
    const bool inStep = before.size() == after.size() && !moved;
    const qsizetype end = after.size() - (inStep ? d.tail : 0);
    for (qsizetype i = moved ? 0 : d.head; i < end; ++i) {
        if (!inStep || before.at(i) != after.at(i))
            index[after.at(i)->id] = offset + i;
    }
}

} // namespace

void reindexFrom(const Fleet &before, Fleet &now)
{
    if (!isUnique(before))
        return now.reindex();
    const Difference hosts = difference(before.hosts(), now.hosts()), items = difference(before.items(), now.items());
    auto index = std::make_shared<FleetIndex>(*before.m_index);
    forgetIds(*index, before.hosts(), now.hosts(), hosts);
    forgetIds(*index, before.items(), now.items(), items);
    noteIds(*index, before.hosts(), now.hosts(), hosts, 0, false);
    noteIds(*index, before.items(), now.items(), items, now.hosts().size(), before.hosts().size() != now.hosts().size());
    if (index->size() != now.hosts().size() + now.items().size())
        return now.reindex(); // an id stands there twice: the first one counts
    now.m_index = std::move(index);
}

void ByHost::sort(const ItemList &items)
{
    m_of.clear();
    QString last; // neighbours often share their host
    ItemList *list = nullptr;
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
    const bool wasSorted = std::exchange(m_isSorted, isUnique(fleet));
    if (!m_isSorted)
        return m_of.clear();
    const Difference d = difference(before.items(), fleet.items());
    const qsizetype end = fleet.items().size() - d.tail, endBefore = before.items().size() - d.tail;
    const bool inStep = before.items().size() == fleet.items().size();
    constexpr qsizetype many = 1000;
    if (!wasSorted || (!inStep && end - d.head > many))
        return sort(fleet.items());
    const auto isSame = [&](qsizetype i) { return inStep && before.items().at(i) == fleet.items().at(i); };
    for (qsizetype i = d.head; i < endBefore; ++i) {
        if (!isSame(i))
            m_of[before.items().at(i)->host].removeOne(before.items().at(i));
    }
    for (qsizetype i = d.head; i < end; ++i) {
        if (!isSame(i))
            m_of[fleet.items().at(i)->host].append(fleet.items().at(i));
    }
}

ItemList ByHost::of(const QSet<QString> &hosts) const
{
    ItemList found;
    if (!m_isSorted) {
        std::ranges::copy_if(m_fleet.items(), std::back_inserter(found), [&](const ItemPtr &item) { return item->host.isEmpty() || hosts.contains(item->host); });
        return found;
    }
    found = m_of.value({});
    for (const QString &host : hosts) {
        if (!host.isEmpty())
            found += m_of.value(host);
    }
    std::ranges::sort(found, {}, [this](const ItemPtr &item) { return m_fleet.m_index->value(item->id); });
    return found;
}

ItemList hostsNamed(const Fleet &fleet, const QSet<QString> &names)
{
    ItemList found;
    if (!isUnique(fleet)) {
        std::ranges::copy_if(fleet.hosts(), std::back_inserter(found), [&](const ItemPtr &host) { return names.contains(host->name); });
        return found;
    }
    for (const QString &name : names) {
        if (const ItemPtr host = fleet.host(name))
            found += host;
    }
    std::ranges::sort(found, {}, [&](const ItemPtr &host) { return fleet.m_index->value(host->id); });
    return found;
}

} // namespace model
