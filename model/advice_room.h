// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much room a host has, in words and as a figure to compare hosts by. Private to the advice.

#include "model/hostfacts.h"
#include "model/topology.h"

namespace model {

/// "8 cores, load 2.1, 20 of 32 GiB free (3 min ago)", or that nothing is known.
QString roomWords(const HostFacts &facts, qint64 now);
/// 0 to 1: a role that fits, then free cores and memory where they are known, else how little
/// stands there.
double suitability(const PlacedHost &host, const Kind &kind, const HostFacts &facts);

} // namespace model
