// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fields of the catalog as definitions of NixOS options: what their `option` keys mean.

#include "nixgen/context.h"

namespace nixgen {

/// "services.redis.servers.\"\".port" → its names.
QStringList optionPath(const QString &option);

/// "a.b.*.c": the attribute `c` of the elements of `a.b`.
struct ElementOption
{
    QString list, attribute;
};
std::optional<ElementOption> elementOption(const QString &option);

/// The field's value as Nix: a port range as a set, everything else as it is.
Expr fieldValue(const model::Field &field, const model::Value &value);
/// The default as NixOS knows it; that of the field that `default-from` names where there is one.
model::Value plainDefault(const model::Kind &kind, const model::Field &field);

/// One item as an element of the list that its kind's option names: its name, its host on request,
/// its fields.
Expr element(const Context &context, const model::Kind &kind, const model::Placed &item,
             bool withHost);

/// Definitions of the kind's fields that stand in no list: those that differ from their default.
/// Fields that do not matter (`when`) stay out.
Bindings settingsOf(const Context &context, const model::Kind &kind, const model::Placed &item);

} // namespace nixgen
