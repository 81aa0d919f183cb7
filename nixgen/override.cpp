// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/override.h"

#include "model/linediff.h"
#include "nixgen/moduleedits.h"
#include "nixgen/words.h"

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::fail;
using model::Result;

namespace {

QByteArray textOf(const Setting &setting)
{
    QByteArray text;
    for (const QByteArray &line :
         setting.comment.isEmpty() ? QList<QByteArray>() : setting.comment.split('\n'))
        text += "  " + line + '\n';
    return text + "  " + setting.path + " = " + setting.value + ";\n";
}

/// The lines that a person has to look at, as a comment.
QByteArray asComment(const QString &path, const QStringList &left, const QByteArray &generated,
                     const QByteArray &edited)
{
    QByteArray text = "\n  # Not moved from " + path.toUtf8() + ", do it by hand here:\n";
    for (const QString &sentence : left)
        text += "  # " + sentence.toUtf8() + '\n';
    for (const model::DiffLine &line : model::lineDiff(generated, edited, 1)) {
        if (line.kind == model::DiffLine::Skipped)
            continue;
        QByteArray shown = line.kind == model::DiffLine::Gone   ? "  #   - "
                           : line.kind == model::DiffLine::Come ? "  #   + "
                                                                : "  #     ";
        shown += line.text;
        while (shown.endsWith(' '))
            shown.chop(1);
        text += shown + '\n';
    }
    return text;
}

QByteArray headOf(QStringList arguments)
{
    arguments.removeDuplicates();
    arguments.sort();
    return arguments.isEmpty() ? QByteArray()
                               : "{ " + arguments.join(u", "_s).toUtf8() + ", ... }:\n";
}

/// `let … in` of these, or more of them in one that is there.
QByteArray letOf(const QList<Setting> &bindings)
{
    QByteArray text;
    for (const Setting &binding : bindings)
        text += textOf(binding);
    return text;
}

QByteArray newModule(const QString &path, const Edits &edits)
{
    const QString host = overrideHost(path);
    const QByteArray of = host.isEmpty() ? QByteArray("the fleet") : host.toUtf8();
    QByteArray text =
        "# Settings of " + of + " that were made by hand. Yours: generating never writes here.\n";
    text += headOf(QStringList(edits.needs.begin(), edits.needs.end()));
    if (!edits.let.isEmpty())
        text += "let\n" + letOf(edits.let) + "in\n";
    text += "{\n";
    for (const Setting &setting : edits.settings)
        text += textOf(setting);
    return text + "}\n";
}

/// How a definition adds to a list: "lib.mkAfter", "lib.mkBefore", "" for as it is, and its
/// elements; nothing when it does not.
struct Adding
{
    QByteArray how;
    QList<Tokens> elements;
    Tokens list;
};
std::optional<Adding> addingOf(const QByteArray &text, Tokens value)
{
    Adding adding;
    for (const QByteArray how : {"lib.mkAfter", "lib.mkBefore"}) {
        if (value.size() > 3
            && plain(text, value.mid(0, 3)) == QByteArray(how).replace(".", " . ")) {
            adding.how = how;
            value = value.mid(3);
        }
    }
    auto elements = elementsOf(text, value);
    if (!elements)
        return {};
    adding.elements = std::move(*elements);
    adding.list = value;
    return adding;
}

/// The one list with the elements of the other that it has not yet.
QByteArray joined(const QByteArray &text, const Tokens &value, const Adding &old,
                  const QByteArray &more, const Adding &fresh)
{
    QByteArray all = text.mid(value.first().begin, old.list.last().begin - value.first().begin);
    QSet<QByteArray> there;
    for (const Tokens &element : old.elements)
        there.insert(plain(text, element));
    while (all.endsWith(' ') || all.endsWith('\n'))
        all.chop(1);
    for (const Tokens &element : fresh.elements) {
        if (!there.contains(plain(more, element)))
            all += "\n    "
                   + more.mid(element.first().begin, element.last().end - element.first().begin);
    }
    return all + "\n  ]";
}

/// A value beside the one that the module has already. Error: "whole-list".
Result<QByteArray> merged(const Module &module, const Definition &known, const QByteArray &value)
{
    const auto tokens = tokensOf(value);
    const auto fresh = tokens ? addingOf(value, *tokens) : std::nullopt;
    const bool merges = value.startsWith("lib.mkMerge ");
    if (!fresh && !merges)
        return value; // it counts instead
    const QByteArray now = module.text.mid(known.value.first().begin,
                                           known.value.last().end - known.value.first().begin);
    if (now.startsWith("lib.mkForce") || now.startsWith("lib.mkOverride"))
        return fail(u"whole-list"_s,
                    Words::tr("%1: the module sets the whole list already, so add it there")
                        .arg(QString::fromUtf8(known.path)));
    const auto old = addingOf(module.text, known.value);
    if (old && fresh
        && (old->how == fresh->how || (old->how.isEmpty() && fresh->how == "lib.mkAfter")))
        return joined(module.text, known.value, *old, value, *fresh);
    const QByteArray more = "    (" + value + ")\n  ]";
    if (now.startsWith("lib.mkMerge ") && now.endsWith(']'))
        return now.left(now.lastIndexOf(']')).trimmed() + '\n' + more;
    return "lib.mkMerge [\n    (" + now + ")\n" + more;
}

/// The bindings between let and in; those that the module has already get the new value.
Result<QByteArray> bound(QByteArray text, const QList<Setting> &bindings)
{
    for (const Setting &binding : bindings) {
        const auto module = readModule(text);
        if (!module || (module->bindings.isEmpty() && !module->before.isEmpty()))
            return fail(
                u"bad-override"_s,
                module ? Words::tr("what stands between let and in there is more than plain names")
                       : module.error().message,
                Words::tr("mend it, or move the edit by hand"));
        if (const Definition *known = module->binding(binding.path))
            text.replace(known->value.first().begin,
                         known->value.last().end - known->value.first().begin, binding.value);
        else if (module->before.isEmpty())
            text.insert(module->open, "let\n" + textOf(binding) + "in\n");
        else
            text.insert(module->before.last().begin, textOf(binding));
    }
    return text;
}

/// The module with these settings; those that it has already get the new value. What it cannot take
/// is left.
Result<QByteArray> extended(const QByteArray &existing, Edits &edits)
{
    auto withLet = bound(existing, edits.let);
    if (!withLet)
        return withLet;
    QByteArray text = std::move(*withLet);
    QStringList refused;
    for (const Setting &setting : edits.settings) { // each is read anew, as the places move
        const auto module = readModule(text);
        if (!module)
            return fail(u"bad-override"_s, module.error().message,
                        Words::tr("mend it, or move the edit by hand"));
        if (const Definition *known = module->find(setting.path)) {
            const qsizetype begin = known->value.first().begin;
            const auto value = merged(*module, *known, setting.value);
            if (value)
                text.replace(begin, known->value.last().end - begin, *value);
            else
                refused.append(value.error().message);
        } else {
            text.insert(module->close, textOf(setting));
        }
    }
    edits.left += refused;
    edits.settings.removeIf([&](const Setting &setting) {
        return std::ranges::any_of(refused, [&](const QString &why) {
            return why.startsWith(QString::fromUtf8(setting.path) + u": "_s);
        });
    });
    const auto module = readModule(text);
    if (!module)
        return fail(u"bad-override"_s, module.error().message,
                    Words::tr("mend it, or move the edit by hand"));
    QStringList arguments = module->arguments;
    for (const QString &needed : edits.needs) {
        if (!arguments.contains(needed))
            arguments.append(needed);
    }
    if (arguments == module->arguments)
        return text;
    if (!module->takesArguments)
        return text.insert(module->tokens.first().begin, headOf(arguments));
    qsizetype colon = 0;
    while (text.at(module->tokens.at(colon).begin) != ':')
        ++colon;
    const qsizetype begin = module->tokens.first().begin;
    return text.replace(begin, module->tokens.at(colon).end - begin, headOf(arguments).trimmed());
}

} // namespace

QString overridePath(const QString &path)
{
    if (!path.endsWith(".nix"_L1) || path.startsWith("hosts/hardware/"_L1))
        return {};
    if (path.startsWith("hosts/"_L1))
        return u"hosts/overrides/"_s + path.mid(6);
    return path.startsWith("modules/"_L1) ? u"modules/overrides.nix"_s : QString();
}

QString overrideHost(const QString &path)
{
    return path.startsWith("hosts/"_L1) ? path.mid(6).chopped(4) : QString();
}

Result<Override> moveEdits(const QString &path, const QByteArray &generated,
                           const QByteArray &edited, const QByteArray &existing)
{
    if (overridePath(path).isEmpty())
        return fail(u"no-module"_s,
                    Words::tr("%1 is no module, so its edits cannot move into one").arg(path),
                    Words::tr("say it in the fleet file, or keep your file as it is"));
    const auto before = readModule(generated), after = readModule(edited);
    Edits edits;
    if (before && after)
        edits = editsBetween(*before, *after, path.startsWith("hosts/"_L1));
    else
        edits.left.append(!after ? after.error().message
                                 : Words::tr("the file is a module with code of its own"));
    if (edits.settings.isEmpty() && edits.left.isEmpty() && edits.let.isEmpty())
        return fail(u"no-edits"_s, Words::tr("%1 says the same as what was generated").arg(path),
                    Words::tr("overwrite it"));

    Override result;
    if (existing.isEmpty()) {
        result.text = newModule(path, edits);
    } else {
        auto text = extended(existing, edits);
        if (!text)
            return tl::make_unexpected(
                model::Error{text.error().code,
                             Words::tr("%1: %2").arg(overridePath(path), text.error().message),
                             text.error().hint});
        result.text = *text;
    }
    result.left = edits.left;
    for (const Setting &setting : edits.settings)
        result.moved.append(QString::fromUtf8(setting.path));
    const QByteArray comment =
        edits.left.isEmpty() ? QByteArray() : asComment(path, edits.left, generated, edited);
    if (!result.text.contains(comment)) // asked a second time
        result.text.insert(result.text.lastIndexOf('}'), comment);
    return result;
}

} // namespace nixgen
