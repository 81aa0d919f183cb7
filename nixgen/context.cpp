// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/context.h"

#include "model/validate.h"

#include <QSet>

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;

Context::Context(const model::Fleet &f, const model::Catalog &c, const model::Topology &t)
    : fleet(f)
    , catalog(c)
    , topology(t)
    , settings(c.effective(*c.kind(u"fleet"), f.settings().values))
{}

bool Context::holds(const model::Condition &condition, const model::Value &values) const
{
    return std::ranges::all_of(condition, [&](const auto &entry) {
        const QStringView path(entry.first);
        const bool isFleet = path.startsWith(u"fleet.");
        return (isFleet ? settings.at(path.mid(6)) : values.at(path)).text() == entry.second;
    });
}

bool Context::isEverywhere(const model::Kind &kind) const
{
    return !kind.broughtBy.empty() && holds(kind.broughtBy, {});
}

model::Origin origin(const model::ItemId &item, const QString &field)
{
    return {item, field};
}

model::Origin fleetOrigin(const QString &field)
{
    return {model::ItemId::fleet(), field};
}

bool isConfigured(const QString &name, const model::Value &values)
{
    return values.at(u"class").text() == "nixos"_L1 && model::isName(name);
}

QStringList configuredHosts(const model::Fleet &fleet, const model::Catalog &catalog)
{
    const model::Kind &kind = *catalog.kind(u"host");
    QStringList names;
    QSet<QString> seen;
    for (const model::ItemPtr &host : fleet.hosts()) {
        if (!seen.contains(host->name)
            && isConfigured(host->name, catalog.effective(kind, host->values)))
            names.append(host->name);
        seen.insert(host->name);
    }
    return names;
}

QStringList configuredHosts(const model::Topology &topology)
{
    QStringList names;
    for (const model::PlacedHost &host : topology.hosts) {
        if (isConfigured(host.name, host.values))
            names.append(host.name);
    }
    return names;
}

QString wrapped(const QString &text)
{
    constexpr qsizetype width = 98; // and "# "
    QString lines = text.simplified();
    qsizetype begin = 0; // of the line
    while (lines.size() - begin > width) {
        qsizetype gap = lines.lastIndexOf(u' ', begin + width);
        if (gap <= begin) // a word longer than a line
            gap = lines.indexOf(u' ', begin);
        if (gap < 0)
            break;
        lines[gap] = u'\n';
        begin = gap + 1;
    }
    return lines;
}

QString writtenBy()
{
    return u"Written by Switchyard from fleet.yaml. Change the design there, not here."_s;
}

Expr importPath(const QString &file, const QString &folder)
{
    if (file.startsWith(u'/'))
        return path(file);
    const QString inside = file.startsWith("./"_L1) ? file.mid(2) : file;
    const bool isBeside = inside.startsWith(folder + u'/');
    return path(isBeside ? QString(u'.' + inside.mid(folder.size())) : QString(u"../"_s + inside));
}

} // namespace nixgen
