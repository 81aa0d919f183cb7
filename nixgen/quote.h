// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Any text as a part of a Nix file: the one place where text of the fleet file is escaped.

#include <QString>

namespace nixgen {

enum class Quotes
{
    Double,
    Block
};

/// The text as it stands between quotes so that Nix reads it back unchanged. `beforeInterpolation`:
/// a `${` follows it.
QString escaped(const QString &text, Quotes quotes, bool beforeInterpolation = false);
/// The text in double quotes.
/// Appends text as UTF-8; words of ASCII, which most are, without a copy in between.
void appendUtf8(QByteArray &out, QStringView text);
QString quoted(const QString &text);
/// Whether the text survives between '' on lines of their own: it ends its last line, its first
/// column is used (Nix takes common indentation away) and nothing in it needs an escape that this
/// form lacks.
bool fitsBlock(const QString &text);
/// A name of a set, quoted only where it must be.
QString attributeName(const QString &name);
/// A path literal; in parentheses, as `(./. + "/my module.nix")`, where Nix has no literal for it.
QString pathLiteral(const QString &path);
/// The comment as lines that begin with `#`; nothing in it can end the comment early.
QStringList commentLines(const QString &comment);

} // namespace nixgen
