// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/entries.h"

#include <algorithm>

namespace nixgen {

using model::ItemId;
using model::OriginSpan;

namespace {

bool isHost(const ItemId &id)
{
    return id.text().startsWith(u"host/");
}

} // namespace

bool Entries::Place::operator<(const Place &other) const
{
    if (part != other.part)
        return part < other.part;
    return part == 1 ? name < other.name : at < other.at;
}

Entries::Place Entries::placeOf(const ItemId &id) const
{
    if (isHost(id))
        return {1, id.text().section(u'/', 1), 0};
    const qsizetype at = m_fleet.placeOf(id);
    if (at < m_fleet.hosts().size())
        return {};
    const model::Kind *kind = m_catalog.kind(m_fleet.items().at(at - m_fleet.hosts().size())->kind);
    return kind ? Place{2 + (kind - m_catalog.kinds().constData()), {}, at} : Place{};
}

/// The first span of that entry, or where it would be.
qsizetype Entries::firstAt(const Place &place) const
{
    const auto isBefore = [&](const OriginSpan &span) { return placeOf(span.origin.item) < place; };
    return std::partition_point(m_file.origins.begin(), m_file.origins.begin() + m_count, isBefore) - m_file.origins.begin();
}

Stretch Entries::find(const ItemId &id) const
{
    constexpr qsizetype near = 24;
    const auto isIt = [&](const OriginSpan &span) { return span.origin.item == id; };
    const auto begin = m_file.origins.begin(), last = begin + std::min(m_last, m_count);
    const auto end = last + std::min(near, begin + m_count - last);
    qsizetype at = std::find_if(last, end, isIt) - begin;
    if (at == end - begin) {
        const Place place = placeOf(id);
        at = place.part > 0 ? firstAt(place) : m_count;
    }
    if (at == m_count)
        return {};
    m_last = at;
    const OriginSpan &span = m_file.origins.at(at);
    return span.origin.item == id && span.origin.field.isEmpty() ? Stretch{span.begin, span.end} : Stretch{};
}

Stretch Entries::hostBefore(const QString &name) const
{
    for (qsizetype at = firstAt({1, name, 0}) - 1; at >= 0; --at) {
        const OriginSpan &span = m_file.origins.at(at);
        if (!isHost(span.origin.item))
            break;
        if (span.origin.field.isEmpty())
            return {span.begin, span.end};
    }
    return {};
}

Stretch Entries::firstHost() const
{
    const qsizetype at = firstAt({1, {}, 0});
    const bool isThere = at < m_count && isHost(m_file.origins.at(at).origin.item);
    return isThere ? Stretch{m_file.origins.at(at).begin, m_file.origins.at(at).end} : Stretch{};
}

} // namespace nixgen
