// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/quote.h"

#include "nixgen/syntax.h"

#include <QRegularExpression>

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

QString escapedInDouble(QChar c)
{
    switch (c.unicode()) {
    case '"':
        return u"\\\""_s;
    case '\\':
        return u"\\\\"_s;
    case '\n':
        return u"\\n"_s;
    case '\r':
        return u"\\r"_s;
    case '\t':
        return u"\\t"_s;
    default:
        return c;
    }
}

} // namespace

QString escaped(const QString &text, Quotes quotes, bool beforeInterpolation)
{
    QString out;
    out.reserve(text.size() + text.size() / 8);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool last = i + 1 == text.size();
        const bool opens = c == u'$' && (last ? beforeInterpolation : text[i + 1] == u'{');
        if (opens) {
            out += quotes == Quotes::Double ? "\\$"_L1 : "''$"_L1;
        } else if (quotes == Quotes::Double) {
            out += escapedInDouble(c);
        } else if (c == u'\'' && !last && text[i + 1] == u'\'') {
            out += "'''"_L1;
            ++i;
        } else {
            out += c;
        }
    }
    return out;
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
    static const QRegularExpression literal(u"^\\.{0,2}(/[a-zA-Z0-9._+-]+)+$"_s,
                                            QRegularExpression::DontCaptureOption);
    if (literal.match(path).hasMatch() && !path.endsWith(u'\n'))
        return path;
    if (path.startsWith(u'/'))
        return u"(/. + "_s + quoted(path) + u')';
    return u"(./. + "_s + quoted(u'/' + path) + u')';
}

QStringList commentLines(const QString &comment)
{
    QStringList out;
    QString clean = comment;
    clean.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    for (const QString &line : clean.split(u'\n')) {
        QString safe = line;
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
