// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The hint of an error as every box and panel says it.

#include <QCoreApplication>

namespace gui {

inline QString toDo(const QString &hint)
{
    if (hint.isEmpty())
        return {};
    const QString words = QCoreApplication::translate("Error", "To do: %1").arg(hint);
    return hint.endsWith(u'?') || hint.endsWith(u'.') ? words : QString(words + u'.');
}

/// What went wrong, as a sentence, and what to do about it.
inline QString withToDo(const QString &message, const QString &hint, const QString &between = QStringLiteral(" "))
{
    if (hint.isEmpty())
        return message;
    const QString sentence = message.endsWith(u'.') || message.endsWith(u'?') ? message : QString(message + u'.');
    return QString(sentence + between + toDo(hint));
}

} // namespace gui
