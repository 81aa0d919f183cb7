// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/advice_room.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DropAdvice", text);
}

bool hasLoad(const HostFacts &facts)
{
    return facts.cores > 0 && facts.load1 >= 0;
}

bool hasMemory(const HostFacts &facts)
{
    return facts.memoryTotal > 0 && facts.memoryFree >= 0;
}

QString gibibytes(double bytes)
{
    const double amount = bytes / (1024.0 * 1024 * 1024);
    return QString::number(amount, 'f', amount < 10 ? 1 : 0);
}

QString age(const HostFacts &facts, qint64 now)
{
    const qint64 minutes = (now - facts.time) / 60000;
    if (now <= 0 || facts.time <= 0 || minutes < 1)
        return {};
    return minutes < 120 ? u" ("_s + tr("%1 min ago").arg(minutes) + u')'
                         : u" ("_s + tr("%1 h ago").arg(minutes / 60) + u')';
}

} // namespace

QString roomWords(const HostFacts &facts, qint64 now)
{
    QStringList words;
    if (facts.cores > 0)
        words += facts.cores == 1 ? tr("1 core") : tr("%1 cores").arg(facts.cores);
    if (facts.load1 >= 0)
        words += tr("load %1").arg(facts.load1, 0, 'f', 1);
    if (hasMemory(facts))
        words +=
            tr("%1 of %2 GiB free").arg(gibibytes(facts.memoryFree), gibibytes(facts.memoryTotal));
    if (words.isEmpty())
        return tr("capacity unknown: see Watch (F7)");
    if (hasLoad(facts) && facts.load1 > facts.cores)
        words += tr("busy");
    if (hasMemory(facts) && facts.memoryFree < facts.memoryTotal / 20)
        words += tr("memory nearly full");
    return words.join(u", "_s) + age(facts, now);
}

double suitability(const PlacedHost &host, const Kind &kind, const HostFacts &facts)
{
    const bool fits = !kind.role.isEmpty() && host.roles.contains(kind.role);
    const double role = fits ? 1 : host.roles.isEmpty() || kind.role.isEmpty() ? 0.5 : 0;
    const double crowd =
        1 / (1 + double(host.items.size()) / 8); // the only guess where nothing is known
    const double cpu =
        hasLoad(facts) ? std::clamp(1 - facts.load1 / facts.cores, 0.0, 1.0) : crowd / 2;
    const double memory =
        hasMemory(facts) ? std::clamp(facts.memoryFree / facts.memoryTotal, 0.0, 1.0) : crowd / 2;
    return 0.35 * role + 0.3 * cpu + 0.25 * memory + 0.1 * crowd;
}

} // namespace model
