// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/watch/troubles.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;
using remote::Health;
using remote::Lamp;

static QString tr(const char *text)
{
    return QCoreApplication::translate("Troubles", text);
}

static ItemId rootOf(const ItemId &item, const QHash<ItemId, Health> &health)
{
    ItemId at = item;
    for (int depth = 0; depth < 16; ++depth) { // causes form short chains; a loop must not hang us
        const ItemId cause = health.value(at).cause;
        if (cause.isEmpty() || cause == at)
            break;
        at = cause;
    }
    return at;
}

QList<Trouble> troublesOf(const Topology &topology, const QHash<ItemId, Health> &health)
{
    QList<Trouble> troubles;
    QHash<ItemId, qsizetype> at;
    const auto add = [&](const ItemId &item, const Health &h) {
        const ItemId root = rootOf(item, health);
        auto it = at.find(root);
        if (it == at.end()) {
            it = at.insert(root, troubles.size());
            troubles.append({root, health.value(root, h).reason, {}, root.text().startsWith(u"host/"_s)});
        }
        if (item != root)
            troubles[*it].victims.append(item);
    };
    for (const PlacedHost &host : topology.hosts) {
        const Health h = health.value(host.id);
        if (h.lamp == Lamp::Bad || h.lamp == Lamp::Stale)
            add(host.id, h);
    }
    for (const Placed &item : topology.items) {
        const Health h = health.value(item.id);
        if (h.lamp == Lamp::Bad || h.lamp == Lamp::Warning)
            add(item.id, h);
    }
    std::stable_sort(troubles.begin(), troubles.end(), [](const Trouble &a, const Trouble &b) { return a.victims.size() > b.victims.size(); });
    return troubles;
}

QString ageText(qint64 t, qint64 now)
{
    if (t <= 0)
        return tr("never");
    const qint64 seconds = std::max<qint64>(0, (now - t) / 1000);
    if (seconds < 2)
        return tr("just now");
    if (seconds < 120)
        return tr("%1 s ago").arg(seconds);
    if (seconds < 7200)
        return tr("%1 min ago").arg(seconds / 60);
    return tr("%1 h ago").arg(seconds / 3600);
}

} // namespace gui
