// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deploy.h"
#include "remote/deployed.h"
#include "remote/deploytree.h"
#include "remote/plansecrets.h"
#include "remote/words.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>

#include <algorithm>

namespace remote {

using namespace Qt::StringLiterals;
using model::Catalog;
using model::Fleet;

namespace {

/// Tiers whose things the kinds of that tier refer to by name: those come first.
QSet<QString> tiersBefore(const Catalog &catalog, const QString &tier)
{
    QSet<QString> before;
    for (const model::Kind &kind : catalog.kinds()) {
        if (kind.tier != tier)
            continue;
        for (const model::Field &field : kind.fields) {
            for (const QString &other : field.kinds) {
                if (const model::Kind *k = catalog.kind(other); k && k->tier != tier)
                    before.insert(k->tier);
            }
        }
    }
    return before;
}

QStringList tierOrder(const Catalog &catalog)
{
    QStringList waiting, order;
    for (const model::Tier &tier : catalog.tiers())
        waiting.append(tier.name);
    while (!waiting.isEmpty()) {
        const auto ready = std::ranges::find_if(waiting, [&](const QString &tier) {
            const QSet<QString> before = tiersBefore(catalog, tier);
            return std::ranges::none_of(before,
                                        [&](const QString &b) { return waiting.contains(b); });
        });
        order.append(waiting.takeAt(ready == waiting.end() ? 0 : ready - waiting.begin()));
    }
    return order;
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A path that stays in the fleet's folder: relative, without "..".
bool staysInside(const QString &path)
{
    return !path.isEmpty() && QDir::isRelativePath(path)
           && !QDir::cleanPath(path).startsWith(u".."_s);
}

QString hardwarePath(const QString &host)
{
    return u"hosts/hardware/%1.nix"_s.arg(host);
}

/// What the generator writes where a fact is missing evaluates to an error that names it.
bool isPlaceholder(const QByteArray &text)
{
    return text.isEmpty() || text.contains("not known yet");
}

/// A hardware configuration that was captured counts, whoever generated the tree without it.
void addCaptured(model::FileTree &tree, const Fleet &fleet, const QString &folder)
{
    for (const model::ItemPtr &host : fleet.hosts()) {
        const auto at = tree.find(hardwarePath(host->name));
        if (at == tree.end() || !isPlaceholder(at->second.text))
            continue;
        if (const QByteArray text = readFile(folder + u'/' + at->first); !isPlaceholder(text))
            at->second = {text, {}};
    }
}

/// The user's own modules, the encrypted secrets and the games' mods are part of the flake, though
/// nobody generates them.
void addOwnFiles(model::FileTree &tree, const Fleet &fleet, const QString &folder)
{
    QStringList paths = fleet.setting(u"imports").texts();
    for (const model::ItemPtr &host : fleet.hosts())
        paths += host->values.at(u"imports").texts();
    QDirIterator secrets(folder + u"/secrets"_s, {u"*.yaml"_s, u"*.age"_s}, QDir::Files,
                         QDirIterator::Subdirectories);
    while (secrets.hasNext())
        paths.append(QDir(folder).relativeFilePath(secrets.next()));
    QDirIterator mods(folder + u"/mods"_s, {u"*.zip"_s}, QDir::Files);
    while (mods.hasNext())
        paths.append(u"mods/"_s + QFileInfo(mods.next()).fileName());

    for (const QString &path : std::as_const(paths)) {
        const QString clean = QDir::cleanPath(path);
        if (!staysInside(path) || tree.contains(clean))
            continue;
        if (const QByteArray text = readFile(folder + u'/' + clean); !text.isEmpty())
            tree[clean] = {text, {}};
    }
}

/// The files of a tree, those of one host apart from those that change every host.
class Files
{
public:
    Files(const model::FileTree &tree, const Fleet &fleet)
    {
        for (const model::ItemPtr &host : fleet.hosts()) {
            for (const QString &path : {u"hosts/%1.nix"_s.arg(host->name), hardwarePath(host->name),
                                        u"secrets/%1.yaml"_s.arg(host->name)})
                m_owner.insert(path, host->name);
        }
        for (const QString &scope : {u"shared"_s, u"fleet"_s}) // what several hosts read
            m_owner.remove(u"secrets/%1.yaml"_s.arg(scope));
        for (const auto &[path, file] : tree) {
            const QString folder = path.section(u'/', 1, -2); // secrets/<host>/….age
            if (path.startsWith("secrets/"_L1) && fleet.host(folder))
                m_owner.insert(path, folder);
            m_hashes.insert(path, fileHash(file.text));
            m_paths[m_owner.value(path)].append(path);
        }
    }

    QStringList changed(const QString &host, const std::optional<Deployed> &deployed) const
    {
        QStringList changed;
        for (const QString &path : m_paths.value(QString()) + m_paths.value(host)) {
            if (!deployed || deployed->files.value(path) != m_hashes.value(path))
                changed.append(path);
        }
        if (deployed) {
            for (auto it = deployed->files.begin(); it != deployed->files.end(); ++it) {
                const QString owner = m_owner.value(it.key());
                if (!m_hashes.contains(it.key()) && (owner.isEmpty() || owner == host))
                    changed.append(it.key());
            }
        }
        changed.sort();
        return changed;
    }

private:
    QHash<QString, QString> m_owner;     ///< path → the one host that it concerns
    QHash<QString, QStringList> m_paths; ///< host, or empty → paths
    QHash<QString, QString> m_hashes;
};

QStringList without(const QStringList &units, const QStringList &others)
{
    QStringList rest;
    for (const QString &unit : units) {
        if (!others.contains(unit))
            rest.append(unit);
    }
    return rest;
}

void addUnits(HostPlan &host, const model::Topology &topology,
              const std::optional<Deployed> &deployed)
{
    for (const model::Placed *item : topology.on(host.host)) {
        for (const model::Unit &unit : item->units) {
            host.gateUnits.append(unit.name);
            if (!unit.image.isEmpty() && !host.images.contains(unit.image))
                host.images.append(unit.image);
        }
    }
    host.gateUnits.removeDuplicates();
    const QStringList before = deployed ? deployed->units : QStringList{};
    host.startUnits = without(host.gateUnits, before);
    host.stopUnits = without(before, host.gateUnits);
}

model::Result<void> addTargets(HostPlan &plan, const Fleet &fleet, const model::PlacedHost &host,
                               bool first)
{
    const bool firstLogin = first && !host.values.at(u"first-login.user").isNull();
    auto now = targetOf(fleet, plan.host, firstLogin ? WayIn::FirstLogin : WayIn::Current);
    if (!now)
        return tl::make_unexpected(now.error());
    auto after = targetOf(fleet, plan.host, WayIn::AfterDeploy);
    if (!after)
        return tl::make_unexpected(after.error());
    plan.target = *now;
    plan.confirmTarget = *after;
    QStringList addresses = host.values.at(u"public").texts();
    addresses.append(host.values.at(u"mesh").text());
    for (const QString &address : std::as_const(addresses)) {
        if (address.isEmpty() || address == u"auto"_s || address == after->address)
            continue;
        SshTarget also = *after;
        also.address = address;
        plan.confirmAlso.append(also);
    }
    return {};
}

model::Result<void> checkNames(const Fleet &fleet, const QStringList &names)
{
    for (const QString &name : names) {
        const model::ItemPtr host = fleet.host(name);
        if (!host) {
            QStringList known;
            for (const model::ItemPtr &h : fleet.hosts())
                known.append(h->name);
            return model::fail(u"unknown-host"_s, Words::tr("the fleet has no host '%1'").arg(name),
                               Words::tr("its hosts are %1").arg(known.join(u", "_s)));
        }
        if (const QString kind = host->values.at(u"class").text(u"nixos"_s); kind != u"nixos"_s) {
            return model::fail(
                u"not-deployable"_s,
                Words::tr("host %1 is of class %2, which is watched but not deployed")
                    .arg(name, kind),
                Words::tr("set its class to nixos, or leave it out"));
        }
    }
    return {};
}

model::Result<HostPlan> planHost(const DeployPlan &plan, const Files &files, const Fleet &fleet,
                                 const model::Topology &topology, const model::PlacedHost &host)
{
    const auto deployed = readDeployed(plan.fleetFolder, host.name);
    HostPlan result;
    result.host = host.name;
    result.tier = host.tier;
    result.system = host.values.at(u"system").text();
    if (const auto ok = addTargets(result, fleet, host, !deployed); !ok)
        return tl::make_unexpected(ok.error());
    const auto hardware = plan.tree.find(hardwarePath(host.name));
    result.capturesHardware = hardware != plan.tree.end() && isPlaceholder(hardware->second.text);
    result.changedFiles = files.changed(host.name, deployed);
    addUnits(result, topology, deployed);
    return result;
}

} // namespace

model::Result<DeployPlan> plan(const Fleet &fleet, const Catalog &catalog,
                               const model::FileTree &tree, const QString &fleetFolder,
                               const QStringList &onlyHosts)
{
    if (const auto ok = checkNames(fleet, onlyHosts); !ok)
        return tl::make_unexpected(ok.error());
    DeployPlan plan{{}, tree, {}, fleetFolder, true};
    if (!fleetFolder.isEmpty()) {
        addOwnFiles(plan.tree, fleet, fleetFolder);
        addCaptured(plan.tree, fleet, fleetFolder);
        plan.lock = readFile(fleetFolder + u"/flake.lock"_s);
    }
    plan.tree.erase(u"flake.lock"_s);
    plan.makesLock = plan.lock.isEmpty();
    const QList<Placement> byHand =
        tree.empty() ? QList<Placement>() : placements(fleet, catalog); // a rollback needs none

    const model::Topology topology = model::resolve(fleet, catalog);
    const Files files(plan.tree, fleet);
    for (const model::PlacedHost &host : topology.hosts) {
        const bool asked = onlyHosts.isEmpty()
                               ? host.values.at(u"class").text(u"nixos"_s) == u"nixos"_s
                               : onlyHosts.contains(host.name);
        if (!asked)
            continue;
        auto result = planHost(plan, files, fleet, topology, host);
        if (!result)
            return tl::make_unexpected(result.error());
        std::ranges::copy_if(byHand, std::back_inserter(result->handFiles),
                             [&](const Placement &file) { return file.host == host.name; });
        plan.hosts.append(*result);
    }
    if (!fleetFolder.isEmpty()
        && !tree.empty()) { // an unsaved fleet has no secrets yet, a rollback needs none
        if (const auto ok = checkSecrets(fleet, catalog, topology, plan); !ok)
            return tl::make_unexpected(ok.error());
    }
    const QStringList order = tierOrder(catalog);
    std::ranges::stable_sort(plan.hosts, {},
                             [&](const HostPlan &h) { return order.indexOf(h.tier); });
    return plan;
}

model::Result<DeployPlan> rollbackPlan(const Fleet &fleet, const Catalog &catalog,
                                       const QString &fleetFolder, const QString &host,
                                       int generation)
{
    auto result = plan(fleet, catalog, {}, fleetFolder, {host});
    if (!result)
        return result;
    HostPlan &h = result->hosts.first();
    h.generation = generation;
    h.changedFiles.clear();
    h.startUnits.clear();
    h.stopUnits.clear();
    h.images.clear();
    h.gateUnits.clear(); // what the design names today need not be what that generation ran
    result->tree.clear();
    result->makesLock = false;
    return result;
}

QJsonObject toJson(const HostPlan &plan)
{
    return {{"host"_L1, plan.host},
            {"tier"_L1, plan.tier},
            {"address"_L1, plan.target.address},
            {"port"_L1, plan.target.port},
            {"user"_L1, plan.target.user},
            {"confirm-port"_L1, plan.confirmTarget.port},
            {"changed-files"_L1, QJsonArray::fromStringList(plan.changedFiles)},
            {"start-units"_L1, QJsonArray::fromStringList(plan.startUnits)},
            {"stop-units"_L1, QJsonArray::fromStringList(plan.stopUnits)},
            {"images"_L1, QJsonArray::fromStringList(plan.images)}};
}

} // namespace remote
