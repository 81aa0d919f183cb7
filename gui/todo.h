// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The hint of an error as every box and panel says it.

#include <QString>

namespace gui {

/// With a capital letter and an end; names of files, units and hosts stay as they are.
inline QString sentence(const QString &words)
{
    if (words.isEmpty())
        return {};
    qsizetype end = 0;
    while (end < words.size() && words.at(end).isLetter())
        ++end;
    const bool isWord = end == words.size() || words.at(end) == u' ' || words.at(end) == u',' || words.at(end) == u':';
    const QString begun = isWord ? QString(words.left(1).toUpper() + words.mid(1)) : words;
    return begun.endsWith(u'?') || begun.endsWith(u'.') || begun.endsWith(u'!') ? begun : QString(begun + u'.');
}

inline QString toDo(const QString &hint)
{
    return sentence(hint);
}

/// What went wrong, as a sentence, and what to do about it.
inline QString withToDo(const QString &message, const QString &hint, const QString &between = QStringLiteral(" "))
{
    if (hint.isEmpty())
        return message;
    const QString first = message.endsWith(u'.') || message.endsWith(u'?') ? message : QString(message + u'.');
    return QString(first + between + toDo(hint));
}

} // namespace gui
