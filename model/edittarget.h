// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which field a person or program means, and whether a value fits it. Private to apply().

#include "model/catalog.h"
#include "model/fleet.h"

namespace model {

/// A field and where it stands among the item's values.
struct Target
{
    Field field;
    QString path;
};

/// The field at a path: a name, an alias, a short form, a key of a map, or an unknown key that
/// `item` has. `service`: the values stand under "settings". Error: there is none.
Result<Target> targetOf(const Kind &kind, const Item *item, QString path, bool service);

/// Text stays text in text fields, whatever it looks like.
Value normalised(const Field &field, const Value &value);

/// Error: why the value does not fit.
Result<void> checkValue(const Field &field, const Value &value);

} // namespace model
