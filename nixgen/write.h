// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Puts a generated tree into a folder without ever overwriting what a person changed since.

#include "model/filetree.h"
#include "model/result.h"

#include <QSet>

namespace nixgen {

struct WriteReport
{
    QStringList written, unchanged,
        removed; ///< removed: generated earlier, no longer in the tree, not edited by hand
    QStringList handEdited; ///< in the way: nothing was written; or left as they are, where that
                            ///< was asked for
    QStringList backups;    ///< where the edits went that were overwritten
};

/// What becomes of files that a person edited: by default, they are in the way of all.
struct WriteChoices
{
    bool keepEdits = false;  ///< they stay as they are, and everything else is written
    QSet<QString> overwrite; ///< these give way; what they said is kept in DIR/.switchyard/edits
};

/// Hashes of what was generated last are kept in DIR/.switchyard/manifest.json. Error: cannot
/// write, with path and reason.
model::Result<WriteReport> writeTree(const model::FileTree &tree, const QString &dir,
                                     const WriteChoices &choices = {});

/// A file in DIR that a person changed since it was generated, or that was there before.
struct HandEdit
{
    QString path;
    QByteArray edited;
    QByteArray base;    ///< what we put there; what would be generated now where that is not known
    bool isOurs = true; ///< false: never generated there
    bool isObsolete = false; ///< the tree has no such file any more
    bool operator==(const HandEdit &) const = default;
};

/// In the order of their paths. Error: a file or the manifest cannot be read.
model::Result<QList<HandEdit>> handEdits(const model::FileTree &tree, const QString &dir);

/// One file gives way to what is generated; where the edit went. Error: cannot write.
model::Result<QString> replaceEdited(const QString &path, const QByteArray &text,
                                     const QString &dir);

/// The same for a file that is no part of the tree, such as a module that a person may write in.
model::Result<void> replaceForeign(const QString &path, const QByteArray &text, const QString &dir);

} // namespace nixgen
