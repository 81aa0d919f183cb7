// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writing a file that others may write too: whole or not at all, with a backup, and never over what
// somebody else has saved meanwhile.

#include "model/result.h"

#include <QByteArray>

#include <optional>

namespace model {

/// What a file holds; nothing when there is no file.
using FileBytes = std::optional<QByteArray>;

/// Error: it is there but cannot be read.
Result<FileBytes> readBytes(const QString &path);

struct SafeWrite
{
    FileBytes expected = {}; ///< what should stand there now; anything when not given
    bool backup = true;      ///< what stood there becomes `path~`
    bool privately = false;  ///< a new file is readable by its owner only
};

/// The bytes go to a new file in the same folder, which is exchanged in with one rename; links are
/// followed, mode and owner kept. Errors: "changed-on-disk" when something else than `expected`
/// came out (it stands there again, and nothing else has changed), "cannot-write" with the reason;
/// the old file is whole then.
Result<void> writeSafely(const QString &path, const QByteArray &bytes, const SafeWrite &how = {});

/// Keeps a text beside the file as `path.theirs` (`path.theirs.2`, … where that holds another);
/// where it went.
Result<QString> keepTheirs(const QString &path, const QByteArray &theirs);

} // namespace model
