// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the generated files are compared with: what was generated last, what a host runs, what lies in the folder, what was edited there.

#include "model/filetree.h"
#include "model/linediff.h"
#include "nixgen/write.h"

namespace gui {

enum class Against { Nothing, Generated, Deployed, Disk, Edits };

struct Difference
{
    QByteArray before, after;
    bool isNew = false, isGone = false;
    model::LineCount lines;
};

struct Comparison
{
    Against against = Against::Nothing;
    QString host;                        ///< of Deployed
    std::map<QString, Difference> files; ///< those that differ
    QStringList unknown;                 ///< these differ too, but what they said then is not on this machine
    QString words;                       ///< what it comes to: how much differs, or why there is nothing to compare with
};

/// Reads the folder and the texts kept in it; `now` is all that is generated.
Comparison compareTree(const model::FileTree &now, Against against, const QString &host, const QString &folder, const QList<nixgen::HandEdit> &edits);

/// A difference as one text: lines that went stand in it between those that are there.
struct UnifiedText
{
    QByteArray text;
    QList<model::DiffLine::Kind> kinds; ///< of each line
    QList<int> lines;                   ///< the number that each has in the text after, from 0; -1: it went
};
UnifiedText unified(const QByteArray &before, const QByteArray &after);

} // namespace gui
