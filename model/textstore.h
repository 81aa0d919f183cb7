// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Texts that were generated or deployed earlier, by hash: what a difference is shown against. They
// lie in .switchyard/texts beside the fleet file, which git is told to leave out; nothing from
// secrets/ is among them.

#include "model/filetree.h"
#include "model/result.h"

#include <optional>

namespace model {

class TextStore
{
public:
    explicit TextStore(const QString &fleetFolder);

    /// Whether that file is kept: text of a moderate size that is no secret.
    static bool keeps(const QString &path, const QByteArray &text);
    /// Keeps the tree's texts. Error: cannot write, with path and reason.
    Result<void> keep(const FileTree &tree) const;
    /// The text with that sha256 in hexadecimal ("sha256:" in front is fine); nothing when it is
    /// not here or damaged.
    std::optional<QByteArray> find(const QString &hash) const;
    /// Where there are more than so many: removes those that no record in .switchyard names.
    void prune(qsizetype most) const;

private:
    QString m_records, m_folder;
};

} // namespace model
