// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/neighbours.h"

#include <algorithm>
#include <cmath>

namespace gui {

using model::ItemId;


QList<ItemId> readingOrder(const CanvasScene &scene)
{
    // Rows first, so that the order is one that a sort can rely on.
    QList<const HostItem *> hosts;
    for (const auto &host : scene.hosts())
        hosts.append(host.get());
    std::sort(hosts.begin(), hosts.end(), [](const HostItem *a, const HostItem *b) { return a->box().top() < b->box().top(); });
    for (qsizetype first = 0; first < hosts.size();) {
        qsizetype last = first + 1;
        while (last < hosts.size() && hosts.at(last)->box().top() < hosts.at(first)->box().center().y())
            ++last;
        std::sort(hosts.begin() + first, hosts.begin() + last, [](const HostItem *a, const HostItem *b) { return a->box().left() < b->box().left(); });
        first = last;
    }
    QList<ItemId> order;
    for (const HostItem *host : std::as_const(hosts)) {
        order.append(host->id());
        for (const ChipGeometry &chip : host->geometry().chips)
            order.append(chip.id);
    }
    return order;
}

/// How far `to` lies in that direction, things aside counting more; nothing when it does not.
static qreal distance(const QRectF &from, const QRectF &to, Direction direction)
{
    const QPointF d = to.center() - from.center();
    const bool across = direction == Direction::Left || direction == Direction::Right;
    const qreal sign = direction == Direction::Left || direction == Direction::Up ? -1 : 1;
    const qreal along = sign * (across ? d.x() : d.y());
    const qreal aside = std::abs(across ? d.y() : d.x());
    return along > 1 ? along + 2.5 * aside : -1;
}

ItemId neighbour(const CanvasScene &scene, const ItemId &from, Direction direction)
{
    const QRectF start = scene.itemBox(from);
    if (start.isNull())
        return readingOrder(scene).value(0);
    ItemId best;
    qreal bestDistance = 0;
    const auto consider = [&](const ItemId &id, const QRectF &box) {
        const qreal d = id == from ? -1 : distance(start, box, direction);
        if (d >= 0 && (best.isEmpty() || d < bestDistance)) {
            best = id;
            bestDistance = d;
        }
    };
    const bool amongHosts = scene.host(from);
    for (const auto &host : scene.hosts()) {
        if (amongHosts)
            consider(host->id(), host->box());
        for (const ChipGeometry &chip : amongHosts ? QList<ChipGeometry>() : host->geometry().chips)
            consider(chip.id, chip.rect.translated(host->pos()));
    }
    return best;
}

} // namespace gui
