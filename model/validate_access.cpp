// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"

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

QString endpoint(const PlacedHost &host)
{
    const QString address = host.values.at(u"ssh.address").text();
    const QString jump = host.values.at(u"ssh.jump").text();
    if (address.isEmpty())
        return {};
    const QString direct = address + u" port " + host.values.at(u"ssh.port").text();
    return jump.isEmpty() ? direct : direct + u" behind " + jump;
}

QString meshAddress(const PlacedHost &host)
{
    const QString mesh = host.values.at(u"mesh").text();
    return mesh.contains(u'.') || mesh.contains(u':') ? mesh
                                                      : QString(); // else it is filled in later
}

} // namespace

/// How people and the program itself get in.
void checkAccess(Findings &found)
{
    const QList<PlacedHost> &hosts = found.topology.hosts;
    if (hosts.isEmpty())
        found.add(Rule::NoHosts, {ItemId::fleet(), u"hosts"_s, {}},
                  u"The fleet has no hosts yet. Add one under \"hosts\"."_s);
    const bool deploys = std::ranges::any_of(hosts, isDeployed);
    if (deploys && found.fleet.setting(u"deploy.keys").texts().isEmpty())
        found.add(
            Rule::NoDeployKeys, {ItemId::fleet(), u"deploy.keys"_s, {}},
            u"The fleet names no SSH key that may deploy: after the first deploy nobody could log in. Add your public key to deploy.keys."_s);
    checkUnique(
        found, Rule::SameEndpoint, u"ssh.address"_s,
        u"%1 and %2 are both dialled at %3, so both would be deployed to one machine. Correct the address or port of one."_s,
        endpoint);
    checkUnique(found, Rule::DuplicateMesh, u"mesh"_s,
                u"%1 and %2 both have the mesh address %3. Correct one, or write \"auto\"."_s,
                meshAddress);
    for (const PlacedHost &host : hosts) {
        const bool missing = isDeployed(host) && host.values.at(u"ssh.address").text().isEmpty();
        if (missing && found.purpose == Purpose::Deploy)
            found.add(
                Rule::MissingAddress, {host.id, u"ssh.address"_s, {}},
                u"%1 has no SSH address, so it cannot be reached. Write one, or set its class to unmanaged."_s
                    .arg(host.name));
    }
}

} // namespace model
