// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A fleet of as many hosts as a test needs.

#include <QByteArray>

namespace tests {

/// Hosts of every sort with lines between them, each with some items.
inline QByteArray wideFleet(int hosts)
{
    QByteArray text = "switchyard: 1\nname: wide\ndomain: example.com\noverlay: tailscale\nhosts:\n", games, clients;
    for (int i = 0; i < hosts; ++i) {
        const QByteArray n = QByteArray::number(i);
        const char *role = i % 4 == 3 ? "broker" : i % 4 == 2 ? "stream-host" : "game-server";
        text += "  - {name: h" + n + ", roles: [" + role + "], ssh: 10.0.0." + n + ", public: [10.0.0." + n + "]}\n";
        for (int k = 0; k < 3; ++k) {
            const QByteArray id = QByteArray::number(i * 3 + k);
            if (i % 4 < 2)
                games += "  - {name: g" + id + ", host: h" + n + ", udp-port: " + QByteArray::number(34197 + k) + ", rcon-port: "
                    + QByteArray::number(27015 + k) + "}\n";
            else if (i % 4 == 2)
                clients += "  - {name: c" + id + ", host: h" + n + ", local-port: " + QByteArray::number(9001 + k) + ", game: g"
                    + QByteArray::number(i * 3 + k - 6) + "}\n";
        }
    }
    return text + "games:\n" + games + "clients:\n" + clients;
}

} // namespace tests
