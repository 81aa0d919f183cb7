// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/editfindings.h"
#include "nixgen/generate.h"
#include "remote/ctl/designverbs.h"
#include "remote/ctl/findings.h"

#include <QFileInfo>

#include <algorithm>

namespace ctl {

using namespace Qt::StringLiterals;
using model::Severity;

namespace {

QString counted(const model::Diagnostics &findings)
{
    const auto count = [&](Severity severity) {
        return std::ranges::count(findings, severity, &model::Diagnostic::severity);
    };
    return u"%1 errors, %2 warnings, %3 notes"_s.arg(count(Severity::Error))
        .arg(count(Severity::Warning))
        .arg(count(Severity::Note));
}

/// Of the generated files beside the fleet file, where there are any.
model::Diagnostics editsBeside(const model::Fleet &fleet, const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QFileInfo::exists(folder + u"/.switchyard/manifest.json"_s))
        return {};
    const model::Catalog &catalog = model::Catalog::builtIn();
    const auto tree =
        nixgen::generate(fleet, catalog, nixgen::capturedFiles(fleet, catalog, folder));
    const auto edits = tree ? nixgen::handEdits(*tree, folder) : tl::make_unexpected(tree.error());
    if (edits)
        return nixgen::editFindings(fleet, *edits);
    model::Diagnostic unknown{model::Severity::Warning,
                              edits.error().code,
                              edits.error().message,
                              model::ItemId::fleet(),
                              {},
                              {},
                              {}};
    return {unknown};
}

} // namespace

int check(const Arguments &arguments, Io &io)
{
    const QString &path = arguments.operands.first();
    const bool asJson = arguments.has(u"json"_s);
    auto judged = judge(path);
    if (!judged) {
        if (asJson) {
            model::Diagnostic unreadable;
            unreadable.code = judged.error().code;
            unreadable.message = judged.error().message;
            io.out << findingsJson({unreadable});
        }
        return say(io, judged.error(), CannotRead);
    }
    judged->findings += editsBeside(judged->fleet, path);
    const QList<QStringList> ways = waysToMend(judged->fleet, judged->findings);
    if (asJson) {
        io.out << findingsJson(judged->findings, ways);
    } else {
        sayFindings(io.out, path, judged->findings, ways);
        io.out << path << ": " << counted(judged->findings) << '\n';
    }
    return model::hasErrors(judged->findings) ? DesignErrors : Ok;
}

} // namespace ctl
