// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A NixOS module's text as definitions, each with the bytes where it stands: enough of Nix to carry
// an edit that a person made by hand from one file to another. What it does not understand it
// refuses; it never guesses.

#include "model/result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace nixgen {

struct Token
{
    enum Kind
    {
        Word,
        Text,
        Path,
        Symbol
    } kind = Symbol; ///< Word: names, keywords and numbers
    qsizetype begin = 0, end = 0;
};
using Tokens = QList<Token>;

/// Without comments and spaces. Error: a text or comment without end, with its line.
model::Result<Tokens> tokensOf(const QByteArray &text);

/// `a.b = value;`; a set that is written out gives its entries.
struct Definition
{
    QByteArray path;              ///< "networking.hostName"
    qsizetype begin = 0, end = 0; ///< of all, with the comments right above, without the line's end
    Tokens value;
};

struct Module
{
    QByteArray text;
    Tokens tokens;
    bool takesArguments = false; ///< `{ …, ... }:` stands in front
    QStringList arguments;
    Tokens before;     ///< what stands between the arguments and the body: `let … in`
    QStringList names; ///< all words in it: those that it binds, and more
    QList<Definition> bindings; ///< of it; empty where it is more than plain ones
    QList<Definition> definitions;
    qsizetype open = 0, close = 0; ///< where the body's braces stand

    const Definition *find(const QByteArray &path) const;
    const Definition *binding(const QByteArray &name) const;
};

/// Error: it is no plain set of definitions, says why.
model::Result<Module> readModule(const QByteArray &text);

/// The tokens with one space between: the same for two texts that differ in layout and comments
/// only.
QByteArray plain(const QByteArray &text, const Tokens &tokens);
/// The elements of `[ … ]`; nothing when it is none.
std::optional<QList<Tokens>> elementsOf(const QByteArray &text, const Tokens &value);

} // namespace nixgen
