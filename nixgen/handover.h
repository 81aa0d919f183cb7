// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// HANDOVER.md: what a person does, command by command, with a flake that nothing generates any
// more.

#include "nixgen/eject.h"

namespace nixgen {

struct Handover
{
    bool hasLock = false;
    QStringList open;         ///< sentences
    QStringList uncaptured;   ///< hosts whose hardware is not known
    QStringList placing = {}; ///< commands that put secrets on hosts by hand
};

QByteArray handoverText(const model::Fleet &fleet, const model::Catalog &catalog,
                        const Handover &about);

} // namespace nixgen
