// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/deploy/planwords.h"

#include "model/topology.h"
#include "nixgen/write.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;
using namespace remote;

static QString tr(const char *text)
{
    return QCoreApplication::translate("DeployPlan", text);
}

/// A few by name, in the words that people use for them; all of them are in the tool tip.
static QString unitWords(const QStringList &units)
{
    constexpr qsizetype few = 3;
    QStringList names;
    for (const QString &unit : units)
        names += unit.endsWith(u".service") ? unit.chopped(8) : unit;
    return units.size() <= few ? names.join(u", "_s) : tr("%1 and %2 more").arg(names.mid(0, few - 1).join(u", "_s)).arg(units.size() - few + 1);
}

QString planTip(const HostPlan &host)
{
    QStringList parts;
    if (!host.startUnits.isEmpty())
        parts += tr("starts %1").arg(host.startUnits.join(u", "_s));
    if (!host.stopUnits.isEmpty())
        parts += tr("stops %1").arg(host.stopUnits.join(u", "_s));
    return parts.join(u'\n');
}

QString planWords(const HostPlan &host)
{
    QStringList parts;
    if (host.changedFiles.isEmpty())
        parts += tr("as deployed");
    else
        parts += host.changedFiles.size() == 1 ? tr("1 file differs") : tr("%1 files differ").arg(host.changedFiles.size());
    if (!host.startUnits.isEmpty())
        parts += tr("starts %1").arg(unitWords(host.startUnits));
    if (!host.stopUnits.isEmpty())
        parts += tr("stops %1").arg(unitWords(host.stopUnits));
    return parts.join(u" · "_s);
}

void sayWhatStops(StepRow &row, const Marks &problems, const Topology &topology)
{
    QStringList briefs, whole;
    const auto say = [&](const ItemId &item) {
        if (const auto problem = problems.constFind(item); problem != problems.constEnd()) {
            briefs.append(problem->brief);
            whole.append(problem->text);
        }
    };
    say(ItemId::host(row.host));
    for (const Placed *item : topology.on(row.host))
        say(item->id);
    row.isStopped = !briefs.isEmpty();
    if (!row.isStopped)
        return;
    row.words = briefs.join(u" · "_s);
    row.tip = whole.join(u'\n');
}

QString withoutEdits(const DeployPlan &plan)
{
    QStringList paths;
    const auto edits = plan.fleetFolder.isEmpty() ? Result<QList<nixgen::HandEdit>>() : nixgen::handEdits(plan.tree, plan.fleetFolder);
    for (const nixgen::HandEdit &edit : edits.value_or(QList<nixgen::HandEdit>())) {
        if (edit.isOurs)
            paths.append(edit.path);
    }
    return paths.isEmpty() ? QString() : u"\n\n"_s + tr("Edited by hand, and not part of this deploy: %1. The preview moves such edits to a module.").arg(paths.join(u", "_s));
}

} // namespace gui
