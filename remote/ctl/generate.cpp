// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/generate.h"

#include "nixgen/write.h"
#include "remote/ctl/designverbs.h"
#include "remote/ctl/findings.h"

#include <QFileInfo>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

/// Hardware files captured beside the fleet file, else in the folder that is written.
nixgen::CapturedFiles captured(const model::Fleet &fleet, const QString &fleetPath,
                               const QString &out)
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    nixgen::CapturedFiles files =
        nixgen::capturedFiles(fleet, catalog, QFileInfo(fleetPath).absolutePath());
    files.merge(nixgen::capturedFiles(fleet, catalog, out));
    return files;
}

int sayHandEdited(Io &io, const QStringList &paths, const QString &out)
{
    io.err << "switchyardctl: these files in " << out
           << " were changed since they were generated, or are not ours; nothing was written:\n";
    for (const QString &path : paths)
        io.err << "  " << path << '\n';
    io.err << "  Move your changes into a module of your own (imports:), then delete these files "
              "and generate again.\n";
    return HandEdited;
}

} // namespace

int generate(const Arguments &arguments, Io &io)
{
    const QString &path = arguments.operands.first();
    const QString out = arguments.option(u"out"_s);
    if (out.isEmpty()) {
        io.err << "switchyardctl: where to? --out DIR is missing\nusage: switchyardctl generate "
                  "FLEET --out DIR\n";
        return BadUsage;
    }
    const auto judged = judge(path);
    if (!judged)
        return say(io, judged.error(), CannotRead);
    sayFindings(io.err, path, judged->findings);
    if (model::hasErrors(judged->findings))
        return say(io, {u"design-errors"_s, u"the design has errors; nothing was written"_s, {}},
                   DesignErrors);
    const auto tree = nixgen::generate(judged->fleet, model::Catalog::builtIn(),
                                       captured(judged->fleet, path, out));
    if (!tree)
        return say(io, tree.error(), DesignErrors);
    const auto report = nixgen::writeTree(*tree, out);
    if (!report)
        return say(io, report.error(), CannotRead);
    if (!report->handEdited.isEmpty())
        return sayHandEdited(io, report->handEdited, out);
    io.out << u"%1: %2 files written, %3 unchanged, %4 removed\n"_s.arg(out)
                  .arg(report->written.size())
                  .arg(report->unchanged.size())
                  .arg(report->removed.size());
    return Ok;
}

} // namespace ctl
