// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"
#include "model/words.h"

#include "model/mesh.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

bool isDeployed(const PlacedHost &host)
{
    return host.values.at(u"class").text() == "nixos"_L1;
}

/// Two hosts that must not have the same text at a field.
template <typename TextOf>
void checkUnique(Findings &found, Rule rule, const QString &field, const QString &message,
                 TextOf textOf)
{
    QHash<QString, const PlacedHost *> seen;
    seen.reserve(found.topology.hosts.size());
    for (const PlacedHost &host : found.topology.hosts) {
        const QString text = textOf(host);
        if (text.isEmpty())
            continue;
        const PlacedHost *&first = seen[text];
        if (first)
            found.add(rule, {host.id, field, first->id}, message.arg(first->name, host.name, text));
        else
            first = &host;
    }
}

/// The words are looked up once for all hosts.
class Endpoints
{
public:
    QString operator()(const PlacedHost &host) const
    {
        const Value ssh = host.values.at(u"ssh");
        const QString address = ssh.at(u"address").text(), jump = ssh.at(u"jump").text();
        if (address.isEmpty())
            return {};
        const QString direct = address + m_port + ssh.at(u"port").text();
        return jump.isEmpty() ? direct : direct + m_behind + jump;
    }

private:
    const QString m_port = Words::tr(" port "), m_behind = Words::tr(" behind ");
};

QString meshText(const PlacedHost &host)
{
    const QString mesh = host.values.at(u"mesh").text();
    return mesh.contains(u'.') || mesh.contains(u':') ? canonicalAddress(mesh)
                                                      : QString(); // else it is filled in later
}

/// A key that may only watch is worth its name only with an account that cannot deploy.
void checkWatchers(Findings &found)
{
    const Kind &kind = *found.catalog.kind(u"fleet");
    const Value &settings = found.fleet.settings().values;
    if (settings.at(u"watch.keys").texts().isEmpty())
        return;
    const QString user = found.catalog.effective(kind, settings, u"watch.user").text();
    if (user != found.catalog.effective(kind, settings, u"deploy.user").text())
        return;
    found.add(Rule::WatchUser, {ItemId::fleet(), u"watch.user"_s, {}},
              Words::tr("The keys under watch.keys would log in as %1, which is the deploy user: "
                        "who may only watch could deploy. Name another watch user.")
                  .arg(user));
}

} // namespace

QList<Claim> ownAddresses(const Catalog &, const Topology &, const PlacedHost &host)
{
    QList<Claim> addresses;
    const Value ssh = host.values.at(u"ssh");
    if (const QString address = ssh.at(u"address").text(); !address.isEmpty())
        addresses += Claim{address + u'\n' + ssh.at(u"port").text() + u'\n' + ssh.at(u"jump").text(), {}};
    if (const QString mesh = meshText(host); !mesh.isEmpty())
        addresses += Claim{mesh, {}};
    return addresses;
}

bool asksEveryHost(const Fleet &fleet, const Catalog &catalog)
{
    const Value settings = catalog.effective(*catalog.kind(u"fleet"), fleet.settings().values);
    const Kind *kind = meshKind(catalog, settings);
    return settings.at(u"deploy.keys").texts().isEmpty() || (kind && kind->mesh->isKnown());
}

/// How people and the program itself get in.
void checkAccess(Findings &found)
{
    if (!found.begin(Wide::Access))
        return;
    const QList<PlacedHost> &hosts = found.topology.hosts;
    if (hosts.isEmpty())
        found.add(Rule::NoHosts, {ItemId::fleet(), u"hosts"_s, {}},
                  Words::tr("The fleet has no hosts yet. Add one under \"hosts\"."));
    const bool deploys = std::ranges::any_of(hosts, isDeployed);
    if (deploys && found.fleet.setting(u"deploy.keys").texts().isEmpty())
        found.add(Rule::NoDeployKeys, {ItemId::fleet(), u"deploy.keys"_s, {}},
                  Words::tr("The fleet names no SSH key that may deploy: after the first deploy "
                            "nobody could log in. Add your public key to deploy.keys."));
    checkWatchers(found);
    checkUnique(found, Rule::SameEndpoint, u"ssh.address"_s,
                Words::tr("%1 and %2 are both dialled at %3, so both would be deployed to one "
                          "machine. Correct the address or port of one."),
                Endpoints());
    checkUnique(
        found, Rule::DuplicateMesh, u"mesh"_s,
        Words::tr("%1 and %2 both have the mesh address %3. Give one of them another."),
        meshText);
    for (const PlacedHost &host : hosts) {
        if (found.purpose == Purpose::Deploy && isDeployed(host) && host.values.at(u"ssh.address").text().isEmpty())
            found.add(Rule::MissingAddress, {host.id, u"ssh.address"_s, {}},
                      Words::tr("%1 has no SSH address, so it cannot be reached. Write one, or set "
                                "its class to unmanaged.")
                          .arg(host.name));
    }
}

} // namespace model
