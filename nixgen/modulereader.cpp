// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/modulereader.h"

#include "nixgen/words.h"

#include <QRegularExpression>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::fail;
using model::Result;

namespace {

tl::unexpected<model::Error> refuse(const QString &why)
{
    return fail(u"no-plain-module"_s, why);
}

/// Reads tokens one after the other.
class Reader
{
public:
    explicit Reader(Module &module) : m_module(module) {}

    Result<void> read()
    {
        arguments();
        if (const auto ok = preface(); !ok)
            return ok;
        if (!is("{"))
            return refuse(Words::tr("the text is no plain set of definitions"));
        const qsizetype close = matching(m_at);
        if (close != m_module.tokens.size() - 1)
            return refuse(Words::tr("the text goes on after its set of definitions"));
        m_module.open = m_module.tokens.at(m_at).begin;
        m_module.close = m_module.tokens.at(close).begin;
        return definitions(m_at + 1, close, {});
    }

private:
    QByteArray word(qsizetype at) const
    {
        if (at < 0 || at >= m_module.tokens.size())
            return {};
        const Token &token = m_module.tokens.at(at);
        return m_module.text.mid(token.begin, token.end - token.begin);
    }
    bool is(const char *text) const { return word(m_at) == text; }

    static int depthOf(const QByteArray &word)
    {
        if (word == "{" || word == "${" || word == "(" || word == "[" || word == "let")
            return 1;
        return word == "}" || word == ")" || word == "]" || word == "in" ? -1 : 0;
    }

    /// The token that closes what opens there; -1 when none does.
    qsizetype matching(qsizetype at) const
    {
        for (int depth = 0; at < m_module.tokens.size(); ++at) {
            depth += depthOf(word(at));
            if (depth == 0)
                return at;
        }
        return -1;
    }

    void arguments()
    {
        if (!is("{"))
            return;
        const qsizetype close = matching(m_at);
        if (close < 0 || word(close + 1) != ":")
            return;
        m_module.takesArguments = true;
        for (qsizetype at = m_at + 1; at < close; ++at) {
            const QByteArray name = word(at);
            if (m_module.tokens.at(at).kind == Token::Word)
                m_module.arguments.append(QString::fromUtf8(name));
        }
        m_at = close + 2;
    }

    /// `let … in`, which may bind names that the definitions use.
    Result<void> preface()
    {
        if (!is("let"))
            return {};
        const qsizetype end = matching(m_at);
        if (end < 0)
            return refuse(Words::tr("a let has no end"));
        for (qsizetype at = m_at + 1; at < end;
             ++at) { // each name in front of a `=`, and what is inherited
            if (m_module.tokens.at(at).kind == Token::Word)
                m_module.names.append(QString::fromUtf8(word(at)));
        }
        bindings(m_at + 1, end);
        m_module.before = m_module.tokens.mid(m_at, end + 1 - m_at);
        m_at = end + 1;
        return {};
    }

    void bindings(qsizetype at, qsizetype close)
    {
        while (at < close) {
            const qsizetype end = word(at + 1) == "=" ? valueEnd(at + 2, close) : -1;
            if (end < 0)
                return m_module.bindings.clear();
            m_module.bindings.append({word(at), leadOf(at), m_module.tokens.at(end).end,
                                      m_module.tokens.mid(at + 2, end - at - 2)});
            at = end + 1;
        }
    }

    /// The `;` that ends a value which begins there; -1 when there is none before `close`.
    qsizetype valueEnd(qsizetype at, qsizetype close) const
    {
        int depth = 0, more = 0; // `with x;` and `assert x;` have one of their own
        for (; at < close; ++at) {
            const QByteArray w = word(at);
            depth += depthOf(w);
            if (depth == 0 && (w == "with" || w == "assert"))
                ++more;
            if (depth == 0 && w == ";" && more-- == 0)
                return at;
        }
        return -1;
    }

    /// "a.b" up to the `=`; empty when that is no path of plain names.
    QByteArray path(qsizetype &at, qsizetype close) const
    {
        static const QRegularExpression name(u"^\"([A-Za-z_][A-Za-z0-9_'-]*)\"$"_s);
        QList<QByteArray> parts;
        while (at < close) {
            const Token &token = m_module.tokens.at(at);
            QByteArray part = word(at++);
            if (token.kind != Token::Word
                && (token.kind != Token::Text || part.startsWith("''") || part.contains("${")))
                return {};
            if (const auto quoted = name.match(QString::fromUtf8(part)); quoted.hasMatch())
                part = quoted.captured(1).toUtf8();
            parts.append(part);
            if (word(at) == "=")
                return parts.join('.');
            if (word(at++) != ".")
                return {};
        }
        return {};
    }

    /// Where the comments right above a definition begin, else where it begins itself.
    qsizetype leadOf(qsizetype at) const
    {
        const QByteArray &text = m_module.text;
        qsizetype begin = m_module.tokens.at(at).begin;
        for (;;) {
            const qsizetype line = text.lastIndexOf('\n', begin - 1) + 1;
            const qsizetype above = line > 1 ? text.lastIndexOf('\n', line - 2) + 1 : line;
            if (line == 0 || !text.mid(line, begin - line).trimmed().isEmpty()
                || !text.mid(above, line - above).trimmed().startsWith('#'))
                return begin;
            begin = above + text.mid(above, line - above).indexOf('#');
        }
    }

    Result<void> definitions(qsizetype at, qsizetype close, const QByteArray &prefix)
    {
        while (at < close) {
            const qsizetype first = at;
            const QByteArray own = path(at, close);
            const qsizetype end = own.isEmpty() ? -1 : valueEnd(at + 1, close);
            if (end < 0)
                return refuse(
                    Words::tr("line %1 is no plain definition")
                        .arg(m_module.text.left(m_module.tokens.at(first).begin).count('\n') + 1));
            const QByteArray whole = prefix.isEmpty() ? own : prefix + '.' + own;
            const bool isSet =
                word(at + 1) == "{" && matching(at + 1) == end - 1 && end - 1 > at + 2;
            const qsizetype kept = m_module.definitions.size();
            if (!isSet || !definitions(at + 2, end - 1, whole)) {
                m_module.definitions.resize(
                    kept); // a set that is more than definitions counts as one value
                m_module.definitions.append({whole, leadOf(first), m_module.tokens.at(end).end,
                                             m_module.tokens.mid(at + 1, end - at - 1)});
            }
            at = end + 1;
        }
        return {};
    }

    Module &m_module;
    qsizetype m_at = 0;
};

} // namespace

static const Definition *among(const QList<Definition> &all, const QByteArray &path)
{
    for (const Definition &definition : all) {
        if (definition.path == path)
            return &definition;
    }
    return nullptr;
}

const Definition *Module::find(const QByteArray &path) const
{
    return among(definitions, path);
}

const Definition *Module::binding(const QByteArray &name) const
{
    return among(bindings, name);
}

Result<Module> readModule(const QByteArray &text)
{
    auto tokens = tokensOf(text);
    if (!tokens)
        return tl::make_unexpected(tokens.error());
    Module module;
    module.text = text;
    module.tokens = std::move(*tokens);
    if (const auto ok = Reader(module).read(); !ok)
        return tl::make_unexpected(ok.error());
    return module;
}

QByteArray plain(const QByteArray &text, const Tokens &tokens)
{
    QList<QByteArray> words;
    for (const Token &token : tokens)
        words.append(text.mid(token.begin, token.end - token.begin));
    return words.join(' ');
}

std::optional<QList<Tokens>> elementsOf(const QByteArray &text, const Tokens &value)
{
    const auto word = [&](qsizetype at) {
        return at < value.size()
                   ? text.mid(value.at(at).begin, value.at(at).end - value.at(at).begin)
                   : QByteArray();
    };
    if (value.size() < 2 || word(0) != "[" || word(value.size() - 1) != "]")
        return {};
    QList<Tokens> elements;
    int depth = 0;
    bool joins = false; // what follows a `.` belongs to the element before
    for (qsizetype at = 1; at < value.size() - 1; ++at) {
        const QByteArray w = word(at);
        const bool opens = w == "{" || w == "(" || w == "[" || w == "${",
                   closes = w == "}" || w == ")" || w == "]";
        if (depth == 0 && closes)
            return {}; // the first bracket ends before the last
        if (depth == 0 && !joins && w != ".")
            elements.append(Tokens());
        if (elements.isEmpty())
            return {};
        elements.last().append(value.at(at));
        joins = depth == 0 && (w == "." || w == "rec");
        depth += opens ? 1 : closes ? -1 : 0;
    }
    return elements;
}

} // namespace nixgen
