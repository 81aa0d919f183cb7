// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/moduleedits.h"

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

QByteArray source(const Module &module, const Tokens &tokens)
{
    return tokens.isEmpty()
               ? QByteArray()
               : module.text.mid(tokens.first().begin, tokens.last().end - tokens.first().begin);
}

/// Relative paths as seen from one folder further down.
QByteArray rebased(const Module &module, const Tokens &tokens, bool deeper)
{
    QByteArray text = source(module, tokens);
    if (!deeper || tokens.isEmpty())
        return text;
    for (qsizetype i = tokens.size() - 1; i >= 0; --i) {
        const Token &token = tokens.at(i);
        const qsizetype at = token.begin - tokens.first().begin;
        if (token.kind != Token::Path)
            continue;
        if (QByteArrayView(text).sliced(at).startsWith("./"))
            text.replace(at, 2, "../");
        else if (QByteArrayView(text).sliced(at).startsWith("../"))
            text.insert(at, "../");
    }
    return text;
}

/// The text with its further lines moved left by so much, where that changes layout only.
QByteArray outdented(const Module &module, const Tokens &tokens, QByteArray text, qsizetype by)
{
    for (const Token &token : tokens) {
        if (token.kind == Token::Text && module.text.at(token.begin) == '"'
            && QByteArrayView(module.text)
                   .sliced(token.begin, token.end - token.begin)
                   .contains('\n'))
            return text;
    }
    QList<QByteArray> lines = text.split('\n');
    const QByteArray margin(by, ' ');
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (!lines.at(i).startsWith(margin) && !lines.at(i).trimmed().isEmpty())
            return text;
    }
    for (qsizetype i = 1; i < lines.size(); ++i)
        lines[i] = lines.at(i).mid(by);
    return lines.join('\n');
}

/// `config.a` of a module that declares options is `a` in one that only sets them.
QByteArray optionOf(const QByteArray &path)
{
    return path.startsWith("config.") ? path.mid(7) : path;
}

class Comparison
{
public:
    Comparison(const Module &generated, const Module &edited, bool deeper)
        : m_generated(generated), m_edited(edited), m_deeper(deeper)
    {}

    Edits result()
    {
        preface();
        for (const Definition &after : m_edited.definitions) {
            const Definition *before = m_generated.find(after.path);
            if (after.path.startsWith("options")
                && (!before
                    || plain(m_generated.text, before->value) != plain(m_edited.text, after.value)))
                leave(after, u"an option is declared in one place only"_s);
            else if (!before)
                added(after);
            else if (plain(m_generated.text, before->value) != plain(m_edited.text, after.value))
                changed(*before, after);
        }
        for (const Definition &before : m_generated.definitions) {
            if (!m_edited.find(before.path) && !m_covered.contains(before.path))
                m_edits.left.append(
                    u"%1 was removed: a module cannot take back what another one sets"_s.arg(
                        QString::fromUtf8(before.path)));
        }
        return m_edits;
    }

private:
    void preface()
    {
        const QByteArray before = plain(m_generated.text, m_generated.before);
        const QByteArray after = plain(m_edited.text, m_edited.before);
        if (before != after && before.isEmpty())
            m_edits.let = rebased(m_edited, m_edited.before, m_deeper);
        else if (before != after)
            m_edits.left.append(
                u"the names between let and in were changed: they are not known elsewhere"_s);
        m_ownNames = m_edits.let.isEmpty()
                         ? QSet<QString>(m_edited.names.begin(), m_edited.names.end())
                         : QSet<QString>();
        if (!m_edits.let.isEmpty())
            usesOf(m_edited.before);
    }

    /// Whether the value can be said elsewhere; notes the arguments that it needs.
    bool usesOf(const Tokens &value)
    {
        for (const Token &token : value) {
            const QString text =
                QString::fromUtf8(m_edited.text.mid(token.begin, token.end - token.begin));
            if (token.kind == Token::Word) {
                if (m_ownNames.contains(text))
                    return false;
                if (m_edited.arguments.contains(text))
                    m_edits.needs.insert(text);
            } else if (token.kind == Token::Text
                       && text.contains(u"${"_s)) { // looked at as a whole
                for (const QString &name : m_edited.arguments) {
                    if (text.contains(name))
                        m_edits.needs.insert(name);
                }
                for (const QString &name : std::as_const(m_ownNames)) {
                    if (text.contains(name))
                        return false;
                }
            }
        }
        return true;
    }

    QByteArray valueOf(const Definition &definition) const
    {
        const qsizetype line = m_edited.text.lastIndexOf('\n', definition.value.first().begin) + 1;
        qsizetype margin = 0;
        while (m_edited.text.at(line + margin) == ' ')
            ++margin;
        return outdented(m_edited, definition.value, rebased(m_edited, definition.value, m_deeper),
                         std::max<qsizetype>(0, margin - 2));
    }

    QByteArray commentOf(const Definition &definition) const
    {
        QList<QByteArray> lines;
        const qsizetype end = std::min(definition.end, m_edited.text.size());
        for (const QByteArray &line :
             m_edited.text.mid(definition.begin, end - definition.begin).split('\n')) {
            if (!line.trimmed().startsWith('#'))
                break;
            lines.append(line.trimmed());
        }
        return lines.join('\n');
    }

    /// Whether the one stands below the other, so that a set became a value or a value a set.
    static bool isWithin(const QByteArray &inner, const QByteArray &outer)
    {
        return inner.size() > outer.size() && inner.startsWith(outer)
               && inner.at(outer.size()) == '.';
    }

    void added(const Definition &after)
    {
        for (const Definition &before : m_generated.definitions) {
            if (isWithin(before.path, after.path) || isWithin(after.path, before.path)) {
                m_covered.insert(before.path);
                return leave(after,
                             u"it is written as a set in one text and as a value in the other"_s);
            }
        }
        if (!usesOf(after.value))
            return leave(after, u"its value uses names that only that file has"_s);
        m_edits.settings.append({optionOf(after.path), commentOf(after), valueOf(after)});
    }

    void changed(const Definition &before, const Definition &after)
    {
        if (!usesOf(after.value))
            return leave(after, u"its value uses names that only that file has"_s);
        if (const auto more = addedElements(before, after))
            return m_edits.settings.append({optionOf(after.path), {}, *more});
        const QByteArray value = valueOf(after);
        if (after.path == "imports")
            return leave(after, u"an import was taken out, and imports only add up"_s);
        if (value.startsWith("lib.mkForce ") || value.startsWith("lib.mkOverride ")) {
            m_edits.settings.append({optionOf(after.path), {}, value});
        } else if (value.startsWith("lib.mk")) {
            leave(after, u"its value has a priority or condition of its own"_s);
        } else {
            m_edits.needs.insert(u"lib"_s);
            const bool isSimple = after.value.size() == 1 || value.startsWith('[')
                                  || value.startsWith('{') || value.startsWith('(');
            const QByteArray note = value.startsWith('[')
                                        ? "# The whole list: what the design changes in it does "
                                          "not show while this stands."
                                        : "";
            m_edits.settings.append({optionOf(after.path), note,
                                     "lib.mkForce " + (isSimple ? value : '(' + value + ')')});
        }
    }

    /// The elements that the list has beyond those of before; nothing when some went or changed.
    std::optional<QByteArray> addedElements(const Definition &before, const Definition &after)
    {
        const auto had = elementsOf(m_generated.text, before.value),
                   has = elementsOf(m_edited.text, after.value);
        if (!had || !has)
            return {};
        QList<QByteArray> added;
        qsizetype known = 0;
        for (const Tokens &element : *has) {
            if (known < had->size()
                && plain(m_edited.text, element) == plain(m_generated.text, had->at(known)))
                ++known;
            else
                added.append(rebased(m_edited, element, m_deeper));
        }
        if (known < had->size() || added.isEmpty())
            return {};
        const QByteArray list = "[\n    " + added.join("\n    ") + "\n  ]";
        if (after.path == "imports") // of modules, whose order means nothing
            return list;
        m_edits.needs.insert(u"lib"_s);
        return "lib.mkAfter " + list;
    }

    void leave(const Definition &definition, const QString &why)
    {
        m_edits.left.append(u"%1: %2"_s.arg(QString::fromUtf8(definition.path), why));
    }

    const Module &m_generated, &m_edited;
    bool m_deeper;
    Edits m_edits;
    QSet<QString> m_ownNames;
    QSet<QByteArray> m_covered;
};

} // namespace

Edits editsBetween(const Module &generated, const Module &edited, bool deeper)
{
    return Comparison(generated, edited, deeper).result();
}

} // namespace nixgen
