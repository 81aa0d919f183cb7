// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"
#include "model/words.h"

#include <QSet>

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

void checkNeeds(Findings &found, const Placed &item)
{
    for (const QString &needed : item.unmetNeeds) {
        const Kind *kind = found.catalog.kind(item.kind);
        const auto isIt = [&](const NeedSpec &need) { return need.kind == needed; };
        const auto need = std::ranges::find_if(kind->needs, isIt);
        const QString host =
            need->where == "edge"_L1 ? found.topology.edgeHost(item.host) : item.host;
        const QString place = need->where == "fleet"_L1 ? Words::tr("the fleet") : host;
        const QString title = ofCatalog(found.catalog.kind(needed)->title);
        found.add(Rule::UnmetNeed, {item.id, {}, ItemId::host(host)},
                  Words::tr("%1 on %2 needs %3, but %4 has none: %5. Give %4 a role that brings "
                            "%3, or a service of that kind.")
                      .arg(item.name, item.host, title, place, need->why));
    }
}

void checkUnits(Findings &found, const Placed &item,
                QHash<std::pair<QString, QString>, const Placed *> &seen)
{
    const Value backend =
        found.catalog.effective(*found.catalog.kind(u"fleet"), found.fleet.settings().values,
                                found.catalog.containerField());
    const ContainerBackend *containers = found.catalog.containerBackend(backend.text());
    for (const Unit &unit : item.units) {
        if (containers && unit.name == containers->unit)
            continue; // one unit stands for all containers
        const Placed *&first = seen[{item.host, unit.name}];
        if (!first) {
            first = &item;
            continue;
        }
        found.add(Rule::UnitClash, {item.id, {}, first->id},
                  Words::tr("%1 and %2 would both be the unit %3 on %4. Rename one of them, or "
                            "move it to another host.")
                      .arg(first->name, item.name, unit.name, item.host));
    }
}

bool isPinned(const QString &image)
{
    return image.isEmpty() || image.contains(u'@') || image.lastIndexOf(u':') > image.lastIndexOf(u'/');
}

void checkImages(Findings &found, const Placed &item, QSet<QString> &seen, QString &pinned)
{
    for (const Unit &unit : item.units) {
        if (unit.image == pinned)
            continue; // most are the same
        if (isPinned(unit.image) || seen.contains(unit.image)) {
            pinned = unit.image;
            continue;
        }
        seen.insert(unit.image);
        const QList<Field> &fields = found.catalog.kind(item.kind)->fields;
        const auto own = std::ranges::find(fields, FieldType::Image, &Field::type);
        found.add(Rule::UnpinnedImage, {item.id, own == fields.end() ? QString() : own->name, {}},
                  Words::tr("%1 runs the image %2, which has neither tag nor digest, so it may "
                            "change under you. Write %2:<tag>, better %2@sha256:….")
                      .arg(item.name, unit.image));
    }
}

/// Two items behind one proxy with one HTTPS name.
void checkRoutes(Findings &found, const Placed &proxy)
{
    QHash<QString, const Route *> seen;
    for (const Route &route : proxy.routes) {
        const Route *&first = seen[route.name];
        if (!first) {
            first = &route;
            continue;
        }
        found.add(
            Rule::NameClash, {route.from, {}, first->from},
            Words::tr("%1 on %2 and %3 on %4 both want to be https://%5 at %6. Keep one of them.")
                .arg(found.topology.find(first->from)->name, first->host,
                     found.topology.find(route.from)->name, route.host, route.name, proxy.host));
    }
}

/// A role that the host did not declare.
void checkRoles(Findings &found, const PlacedHost &host)
{
    const QStringList declared = host.values.at(u"roles").texts();
    for (const QString &role : host.roles) {
        if (declared.contains(role))
            continue;
        for (const ItemId &id : host.items) {
            const Placed *item = found.topology.find(id);
            if (found.catalog.kind(item->kind)->role != role)
                continue;
            const QStringList brings = found.catalog.role(role)->brings;
            found.add(Rule::ImpliedRole, {host.id, u"roles"_s, id},
                      Words::tr("%1 is a %2 as well, because %3 stands there%4. Write the role "
                                "down to make that plain, or move %3.")
                          .arg(host.name, role, item->name,
                               brings.isEmpty()
                                   ? QString()
                                   : Words::tr("; that brings ") + enumerated(brings)));
            break;
        }
    }
}

bool isAlone(Findings &found, const DnsRecord &record)
{
    const Placed *item = found.topology.find(record.from);
    const QList<DnsSpec> &specs = found.catalog.kind(item->kind)->dns;
    return std::ranges::any_of(specs, [&](const DnsSpec &spec) {
        return spec.alone && expand(spec.name, *item, found.fleet, found.catalog) == record.name;
    });
}

void checkDns(Findings &found)
{
    QHash<QString, const DnsRecord *> first;
    QHash<QString, QList<const DnsRecord *>> byName; // of those that several records have
    QHash<QString, QStringList> namesAt;
    first.reserve(found.topology.dns.size());
    for (const DnsRecord &record : found.topology.dns) {
        const DnsRecord *&known = first[record.name];
        if (known)
            byName[record.name] += &record;
        else
            known = &record;
        if (record.addresses.isEmpty())
            namesAt[record.host] += record.name;
    }
    for (auto at = byName.begin(); at != byName.end(); ++at) {
        const DnsRecord &record = *at->first();
        at->prepend(first.value(at.key()));
        const QList<const DnsRecord *> &records = *at;
        if (!isAlone(found, *records.first()))
            continue;
        QStringList hosts;
        for (const DnsRecord *each : records)
            hosts += each->host;
        found.add(Rule::SeveralHosts, {record.from, {}, records.first()->from},
                  Words::tr("%1 should point at one host, but it would point at %2. Keep one, or "
                            "give the others a fleet of their own.")
                      .arg(record.name, enumerated(hosts)));
    }
    for (auto at = namesAt.cbegin(); at != namesAt.cend(); ++at)
        found.add(
            Rule::NoPublicAddress, {ItemId::host(at.key()), u"public"_s, {}},
            Words::tr(
                "%1 should point at %2, which has no public address. Write it under \"public\".")
                .arg(enumerated(*at), at.key()));
}

void checkOverlay(Findings &found)
{
    if (!found.begin(Wide::Overlay))
        return;
    const Value overlay = found.catalog.effective(*found.catalog.kind(u"fleet"),
                                                  found.fleet.settings().values, u"overlay");
    const auto isMesh = [](const Link &link) { return link.via == Scope::Mesh; };
    const auto link = std::ranges::find_if(found.topology.links, isMesh);
    const Field *field = found.catalog.kind(u"fleet")->field(u"overlay");
    const bool later = field && field->notYetValues.contains(overlay.text());
    if ((overlay.text() != "none"_L1 && !later) || link == found.topology.links.end())
        return;
    const auto nameOf = [&found](const ItemId &id) {
        const Placed *item = found.topology.find(id);
        return item ? item->name : id.text();
    };
    found.add(Rule::NoOverlay, {ItemId::fleet(), u"overlay"_s, link->to},
              Words::tr("%1 reaches %2 (%3) over the private network only, but %4. Choose one, or "
                        "add a module with a network of your own under \"imports\".")
                  .arg(nameOf(link->from), nameOf(link->to), link->label,
                       later ? Words::tr("this version sets up no %1 yet").arg(overlay.text())
                             : Words::tr("the fleet has none")));
}

} // namespace

bool runsUnpinned(const Placed &item)
{
    return std::ranges::any_of(item.units, [](const Unit &unit) { return !isPinned(unit.image); });
}

QList<Claim> dnsNames(const Catalog &catalog, const Topology &topology, const PlacedHost &host)
{
    QList<Claim> names;
    const bool leadsNowhere = host.values.at(u"public").texts().isEmpty();
    for (const Placed *item : topology.on(host.name)) {
        const auto matters = [&] { return leadsNowhere || std::ranges::any_of(catalog.kind(item->kind)->dns, &DnsSpec::alone); };
        for (const QString &name : item->dnsNames)
            names += Claim{name, item->id.text(), matters()};
    }
    return leadsNowhere ? names + names : names;
}

void checkTopology(Findings &found)
{
    QHash<std::pair<QString, QString>, const Placed *> units;
    QSet<QString> images;
    QString pinned; // the last image that is, or was told of
    for (const Placed *item : found.placed()) {
        found.about(item->host);
        checkNeeds(found, *item);
        checkUnits(found, *item, units);
        checkRoutes(found, *item);
    }
    for (const PlacedHost *host : found.placedHosts()) {
        found.about(host->name);
        checkRoles(found, *host);
    }
    if (found.begin(Wide::Images)) {
        for (const Placed &item : found.topology.items)
            checkImages(found, item, images, pinned);
    }
    if (found.begin(Wide::Dns))
        checkDns(found);
    checkOverlay(found);
}

} // namespace model
