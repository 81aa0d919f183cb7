// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Hosts made by hand that say of themselves what real ones say, and a fleet beside which proposals are made.

#include "model/adoption.h"
#include "tests/model/fleets.h"

namespace tests {

using namespace model;
using namespace Qt::StringLiterals;

inline const QString hostKey = u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"_s;
inline const QByteArray empty = "# ours\nswitchyard: 1\nname: ours\ndomain: example.com\noverlay: none\n";
inline const QByteArray drawn = empty
                         + "hosts:\n  - name: big   # the big one\n    ssh: {address: 203.0.113.10}\n    state-version: \"26.05\"\n"
                           "    boot: {loader: grub, device: /dev/sda}\n  - {name: other, ssh: {address: 203.0.113.11}}\n"
                           "games:\n  - {name: g01, host: big, udp-port: 34197, rcon-port: 27015}\n"
                           "  - {name: g07, host: other, udp-port: 34197, rcon-port: 27015}\n";

inline RunningContainer container(const QString &name, const QString &image, const QHash<QString, QString> &values = {},
                           const QHash<QString, QString> &published = {})
{
    RunningContainer c;
    c.name = name;
    c.backend = u"podman"_s;
    c.hasUnit = c.isActive = true;
    c.image = image;
    c.values = values;
    c.published = published;
    return c;
}

inline RunningContainer game(const QString &name, int udp, int rcon, const QString &tag = u"1.1.110"_s)
{
    return container(u"factorio-"_s + name, u"docker.io/factoriotools/factorio:"_s + tag,
                     {{u"PORT"_s, QString::number(udp)}, {u"RCON_PORT"_s, QString::number(rcon)}});
}

inline RunningHost nixos()
{
    RunningHost host;
    host.hostName = u"big"_s;
    host.system = u"x86_64-linux"_s;
    host.osName = u"NixOS 26.05"_s;
    host.isNixos = true;
    host.stateVersions = {u"24.11"_s};
    host.stateVersionFrom = u"configuration"_s;
    host.stateVersionAt = u"/etc/nixos/configuration.nix"_s;
    host.firmware = u"bios"_s;
    host.loader = u"grub"_s;
    host.bootDevice = u"/dev/vda"_s;
    host.networkMode = u"dhcp"_s;
    host.addresses = {{u"eth0"_s, u"203.0.113.10/24"_s, false}, {u"lo"_s, u"127.0.0.1/8"_s, false}};
    host.hostKey = hostKey;
    host.sshPorts = {22};
    host.login = u"deploy"_s;
    host.administrators = {{u"root"_s, 0}, {u"deploy"_s, 1}};
    host.hardware = "{ ... }:\n{\n}\n";
    return host;
}

struct Desk
{
    explicit Desk(const QByteArray &yaml, const RunningHost &host, const AdoptAs &as = {u"big"_s, u"203.0.113.10"_s, u"deploy"_s, 22, {}})
        : fleet(fleetOf(yaml).fleet), adoption(propose(fleet, Catalog::builtIn(), host, as))
    {}
    const Proposal *operator[](const QString &id) const { return adoption.find(id); }
    Result<Fleet> accept(const QStringList &ids) const { return apply(fleet, Catalog::builtIn(), acceptedStep(adoption, ids)); }
    QByteArray accepted(const QStringList &ids) const
    {
        const auto after = accept(ids);
        return after ? printFleet(*after) : after.error().message.toUtf8();
    }
    QStringList ids() const
    {
        QStringList all;
        for (const Proposal &each : adoption.proposals)
            all.append(each.id);
        return all;
    }
    bool warns(const QString &words) const
    {
        return std::any_of(adoption.notes.begin(), adoption.notes.end(), [&](const AdoptionNote &note) { return note.isWarning && note.text.contains(words); });
    }
    bool notes(const QString &words) const
    {
        return std::any_of(adoption.notes.begin(), adoption.notes.end(), [&](const AdoptionNote &note) { return !note.isWarning && note.text.contains(words); });
    }

    Fleet fleet;
    Adoption adoption;
};

} // namespace tests
