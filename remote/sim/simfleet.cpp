// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sim/simfleet.h"

#include "model/edit.h"
#include "remote/sim/simanswer.h"
#include "remote/sim/simserver.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>

#include <map>

namespace sim {

using namespace Qt::StringLiterals;

namespace {

/// What the script `adopt` would say of a unit: what the catalog can read, and no more.
QStringList factsOf(const model::Placed &item, const model::Unit &unit)
{
    const model::Kind *kind = model::Catalog::builtIn().kind(item.kind);
    if (!kind)
        return {};
    QStringList facts;
    const model::RecogniseSpec &spec = kind->recognise;
    QString name = unit.name.chopped(8);
    name[std::max<qsizetype>(0, name.indexOf(u'-'))] = u'/'; // podman-broker.service: podman/broker
    const auto value = [&](const QString &field) { return item.values.at(field).text(); };
    if (kind->container) {
        facts << u"runs="_s + name << u"image=%1 %2"_s.arg(name, unit.image);
        for (const auto &[variable, field] : spec.environment)
            if (!value(field).isEmpty())
                facts << u"variable=%1 %2"_s.arg(name, variable) << u"value=%1 %2 %3"_s.arg(name, variable, value(field));
        for (const auto &[inside, field] : spec.published)
            if (spec.environment.size() < 2 && !value(field).isEmpty()) // else it stands on the host's network
                facts << u"published=%1 %2 %3 127.0.0.1"_s.arg(name, inside, value(field));
    }
    for (const auto &[process, field] : spec.listens)
        facts << u"listening=tcp %1 %2"_s.arg(value(field), process);
    return facts;
}

HostState firstState(const model::Topology &topology, const model::PlacedHost &host)
{
    HostState state;
    state.name = host.name;
    state.generations << storePath(u"first"_s, host.name);
    for (const model::Placed *item : topology.on(host.name)) {
        for (const model::Unit &unit : item->units) {
            state.units.insert(unit.name, u"active"_s);
            state.unitFacts.insert(unit.name, factsOf(*item, unit));
        }
        for (const model::Probe &probe : item->probes)
            if (!probe.outside && !item->units.isEmpty())
                state.checks.insert(
                    probe.check + u' '
                        + (probe.check == u"tcp" ? QString::number(probe.port) : probe.url),
                    item->units.first().name);
    }
    state.generationUnits << state.units;
    // Some work for each thing that it carries.
    const double items = double(host.items.size());
    state.load = 0.15 + 0.12 * items;
    state.cpu = std::min(0.8, 0.05 + 0.035 * items);
    state.memoryUsed = std::min(0.8 * state.memoryTotal, 1.5e9 + 0.7e9 * items);
    return state;
}

bool writePrivately(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate,
                     QFile::ReadOwner | QFile::WriteOwner)
           && file.write(text) == text.size();
}

} // namespace

struct SimFleet::Private
{
    struct Entry
    {
        std::shared_ptr<SimHost> host = std::make_shared<SimHost>();
        std::unique_ptr<SimServer> server;
    };

    QTemporaryDir folder;
    SimKey clientKey;
    std::map<QString, Entry> hosts;

    QString path(const QString &name) const { return folder.filePath(name); }
    bool writeKnownHosts() const
    {
        QByteArray text;
        for (const auto &[name, entry] : hosts)
            text += u"[127.0.0.1]:%1 %2\n"_s.arg(entry.server->port())
                        .arg(entry.server->hostKey())
                        .toUtf8();
        return writePrivately(path(u"known_hosts"_s), text);
    }
};

SimFleet::SimFleet() : d(std::make_unique<Private>()) {}

SimFleet::~SimFleet() = default;

model::Result<void> SimFleet::start(const model::Topology &topology)
{
    stop();
    d->clientKey = SimKey::make();
    if (d->clientKey.privateText.isEmpty() || !d->folder.isValid()
        || !writePrivately(d->path(u"id_ed25519"_s), d->clientKey.privateText))
        return model::fail(
            u"sim-keys"_s,
            u"no keys can be made for the simulated hosts in %1"_s.arg(d->folder.path()),
            u"check that the folder for temporary files is writable and not full"_s);
    for (const model::PlacedHost &host : topology.hosts) {
        Private::Entry &entry = d->hosts[host.name];
        entry.host->state = firstState(topology, host);
        entry.server =
            std::make_unique<SimServer>(entry.host, SimKey::make(), d->clientKey.publicLine);
        entry.host->state.hostKey = entry.server->hostKey();
        if (!entry.server->listen()) {
            stop();
            return model::fail(
                u"sim-port"_s,
                u"no loopback port is free for the simulated host %1"_s.arg(host.name),
                u"check that 127.0.0.1 is up"_s);
        }
    }
    if (!d->writeKnownHosts())
        return model::fail(u"sim-keys"_s,
                           u"no known_hosts can be written in %1"_s.arg(d->folder.path()),
                           u"check that the disk is not full"_s);
    return {};
}

void SimFleet::stop()
{
    d->hosts.clear();
}

model::Result<model::Fleet> SimFleet::redirect(const model::Fleet &fleet,
                                               const model::Catalog &catalog) const
{
    model::EditStep step;
    step.text = u"dial the simulated hosts"_s;
    for (const auto &[name, entry] : d->hosts) {
        const model::ItemPtr host = fleet.host(name);
        if (!host)
            continue;
        const model::ItemId id = model::ItemId::host(name);
        for (const char *field : {"ssh.jump", "first-login.user", "first-login.port", "sshd.port"})
            if (const QString path = QLatin1StringView(field); !host->values.at(path).isNull())
                step.edits << model::SetField{id, path, {}};
        step.edits << model::SetField{id, u"ssh.address"_s, u"127.0.0.1"_s}
                   << model::SetField{id, u"ssh.port"_s, int(entry.server->port())}
                   << model::SetField{id, u"host-key"_s, entry.server->hostKey()};
    }
    return model::apply(fleet, catalog, step);
}

remote::SshSettings SimFleet::settings() const
{
    remote::SshSettings settings;
    settings.identityFile = d->path(u"id_ed25519"_s);
    settings.knownHostsFile = d->path(u"known_hosts"_s);
    settings.useConfig = false;
    return settings;
}

remote::SshTarget SimFleet::target(const QString &host) const
{
    remote::SshTarget target{host, u"127.0.0.1"_s, 0, u"deploy"_s, {}, {}};
    if (const auto entry = d->hosts.find(host); entry != d->hosts.end())
        target.port = entry->second.server->port();
    return target;
}

HostState SimFleet::state(const QString &host) const
{
    const auto entry = d->hosts.find(host);
    if (entry == d->hosts.end())
        return {};
    const std::lock_guard lock(entry->second.host->mutex);
    advance(entry->second.host->state, QDateTime::currentMSecsSinceEpoch());
    return entry->second.host->state;
}

void SimFleet::change(const QString &host, const std::function<void(HostState &)> &how)
{
    const auto entry = d->hosts.find(host);
    if (entry == d->hosts.end())
        return;
    const std::lock_guard lock(entry->second.host->mutex);
    how(entry->second.host->state);
}

void SimFleet::cut(const QString &host)
{
    if (const auto entry = d->hosts.find(host); entry != d->hosts.end())
        entry->second.server->setSilent(true);
}

void SimFleet::mend(const QString &host)
{
    if (const auto entry = d->hosts.find(host); entry != d->hosts.end())
        entry->second.server->setSilent(false);
}

void SimFleet::rekey(const QString &host)
{
    if (const auto entry = d->hosts.find(host); entry != d->hosts.end()) {
        entry->second.server->rekey(SimKey::make());
        change(host, [&](HostState &state) { state.hostKey = entry->second.server->hostKey(); });
    }
}

} // namespace sim
