// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A tree of files as hosts receive it: one tar archive with a manifest, named by the manifest's
// hash. Pure.

#include "model/filetree.h"

#include <QByteArray>
#include <QString>

namespace remote {

struct PackedTree
{
    QString hash;       ///< sha256 of the manifest; the tree's name on hosts
    QByteArray archive; ///< `manifest` and `tree/…`, ustar
};

/// The tree, with flake.lock where it is not empty. The same files give the same bytes.
PackedTree packTree(const model::FileTree &tree, const QByteArray &lock);

/// One file's sha256 in hexadecimal.
QString fileHash(const QByteArray &text);

} // namespace remote
