// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Edits at random, of those that a person can make; most of them apply.

#include "tests/model/seededfleet.h"

namespace tests {

using namespace Qt::StringLiterals;
using namespace model;

struct Sample
{
    QString field;
    QList<Value> values;
};

/// Values that fit some fields of a kind.
inline QList<Sample> samplesOf(const QString &section)
{
    if (section == u"fleet"_s)
        return {{u"edge.mode"_s, {u"split"_s, u"single"_s}},
                {u"edge.host"_s, {u"h0"_s}},
                {u"factorio.version"_s, {u"1.20"_s, u"2"_s, u"a b"_s}},
                {u"turn.relay-ports"_s, {u"50000-50100"_s, u"50000-50000"_s}},
                {u"acme.email"_s, {u"c@d.org"_s}},
                {u"overlay"_s, {u"tailscale"_s, u"none"_s, u"wireguard"_s, u"yggdrasil"_s}},
                {u"secrets.backend"_s, {u"sops"_s, u"agenix"_s, u"manual"_s}},
                {u"secrets.operators"_s,
                 {ValueList{u"age1y"_s}, ValueList{u"age1 x"_s, u"new: #"_s, u"age1y"_s}}},
                {u"inputs.nixpkgs"_s, {u"github:c/d"_s}},
                {u"watch.interval"_s, {u"2s"_s}}};
    if (section == u"host"_s)
        return {{u"ssh.address"_s, {u"10.1.1.1"_s, u"box"_s}},
                {u"ssh.port"_s, {22, 2222}},
                {u"tags"_s, {ValueList{u"a"_s}, ValueList{u"c"_s, u"d"_s}}},
                {u"ssh.jump"_s, {u"h0"_s, u"ops@h1:22"_s}},
                {u"mesh"_s, {u"100.64.0.9"_s}},
                {u"public"_s, {ValueList{u"198.51.100.1"_s}, ValueList{u"198.51.100.2"_s, u"198.51.100.1"_s}}},
                {u"state-version"_s, {u"26.05"_s, u"25.11"_s}},
                {u"class"_s, {u"unmanaged"_s}},
                {u"host-key"_s, {u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gRFjxa a"_s}},
                {u"wireguard.public-key"_s, {u"QPJzjmVxHJkNYvbh0JYYXHvNGbPE0vNgXcYmyoVTmEk="_s}},
                {u"boot.loader"_s, {u"grub"_s, u"systemd-boot"_s}},
                {u"roles"_s, {ValueList{u"broker"_s, u"game-server"_s}}}};
    if (section == u"game"_s)
        return {{u"udp-port"_s, {34300, 34301}}, {u"rcon-port"_s, {27100}}};
    if (section == u"stream-client"_s)
        return {{u"local-port"_s, {9100, 9101}}, {u"game"_s, {u"g0"_s, u"g1"_s}}};
    return {{u"port"_s, {6381, 6382}}};
}

inline ItemId randomItem(const Fleet &fleet, SeededFleet &random)
{
    const qsizetype n = random.pick(int(fleet.hosts().size() + fleet.items().size()) + 1);
    if (n == 0)
        return ItemId::fleet();
    return n <= fleet.hosts().size() ? fleet.hosts().at(n - 1)->id
                                     : fleet.items().at(n - 1 - fleet.hosts().size())->id;
}

inline Edit randomEdit(const Fleet &fleet, SeededFleet &random)
{
    const ItemId id = randomItem(fleet, random);
    const QString prefix = id.text().section(u'/', 0, 0);
    const QString fresh = u"n%1"_s.arg(random.pick(100000));
    switch (random.pick(10)) {
    case 0:
        return RemoveItem{id};
    case 1:
        return AddItem{u"game"_s,
                       fresh,
                       fleet.hosts().value(0) ? fleet.hosts().constFirst()->name : u"h0"_s,
                       {{u"udp-port"_s, 34400}}};
    case 2:
        return AddItem{u"host"_s,
                       fresh,
                       {},
                       {{u"ssh.address"_s, u"10.2.2.2"_s}, {u"roles"_s, ValueList{u"broker"_s}}}};
    case 3:
        return SetField{id, u"name"_s, fresh};
    case 4:
        return MoveItem{id, fleet.hosts().value(0) ? fleet.hosts().constLast()->name : u"h0"_s};
    case 5:
        return AddItem{u"redis"_s, fresh, {}, {{u"port"_s, 6390}}};
    default:
        const QList<Sample> samples = samplesOf(prefix);
        const Sample sample = samples.at(random.pick(int(samples.size())));
        return SetField{
            id, sample.field,
            random.chance(6) ? Value() : sample.values.at(random.pick(int(sample.values.size())))};
    }
}

} // namespace tests
