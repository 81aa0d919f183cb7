// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Items as text that a person can paste into an editor, and such text back as one edit step: copy, cut, paste, duplicate, remove.

#include "model/edit.h"
#include "model/topology.h"

namespace model {

/// The items' own bytes below the keys of their lists, in file order; a host brings what stands on it. Empty when none of them
/// stands in the file (what a role brings does not).
QByteArray copyText(const Fleet &fleet, const QList<ItemId> &items);

struct Pasted
{
    EditStep step;
    QList<ItemId> items; ///< as they are called afterwards
};

/// The step that adds what the text says: a piece of a fleet file, with or without the key of its list. Names that are taken give
/// way to fresh ones (references inside the text follow), taken ports to free ones. Items go to the host `onto`; without one they
/// stay on their own host. Errors: not YAML, no item of a fleet, a list that cannot be told, a host that this fleet has not.
Result<Pasted> pasteStep(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const QByteArray &text,
                         const QString &onto);

/// The step that removes the items of the file among these, hosts with what stands on them. `left`: those that only a role can
/// take away; no edits when nothing else was asked.
EditStep removeStep(const Fleet &fleet, const QList<ItemId> &items, QList<ItemId> *left = nullptr);

} // namespace model
