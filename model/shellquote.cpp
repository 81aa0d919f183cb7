// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/shellquote.h"

#include <QRegularExpression>
#include <QStringList>

namespace model {

using namespace Qt::StringLiterals;

QByteArray shellQuote(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    bytes.replace('\0', QByteArray());
    bytes.replace('\'', "'\\''");
    return '\'' + bytes + '\'';
}

QByteArray shellWord(const QString &text)
{
    static const QRegularExpression harmless(
        u"\\A[A-Za-z0-9._:@%/+,-][A-Za-z0-9._:@%/+,#=-]*\\z"_s);
    return harmless.match(text).hasMatch() ? text.toUtf8() : shellQuote(text);
}

QStringList shellWords(const QByteArray &line)
{
    QStringList words;
    QByteArray word;
    bool inWord = false, quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const char c = line.at(i);
        if (c == '\'') {
            quoted = !quoted;
            inWord = true;
        } else if (quoted) {
            word += c;
        } else if (c == ' ' || c == '\t' || c == '\n') {
            if (inWord)
                words << QString::fromUtf8(word);
            word.clear();
            inWord = false;
        } else {
            if (c == '\\' && i + 1 < line.size())
                ++i;
            word += line.at(i);
            inWord = true;
        }
    }
    if (inWord)
        words << QString::fromUtf8(word);
    return words;
}

} // namespace model
