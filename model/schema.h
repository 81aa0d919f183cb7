// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The fleet file as JSON Schema, for editors and other programs; made from the catalog, so that the
// two cannot drift apart.

#include "model/catalog.h"

#include <QByteArray>

namespace model {

/// resources/fleet.schema.json is this of the built-in catalog.
QByteArray fleetSchema(const Catalog &catalog);

} // namespace model
