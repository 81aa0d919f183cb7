// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fix_mending.h"

#include "model/nearest.h"
#include "model/validate_findings.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <vector>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// "settings.port" and "roles.server.settings.port" → "port".
QString fieldName(const QString &path)
{
    const qsizetype settings = path.startsWith(u"settings.") ? 0 : path.indexOf(u".settings.");
    if (settings >= 0 && path.startsWith(u"settings."))
        return path.mid(9);
    if (settings > 0)
        return path.mid(settings + 10);
    return path.startsWith(u"roles.") ? path.section(u'.', 4) : path;
}

} // namespace

QStringList nearest(const QString &word, const QStringList &known, int count)
{
    return nearest(word, known, count, std::max<qsizetype>(2, word.size() / 3));
}

QString asName(const QString &text)
{
    QString name;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD).toLower()) {
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (plain)
            name += c;
        else if (!c.isMark() && !name.isEmpty() && !name.endsWith(u'-'))
            name += u'-';
    }
    name.truncate(63);
    while (name.endsWith(u'-'))
        name.chop(1);
    return name;
}

Mending::Mending(const Fleet &ofFleet, const Catalog &withCatalog, const Topology &asResolved,
                 const Diagnostic &finding, const Candidates &fromOutside)
    : fleet(ofFleet)
    , catalog(withCatalog)
    , topology(asResolved)
    , found(finding)
    , candidates(fromOutside)
{}

void Mending::step(const QString &text, const QList<Edit> &edits)
{
    const bool known = std::ranges::any_of(ways, [&](const Fix &fix) { return fix.text == text; });
    if (!known && !edits.isEmpty())
        ways += Fix{text, {text, edits}, {}, {}, {}};
}

void Mending::askAt(const ItemId &item, const QString &field, const QString &text,
                    const QString &say)
{
    ways += Fix{text, {}, item, field, say};
}

void Mending::askFile(const QString &say)
{
    ways += Fix{found.position.line > 0 ? fixTr("Open the file at line %1").arg(found.position.line)
                                        : fixTr("Open the file"),
                {},
                {},
                {},
                say};
}

ItemPtr Mending::entry() const
{
    if (const ItemPtr item = fleet.find(found.item))
        return item;
    const Placed *item = placed();
    return item ? fleet.find(item->source) : nullptr;
}

const Kind *Mending::kindOf(const ItemId &id) const
{
    if (const Placed *item = topology.find(id))
        return catalog.kind(item->kind);
    const ItemPtr item = fleet.find(id);
    return item ? catalog.kind(item->kind) : nullptr;
}

const Field *Mending::field() const
{
    const Kind *of = kind();
    return of ? of->field(fieldName(found.field)) : nullptr;
}

Value Mending::value() const
{
    const ItemPtr item = fleet.find(found.item);
    if (item)
        return item->values.at(found.field);
    const Placed *at = placed();
    return at ? at->values.at(found.field) : Value();
}

QString Mending::nameOf(const ItemId &id) const
{
    if (id == ItemId::fleet())
        return fixTr("the fleet");
    if (const Placed *item = topology.find(id))
        return item->source.isEmpty() ? id.text() : item->name;
    const ItemPtr item = fleet.find(id);
    return item ? item->name : id.text().section(u'/', 1);
}

QString Mending::hostOf() const
{
    if (const Placed *item = placed())
        return item->host;
    const ItemPtr item = fleet.find(found.item);
    if (item && item->kind == "host"_L1)
        return item->name;
    return item ? item->host : QString();
}

Edit Mending::set(const Value &value) const
{
    const ItemPtr item = fleet.find(found.item);
    if (item && isServiceEntry(*item) && found.field.startsWith(u"roles."))
        return SetField{item->id, u"roles"_s,
                        item->values.at(u"roles").with(QStringView(found.field).mid(6), value)};
    return SetField{found.item, found.field, value};
}

QList<const PlacedHost *> Mending::hostsFor(const QString &kindName, int count) const
{
    const Kind *kind = catalog.kind(kindName);
    std::vector<std::tuple<int, qsizetype, const PlacedHost *>> ranked; // of hosts alike the first in the file
    ranked.reserve(size_t(topology.hosts.size()));
    for (const PlacedHost &host : topology.hosts) {
        if (host.values.at(u"class").text() != "nixos"_L1)
            continue;
        const bool fits = kind && !kind->role.isEmpty() && host.roles.contains(kind->role);
        ranked.emplace_back(fits ? 0 : 1, host.items.size(), &host);
    }
    const auto end = ranked.begin() + std::min(qsizetype(count), qsizetype(ranked.size()));
    std::ranges::partial_sort(ranked, end);
    QList<const PlacedHost *> hosts;
    std::transform(ranked.begin(), end, std::back_inserter(hosts), [](const auto &each) { return std::get<2>(each); });
    return hosts;
}

QList<const PlacedHost *> Mending::othersFor(const Placed &item, int count) const
{
    const Kind *kind = catalog.kind(item.kind);
    QList<const PlacedHost *> hosts = hostsFor(item.kind, count + 1);
    hosts.removeIf([&](const PlacedHost *host) {
        const bool fits = kind->role.isEmpty() || host->roles.contains(kind->role);
        return host->name == item.host || !fits;
    });
    return hosts.mid(0, count);
}

bool Mending::standsAlone(const QString &roleName) const
{
    const Role *role = catalog.role(roleName);
    return role && std::ranges::any_of(topology.items, [&](const Placed &item) {
               const Kind *kind =
                   role->brings.contains(item.kind) ? catalog.kind(item.kind) : nullptr;
               return kind && std::ranges::any_of(kind->dns, &DnsSpec::alone);
           });
}

QStringList Mending::hostNames() const
{
    QStringList names;
    for (const PlacedHost &host : topology.hosts)
        names += host.name;
    return names;
}

QStringList Mending::rolesThatBring(const QString &kindName) const
{
    QStringList names;
    for (const Role &role : catalog.roles()) {
        if (role.brings.contains(kindName))
            names += role.name;
    }
    return names;
}

QList<std::pair<const PlacedHost *, const PlacedHost *>> Mending::bothHosts() const
{
    const PlacedHost *first = host(found.item.text().section(u'/', 1));
    const PlacedHost *second = host(found.other.text().section(u'/', 1));
    if (!first || !second)
        return {};
    return {{first, second}, {second, first}};
}

} // namespace model
