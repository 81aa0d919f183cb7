// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One finding about a fleet that knows its place, so that a click goes there.

#include "model/fleet.h"

namespace model {

enum class Severity { Note, Warning, Error };

/// A place in the fleet file. Line and column count from 1, in characters; 0 means unknown.
struct TextPosition
{
    int line = 0;
    int column = 0;
    bool operator==(const TextPosition &) const = default;
};

struct Diagnostic
{
    Severity severity = Severity::Error;
    QString code;     ///< stable, e.g. "port-clash"
    QString message;  ///< names both parties, the place and the reason, and what to do
    ItemId item;      ///< where to look first
    QString field;    ///< dotted path, or empty for the whole item
    ItemId other;     ///< the second party of a clash, if any
    TextPosition position;

    bool operator==(const Diagnostic &) const = default;
};
using Diagnostics = QList<Diagnostic>;

bool hasErrors(const Diagnostics &diagnostics);
QString severityName(Severity severity); ///< "note", "warning", "error"

} // namespace model
