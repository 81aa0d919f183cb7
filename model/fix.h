// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a finding can be mended: steps that one click applies, a secret that one click makes, or the
// field where a person must type, and what belongs there.

#include "model/diagnostic.h"
#include "model/edit.h"
#include "model/topology.h"

namespace model {

/// What can be done about a generated file that a person edited.
enum class EditWay
{
    Move,
    Show,
    Overwrite
};

struct Fix
{
    QString text;  ///< "Give g02 UDP 34200"
    EditStep step; ///< without edits, file and secret a person has to say it:
    ItemId item;   ///< where to type it; empty: in the file itself, with a text editor
    QString field;
    QString say; ///< what to type there
    QString file = {}; ///< not the fleet but this generated file is mended, and in this way
    EditWay way = EditWay::Show;
    QString secret = {}; ///< by its id: to be made anew, and its public half written into the field

    bool isStep() const { return !step.edits.isEmpty(); }
    /// Else a person has to type something.
    bool isClick() const { return isStep() || !file.isEmpty() || !secret.isEmpty(); }
};

/// What only the world outside the fleet knows.
struct Candidates
{
    QStringList keys; ///< public SSH keys of the person at the desk, one line each
    QHash<QString, QString>
        digests; ///< image as the fleet writes it → "sha256:…", as seen on hosts
};

/// Ways to mend it, the best first. Worked out when asked for, since most findings are never
/// clicked on.
QList<Fix> fixes(const Fleet &fleet, const Catalog &catalog, const Topology &topology,
                 const Diagnostic &found, const Candidates &candidates = {});

/// One step that mends as many findings of that code as clicks can, the first way of each. No
/// edits: there is none.
EditStep fixAll(const Fleet &fleet, const Catalog &catalog, const Diagnostics &findings,
                const QString &code, const Candidates &candidates = {});

} // namespace model
