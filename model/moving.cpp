// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/moving.h"

#include "model/advice.h"
#include "model/portbook.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace model {

Result<EditStep> moveStep(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const QList<ItemId> &items,
                          const QString &host)
{
    EditStep step;
    PortBook ports(topology, catalog);
    QString lastText;
    qsizetype moved = 0;
    for (const ItemId &id : items) {
        const Placed *placed = topology.find(id);
        if (placed && placed->host == host)
            continue;
        const DropAdvice advice = adviseMove(fleet, catalog, topology, id, host);
        if (!advice.allowed)
            return fail(u"cannot-move"_s, advice.words);
        lastText = advice.step.text;
        ++moved;
        const ItemPtr item = fleet.find(placed->source);
        if (!item || item->host.isEmpty()) { // a role brings it, or an instance of a service names its hosts
            step.edits += advice.step.edits;
            continue;
        }
        const Result<ValueMap> fresh = ports.settle(*item, host);
        if (!fresh)
            return tl::make_unexpected(fresh.error());
        step.edits.append(MoveItem{item->id, host});
        for (const auto &[field, port] : *fresh)
            step.edits.append(SetField{item->id, field, port});
    }
    step.text = moved == 1 ? lastText : QCoreApplication::translate("Moving", "Move %1 items to %2").arg(moved).arg(host);
    return step;
}

} // namespace model
