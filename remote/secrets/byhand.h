// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an operator puts on which host where nothing is encrypted: paths, owners and commands, never values.

#include "model/fleet.h"
#include "model/catalog.h"

namespace secrets {

struct Placement
{
    QString host, path, owner, mode, help;
    QStringList commands; ///< for the operator's shell: they make the value and put it there without showing it
};

/// In the order of hosts and files; optional secrets stay out.
QList<Placement> placements(const model::Fleet &fleet, const model::Catalog &catalog);

} // namespace secrets
