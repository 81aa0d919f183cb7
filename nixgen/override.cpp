// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/override.h"

#include "model/linediff.h"
#include "nixgen/moduleedits.h"

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

QByteArray newModule(const QString &path, const Edits &edits)
{
    const QString host = overrideHost(path);
    const QByteArray of = host.isEmpty() ? QByteArray("the fleet") : host.toUtf8();
    QByteArray text =
        "# Settings of " + of + " that were made by hand. Yours: generating never writes here.\n";
    text += headOf(QStringList(edits.needs.begin(), edits.needs.end()));
    if (!edits.let.isEmpty())
        text += edits.let + '\n';
    text += "{\n";
    for (const Setting &setting : edits.settings)
        text += textOf(setting);
    return text + "}\n";
}

/// Elements that were added before and those that are added now; nothing when the two do not both
/// add to a list.
std::optional<QByteArray> joined(const Module &module, const Definition &known,
                                 const QByteArray &value)
{
    const auto listOf = [](const QByteArray &text,
                           Tokens tokens) { // behind lib.mkAfter, if that is there
        if (tokens.size() > 3 && plain(text, tokens.mid(0, 3)) == "lib . mkAfter")
            tokens = tokens.mid(3);
        return std::pair(elementsOf(text, tokens), tokens);
    };
    const auto now = tokensOf(value);
    const auto [had, list] = listOf(module.text, known.value);
    const auto has = now ? listOf(value, *now).first : std::nullopt;
    if (!had || !has || value.startsWith("lib.mkForce"))
        return {};
    QByteArray all =
        module.text.mid(known.value.first().begin, list.last().begin - known.value.first().begin);
    QSet<QByteArray> there;
    for (const Tokens &element : *had)
        there.insert(plain(module.text, element));
    while (all.endsWith(' ') || all.endsWith('\n'))
        all.chop(1);
    for (const Tokens &element : *has) {
        if (!there.contains(plain(value, element)))
            all += "\n    "
                   + value.mid(element.first().begin, element.last().end - element.first().begin);
    }
    return all + "\n  ]";
}

/// The module with these settings; those that it has already get the new value.
Result<QByteArray> extended(const QByteArray &existing, const Edits &edits)
{
    QByteArray text = existing;
    for (const Setting &setting : edits.settings) { // each is read anew, as the places move
        const auto module = readModule(text);
        if (!module)
            return fail(u"bad-override"_s, module.error().message,
                        u"mend it, or move the edit by hand"_s);
        if (const Definition *known = module->find(setting.path)) {
            const qsizetype begin = known->value.first().begin;
            const QByteArray value = joined(*module, *known, setting.value).value_or(setting.value);
            text.replace(begin, known->value.last().end - begin, value);
        } else {
            text.insert(module->close, textOf(setting));
        }
    }
    const auto module = readModule(text);
    if (!module || !edits.let.isEmpty())
        return fail(u"bad-override"_s,
                    module ? u"it has no place for another let"_s : module.error().message,
                    u"mend it, or move the edit by hand"_s);
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
                    u"%1 is no module, so its edits cannot move into one"_s.arg(path),
                    u"say it in the fleet file, or keep your file as it is"_s);
    const auto before = readModule(generated), after = readModule(edited);
    Edits edits;
    if (before && after)
        edits = editsBetween(*before, *after, path.startsWith("hosts/"_L1));
    else
        edits.left.append(!after ? after.error().message
                                 : u"the file is a module with code of its own"_s);
    if (edits.settings.isEmpty() && edits.left.isEmpty() && edits.let.isEmpty())
        return fail(u"no-edits"_s, u"%1 says the same as what was generated"_s.arg(path),
                    u"overwrite it"_s);

    Override result;
    if (existing.isEmpty()) {
        result.text = newModule(path, edits);
    } else {
        auto text = extended(existing, edits);
        if (!text)
            return tl::make_unexpected(model::Error{
                text.error().code, u"%1: %2"_s.arg(overridePath(path), text.error().message),
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
