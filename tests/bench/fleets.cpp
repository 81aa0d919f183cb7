// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/fleets.h"

#include <QStringBuilder>

#include <cstdio>

namespace bench {

namespace {

const char *roleOf(int host)
{
    return host % 10 == 0 ? "broker" : host % 10 < 7 ? "game-server" : "stream-host";
}

QByteArray number(int value, int width = 0)
{
    return QByteArray::number(value).rightJustified(width, '0');
}

} // namespace

QByteArray fleetText(int hosts, int itemsPerHost)
{
    QByteArray text =
        "switchyard: 1\nname: bench\ndomain: example.com\nsecrets: {backend: manual}\n"
        "deploy: {keys: [\"ssh-ed25519 "
        "AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gR/Fjx a\"]}\n"
        "hosts:\n";
    QByteArray games, clients;
    for (int host = 0; host < hosts; ++host) {
        const QByteArray name = "box-" + number(host, 4);
        const QByteArray address = "10." + number(host / 62500) + '.' + number(host / 250 % 250)
                                   + '.' + number(host % 250 + 1);
        text += "  - name: " + name + "\n    roles: [" + roleOf(host)
                + "]\n    ssh: {address: " + address + ", user: deploy}\n    public: [" + address
                + "]\n    state-version: \"26.05\"\n    boot: {loader: grub, device: /dev/sda}\n";
        for (int i = 0; i < itemsPerHost; ++i) {
            const QByteArray id = number(host * itemsPerHost + i, 5);
            if (host % 10 >= 1 && host % 10 < 7)
                games += "  - {name: g" + id + ", host: " + name + ", udp-port: "
                         + number(34197 + i) + ", rcon-port: " + number(27015 + i) + "}\n";
            else if (host % 10 >= 7)
                clients += "  - {name: c" + id + ", host: " + name + ", local-port: "
                           + number(9001 + i) + ", game: g" + number((host - 6) * itemsPerHost + i, 5) + "}\n";
        }
    }
    return text + "games:\n" + games + "clients:\n" + clients;
}

QByteArray bigFleetText()
{
    QByteArray text = fleetText(1000, 12);
    if (const QByteArray overlay = qgetenv("SWITCHYARD_BENCH_OVERLAY"); !overlay.isEmpty())
        text.replace("hosts:", QByteArray("overlay: " + overlay + "\nhosts:"));
    if (const QByteArray secrets = qgetenv("SWITCHYARD_BENCH_SECRETS"); !secrets.isEmpty())
        text.replace("backend: manual", QByteArray("backend: " + secrets));
    return text;
}

void printRatio(const char *what, double ours, double theirs)
{
    std::printf("RATIO %s: %.2f (%.1f ms / %.1f ms)\n", what, ours / theirs, ours * 1e3,
                theirs * 1e3);
    std::fflush(stdout);
}

} // namespace bench
