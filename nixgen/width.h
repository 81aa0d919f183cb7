// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much room Nix expressions take, and which of them may begin on a line that something else
// began: what the printer decides line breaks by.

#include "nixgen/syntax.h"

namespace nixgen {

/// The width of what cannot stand on one line.
inline constexpr int Never = 1 << 20;

/// The width on one line, or Never.
int width(const Expr &expr);
int width(const List &list);
int width(const Attrs &attrs);
int width(const Apply &apply);

template <typename T>
const T *as(const Expr &expr)
{
    return std::get_if<T>(&expr.node().shape);
}

/// Whether the expression needs parentheses as an element of a list or an argument.
bool isLoose(const Expr &expr);
/// Whether the text is printed between '' on lines of its own.
bool isBlock(const Text &text);
/// Sets, lists and blocks may begin on the line that ends with `=` or a function's name.
bool isAbsorbable(const Expr &expr);
/// A call of something simple with up to two simple arguments: it stays on its line, however long a
/// text in it is.
bool isSimpleCall(const Expr &expr);
/// A set with definitions: behind `=` it is never on one line.
bool isFullSet(const Expr &expr);

QString dotted(const QStringList &path);
QString integerText(qint64 value);
QString realText(double value);

} // namespace nixgen
