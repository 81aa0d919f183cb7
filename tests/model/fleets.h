// SPDX-License-Identifier: GPL-3.0-or-later
// Fleets for tests of the model: read from text, and made by the thousand.
#pragma once

#include "model/codec.h"
#include "model/validate.h"
#include "tests/support.h"

#include <ctime>
#include <limits>

namespace tests {

/// The fleet of that text; the test fails when it cannot be opened.
inline model::ParsedFleet fleetOf(const QByteArray &yaml,
                                  const model::Catalog &catalog = model::Catalog::builtIn())
{
    auto parsed = model::parseFleet(yaml, catalog);
    if (!parsed) {
        QTest::qFail(qPrintable(parsed.error().message), __FILE__, __LINE__);
        return fleetOf("switchyard: 1\n", catalog);
    }
    return *std::move(parsed);
}

/// A sound fleet: `hosts` boxes in turn for games, the broker (the first only) and streams; items
/// spread over them.
inline QByteArray manyHosts(int hosts, int items)
{
    QByteArray text =
        "switchyard: 1\nname: many\ndomain: example.com\ndeploy: {keys: [\"ssh-ed25519 "
        "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops\"]}\nhosts:\n";
    const auto role = [](int host) {
        return host == 0 ? "broker" : host % 2 == 1 ? "game-server" : "stream-host";
    };
    for (int i = 0; i < hosts; ++i) {
        const QByteArray address =
            "10.1." + QByteArray::number(i / 250) + '.' + QByteArray::number(i % 250 + 1);
        text += "  - {name: box-" + QByteArray::number(i) + ", roles: [" + role(i)
                + "], ssh: {address: " + address + "}, public: [" + address + "]}\n";
    }
    const auto place = [hosts](int i, int side) {
        return QByteArray::number(1 + (2 * i + side) % (hosts - hosts % 2 - 2));
    };
    const int half = items / 2, perHost = qMax(1, hosts / 2);
    text += "games:\n";
    for (int i = 0; i < half; ++i)
        text += "  - {name: g" + QByteArray::number(i) + ", host: box-" + place(i, 0)
                + ", udp-port: " + QByteArray::number(34197 + i / perHost * 2)
                + ", rcon-port: " + QByteArray::number(27015 + i / perHost * 2) + "}\n";
    text += "clients:\n";
    for (int i = 0; i < items - half; ++i)
        text += "  - {name: c" + QByteArray::number(i) + ", host: box-" + place(i, 1)
                + ", local-port: " + QByteArray::number(9001 + i / perHost * 2) + ", game: g"
                + QByteArray::number(i) + "}\n";
    return text;
}

/// The least processor time in milliseconds that the work took in five goes; others on the machine
/// do not count.
template <typename Work>
double cpuMs(Work work)
{
    std::clock_t best = std::numeric_limits<std::clock_t>::max();
    for (int i = 0; i < 5; ++i) {
        const std::clock_t begin = std::clock();
        work();
        best = qMin(best, std::clock() - begin);
    }
    return double(best) * 1000 / CLOCKS_PER_SEC;
}

} // namespace tests
