// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/mergenames.h"

#include "model/edit.h"
#include "model/source.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace model {

namespace {

using Names = QHash<ItemId, QString>; ///< of the base's items: their name now

QList<ItemPtr> allOf(const Fleet &fleet)
{
    return fleet.hosts().mid(0) + fleet.items().mid(0);
}

/// Only what has one entry of that id can be followed by name.
QHash<ItemId, int> counted(const QList<ItemPtr> &items)
{
    QHash<ItemId, int> result;
    for (const ItemPtr &item : items)
        ++result[item->id];
    return result;
}

bool isInstance(const ItemPtr &item)
{
    return item->name.contains(u'/'); // "mini/cache" follows the host's name
}

/// Names that the side gave to items of the base: the same uid under another name, or, in a text
/// read anew, one that went while another came with the same values in the same list.
Names renamesOf(const QList<ItemPtr> &base, const QList<ItemPtr> &side)
{
    const auto inBase = counted(base), inSide = counted(side);
    QHash<quint64, ItemPtr> byUid;
    for (const ItemPtr &item : side)
        byUid.insert(item->uid, item);
    Names names;
    QList<ItemPtr> gone;
    QSet<ItemId> taken;
    for (const ItemPtr &item : base) {
        if (isInstance(item) || inBase.value(item->id) != 1)
            continue;
        const ItemPtr now = byUid.value(item->uid);
        if (now && now->id != item->id && inSide.value(now->id) == 1) {
            names.insert(item->id, now->name);
            taken.insert(now->id);
        } else if (!now && !inSide.contains(item->id)) {
            gone.append(item);
        }
    }
    QList<ItemPtr> come;
    for (const ItemPtr &item : side)
        if (!isInstance(item) && !inBase.contains(item->id) && !taken.contains(item->id))
            come.append(item);
    for (const ItemPtr &item : std::as_const(gone)) {
        const auto twin = std::find_if(come.begin(), come.end(), [&](const ItemPtr &other) {
            return other->kind == item->kind && other->host == item->host
                   && other->source->section == item->source->section
                   && other->values == item->values;
        });
        if (twin == come.end())
            continue;
        names.insert(item->id, (*twin)->name);
        come.erase(twin);
    }
    return names;
}

class Aligner
{
public:
    Aligner(ThreeFleets &&fleets, const Catalog &catalog, const Decide &decide)
        : m_fleets(std::move(fleets)), m_catalog(catalog), m_decide(decide)
    {}

    Result<ThreeFleets> run()
    {
        const QList<ItemPtr> base = allOf(m_fleets.base);
        const Names ours = renamesOf(base, allOf(m_fleets.ours));
        const Names theirs = renamesOf(base, allOf(m_fleets.theirs));
        for (const ItemPtr &item : base) {
            const QString here = ours.value(item->id, item->name);
            const QString there = theirs.value(item->id, item->name);
            if (const auto done = align(*item, here, there); !done)
                return tl::make_unexpected(done.error());
        }
        return std::move(m_fleets);
    }

private:
    Result<void> align(const Item &item, const QString &ours, const QString &theirs)
    {
        if (ours == item.name && theirs == item.name)
            return {};
        const bool both = ours != item.name && theirs != item.name && ours != theirs;
        Side side = ours != item.name ? Side::Ours : Side::Theirs;
        if (both)
            side = ask(item, ours, theirs);
        if (const auto done = give(item, ours, theirs, side == Side::Ours ? ours : theirs))
            return done;
        const Side other = side == Side::Ours ? Side::Theirs : Side::Ours;
        if (!both)
            ask(item, ours, theirs); // the new name stands for something else on the other side
        return give(item, ours, theirs, other == Side::Ours ? ours : theirs);
    }

    Side ask(const Item &item, const QString &ours, const QString &theirs)
    {
        return m_decide({item.id, u"name"_s, item.name, ours, theirs});
    }

    /// All three or none.
    Result<void> give(const Item &item, const QString &ours, const QString &theirs,
                      const QString &name)
    {
        ThreeFleets next = m_fleets;
        const auto done = rename(next.base, item, item.name, name)
                              .and_then([&] { return rename(next.ours, item, ours, name); })
                              .and_then([&] { return rename(next.theirs, item, theirs, name); });
        if (done)
            m_fleets = std::move(next);
        return done;
    }

    Result<void> rename(Fleet &fleet, const Item &item, const QString &from, const QString &to)
    {
        const ItemId id(item.id.text().section(u'/', 0, 0) + u'/' + from);
        if (from == to || !fleet.find(id))
            return {};
        auto after = apply(fleet, m_catalog, SetField{id, u"name"_s, to});
        if (!after)
            return tl::make_unexpected(after.error());
        fleet = std::move(*after);
        return {};
    }

    ThreeFleets m_fleets;
    const Catalog &m_catalog;
    const Decide &m_decide;
};

} // namespace

Result<ThreeFleets> alignNames(ThreeFleets fleets, const Catalog &catalog, const Decide &decide)
{
    return Aligner(std::move(fleets), catalog, decide).run();
}

} // namespace model
