// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The fleet as a table for a spreadsheet: a row for every host and item.

#include "model/topology.h"

#include <QByteArray>

namespace gui {

/// RFC 4180: fields with commas, quotes or line ends are quoted; texts that a spreadsheet would run as formula get an apostrophe.
QByteArray itemTable(const model::Topology &topology, const model::Catalog &catalog);

} // namespace gui
