// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that a careless printer would break on: whatever means something to Nix, and any character
// there is.
#pragma once

#include <QRandomGenerator>
#include <QStringList>

namespace tests {

/// Some character of Unicode; none that UTF-8 cannot hold, and no NUL, which Nix cannot.
inline QString anyCharacter(QRandomGenerator &random)
{
    for (;;) {
        const auto code = char32_t(random.bounded(1, random.bounded(2) ? 0x110000 : 0x3000));
        if (!QChar::isSurrogate(code))
            return QString::fromUcs4(&code, 1);
    }
}

/// Letters, words and signs of Nix, and any characters, in any order; sometimes a word of Nix
/// alone.
inline QString anyText(QRandomGenerator &random)
{
    using namespace Qt::StringLiterals;
    static const QStringList words{u"if"_s,   u"then"_s, u"else"_s,    u"assert"_s,
                                   u"with"_s, u"let"_s,  u"in"_s,      u"rec"_s,
                                   u"or"_s,   u"null"_s, u"inherit"_s, u"__functor"_s};
    static const QStringList pieces{
        u"a"_s,      u"Zz9"_s,    u" "_s,      u"  "_s,   u"\n"_s,   u"\r"_s,   u"\r\n"_s,
        u"\t"_s,     u"\\"_s,     u"\""_s,     u"'"_s,    u"''"_s,   u"$"_s,    u"$$"_s,
        u"{"_s,      u"}"_s,      u"${"_s,     u"\\${"_s, u"''${"_s, u"'$"_s,   u"\\n"_s,
        u"#"_s,      u"/*"_s,     u"*/"_s,     u";"_s,    u"ü"_s,    u"日本"_s, u"😀"_s,
        u"\u2028"_s, u"\u0001"_s, u"\u007f"_s, u"<x>"_s,  u"@"_s,    u"~"_s,    u"${builtins.x}"_s,
        u"\ufeff"_s, u"\u202e"_s, u"e\u0301"_s};
    if (random.bounded(20) == 0)
        return words[random.bounded(words.size())];
    QString out;
    for (int n = random.bounded(12); n > 0; --n)
        out += random.bounded(3) ? pieces[random.bounded(pieces.size())] : anyCharacter(random);
    return out.startsWith(QChar(0xfeff)) ? u'a' + out : out; // which Qt drops where text begins
}

} // namespace tests
