// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What differs between two texts, line by line, for people to read before they decide.

#include <QByteArray>
#include <QList>

namespace model {

struct DiffLine
{
    enum Kind
    {
        Same,
        Gone,
        Come,
        Skipped
    } kind = Same;
    QByteArray text; ///< of Skipped: how many lines

    bool operator==(const DiffLine &) const = default;
};

/// How many lines came and went.
struct LineCount
{
    qsizetype come = 0, gone = 0;
    bool operator==(const LineCount &) const = default;
};
LineCount countChanges(const QByteArray &before, const QByteArray &after);

/// Shortest for texts with up to some thousand differing lines, else all old ones before all new
/// ones; `context` lines around, all of them when negative.
QList<DiffLine> lineDiff(const QByteArray &before, const QByteArray &after, int context = 3);

} // namespace model
