// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Edits as values. Every change to a fleet, by mouse, form or command line, is one of these, applied by one pure function.

#include "model/catalog.h"
#include "model/fleet.h"

#include <variant>

namespace model {

class Naming;

struct SetField { ItemId item; QString field; Value value; };   ///< a null value takes the field out; "name" renames
struct MoveItem { ItemId item; QString host; };
struct AddItem { QString kind, name, host; ValueMap values;    ///< kind "host" adds a host
                 QByteArray text = {}; };                       ///< the entry as it is written, read in place of `values` when there is one
struct RemoveItem { ItemId item; };

using Edit = std::variant<SetField, MoveItem, AddItem, RemoveItem>;

/// A named step: what one gesture of a person does.
struct EditStep
{
    QString text;        ///< "Move g03 from big-box to box2"; describe() when empty
    QList<Edit> edits;
};

/// The fleet after the edit, source text included. Setting a field of an implied service ("mini/redis") writes an entry under
/// `services:`. Renaming an item or host follows its references. Errors: unknown item, host or field, taken or bad name, value of
/// the wrong type, a fleet file entry that cannot be edited; nothing changes then.
Result<Fleet> apply(const Fleet &fleet, const Catalog &catalog, const Edit &edit);
Result<Fleet> apply(const Fleet &fleet, const Catalog &catalog, const EditStep &step);
/// The same; `known` is kept from edit to edit.
Result<Fleet> apply(const Fleet &fleet, const Catalog &catalog, const EditStep &step, Naming &known);

/// The step in words, for menus and toasts.
QString describe(const Fleet &fleet, const Catalog &catalog, const Edit &edit);

/// A value typed by a person into a field: "34200" → 34200, "a, b" → list. Errors say what fits.
Result<Value> parseValue(const Field &field, const QString &text);
/// A value as parseValue() would read it.
QString valueText(const Field &field, const Value &value);
/// A value as people read it: a choice by its title.
QString shownText(const Field &field, const Value &value);

} // namespace model
