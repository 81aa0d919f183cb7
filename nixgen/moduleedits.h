// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person changed between two texts of one module, sorted into what a third module can say
// and what it cannot.

#include "nixgen/modulereader.h"

#include <QSet>

namespace nixgen {

/// A definition as it will stand in the override: its path and its text, without the `;`.
struct Setting
{
    QByteArray path, comment, value;
};

struct Edits
{
    QList<Setting> settings;
    QStringList left;
    QSet<QString> needs; ///< arguments of a module
    QList<Setting> let;  ///< what the settings need to be bound between `let` and `in`
};

/// `deeper`: the third module lies one folder further down, so that relative paths change.
Edits editsBetween(const Module &generated, const Module &edited, bool deeper);

} // namespace nixgen
