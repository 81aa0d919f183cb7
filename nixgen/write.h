// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Puts a generated tree into a folder without ever overwriting what a person changed since.

#include "model/filetree.h"
#include "model/result.h"

namespace nixgen {

struct WriteReport
{
    QStringList written, unchanged,
        removed; ///< removed: generated earlier, no longer in the tree, not edited by hand
    QStringList handEdited; ///< in the way; when not empty, nothing was written
};

/// Hashes of what was generated last are kept in DIR/.switchyard/manifest.json. Error: cannot
/// write, with path and reason.
model::Result<WriteReport> writeTree(const model::FileTree &tree, const QString &dir);

} // namespace nixgen
