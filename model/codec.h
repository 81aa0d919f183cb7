// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// fleet.yaml to Fleet and back. Keeps the file a person's file: comments, order, quoting and unknown keys survive, one
// changed field changes one line, and print(parse(bytes)) are the same bytes.

#include "model/catalog.h"
#include "model/diagnostic.h"
#include "model/diff.h"
#include "model/safefile.h"

namespace model {

struct ParsedFleet
{
    Fleet fleet;
    Diagnostics diagnostics; ///< shapes and types that do not fit; the file still opens
};

/// Error only for what cannot be edited safely: over 3 MiB, BOM or UTF-16, invalid UTF-8, NUL, not YAML, not a map, a second
/// document, duplicate keys, anchors, aliases and merge keys, nesting over 64, a newer schema. Messages carry line and column.
Result<ParsedFleet> parseFleet(const QByteArray &bytes, const Catalog &catalog);
/// parseFleet of a file; errors name the path.
Result<ParsedFleet> loadFleet(const QString &path, const Catalog &catalog);

/// The bytes of the file that stands for the fleet.
QByteArray printFleet(const Fleet &fleet);
/// writeSafely() of it: one rename, `path~` is the backup, nothing that somebody else saved since `expected` is overwritten.
Result<void> saveFleet(const Fleet &fleet, const QString &path, const FileBytes &expected = {});

/// Where an item or one of its fields stands in printFleet(fleet); the item when the field is not written, {0,0} when the item
/// is not in the file.
TextPosition locate(const Fleet &fleet, const ItemId &item, QStringView field = {});

/// What parsing found, kept true after an edit: findings about items that changed are made anew, places follow the text.
Diagnostics refreshed(const Diagnostics &found, const Fleet &now, const Catalog &catalog, const FleetChange &change);

/// One item as YAML text, as it would be printed anew.
QByteArray printItem(const Item &item, const Catalog &catalog);

} // namespace model
