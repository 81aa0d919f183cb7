// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a Nix text, as far as moving definitions needs them.
#include "nixgen/modulereader.h"
#include "nixgen/words.h"

namespace nixgen {

using namespace Qt::StringLiterals;
using model::fail;
using model::Result;

namespace {

bool isName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
           || c == '\'' || c == '-' || uchar(c) >= 0x80;
}

bool isInPath(char c)
{
    return (isName(c) && c != '\'') || c == '.' || c == '+';
}

class Scanner
{
public:
    explicit Scanner(const QByteArray &text) : m_text(text) {}

    Result<Tokens> all()
    {
        while (skipBlank() && m_at < m_text.size()) {
            const qsizetype begin = m_at;
            const Token::Kind kind = next();
            m_tokens.append({kind, begin, m_at});
            if (m_failed)
                break;
        }
        if (m_failed)
            return fail(u"bad-nix"_s, Words::tr("line %1: what begins there has no end")
                                          .arg(m_text.left(m_begun).count('\n') + 1));
        return m_tokens;
    }

private:
    bool hasAt(qsizetype from, QByteArrayView word) const
    {
        return from <= m_text.size() && QByteArrayView(m_text).sliced(from).startsWith(word);
    }
    bool has(const char *word) const { return hasAt(m_at, word); }
    char at(qsizetype i) const { return i < m_text.size() ? m_text.at(i) : '\0'; }

    /// False when a comment does not end.
    bool skipBlank()
    {
        while (m_at < m_text.size()) {
            if (QByteArrayView(" \t\r\n").contains(at(m_at))) {
                ++m_at;
            } else if (at(m_at) == '#') {
                const qsizetype end = m_text.indexOf('\n', m_at);
                m_at = end < 0 ? m_text.size() : end;
            } else if (has("/*")) {
                const qsizetype end = m_text.indexOf("*/", m_at + 2);
                if (end < 0)
                    return giveUp(m_at);
                m_at = end + 2;
            } else {
                break;
            }
        }
        return true;
    }

    bool giveUp(qsizetype from)
    {
        m_begun = from;
        m_failed = true;
        m_at = m_text.size();
        return false;
    }

    Token::Kind next()
    {
        if (at(m_at) == '"') {
            skipText("\"", m_at);
            return Token::Text;
        }
        if (has("''")) {
            skipText("''", m_at);
            return Token::Text;
        }
        if (const qsizetype end = pathEnd(m_at); end > m_at) {
            m_at = end;
            return Token::Path;
        }
        if (isName(at(m_at)) && at(m_at) != '-' && at(m_at) != '\'') {
            while (isName(at(m_at)))
                ++m_at;
            return Token::Word;
        }
        static constexpr const char *symbols[] = {
            "${", "...", "++", "//", "==", "!=", "<=", ">=", "&&", "||", "->"};
        for (const char *symbol : symbols) {
            if (has(symbol)) {
                m_at += qsizetype(qstrlen(symbol));
                return Token::Symbol;
            }
        }
        ++m_at;
        return Token::Symbol;
    }

    /// Where a path that begins there ends; `from` when none does.
    qsizetype pathEnd(qsizetype from)
    {
        if (at(from) == '<') {
            qsizetype end = from + 1;
            while (isInPath(at(end)) || at(end) == '/')
                ++end;
            return end > from + 1 && at(end) == '>' ? end + 1 : from;
        }
        qsizetype end = from;
        if (at(end) == '~')
            ++end;
        while (isInPath(at(end)))
            ++end;
        if (at(end) != '/' || !(isInPath(at(end + 1)) || hasAt(end + 1, "${")))
            return from;
        while (isInPath(at(end)) || at(end) == '/') {
            ++end;
            if (hasAt(end, "${"))
                end = afterBraces(end);
        }
        return end;
    }

    /// After a `${ … }` that begins there.
    qsizetype afterBraces(qsizetype from)
    {
        const qsizetype kept = m_at;
        m_at = from + 2;
        for (int depth = 1; depth > 0;) {
            if (!skipBlank())
                return m_text.size();
            if (m_at >= m_text.size()) {
                giveUp(from);
                return m_text.size();
            }
            const qsizetype begin = m_at;
            (void)next();
            const char last = at(m_at - 1);
            if (m_at - begin <= 2 && last == '{')
                ++depth;
            else if (m_at - begin == 1 && last == '}')
                --depth;
        }
        return std::exchange(m_at, kept);
    }

    void skipText(const QByteArray &quote, qsizetype from)
    {
        m_at += quote.size();
        while (m_at < m_text.size()) {
            if (quote == "\"" && at(m_at) == '\\') {
                m_at += 2;
            } else if (quote == "''" && (has("'''") || has("''$"))) {
                m_at += 3;
            } else if (quote == "''" && has("''\\")) {
                m_at += 4;
            } else if (has("$$")) {
                m_at += 2;
            } else if (has("${")) {
                m_at = afterBraces(m_at);
            } else if (has(quote.constData())) {
                m_at += quote.size();
                return;
            } else {
                ++m_at;
            }
        }
        giveUp(from);
    }

    const QByteArray &m_text;
    qsizetype m_at = 0, m_begun = 0;
    bool m_failed = false;
    Tokens m_tokens;
};

} // namespace

Result<Tokens> tokensOf(const QByteArray &text)
{
    return Scanner(text).all();
}

} // namespace nixgen
