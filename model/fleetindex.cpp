// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fleetindex.h"

#include "model/history.h"

#include <cstdlib>

namespace model {

namespace {

constexpr qsizetype furthest = 32, most = 128; // from here on it is made anew

qsizetype sizeOf(const Fleet &fleet)
{
    return fleet.hosts().size() + fleet.items().size();
}

const Item &at(const Fleet &fleet, qsizetype place)
{
    const qsizetype hosts = fleet.hosts().size();
    return place < hosts ? *fleet.hosts().at(place) : *fleet.items().at(place - hosts);
}

} // namespace

FleetIndex::FleetIndex(const Fleet &fleet)
{
    auto places = std::make_shared<QHash<ItemId, qsizetype>>();
    places->reserve(sizeOf(fleet));
    for (qsizetype place = 0; place < sizeOf(fleet); ++place) {
        const ItemId &id = at(fleet, place).id;
        if (!places->contains(id))
            places->insert(id, place);
    }
    m_isUnique = places->size() == sizeOf(fleet);
    m_places = std::move(places);
}

qsizetype FleetIndex::placeOf(const ItemId &id, const Fleet &fleet) const
{
    const auto since = m_since.constFind(id);
    const qsizetype noted = since != m_since.constEnd() ? *since : m_places->value(id, -1);
    for (qsizetype away = 0; noted >= 0 && away <= m_drift; ++away) {
        for (const qsizetype place : {noted + away, noted - away}) {
            if (place >= 0 && place < sizeOf(fleet) && at(fleet, place).id == id)
                return place;
        }
    }
    return -1;
}

bool FleetIndex::knows(const ItemId &id) const
{
    const auto since = m_since.constFind(id);
    return since != m_since.constEnd() ? *since >= 0 : m_places->contains(id);
}

/// What stands there no more, or under another id.
bool FleetIndex::noteGone(const ItemList &before, const ItemList &after)
{
    const bool inStep = before.size() == after.size();
    eachOther(before, after, [&](qsizetype i, const ItemPtr &item) {
        if (m_since.size() <= most && (!inStep || item->id != after.at(i)->id))
            m_since.insert(item->id, -1);
    });
    return m_since.size() <= most;
}

/// What came; false where its id is there already.
bool FleetIndex::noteCome(const ItemList &before, const ItemList &after, qsizetype offset)
{
    const bool inStep = before.size() == after.size();
    bool isNew = true;
    eachOther(after, before, [&](qsizetype i, const ItemPtr &item) {
        if (!isNew || m_since.size() > most || (inStep && before.at(i)->id == item->id))
            return;
        isNew = !knows(item->id);
        m_since.insert(item->id, offset + i);
    });
    return isNew && m_since.size() <= most;
}

bool FleetIndex::follow(const Fleet &before, const Fleet &now)
{
    m_drift += std::abs(now.hosts().size() - before.hosts().size()) + std::abs(now.items().size() - before.items().size());
    return m_isUnique && m_drift <= furthest && noteGone(before.hosts(), now.hosts()) && noteGone(before.items(), now.items())
        && noteCome(before.hosts(), now.hosts(), 0) && noteCome(before.items(), now.items(), now.hosts().size());
}

void reindexFrom(const Fleet &before, Fleet &now)
{
    if (!before.m_index)
        return now.reindex();
    auto index = std::make_shared<FleetIndex>(*before.m_index);
    if (!index->follow(before, now))
        return now.reindex();
    now.m_index = std::move(index);
}

} // namespace model
