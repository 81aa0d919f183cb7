// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/scalar.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

bool mayBeNumber(const QString &text)
{
    const QChar c = text.isEmpty() ? QChar() : text.front();
    return c.isDigit() || c == u'-' || c == u'+' || c == u'.';
}

Value resolveNumber(const QString &text)
{
    static const QRegularExpression integer(u"^[-+]?[0-9]+$"_s);
    static const QRegularExpression based(u"^0(o[0-7]+|x[0-9a-fA-F]+)$"_s);
    static const QRegularExpression real(
        u"^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$"_s);
    bool fits = false;
    if (integer.match(text).hasMatch()) {
        const qint64 number = text.toLongLong(&fits, 10);
        return fits ? Value(number) : Value(text);
    }
    if (based.match(text).hasMatch()) {
        const qint64 number = text.mid(2).toLongLong(&fits, text[1] == u'o' ? 8 : 16);
        return fits ? Value(number) : Value(text);
    }
    if (real.match(text).hasMatch()) {
        const double number = text.toDouble(&fits);
        return fits && qIsFinite(number) ? Value(number) : Value(text);
    }
    return text;
}

bool isPrintable(QChar c)
{
    return c.unicode() >= 0x20 && c.unicode() != 0x7F
           && !(c.unicode() >= 0x80 && c.unicode() < 0xA0) && c.unicode() != 0x2028
           && c.unicode() != 0x2029 && c.unicode() != 0xFEFF;
}

/// Reads back as the same characters without quotes, in block and flow context alike.
bool isPlainSafe(const QString &text)
{
    static const QString indicators = u"-?:,[]{}#&*!|>'\"%@`"_s;
    if (text.isEmpty() || text.front().isSpace() || text.back().isSpace() || text.back() == u':')
        return false;
    const bool firstIsFine =
        !indicators.contains(text.front())
        || (text.front() == u'-' && text.size() > 1 && !text.at(1).isSpace() && text.at(1) != u'-');
    if (!firstIsFine || text.contains(u": "_s) || text.contains(u" #"_s) || text == u"<<"_s)
        return false;
    return std::all_of(text.begin(), text.end(),
                       [](QChar c) { return isPrintable(c) && !u"[]{},\""_s.contains(c); });
}

QString doubleQuoted(const QString &text)
{
    QString result = u"\""_s;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            result += u'\\' + QString(c);
        else if (c == u'\n')
            result += u"\\n"_s;
        else if (c == u'\t')
            result += u"\\t"_s;
        else if (isPrintable(c))
            result += c;
        else
            result += u"\\u%1"_s.arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
    }
    return result + u'"';
}

QByteArray textToken(const QString &text, YamlNode::Style like, bool typed)
{
    const bool printable = std::all_of(text.begin(), text.end(), isPrintable);
    const bool quoteDouble = !printable || like == YamlNode::Style::Double;
    if (!quoteDouble && like == YamlNode::Style::Single)
        return (u'\'' + QString(text).replace(u'\'', u"''"_s) + u'\'').toUtf8();
    const Value plain = resolvePlain(text);
    const bool same = plain.isText() || (typed && !plain.isNull());
    if (!quoteDouble && same && isPlainSafe(text))
        return text.toUtf8();
    return doubleQuoted(text).toUtf8();
}

} // namespace

Value resolvePlain(const QString &text)
{
    if (text.isEmpty() || text == u"~"_s || text == u"null"_s || text == u"Null"_s
        || text == u"NULL"_s)
        return {};
    if (text == u"true"_s || text == u"True"_s || text == u"TRUE"_s)
        return true;
    if (text == u"false"_s || text == u"False"_s || text == u"FALSE"_s)
        return false;
    return mayBeNumber(text) ? resolveNumber(text) : Value(text);
}

QByteArray scalarToken(const Value &value, YamlNode::Style like, bool typed)
{
    if (value.isText())
        return textToken(value.text(), like, typed);
    if (value.isReal()) {
        const QString text = value.text();
        return (text.contains(u'.') || text.contains(u'e') ? text : text + u".0"_s).toUtf8();
    }
    return value.isNull() ? "~" : value.text().toUtf8();
}

QByteArray flowToken(const Value &value, bool typed)
{
    QByteArrayList parts;
    if (value.isList()) {
        for (const Value &entry : value.list())
            parts.append(flowToken(entry, typed));
        return '[' + parts.join(", ") + ']';
    }
    if (value.isMap()) {
        for (const auto &[key, entry] : value.map())
            parts.append(scalarToken(key) + ": " + flowToken(entry, typed));
        return '{' + parts.join(", ") + '}';
    }
    return scalarToken(value, YamlNode::Style::Plain, typed);
}

} // namespace model
