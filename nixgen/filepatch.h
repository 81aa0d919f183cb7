// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A long file of the tree under edit: a few places give way to others, its origins stay true, and nothing else is written anew.

#include "model/filetree.h"
#include "model/result.h"

#include <optional>

namespace nixgen {

/// Bytes [begin, end) of the file as it was.
struct Stretch
{
    qsizetype begin = -1, end = -1;
    bool isThere() const { return begin >= 0; }
};

/// Nothing happens to the file before apply().
class FilePatch
{
public:
    explicit FilePatch(model::GeneratedFile &file) : m_file(file) {}

    /// Columns before an entry on a line of its own; -1 when something else stands on that line.
    int indentOf(const Stretch &entry) const;
    /// Whether it could; what replaces a stretch of nothing is put in there, nothing takes the stretch out.
    bool replace(const Stretch &entry, model::Result<model::GeneratedFile> by);
    /// These say whether they could; `entry` has a line of its own.
    bool takeOut(const Stretch &entry);
    bool insertBehind(const Stretch &entry, model::Result<model::GeneratedFile> text);
    bool insertAbove(const Stretch &entry, model::Result<model::GeneratedFile> text);

    /// Whether the text became another; nothing when places overlap, and the file stays as it was.
    std::optional<bool> apply();

private:
    struct Exchange
    {
        qsizetype begin = 0, end = 0;
        model::GeneratedFile by;
        qsizetype origin = 0, originCount = 0; ///< spans that give way
        qsizetype shift = 0;                   ///< of what stands before it
        qsizetype grows() const { return by.text.size() - (end - begin); }
    };
    bool insertAt(qsizetype place, int indent, model::Result<model::GeneratedFile> text);
    bool prepare();
    void findOrigins(Exchange &exchange) const;
    bool changesOrigins(const Exchange &exchange) const;
    qsizetype shiftOf(qsizetype end) const;
    void shiftOrigins();
    void exchangeOrigins();
    void exchangeText();

    model::GeneratedFile &m_file;
    QList<Exchange> m_exchanges;
};

} // namespace nixgen
