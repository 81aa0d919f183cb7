// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/words.h"
#include "model/yamltree.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace model {

namespace {

tl::unexpected<Error> refuse(const QByteArray &bytes, qsizetype offset, const QString &code,
                             const QString &what, const QString &hint)
{
    return fail(code, positionText(positionAt(bytes, offset)) + u": "_s + what, hint);
}

/// Length of the UTF-8 sequence at `at`, 0 when it is none (overlong, surrogate, cut off).
int sequenceLength(const QByteArray &bytes, qsizetype at)
{
    const auto byte = [&](qsizetype i) { return i < bytes.size() ? uchar(bytes[i]) : 0; };
    const auto follows = [&](qsizetype i) { return (byte(i) & 0xC0) == 0x80; };
    const uchar lead = byte(at);
    const uchar next = byte(at + 1);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return follows(at + 1) ? 2 : 0;
    if ((lead & 0xF0) == 0xE0) {
        const bool fits = !(lead == 0xE0 && next < 0xA0) && !(lead == 0xED && next > 0x9F);
        return fits && follows(at + 1) && follows(at + 2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool fits = !(lead == 0xF0 && next < 0x90) && !(lead == 0xF4 && next > 0x8F);
        return fits && follows(at + 1) && follows(at + 2) && follows(at + 3) ? 4 : 0;
    }
    return 0;
}

Result<void> checkEncoding(const QByteArray &bytes)
{
    const QString save = Words::tr("save the file as UTF-8 without a byte order mark");
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF")
        || (bytes.size() >= 2 && (bytes[0] == '\0') != (bytes[1] == '\0')))
        return refuse(bytes, 0, u"utf-16"_s, Words::tr("the file is UTF-16, not UTF-8"), save);
    if (bytes.startsWith("\xEF\xBB\xBF"))
        return refuse(bytes, 0, u"byte-order-mark"_s,
                      Words::tr("the file begins with a byte order mark"), save);
    for (qsizetype at = 0; at < bytes.size();) {
        const uchar c = uchar(bytes[at]);
        if (c >= 0x20 && c < 0x7F) { // nearly always
            ++at;
            continue;
        }
        if (c == 0)
            return refuse(bytes, at, u"nul-byte"_s,
                          Words::tr("there is a NUL byte: this is no text"),
                          Words::tr("is this the right file? remove the byte"));
        const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
        const bool loneReturn = c == '\r' && (at + 1 >= bytes.size() || bytes[at + 1] != '\n');
        if (control || loneReturn)
            return refuse(bytes, at, u"control-character"_s,
                          Words::tr("there is a control character (0x%1)")
                              .arg(int(c), 2, 16, QLatin1Char('0')),
                          Words::tr("remove it, or write it as an escape in double quotes"));
        const int length = sequenceLength(bytes, at);
        if (length == 0)
            return refuse(
                bytes, at, u"not-utf8"_s,
                Words::tr("this byte (0x%1) is not UTF-8").arg(int(c), 2, 16, QLatin1Char('0')),
                save);
        at += length;
    }
    return {};
}

/// Begins or ends something, if it stands in the right place.
constexpr bool mayMatter(char c)
{
    return c == '"' || c == '\'' || c == '[' || c == ']' || c == '{' || c == '}' || c == '|' || c == '>';
}

/// Follows brackets, quotes, comments and block scalars just well enough to see tabs as indentation
/// and deep brackets before the YAML library meets them. What it misjudges is left to that library.
class RawScanner
{
public:
    explicit RawScanner(const QByteArray &bytes) : m_bytes(bytes) {}

    Result<void> run()
    {
        while (m_at < m_bytes.size()) {
            if (m_depth == 0 && m_quote == 0) {
                if (skipLiteralLine())
                    continue;
                if (const qsizetype tab = tabInIndent(); tab >= 0)
                    return refuse(m_bytes, tab, u"tab"_s, Words::tr("a tab is used as indentation"),
                                  Words::tr("YAML allows spaces only: replace the tab by spaces"));
            }
            if (!scanLine())
                return refuse(
                    m_bytes, m_at, u"too-deep"_s,
                    Words::tr("brackets are nested more than %1 deep").arg(maxFleetDepth),
                    Words::tr("a fleet file needs far fewer levels: is this the right file?"));
        }
        return {};
    }

private:
    qsizetype lineEnd() const
    {
        const qsizetype end = m_bytes.indexOf('\n', m_at);
        return end < 0 ? m_bytes.size() : end;
    }

    qsizetype contentStart() const
    {
        qsizetype i = m_at;
        while (i < m_bytes.size() && (m_bytes[i] == ' ' || m_bytes[i] == '\t'))
            ++i;
        return i;
    }

    bool isBlankOrComment(qsizetype content) const
    {
        return content >= m_bytes.size() || strchr("\r\n#", m_bytes[content]) != nullptr;
    }

    qsizetype tabInIndent() const
    {
        const qsizetype content = contentStart();
        if (isBlankOrComment(content))
            return -1;
        const qsizetype tab = QByteArrayView(m_bytes).sliced(m_at, content - m_at).indexOf('\t');
        return tab < 0 ? -1 : m_at + tab;
    }

    /// Lines of a block scalar ("|", ">") are text, whatever they hold.
    bool skipLiteralLine()
    {
        if (m_literalIndent < 0)
            return false;
        qsizetype i = m_at;
        while (i < m_bytes.size() && m_bytes[i] == ' ')
            ++i;
        const bool blank = i >= m_bytes.size() || m_bytes[i] == '\n' || m_bytes[i] == '\r';
        if (!blank && i - m_at <= m_literalIndent) {
            m_literalIndent = -1;
            return false;
        }
        m_at = lineEnd() + 1;
        return true;
    }

    bool scanLine()
    {
        const qsizetype begin = m_at;
        const qsizetype end = lineEnd();
        qsizetype indent = contentStart() - begin;
        char before = 0; // the last character that was not blank
        bool gap = true; // blank, or the line's begin, just before
        qsizetype literal = -1;
        for (; m_at < end; ++m_at) {
            const char c = m_bytes[m_at];
            if (m_quote != 0) {
                scanQuoted(c);
                before = '"';
                continue;
            }
            if (c == ' ' || c == '\t' || c == '\r') {
                gap = true;
                continue;
            }
            if (c == '#' && gap)
                break;
            if (!mayMatter(c)) { // nearly always
                before = c;
                gap = false;
                continue;
            }
            const bool indicatorBefore = before == 0 || (gap && strchr(":-?", before))
                                         || (m_depth > 0 && strchr(":[{,", before));
            if (indicatorBefore && (c == '"' || c == '\''))
                m_quote = c;
            else if ((m_depth > 0 || indicatorBefore) && (c == '[' || c == '{'))
                ++m_depth;
            else if (m_depth > 0 && (c == ']' || c == '}'))
                --m_depth;
            else if (m_depth == 0 && indicatorBefore && (c == '|' || c == '>'))
                literal = indent;
            if (m_depth > maxFleetDepth)
                return false;
            before = c;
            gap = false;
        }
        m_at = end + 1;
        m_literalIndent = literal;
        return true;
    }

    void scanQuoted(char c)
    {
        if (c == '\\' && m_quote == '"')
            ++m_at;
        else if (c == m_quote)
            m_quote = 0;
    }

    const QByteArray &m_bytes;
    qsizetype m_at = 0;
    int m_depth = 0;
    char m_quote = 0;
    qsizetype m_literalIndent = -1;
};

} // namespace

TextPosition positionAt(const QByteArray &bytes, qsizetype offset)
{
    offset = std::clamp<qsizetype>(offset, 0, bytes.size());
    const auto begin = bytes.begin();
    const int line = int(std::count(begin, begin + offset, '\n'));
    const qsizetype start = offset == 0 ? 0 : bytes.lastIndexOf('\n', offset - 1) + 1;
    const auto isLead = [](char c) { return (uchar(c) & 0xC0) != 0x80; };
    return {line + 1, int(std::count_if(begin + start, begin + offset, isLead)) + 1};
}

QString positionText(TextPosition position)
{
    return Words::tr("line %1, column %2").arg(position.line).arg(position.column);
}

Result<void> checkRawText(const QByteArray &bytes)
{
    if (bytes.size() > maxFleetBytes)
        return fail(
            u"too-large"_s,
            Words::tr(
                "line 1, column 1: the file has %1 bytes; a fleet file has at most %2 (3 MiB)")
                .arg(bytes.size())
                .arg(maxFleetBytes),
            Words::tr("is this the right file? split the fleet into several"));
    return checkEncoding(bytes).and_then([&] { return RawScanner(bytes).run(); });
}

} // namespace model
