// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The smallest change of a YAML text that sets, adds or removes one thing: always one stretch of
// bytes. Private to the codec.

#include "model/value.h"
#include "model/yamltree.h"

namespace model {

/// Bytes [begin, end) give way to `with`.
struct Splice
{
    int begin = 0, end = 0;
    QByteArray with;

    QByteArray appliedTo(QByteArray text) const { return text.replace(begin, end - begin, with); }
    /// Where an offset that is not inside the stretch stands afterwards; one at an insertion stays
    /// before it.
    int moved(int offset) const
    {
        return offset > begin && offset >= end ? offset + int(with.size()) - (end - begin) : offset;
    }
};

/// A text under edit and the tree of what it says.
struct YamlText
{
    QByteArray text;
    YamlNode root;

    static Result<YamlText> read(const QByteArray &text);

    QByteArray lineEnd() const { return text.contains("\r\n") ? "\r\n" : "\n"; }
    int lineStart(int offset) const;
    int nextLine(int offset) const; ///< begin of the line below
    int column(int offset) const { return offset - lineStart(offset); }
};

/// Gives the key at `index` of `map` another value. Quotes stay as they are; unequal entries of
/// lists change alone. `typed`: the reader knows it for text, so a plain scalar may stay plain.
Splice replaceValue(const YamlText &yaml, const YamlNode &map, int index, const Value &value,
                    bool typed);
/// As replaceValue(), with ready YAML text.
Splice replaceValue(const YamlText &yaml, const YamlNode &map, int index, const QByteArray &token);
/// Adds "key: token" after the key at `index`; -1 adds it in front.
Splice insertKey(const YamlText &yaml, const YamlNode &map, int index, const QByteArray &key,
                 const QByteArray &token);
/// Takes the key at `index` out.
Splice removeKey(const YamlText &yaml, const YamlNode &map, int index);

} // namespace model
