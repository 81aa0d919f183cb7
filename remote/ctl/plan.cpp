// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/fleetinput.h"
#include "remote/ctl/remoteverbs.h"

#include <QJsonArray>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

void list(Io &io, const QString &title, const QStringList &entries)
{
    if (!entries.isEmpty())
        io.out << "    " << title << ": " << entries.join(u", "_s) << '\n';
}

void sayHost(Io &io, const remote::HostPlan &host)
{
    io.out << host.host << "  (" << host.tier << ", " << host.target.user << '@'
           << host.target.address << ")\n";
    list(io, u"changes"_s, host.changedFiles);
    list(io, u"starts"_s, host.startUnits);
    list(io, u"stops"_s, host.stopUnits);
    list(io, u"fetches"_s, host.images);
    QStringList byHand;
    for (const remote::Placement &file : host.handFiles)
        byHand.append(file.path);
    list(io, u"needs, put there by hand"_s, byHand);
    if (host.changedFiles.isEmpty())
        io.out << "    nothing changed since it was deployed last\n";
}

} // namespace

int plan(const Arguments &arguments, Io &io)
{
    const auto input = readFleet(arguments.operands.first(), io, true);
    if (!input)
        return say(io, input.error(), exitCodeOf(input.error()));
    const auto at = arguments.options.find(u"host"_s);
    const auto plan = planFleet(*input, at == arguments.options.end() ? QStringList{} : at->second);
    if (!plan)
        return say(io, plan.error(), exitCodeOf(plan.error()));
    if (arguments.has(u"json"_s)) {
        QJsonArray hosts;
        for (const remote::HostPlan &host : plan->hosts)
            hosts.append(remote::toJson(host));
        sayJson(io, {{"v"_L1, 1}, {"makes-lock"_L1, plan->makesLock}, {"hosts"_L1, hosts}});
        return Ok;
    }
    if (plan->makesLock)
        io.out << "flake.lock is made on " << plan->hosts.value(0).host
               << " first and brought back\n";
    for (const remote::HostPlan &host : plan->hosts)
        sayHost(io, host);
    return Ok;
}

} // namespace ctl
