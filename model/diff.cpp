// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/diff.h"

#include "model/history.h"

#include <QSet>

#include <algorithm>
#include <span>

namespace model {

namespace {

class Differ
{
public:
    FleetChange change;

    void compare(const ItemList &all, const ItemList &allAfter)
    {
        QList<ItemPtr> before, after;
        eachOther(all, allAfter, [&](qsizetype, const ItemPtr &item) { before.append(item); });
        eachOther(allAfter, all, [&](qsizetype, const ItemPtr &item) { after.append(item); });
        if (before.size() == after.size() && sameIdentities(before, after)) {
            for (qsizetype i = 0; i < before.size(); ++i)
                compareItem(before.at(i), after.at(i));
            return;
        }
        QHash<quint64, ItemPtr> old;
        QHash<ItemId, ItemPtr> oldById; // the same file read again has other uids
        for (const ItemPtr &item : before) {
            old.insert(item->uid, item);
            if (!oldById.contains(item->id))
                oldById.insert(item->id, item);
        }
        QSet<const Item *> met;
        for (const ItemPtr &item : after) {
            ItemPtr was = old.value(item->uid);
            if (!was)
                was = oldById.value(item->id);
            if (was && !met.contains(was.get())) {
                met.insert(was.get());
                compareItem(was, item);
            } else {
                change.added.append(item->id);
            }
        }
        for (const ItemPtr &item : before)
            if (!met.contains(item.get()))
                change.removed.append(item->id);
    }

private:
    static bool sameIdentities(const QList<ItemPtr> &before, const QList<ItemPtr> &after)
    {
        return std::equal(
            before.begin(), before.end(), after.begin(), after.end(),
            [](const ItemPtr &a, const ItemPtr &b) { return a == b || a->uid == b->uid; });
    }

    void compareItem(const ItemPtr &was, const ItemPtr &now)
    {
        if (was == now)
            return;
        if (was->id != now->id)
            change.renamed.append({was->id, now->id});
        if (was->host != now->host)
            change.moved.append(now->id);
        if (was->values != now->values || was->kind != now->kind)
            change.changed.append(now->id);
    }
};

} // namespace

bool FleetChange::isEmpty() const
{
    return *this == FleetChange();
}

FleetChange diff(const Fleet &before, const Fleet &after)
{
    Differ differ;
    differ.compare(before.hosts(), after.hosts());
    differ.compare(before.items(), after.items());
    const bool same =
        before.m_settings == after.m_settings
        || (before.m_settings && after.m_settings && *before.m_settings == *after.m_settings);
    differ.change.settings = !same;
    return std::move(differ.change);
}

} // namespace model
