// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/quote.h"

#include "nixgen/syntax.h"

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

void appendInDouble(QString &out, QChar c)
{
    switch (c.unicode()) {
    case '"':
        out += "\\\""_L1;
        break;
    case '\\':
        out += "\\\\"_L1;
        break;
    case '\n':
        out += "\\n"_L1;
        break;
    case '\r':
        out += "\\r"_L1;
        break;
    case '\t':
        out += "\\t"_L1;
        break;
    default:
        out += c;
    }
}

/// "/a", "./a/b" or "../a/b" of letters that a path may hold without quotes; no empty name in between.
bool isLiteralPath(QStringView path)
{
    qsizetype at = 0;
    while (at < 2 && at < path.size() && path[at] == u'.')
        ++at;
    bool afterSlash = false;
    if (at == path.size() || path[at] != u'/')
        return false;
    for (; at < path.size(); ++at) {
        const QChar c = path[at];
        const bool isName = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
                            || c == u'.' || c == u'_' || c == u'+' || c == u'-';
        if (c == u'/' ? afterSlash : !isName)
            return false;
        afterSlash = c == u'/';
    }
    return !afterSlash;
}

/// Whether any text could need an escape for that character; most texts hold none.
bool isSpecial(QChar c, Quotes quotes)
{
    const bool inDouble = c == u'"' || c == u'\\' || c == u'\n' || c == u'\r' || c == u'\t';
    return c == u'$' || (quotes == Quotes::Double ? inDouble : c == u'\'');
}

} // namespace

QString escaped(const QString &text, Quotes quotes, bool beforeInterpolation)
{
    const auto isPlain = [quotes](QChar c) { return !isSpecial(c, quotes); };
    if (std::ranges::all_of(text, isPlain))
        return text;
    QString out;
    out.reserve(text.size() + text.size() / 8);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool last = i + 1 == text.size();
        const bool opens = c == u'$' && (last ? beforeInterpolation : text[i + 1] == u'{');
        if (opens) {
            out += quotes == Quotes::Double ? "\\$"_L1 : "''$"_L1;
        } else if (quotes == Quotes::Double) {
            appendInDouble(out, c);
        } else if (c == u'\'' && !last && text[i + 1] == u'\'') {
            out += "'''"_L1;
            ++i;
        } else {
            out += c;
        }
    }
    return out;
}

void appendUtf8(QByteArray &out, QStringView text)
{
    char ascii[96];
    const auto isAscii = [](QChar c) { return c < u'\x80'; };
    if (text.size() > qsizetype(sizeof ascii) || !std::ranges::all_of(text, isAscii)) {
        out += text.toUtf8();
        return;
    }
    std::ranges::transform(text, ascii, [](QChar c) { return char(c.unicode()); });
    out.append(ascii, text.size());
}

QString quoted(const QString &text)
{
    return u'"' + escaped(text, Quotes::Double) + u'"';
}

bool fitsBlock(const QString &text)
{
    // '$ would read as the end of an escaped quote once the $ is escaped itself.
    if (!text.endsWith(u'\n') || text.contains(u'\r') || text.contains(u'\t')
        || text.contains("'$"_L1))
        return false;
    bool usesFirstColumn = false;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        const bool blank = std::all_of(line.begin(), line.end(), [](QChar c) { return c == u' '; });
        if (blank && !line.isEmpty())
            return false;
        usesFirstColumn = usesFirstColumn || (!blank && line.front() != u' ');
    }
    return usesFirstColumn;
}

QString attributeName(const QString &name)
{
    return isIdentifier(name) ? name : quoted(name);
}

QString pathLiteral(const QString &path)
{
    if (isLiteralPath(path))
        return path;
    if (path.startsWith(u'/'))
        return u"(/. + "_s + quoted(path) + u')';
    return u"(./. + "_s + quoted(u'/' + path) + u')';
}

QStringList commentLines(const QString &comment)
{
    QStringList out;
    QString clean = comment;
    if (clean.contains(u'\r'))
        clean.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    for (const QStringView line : qTokenize(clean, u'\n')) {
        QString safe = line.toString();
        std::replace_if(
            safe.begin(), safe.end(), [](QChar c) { return c.category() == QChar::Other_Control; },
            u' ');
        while (safe.endsWith(u' '))
            safe.chop(1);
        out.append(safe.isEmpty() ? u"#"_s : u"# "_s + safe);
    }
    return out;
}

} // namespace nixgen
