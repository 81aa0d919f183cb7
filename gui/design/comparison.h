// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the generated files are compared with: what was generated last, what a host runs, what lies in the folder, what was edited there.

#include "model/filetree.h"
#include "model/linediff.h"
#include "nixgen/generate.h"
#include "nixgen/write.h"

namespace gui {

enum class Against { Nothing, Generated, Deployed, Disk, Edits };

struct Difference
{
    QByteArray before, after;
    bool isNew = false, isGone = false;
    model::LineCount lines;
    bool operator==(const Difference &) const = default;
};

struct Comparison
{
    Against against = Against::Nothing;
    QString host;                        ///< of Deployed
    std::map<QString, Difference> files; ///< those that differ
    QStringList unknown;                 ///< these differ too, but what they said then is not on this machine
    QString words;                       ///< what it comes to: how much differs, or why there is nothing to compare with
    bool operator==(const Comparison &) const = default;
};

/// What is compared with, as it was when the folder was looked at: an edit of the fleet changes nothing of it.
struct Baseline
{
    Against against = Against::Nothing;
    QString host;                      ///< of Deployed
    QString folder;
    std::map<QString, QString> hashes; ///< of Generated and Deployed: path → hash of what was there
    QList<nixgen::HandEdit> edits;     ///< of Edits
    QString why;                       ///< there is nothing to compare with
    std::map<QString, QByteArray> texts = {}; ///< what was there, of files that differed once
};
Baseline readBaseline(Against against, const QString &host, const QString &folder, const QList<nixgen::HandEdit> &edits);

/// All that is generated; files captured from hosts stand in the place of theirs.
struct NowFiles
{
    const model::FileTree &tree;
    const nixgen::CapturedFiles &captured;
    const QByteArray *text(const QString &path) const; ///< null: there is no such file
};

/// Reads the folder and the texts kept in it.
Comparison compareTree(Baseline &before, const NowFiles &now);
/// The same after an edit that changed these files.
void compareAgain(Comparison &known, Baseline &before, const NowFiles &now, const QStringList &paths);

/// A difference as one text: lines that went stand in it between those that are there.
struct UnifiedText
{
    QByteArray text;
    QList<model::DiffLine::Kind> kinds; ///< of each line
    QList<int> lines;                   ///< the number that each has in the text after, from 0; -1: it went
};
UnifiedText unified(const QByteArray &before, const QByteArray &after);

} // namespace gui
