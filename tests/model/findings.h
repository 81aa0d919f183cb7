// SPDX-License-Identifier: GPL-3.0-or-later
// A sound fleet, and one change of it for every way to be wrong: what validate() is to find, and fixes() to mend.
#pragma once

#include "model/validate.h"
#include "tests/support.h"

namespace tests {

using namespace model;
using namespace Qt::StringLiterals;

/// A fleet without any finding, for either purpose. Rows of the tests change it at one place each.
inline const QByteArray sound = R"(switchyard: 1
name: demo
domain: example.com
edge: split
overlay: tailscale
games-access: mesh
acme: {email: ops@example.com}
turn: {relay-ports: 49152-49200}
factorio: {server: {image: a/server}, client: {image: a/client}}
deploy:
  keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops]
hosts:
  - {name: big, roles: [game-server], ssh: {address: 203.0.113.10}, public: [203.0.113.10], mesh: 100.64.0.1, state-version: "26.05", boot: {loader: grub, device: /dev/sda}}
  - {name: mini, roles: [broker], tags: [eu], ssh: {address: 203.0.113.20}, public: [203.0.113.20], state-version: "26.05", boot: {loader: systemd-boot}}
  - {name: view, roles: [stream-host], ssh: {address: 203.0.113.30}, public: [203.0.113.30], state-version: "26.05", boot: {loader: grub, device: /dev/sda}}
games:
  - {name: g01, host: big, udp-port: 34197, rcon-port: 27015}
  - {name: g02, host: big, udp-port: 34198, rcon-port: 27016}
clients:
  - {name: c01, host: view, local-port: 9001, game: g01}
services:
  - {name: mini/redis, kind: redis, settings: {port: 6379}}
)";

/// From its private network to its hosts, and the same with one whose members know each other by keys; one place replaced.
inline const QByteArray tailnet = sound.mid(sound.indexOf("overlay:"), sound.indexOf("games:") - sound.indexOf("overlay:"));
inline const QByteArrayList meshKeys{"m+dhzIGR4wQN0+5oSo+7sWqWngO+DGpftxow4TeAJno=", "JqaedCTS9iOjtfbg9Aitlx1yeHOv9aspfH89qzKlFXA=",
                                     "4XZndAILer37LWZikR3gtIzyY/ilhJj0MWu50En7Myk=", "KHV3f2uUIArW3y5rU9ppIwGCuzKm5V0DmYGkZP1cDEU="};
inline const QByteArrayList longKeys{"9eb28aac43861c810fb77d4739249dab7f703d81bfe7bda89cc3cbac45eb5296",
                                     "d55ecac2639a58547401a8002804597f9471d89a300bb08a325078cc44f98bcd",
                                     "a28f606f1b5dfd1b7cd9d44373a82bffd52266e7b45747831ffe2c2c0e0267c8"};

inline QByteArray onNetwork(const QByteArray &overlay, const QByteArrayList &keys, const QByteArray &from, const QByteArray &to)
{
    QByteArray text = QByteArray(tailnet).replace("overlay: tailscale", QByteArray("overlay: " + overlay)).replace(", mesh: 100.64.0.1", "");
    const QByteArrayList hosts{"big", "mini", "view"};
    for (qsizetype i = 0; i < hosts.size(); ++i)
        text.replace(QByteArray("name: " + hosts.at(i)), QByteArray("name: " + hosts.at(i) + ", " + overlay + ": {public-key: \"" + keys.at(i) + "\"}"));
    if (!text.contains(from))
        qFatal("nothing to replace: %s", from.constData());
    return text.replace(from, to);
}
inline QByteArray wired(const QByteArray &from = "hosts:", const QByteArray &to = "hosts:") { return onNetwork("wireguard", meshKeys, from, to); }
inline QByteArray grown(const QByteArray &from = "hosts:", const QByteArray &to = "hosts:") { return onNetwork("yggdrasil", longKeys, from, to); }
inline QByteArray device(const QByteArray &key) { return "overlay: wireguard\nwireguard: {operators: {ada: \"" + key + "\"}}"; }

struct Row
{
    const char *name;
    QByteArray before, after;
    QStringList findings; ///< all of them: "error port-clash game/g02 udp-port"
    QByteArray line;      ///< what stands on the line of the first one; empty: not looked at
    Purpose purpose = Purpose::Design;
};

inline QByteArray changed(const Row &row)
{
    if (!sound.contains(row.before))
        qFatal("%s: nothing to replace", row.name);
    const qsizetype at = sound.indexOf(row.before);
    return QByteArray(sound).replace(at, row.before.size(), row.after);
}

inline QString worded(const Diagnostic &found)
{
    const QString text = severityName(found.severity) + u' ' + found.code + u' ' + found.item.text() + u' ' + found.field;
    return text.trimmed();
}

// clang-format off
inline const QList<Row> &rows()
{
    const QByteArray key = "[ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops]";
    static const QList<Row> table = {
        // names
        {"option as a game", "name: g02", "name: -oProxyCommand=x", {u"error bad-name game/-oProxyCommand=x name"_s}, "-oProxyCommand"},
        {"path as a game", "name: g02", "name: ../../etc", {u"error bad-name game/../../etc name"_s}, "../../etc"},
        {"upper case", "name: g02", "name: G02", {u"error bad-name game/G02 name"_s}, "G02"},
        {"too long", "name: g02", "name: " + QByteArray(64, 'a'), {u"error bad-name game/"_s + QString(64, u'a') + u" name"_s}, "aaaa"},
        {"path as a service", "name: mini/redis", "name: mini/../redis", {u"error bad-name service/mini/../redis name"_s, u"warning no-effect service/mini/../redis name"_s}, "mini/.."},
        {"bad name of the fleet", "name: demo", "name: a b", {u"error bad-name fleet name"_s}, "name: a b"},
        {"host with a word of ids", "name: big", "name: game", {u"error reserved-name host/game name"_s, u"error unknown-host game/g01 host"_s, u"error unknown-host game/g02 host"_s}, "name: game"},
        {"host twice", "name: view", "name: mini", {u"error duplicate-name host/mini name"_s, u"error unknown-host stream-client/c01 host"_s}, "mini"},
        {"game twice", "name: g02", "name: g01", {u"error duplicate-name game/g01 name"_s}, "udp-port: 34198"},

        // fields
        {"domain missing", "domain: example.com\n", "", {u"error missing-field fleet domain"_s}, "switchyard"},
        {"item without a host", ", host: big, udp-port: 34198", ", udp-port: 34198", {u"error missing-field game/g02 host"_s}, "g02"},
        {"single edge without a host", "edge: split", "edge: {mode: single}", {u"error missing-field fleet edge.host"_s}, "edge"},
        {"single edge at an unknown host", "edge: split", "edge: {mode: single, host: moon}", {u"error unknown-host fleet edge.host"_s}, "moon"},
        {"host of a split edge", "edge: split", "edge: {mode: split, host: mini}", {u"warning no-effect fleet edge.host"_s}, "edge"},
        {"static network without a gateway", "tags: [eu]", "network: {address: 10.0.0.2/24}", {u"error missing-field host/mini network.gateway"_s}, "mini"},
        {"networks", "overlay: tailscale", "overlay: tailscale\nnetworks: [{name: a, kind: b}]", {u"note not-yet fleet networks"_s}, "networks"},
        {"install", "tags: [eu]", "install: {disko: x}", {u"note not-yet host/mini install"_s}, "install"},
        {"class of a later version", "tags: [eu]", "class: darwin", {u"note not-yet host/mini class"_s}, "mini"},
        {"unknown overlay", "overlay: tailscale", "overlay: tailscail", {u"error unknown-choice fleet overlay"_s}, "tailscail"},
        {"unknown role", "roles: [broker]", "roles: [broker, brokr]", {u"error unknown-role host/mini roles"_s}, "brokr"},
        {"unknown game", "game: g01", "game: g07", {u"error unknown-item stream-client/c01 game"_s}, "g07"},
        {"unknown host", "host: big, udp-port: 34198", "host: bgi, udp-port: 34198", {u"error unknown-host game/g02 host"_s}, "bgi"},
        {"unknown build host", "tags: [eu]", "build-on: moon", {u"error unknown-host host/mini build-on"_s}, "moon"},

        // values
        {"port too high", "udp-port: 34198", "udp-port: 70000", {u"error bad-port game/g02 udp-port"_s}, "70000"},
        {"port in quotes", "udp-port: 34198", "udp-port: \"34198\"", {u"error bad-port game/g02 udp-port"_s}, "g02"},
        {"port zero", "rcon-port: 27016", "rcon-port: 0", {u"error bad-port game/g02 rcon-port"_s}, "g02"},
        {"list for a port", "udp-port: 34198", "udp-port: [34198]", {u"error bad-port game/g02 udp-port"_s}, "g02"},
        {"relay range reversed", "49152-49200", "49200-49152", {u"error bad-port-range fleet turn.relay-ports"_s}, "49200-49152"},
        {"relay range too high", "49152-49200", "49152-70000", {u"error bad-port-range fleet turn.relay-ports"_s}, "70000"},
        {"domain with a scheme", "domain: example.com", "domain: \"https://example.com\"", {u"error bad-domain fleet domain"_s}, "https"},
        {"domain with one label", "domain: example.com", "domain: example", {u"error bad-domain fleet domain"_s}, "domain"},
        {"domain beyond ASCII", "domain: example.com", "domain: bücher.example", {u"error bad-domain fleet domain"_s}, "domain"},
        {"option as an address", "address: 203.0.113.20", "address: -oProxyCommand=x", {u"error bad-address host/mini ssh.address"_s}, "-oProxy"},
        {"address out of range", "address: 203.0.113.20", "address: 203.0.113.256", {u"error bad-address host/mini ssh.address"_s}, "256"},
        {"address with a port", "address: 203.0.113.20", "address: \"203.0.113.20:22\"", {u"error bad-address host/mini ssh.address"_s}, ":22"},
        {"public address by name", "public: [203.0.113.20]", "public: [203.0.113.20, mini.example.com]", {u"error bad-address host/mini public"_s}, "mini.example"},
        {"mesh address", "mesh: 100.64.0.1", "mesh: soon", {u"error bad-address host/big mesh"_s}, "soon"},
        {"jump host", "address: 203.0.113.20", "address: 203.0.113.20, jump: \"-oProxyCommand=x\"", {u"error bad-address host/mini ssh.jump"_s}, "jump"},
        {"block without a prefix", "tags: [eu]", "sshd: {allow-from: [198.51.100.7]}", {u"error bad-cidr host/mini sshd.allow-from"_s}, "198"},
        {"e-mail", "ops@example.com", "ops.example.com", {u"error bad-email fleet acme.email"_s}, "acme"},
        {"image", "image: a/server", "image: \"a/server:1:2\"", {u"error bad-image fleet factorio.server.image"_s}, "1:2"},
        {"digest", "image: a/server", "image: a/server, digest: \"sha256:abc\"", {u"error bad-digest fleet factorio.server.digest"_s}, "abc"},
        {"path upwards", "games-access: mesh", "imports: [../secret.nix]", {u"error bad-path fleet imports"_s}, "secret"},
        {"duration", "games-access: mesh", "watch: {interval: soon}", {u"error bad-value fleet watch.interval"_s}, "soon"},
        {"key without its end", key, "[ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAB ops]", {u"error bad-key fleet deploy.keys"_s}, "keys"},
        {"private key", key, "[\"-----BEGIN OPENSSH PRIVATE KEY-----\"]", {u"error bad-key fleet deploy.keys"_s}, "keys"},
        {"line break in a value", "ops@example.com", "\"ops\\n@example.com\"", {u"error bad-email fleet acme.email"_s}, "acme"},
        {"placeholder in a design", key, "[ssh-ed25519 AAAA_REPLACE_ME you@laptop]", {u"warning placeholder fleet deploy.keys"_s}, "keys"},
        {"placeholder in a deploy", key, "[ssh-ed25519 AAAA_REPLACE_ME you@laptop]", {u"error placeholder fleet deploy.keys"_s}, "keys", Purpose::Deploy},
        {"dots for a key", key, "[\"ssh-ed25519 AAAA... you@laptop\"]", {u"warning placeholder fleet deploy.keys"_s}, "keys"},

        // services
        {"unknown kind", "kind: redis", "kind: radis", {u"error unknown-kind service/mini/redis kind"_s}, "radis"},
        {"a game as a service", "name: mini/redis, kind: redis", "name: g09, kind: game", {u"error wrong-section service/g09 kind"_s}, "g09"},
        {"unknown tag", "settings: {port: 6379}", "roles: {server: {tags: [us], hosts: [mini]}}", {u"warning unknown-tag service/mini/redis roles.server.tags"_s}, "us"},
        {"a service nowhere", "name: mini/redis", "name: cache", {u"warning no-place service/cache roles"_s}, "cache"},
        {"a service at an unknown host", "name: mini/redis", "name: moon/redis", {u"error unknown-host service/moon/redis name"_s}, "moon"},
        {"roles of a service name an unknown host", "settings: {port: 6379}", "roles: {server: {hosts: [moon]}}", {u"error unknown-host service/mini/redis roles.server.hosts"_s}, "moon"},
        {"nothing brings it", "name: mini/redis", "name: big/redis", {u"warning no-effect service/big/redis name"_s}, "big/redis"},
        {"setting of a service", "port: 6379", "port: 0", {u"error bad-port service/mini/redis settings.port"_s}, "mini/redis"},
        {"role that is no map", "settings: {port: 6379}", "roles: {server: mini}", {u"error bad-value service/mini/redis roles.server"_s}, "mini"},
        {"role settings", "settings: {port: 6379}", "roles: {server: {hosts: [mini], settings: {port: x}}}", {u"error bad-port service/mini/redis roles.server.settings.port"_s}, "mini"},

        // ports
        {"one UDP port twice", "udp-port: 34198", "udp-port: 34197", {u"error port-clash game/g02 udp-port"_s}, "g02"},
        {"one TCP port twice", "rcon-port: 27016", "rcon-port: 27015", {u"error port-clash game/g02 rcon-port"_s}, "g02"},
        {"TCP and UDP apart", "rcon-port: 27016", "rcon-port: 34198", {}, ""},
        {"relay range meets a game", "host: big, udp-port: 34198", "host: view, udp-port: 49160",
         {u"error port-clash game/g02 udp-port"_s, u"note implied-role host/view roles"_s}, "name: view"},
        {"sshd and a game", "rcon-port: 27016", "rcon-port: 22", {u"error port-clash game/g02 rcon-port"_s}, "g02"},
        {"sshd and HTTPS", "tags: [eu]", "sshd: {port: 443}", {u"error port-clash host/mini sshd.port"_s}, "mini"},
        {"sshd follows the SSH port", "address: 203.0.113.20", "address: 203.0.113.20, port: 6379", {u"error port-clash mini/redis port"_s}, "mini/redis"},
        {"client at a proxy's port", "local-port: 9001", "local-port: 443", {u"error port-clash stream-client/c01 local-port"_s}, "c01"},
        {"shared public address", "public: [203.0.113.30]", "public: [203.0.113.20]", {u"warning shared-address host/view public"_s}, "view"},
        {"same machine twice", "address: 203.0.113.30", "address: 203.0.113.20", {u"warning same-endpoint host/view ssh.address"_s}, "view"},
        {"same machine twice, deployed", "address: 203.0.113.30", "address: 203.0.113.20", {u"error same-endpoint host/view ssh.address"_s}, "view", Purpose::Deploy},
        {"same address, other port", "address: 203.0.113.30", "address: 203.0.113.20, port: 2222", {}, ""},
        {"same mesh address", "tags: [eu]", "mesh: 100.64.0.1", {u"error duplicate-mesh host/mini mesh"_s}, "mini"},

        // private networks
        {"no network of ZeroTier", "overlay: tailscale", "overlay: zerotier", {u"error missing-field fleet zerotier.network"_s}, "switchyard"},
        {"network ID in capitals", "overlay: tailscale", "overlay: zerotier\nzerotier: {network: 8056C2E21C000001}", {u"error bad-value fleet zerotier.network"_s}, "8056C2E"},
        {"network ID too short", "overlay: tailscale", "overlay: zerotier\nzerotier: {network: 8056c2e2}", {u"error bad-value fleet zerotier.network"_s}, "8056c2e2"},
        {"network ID of digits only", "overlay: tailscale", "overlay: zerotier\nzerotier: {network: 8056022210000001}", {}, ""},
        {"network of another overlay", "overlay: tailscale", "overlay: tailscale\nzerotier: {network: 8056c2e21c000001}", {u"warning no-effect fleet zerotier.network"_s}, "zerotier"},
        {"tag without its beginning", "overlay: tailscale", "overlay: tailscale\ntailscale: {tags: [server]}", {u"error bad-value fleet tailscale.tags"_s}, "server"},
        {"key of another overlay", "tags: [eu]", "wireguard: {public-key: \"" + meshKeys.at(0) + "\"}", {u"warning no-effect host/mini wireguard.public-key"_s}, "mini"},
        {"peers that know each other", tailnet, wired(), {}, ""},
        {"peers that know each other, deployed", tailnet, wired(), {}, "", Purpose::Deploy},
        {"no key", tailnet, wired(", wireguard: {public-key: \"" + meshKeys.at(1) + "\"}", ""), {u"warning missing-mesh-key host/mini wireguard.public-key"_s}, "mini"},
        {"no key in a deploy", tailnet, wired(", wireguard: {public-key: \"" + meshKeys.at(1) + "\"}", ""), {u"error missing-mesh-key host/mini wireguard.public-key"_s}, "mini", Purpose::Deploy},
        {"damaged key", tailnet, wired(meshKeys.at(1), meshKeys.at(1).chopped(2)), {u"error bad-value host/mini wireguard.public-key"_s}, "mini"},
        {"one key twice", tailnet, wired(meshKeys.at(1), meshKeys.at(0)), {u"error shared-mesh-key host/mini wireguard.public-key"_s}, "mini"},
        {"address outside the range", tailnet, wired("tags: [eu]", "mesh: 10.101.0.7"), {u"error stray-mesh host/mini mesh"_s}, "mini"},
        {"address that follows from another's name", tailnet, wired("tags: [eu]", "mesh: 10.100.183.104"), {u"error duplicate-mesh host/view mesh"_s}, "view"},
        {"range too narrow", tailnet, wired("overlay: wireguard", "overlay: wireguard\nwireguard: {range: 10.9.8.0/30}"), {u"error narrow-mesh fleet wireguard.range"_s, u"error duplicate-mesh host/mini mesh"_s, u"error duplicate-mesh host/view mesh"_s}, "10.9.8.0"},
        {"range without a prefix", tailnet, wired("overlay: wireguard", "overlay: wireguard\nwireguard: {range: 10.9.8.0}"), {u"error bad-cidr fleet wireguard.range"_s}, "10.9.8.0"},
        {"a device", tailnet, wired("overlay: wireguard", device(meshKeys.at(3))), {}, ""},
        {"a device without a key", tailnet, wired("overlay: wireguard", device("soon")), {u"error bad-value fleet wireguard.operators"_s}, "soon"},
        {"a device with a host's key", tailnet, wired("overlay: wireguard", device(meshKeys.at(0))), {u"error shared-mesh-key fleet wireguard.operators"_s}, "ada"},
        {"a device at a host's address", tailnet, wired("overlay: wireguard", device(meshKeys.at(3) + " 10.100.183.104")), {u"error duplicate-mesh fleet wireguard.operators"_s}, "ada"},
        {"a device outside the range", tailnet, wired("overlay: wireguard", device(meshKeys.at(3) + " 10.99.0.1")), {u"error stray-mesh fleet wireguard.operators"_s}, "ada"},
        {"a device with no name", tailnet, wired("overlay: wireguard", device(meshKeys.at(3)).replace("ada", "Ada's")), {u"error bad-name fleet wireguard.operators"_s}, "Ada"},
        {"two hosts that nobody can dial", tailnet, wired(", public: [203.0.113.10]", "").replace(", public: [203.0.113.20]", ""), {u"warning no-way-in host/mini public"_s, u"warning no-public-address host/mini public"_s}, "mini"},
        {"address of another key", tailnet, grown("tags: [eu]", "mesh: \"200::1\""), {u"error stray-mesh host/mini mesh"_s}, "mini"},
        {"addresses that are derived", tailnet, grown(), {}, ""},
        {"peers that pass on", tailnet, grown(", public: [203.0.113.10]", "").replace("overlay: yggdrasil", "overlay: yggdrasil\nyggdrasil: {peers: [\"tls://192.0.2.1:443\"]}"), {}, ""},
        {"a peer that is none", tailnet, grown("overlay: yggdrasil", "overlay: yggdrasil\nyggdrasil: {peers: [192.0.2.1]}"), {u"error bad-value fleet yggdrasil.peers"_s}, "192"},

        // what follows from the whole
        {"no broker", "roles: [broker], ", "", {u"error no-broker fleet"_s, u"warning no-effect service/mini/redis name"_s}, "switchyard"},
        {"versions differ", "image: a/server", "image: a/server, version: 2.0.1", {u"error version-mismatch fleet factorio.server.version"_s}, "2.0.1"},
        {"versions named and equal", "image: a/server", "image: a/server, version: \"1.1.110\"", {}, ""},
        {"two relays, each reached by its own address", "roles: [broker]", "roles: [broker, stream-host]", {}, ""},
        {"two brokers", "roles: [stream-host]", "roles: [stream-host, broker]", {u"warning several-hosts view/broker"_s}, "view"},
        {"watchers with the deployer's account", "games-access: mesh", "watch: {keys: " + key + "}", {u"error watch-user fleet watch.user"_s}, "watch"},
        {"watchers with an account of their own", "games-access: mesh", "watch: {user: watch, keys: " + key + "}", {}, ""},
        {"a role by what it carries", "roles: [stream-host], ", "", {u"note implied-role host/view roles"_s}, "view"},
        {"no public address", "public: [203.0.113.30], ", "", {u"warning no-public-address host/view public"_s}, "view"},
        {"no private network", "overlay: tailscale", "overlay: none", {u"warning no-overlay fleet overlay"_s}, "overlay"},
        {"two services, one unit", "name: mini/redis, kind: redis, settings: {port: 6379}", "name: a, kind: redis, roles: {server: {hosts: [mini]}}}\n  - {name: b, kind: redis, settings: {port: 6380}, roles: {server: {hosts: [mini]}}",
         {u"error unit-clash mini/b"_s}, "name: b"},
        {"image without a tag", "name: mini/redis, kind: redis, settings: {port: 6379}", "name: mini/broker, kind: broker, settings: {image: a/broker}", {u"warning unpinned-image mini/broker image"_s}, "a/broker"},

        // deploying
        {"no keys in a design", key, "[]", {u"warning no-deploy-keys fleet deploy.keys"_s}, "keys"},
        {"no keys in a deploy", key, "[]", {u"error no-deploy-keys fleet deploy.keys"_s}, "keys", Purpose::Deploy},
        {"no state version in a design", ", state-version: \"26.05\", boot: {loader: systemd-boot}", "", {}, ""},
        {"no facts in a deploy", ", state-version: \"26.05\", boot: {loader: systemd-boot}", "", {u"error missing-fact host/mini state-version"_s, u"error missing-fact host/mini boot.loader"_s}, "mini", Purpose::Deploy},
        {"no boot device", "{loader: systemd-boot}", "{loader: grub}", {u"error missing-fact host/mini boot.device"_s}, "mini", Purpose::Deploy},
        {"no facts of an unmanaged host", ", state-version: \"26.05\", boot: {loader: systemd-boot}", ", class: unmanaged", {}, "", Purpose::Deploy},
        {"no SSH address in a deploy", "ssh: {address: 203.0.113.20}, ", "", {u"error missing-address host/mini ssh.address"_s}, "mini", Purpose::Deploy},
    };
    return table;
}
// clang-format on

} // namespace tests
