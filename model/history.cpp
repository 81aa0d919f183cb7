// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/history.h"

#include "model/codec.h"
#include "model/fleetindex.h"
#include "model/source.h"

#include <algorithm>

namespace model {

FleetPatch::FleetPatch(const Fleet &before, const Fleet &after)
    : m_source{before.m_source, after.m_source}, m_settings{before.m_settings, after.m_settings},
      m_hosts(before.m_hosts, after.m_hosts), m_items(before.m_items, after.m_items)
{}

FleetPatch::Stretch::Stretch(const ItemList &was, const ItemList &now)
{
    if (was.size() != now.size()) {
        const Difference d = difference(was, now);
        at = d.head;
        before = was.mid(at, was.size() - d.tail - at);
        after = now.mid(at, now.size() - d.tail - at);
        renames = true;
        return;
    }
    eachOther(was, now, [&](qsizetype i, const ItemPtr &item) {
        places.append(i);
        before.append(item);
        after.append(now.at(i));
        renames = renames || item->id != after.constLast()->id;
    });
}

void FleetPatch::Stretch::become(ItemList &list, bool forward) const
{
    const QList<ItemPtr> &from = forward ? before : after, &to = forward ? after : before;
    if (from.size() != to.size() || places.size() != to.size())
        return list.replace(at, from.size(), to);
    for (qsizetype i = 0; i < places.size(); ++i)
        list.set(places.at(i), to.at(i));
}

void FleetPatch::become(Fleet &fleet, const std::shared_ptr<const FleetSource> &source, const ItemPtr &settings, bool forward) const
{
    const Fleet before = fleet;
    fleet.m_source = source;
    fleet.m_settings = settings;
    m_hosts.become(fleet.m_hosts, forward);
    m_items.become(fleet.m_items, forward);
    if (m_hosts.renames || m_items.renames || !fleet.m_index)
        reindexFrom(before, fleet);
}

namespace {

bool sameFrame(const FleetSource &a, const FleetSource &b)
{
    return a.text == b.text
        && std::equal(a.sections.begin(), a.sections.end(), b.sections.begin(), b.sections.end(),
                      [](const SourceSection &x, const SourceSection &y) {
                          return x.key == y.key && x.form == y.form && x.hole == y.hole && x.tail == y.tail;
                      });
}

QByteArray bytesOf(const Item &item)
{
    return item.source ? item.source->before + item.source->body : QByteArray();
}

/// The bytes of the entries that differ, list by list of the file.
QHash<QString, QByteArray> texts(const ItemList &list, const Difference &d)
{
    QHash<QString, QByteArray> result;
    for (qsizetype i = d.head; i < list.size() - d.tail; ++i) {
        if (const auto &own = list.at(i)->source)
            result[own->section] += bytesOf(*list.at(i));
    }
    result.removeIf([](auto it) { return it.value().isEmpty(); });
    return result;
}

bool sameTexts(const ItemList &a, const ItemList &b)
{
    Difference d = difference(a, b);
    for (; d.head < std::min(a.size(), b.size()) - d.tail; ++d.head) {
        const ItemPtr &ours = a.at(d.head), &theirs = b.at(d.head);
        if (ours == theirs)
            continue;
        if (!ours->source || !theirs->source || ours->source->section != theirs->source->section)
            break;
        const QByteArray x = bytesOf(*ours), y = bytesOf(*theirs);
        if (x == y)
            continue;
        if (!x.startsWith(y) && !y.startsWith(x))
            return false; // all above them reads the same
        break;
    }
    return texts(a, d) == texts(b, d);
}

} // namespace

bool sameText(const Fleet &a, const Fleet &b)
{
    if (!a.m_source || !b.m_source)
        return a.m_source == b.m_source;
    if (a.m_source != b.m_source && !sameFrame(*a.m_source, *b.m_source))
        return printFleet(a) == printFleet(b); // the same bytes may be cut up in another way
    return sameTexts(a.m_hosts, b.m_hosts) && sameTexts(a.m_items, b.m_items);
}

} // namespace model
