// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An item printed anew, in the style of the entries around it. Private to the codec.

#include "model/reading.h"
#include "model/yamledit.h"

namespace model {

struct EntryStyle
{
    bool flow = true;    ///< {name: g01, …} on one line
    bool inFlow = false; ///< no dash: the list itself is written in brackets
    int dash = 2;        ///< column of the dash
    int content = 4;     ///< column of what follows it
    QByteArray eol = "\n";
};

/// How an entry is written; `body` as in SourceSlice.
EntryStyle styleOf(const YamlText &body, bool inFlow);
/// The entry as whole lines, or as "{…}" in a flow list.
QByteArray printEntry(const Item &item, const Shape &shape, const EntryStyle &style);
/// The keys of an entry of that kind in the order in which they are written.
QStringList keyOrder(const Shape &shape, bool service);

} // namespace model
