// SPDX-License-Identifier: GPL-3.0-or-later
// Fleets of any size from one recipe, for benchmarks.
#pragma once

#include <QByteArray>

namespace bench {

/// The text of a fleet file with that many hosts: of ten, six run games, three stream clients, `itemsPerHost` each, and one
/// is the broker's.
QByteArray fleetText(int hosts, int itemsPerHost = 4);

/// A thousand hosts with 10,800 games and clients. SWITCHYARD_BENCH_OVERLAY=wireguard gives it another private network (whose keys
/// are missing: a thousand problems), SWITCHYARD_BENCH_SECRETS=sops another way of its secrets.
QByteArray bigFleetText();

/// A measured pair as one line of the run's result: "generate 100 hosts / parse: 0.42 (11.0 ms
/// / 26.2 ms)".
void printRatio(const char *what, double ours, double theirs);

} // namespace bench
