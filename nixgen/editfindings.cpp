// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/editfindings.h"

#include "model/linediff.h"
#include "model/words.h"
#include "nixgen/override.h"

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::Diagnostic;
using model::Fix;
using model::ItemId;
using model::Words;

namespace {

const QString handEdit = u"hand-edit"_s, leftover = u"leftover-edit"_s, foreign = u"foreign-file"_s;

/// Counted from 1, in the text after.
int firstDifference(const QByteArray &before, const QByteArray &after)
{
    const auto [b, a] = std::ranges::mismatch(before, after);
    return 1 + int(std::count(after.begin(), a, '\n'));
}

QString codeOf(const HandEdit &edit)
{
    return !edit.isOurs ? foreign : edit.isObsolete ? leftover : handEdit;
}

/// The host that the file is about; the fleet, if it is about all of them.
ItemId itemOf(const model::Fleet &fleet, const QString &path)
{
    const QString host = path.section(u'/', -1).chopped(4);
    return path.startsWith("hosts/"_L1) && path.endsWith(".nix"_L1) && fleet.host(host)
               ? ItemId::host(host)
               : ItemId::fleet();
}

QString words(const HandEdit &edit)
{
    if (!edit.isOurs)
        return Words::tr("%1 was there before and was not generated, so it is not written over: a "
                         "deploy goes without what it says")
            .arg(edit.path);
    if (edit.isObsolete)
        return Words::tr("%1 is generated no more, but was edited by hand, so it stays: take over "
                         "what you need of it, then remove it")
            .arg(edit.path);
    const model::LineCount lines = model::countChanges(edit.base, edit.edited);
    return Words::tr("%1 was edited by hand since it was generated (lines: +%2 −%3, from line %4 "
                     "on): generating leaves it as it is, and a deploy goes without the edit")
        .arg(edit.path)
        .arg(lines.come)
        .arg(lines.gone)
        .arg(firstDifference(edit.base, edit.edited));
}

} // namespace

model::Diagnostics editFindings(const model::Fleet &fleet, const QList<HandEdit> &edits)
{
    model::Diagnostics found;
    for (const HandEdit &edit : edits)
        found.append({model::Severity::Warning,
                      codeOf(edit),
                      words(edit),
                      itemOf(fleet, edit.path),
                      edit.path,
                      {},
                      {}});
    return found;
}

bool isEditFinding(const Diagnostic &found)
{
    return found.code == handEdit || found.code == leftover || found.code == foreign;
}

QList<Fix> editFixes(const Diagnostic &found)
{
    QList<Fix> ways;
    const auto add = [&](const QString &text, model::EditWay way, const QString &say) {
        Fix fix;
        fix.text = text;
        fix.item = found.item;
        fix.file = found.field;
        fix.way = way;
        fix.say = say;
        ways.append(fix);
    };
    const QString command = u"switchyardctl generate FLEET --out DIR --"_s;
    if (found.code == handEdit && !overridePath(found.field).isEmpty())
        add(Words::tr("Move it to a module"), model::EditWay::Move, command + u"move-edits"_s);
    add(Words::tr("Show the difference"), model::EditWay::Show,
        Words::tr("line by line, in the window"));
    if (found.code != leftover)
        add(Words::tr("Take the generated text…"), model::EditWay::Overwrite,
            command + u"overwrite"_s);
    return ways;
}

} // namespace nixgen
