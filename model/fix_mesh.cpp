// SPDX-License-Identifier: GPL-3.0-or-later
// Menders of addresses and keys on the private network.

#include "model/fix_mending.h"
#include "model/mesh.h"
#include "model/secrets.h"
#include "model/validate_findings.h"
#include "model/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// What is known of the network, while one is set up.
struct Net
{
    explicit Net(const Mending &m)
        : settings(m.catalog.effective(*m.catalog.kind(u"fleet"), m.fleet.settings().values))
        , kind(meshKind(m.catalog, settings))
    {
        if (kind)
            taken = meshAddresses(m.topology, *kind->mesh, settings);
        if (kind && kind->mesh->address == MeshSpec::Address::Range)
            range = AddressRange::of(settings.at(kind->mesh->range).text());
    }

    Value settings;
    const Kind *kind = nullptr;
    std::optional<AddressRange> range;
    QSet<QString> taken;
};

/// "auto", where another address than now comes of it that nobody has.
void offerAuto(Mending &m, const Net &net, const ItemId &id, const PlacedHost &host)
{
    const Field &field = *m.catalog.kind(u"host")->field(u"mesh");
    const QString written = m.fleet.find(id)->values.at(u"mesh").text();
    if (written.isEmpty() || field.values.contains(written))
        return;
    const QString key = net.kind && net.kind->mesh->isKnown() ? host.values.at(net.kind->mesh->key).text() : QString();
    const QString then = net.kind ? meshAddress(*net.kind->mesh, net.settings, host.name, key) : QString();
    if (then.isEmpty() || !net.taken.contains(then))
        m.step(fixTr("Let the address of %1 be filled in (%2)").arg(host.name, then.isEmpty() ? field.fallback.text() : then),
               {SetField{id, u"mesh"_s, field.fallback}});
}

void offerFree(Mending &m, const Net &net, const ItemId &id, const PlacedHost &host)
{
    const QString free = net.range ? net.range->freeAddress(host.name, net.taken) : QString();
    if (!free.isEmpty())
        m.step(fixTr("Give %1 the free address %2").arg(host.name, free), {SetField{id, u"mesh"_s, Value(free)}});
}

/// An operator's device has its address behind its key.
void offerFreeForDevices(Mending &m, const Net &net)
{
    const QString field = net.kind ? net.kind->mesh->devices : QString();
    if (!net.range || m.found.field != field)
        return;
    ValueMap devices = net.settings.at(field).map();
    QSet<QString> seen;
    for (const PlacedHost &host : m.topology.hosts)
        seen.insert(canonicalAddress(host.values.at(u"mesh").text()));
    for (const MeshDevice &device : meshDevices(*net.kind->mesh, net.settings)) {
        const bool isFine = !seen.contains(device.address) && net.range->contains(device.address);
        seen.insert(device.address);
        const QString free = isFine ? QString() : net.range->freeAddress(device.name, net.taken);
        if (free.isEmpty())
            continue;
        const auto entry = std::ranges::find(devices, device.name, &ValueMap::value_type::first);
        entry->second = Value(QString(device.key + u' ' + free));
        return m.step(fixTr("Give %1 the free address %2").arg(device.name, free), {m.set(devices)});
    }
}

/// The secret of that host whose public half is the finding's field.
void offerFreshKey(Mending &m, const ItemId &id)
{
    const PlacedHost *host = m.host(id.text().section(u'/', 1));
    if (!host || host->id != id || host->values.at(u"class").text() != u"nixos"_s)
        return;
    for (const Placed *item : m.topology.on(host->name)) {
        for (const SecretSpec &spec : m.catalog.kind(item->kind)->secrets) {
            if (spec.publicField == m.found.field)
                m.ways += Fix{.text = fixTr("Make a new key for %1").arg(host->name),
                              .step = {},
                              .item = id,
                              .field = m.found.field,
                              .say = ofCatalog(spec.help),
                              .secret = Secret{spec, host->name, {}, {}, {}}.id()};
        }
    }
}

} // namespace

bool needsMore(const Mending &m, const Field &field, const QString &choice)
{
    const Kind &fleet = *m.catalog.kind(u"fleet");
    const auto asks = [&](const Field &other) {
        const auto when = other.when.find(field.name);
        return other.required && when != other.when.end() && when->second == choice
               && m.fleet.setting(other.name).isNull();
    };
    if (m.kind() != &fleet)
        return false;
    const Value then = m.catalog.effective(fleet, m.fleet.settings().values).with(field.name, Value(choice));
    const Kind *net = meshKind(m.catalog, then);
    return std::ranges::any_of(fleet.fields, asks)
           || (net && net->mesh->isKnown() && std::ranges::any_of(m.topology.hosts, [&](const PlacedHost &host) {
                   return host.values.at(net->mesh->key).isNull();
               }));
}

void mendMesh(Mending &m)
{
    const Net net(m);
    const bool isTwo = !m.found.other.isEmpty();
    for (const ItemId &id : {m.found.item, m.found.other}) {
        const PlacedHost *host = m.host(id.text().section(u'/', 1));
        if (!host || host->id != id)
            continue;
        if (!isTwo || !net.range)
            offerAuto(m, net, id, *host);
        offerFree(m, net, id, *host);
        if (isTwo && net.range)
            offerAuto(m, net, id, *host);
    }
    offerFreeForDevices(m, net);
    m.ask(fixTr("Type the mesh address of %1").arg(m.name()), fixTr("its address in the private network"));
}

void mendWayIn(Mending &m)
{
    Field address = *m.catalog.kind(u"host")->field(u"public");
    address.type = address.of;
    for (const auto &[host, other] : m.bothHosts()) {
        const QString ssh = host->values.at(u"ssh.address").text();
        if (!ssh.isEmpty() && complaint(address, Value(ssh)).isEmpty())
            m.step(fixTr("Use %1, where %2 is dialled, as its public address").arg(ssh, host->name),
                   {SetField{host->id, u"public"_s, ValueList{Value(ssh)}}});
    }
    m.ask(fixTr("Type the public address of %1").arg(m.name()), fixTr("such as 203.0.113.10 or 2001:db8::10"));
}

void mendMeshKey(Mending &m)
{
    const Field *field = m.field();
    if (!field)
        return m.askFile(m.found.message);
    for (const ItemId &id : {m.found.item, m.found.other})
        offerFreshKey(m, id);
    for (const ItemId &id : {m.found.item, m.found.other}) {
        if (!id.isEmpty())
            m.askAt(id, m.found.field, fixTr("Paste the public key of %1").arg(m.nameOf(id)), ofCatalog(field->help));
    }
}

} // namespace model
