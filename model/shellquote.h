// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one place where text becomes a word of a POSIX shell.

#include <QByteArray>
#include <QString>

namespace model {

/// The text as one single-quoted word, whatever it holds. NUL, which no argument can hold, is
/// dropped.
QByteArray shellQuote(const QString &text);

/// The same, without quotes where a shell takes the text as it is anyway: for people to read.
QByteArray shellWord(const QString &text);

/// The words of a line written with shellQuote(), separated by blanks; what it did not write is
/// taken as it stands.
QStringList shellWords(const QByteArray &line);

} // namespace model
