// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/moduleedits.h"

#include "nixgen/words.h"

#include <QRegularExpression>

#include <algorithm>

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
                leave(after, Words::tr("an option is declared in one place only"));
            else if (!before)
                added(after);
            else if (plain(m_generated.text, before->value) != plain(m_edited.text, after.value)
                     || usesFresh(after))
                changed(*before, after);
        }
        for (const Definition &before : m_generated.definitions) {
            if (!m_edited.find(before.path) && !m_covered.contains(before.path))
                removed(before);
        }
        bindings();
        return m_edits;
    }

private:
    /// What is bound between let and in and is new or another there comes along with what uses it;
    /// the rest is known in that file only.
    void preface()
    {
        const bool isPlain = m_edited.before.isEmpty() || !m_edited.bindings.isEmpty();
        if (!isPlain) {
            m_ownNames = QSet<QString>(m_edited.names.begin(), m_edited.names.end());
            if (plain(m_generated.text, m_generated.before)
                != plain(m_edited.text, m_edited.before))
                m_edits.left.append(Words::tr(
                    "the names between let and in were changed: they are not known elsewhere"));
            return;
        }
        for (const Definition &binding : m_edited.bindings) {
            const Definition *before = m_generated.binding(binding.path);
            const bool isSame =
                before
                && plain(m_generated.text, before->value) == plain(m_edited.text, binding.value);
            (isSame ? m_ownNames : m_freshNames).insert(QString::fromUtf8(binding.path));
        }
    }

    /// Whether the name stands in that text as one that is looked up.
    bool uses(const Tokens &value, const QString &name) const
    {
        const auto word = [&](qsizetype at) {
            return at < 0 || at >= value.size()
                       ? QByteArray()
                       : m_edited.text.mid(value.at(at).begin,
                                           value.at(at).end - value.at(at).begin);
        };
        for (qsizetype at = 0; at < value.size(); ++at) {
            const QByteArray text = word(at);
            if (value.at(at).kind == Token::Word && text == name.toUtf8() && word(at - 1) != "."
                && word(at + 1) != "=")
                return true;
            if (value.at(at).kind == Token::Text && text.contains("${")
                && QString::fromUtf8(text).contains(
                    QRegularExpression(u"(?<![A-Za-z0-9_'-])%1(?![A-Za-z0-9_'-])"_s.arg(
                        QRegularExpression::escape(name)))))
                return true;
        }
        return false;
    }

    /// Whether the value can be said elsewhere; notes the arguments and the bindings that it needs.
    bool usesOf(const Tokens &value)
    {
        const auto wanted = m_wanted;
        const auto needs = m_edits.needs;
        if (collect(value))
            return true;
        m_wanted = wanted;
        m_edits.needs = needs;
        return false;
    }

    bool collect(const Tokens &value)
    {
        const auto isUsed = [&](const QString &name) { return uses(value, name); };
        if (std::ranges::any_of(m_ownNames, isUsed))
            return false;
        for (const QString &name : m_edited.arguments) {
            if (isUsed(name))
                m_edits.needs.insert(name);
        }
        for (const QString &name : std::as_const(m_freshNames)) {
            if (!isUsed(name) || m_wanted.contains(name))
                continue;
            m_wanted.insert(name);
            if (!collect(m_edited.binding(name.toUtf8())->value))
                return false;
        }
        return true;
    }

    bool usesFresh(const Definition &definition) const
    {
        return std::ranges::any_of(
            m_freshNames, [&](const QString &name) { return uses(definition.value, name); });
    }

    void bindings()
    {
        for (const Definition &binding : m_edited.bindings) {
            if (m_wanted.contains(QString::fromUtf8(binding.path)))
                m_edits.let.append(
                    {binding.path, commentOf(binding), rebased(m_edited, binding.value, m_deeper)});
        }
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
                return leave(
                    after,
                    Words::tr("it is written as a set in one text and as a value in the other"));
            }
        }
        if (!usesOf(after.value))
            return leave(after, Words::tr("its value uses names that only that file has"));
        m_edits.settings.append({optionOf(after.path), commentOf(after), valueOf(after)});
    }

    void changed(const Definition &before, const Definition &after)
    {
        if (!usesOf(after.value))
            return leave(after, Words::tr("its value uses names that only that file has"));
        if (const auto more = addedElements(before, after))
            return m_edits.settings.append({optionOf(after.path), {}, *more});
        const QByteArray value = valueOf(after);
        if (after.path == "imports")
            return leave(after, Words::tr("an import was taken out, and imports only add up"));
        if (value.startsWith("lib.mkForce ") || value.startsWith("lib.mkOverride ")) {
            m_edits.settings.append({optionOf(after.path), {}, value});
        } else if (value.startsWith("lib.mk")) {
            leave(after, Words::tr("its value has a priority or condition of its own"));
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

    /// The list as what was put before and after that of before; nothing when elements went or
    /// changed, or came in between, where the order would be lost.
    std::optional<QByteArray> addedElements(const Definition &before, const Definition &after)
    {
        const auto had = elementsOf(m_generated.text, before.value),
                   has = elementsOf(m_edited.text, after.value);
        if (!had || !has || has->size() <= had->size() || had->isEmpty())
            return {};
        const bool isUnordered = after.path == "imports"; // modules, whose order means nothing
        QList<QByteArray> first, last;
        qsizetype known = 0;
        for (const Tokens &element : *has) {
            const bool isKnown =
                known < had->size()
                && plain(m_edited.text, element) == plain(m_generated.text, had->at(known));
            if (isKnown)
                ++known;
            else if (known > 0 && known < had->size() && !isUnordered)
                return {};
            else
                (known == 0 && !isUnordered ? first : last)
                    .append(rebased(m_edited, element, m_deeper));
        }
        if (known < had->size())
            return {};
        const auto list = [](const QList<QByteArray> &elements) -> QByteArray {
            return "[\n    " + elements.join("\n    ") + "\n  ]";
        };
        if (isUnordered)
            return list(last);
        m_edits.needs.insert(u"lib"_s);
        const QByteArray front = "lib.mkBefore " + list(first), end = "lib.mkAfter " + list(last);
        return first.isEmpty()  ? end
               : last.isEmpty() ? front
                                : "lib.mkMerge [\n    (" + front + ")\n    (" + end + ")\n  ]";
    }

    /// One value goes back to what the option says by itself; of a list or a set, others may have a
    /// part, and a part of an attribute set is no option.
    void removed(const Definition &before)
    {
        const bool isOne = before.value.size() == 1 && before.value.first().kind != Token::Path;
        const bool isOption = !before.path.contains('"') && !before.path.startsWith("options")
                              && !before.path.startsWith("claudetorio.fleet.")
                              && !before.path.startsWith("claudetorio.network.");
        if (!isOne || !isOption) {
            m_edits.left.append(
                Words::tr("%1 was removed: a module cannot take back what another one sets")
                    .arg(QString::fromUtf8(before.path)));
            return;
        }
        const QByteArray option = optionOf(before.path);
        m_edits.needs += QSet<QString>{u"lib"_s, u"options"_s};
        m_edits.settings.append({option, "# Taken out by hand: as if nobody had set it.",
                                 "lib.mkForce options." + option + ".default"});
    }

    void leave(const Definition &definition, const QString &why)
    {
        m_edits.left.append(Words::tr("%1: %2").arg(QString::fromUtf8(definition.path), why));
    }

    const Module &m_generated, &m_edited;
    bool m_deeper;
    Edits m_edits;
    QSet<QString> m_ownNames, m_freshNames,
        m_wanted; ///< of let: as generated; new or changed; of these, those that are used
    QSet<QByteArray> m_covered;
};

} // namespace

Edits editsBetween(const Module &generated, const Module &edited, bool deeper)
{
    return Comparison(generated, edited, deeper).result();
}

} // namespace nixgen
