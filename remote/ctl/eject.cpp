// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/eject.h"

#include "remote/byhand.h"
#include "remote/ctl/designverbs.h"
#include "remote/ctl/findings.h"

#include <QFileInfo>

namespace ctl {

using namespace Qt::StringLiterals;

int eject(const Arguments &arguments, Io &io)
{
    const QString &path = arguments.operands.first();
    const QString out = arguments.option(u"out"_s), folder = QFileInfo(path).absolutePath();
    if (out.isEmpty()) {
        io.err << "switchyardctl: where to? --out DIR is missing\nusage: switchyardctl eject FLEET "
                  "--out DIR\n";
        return BadUsage;
    }
    const model::Catalog &catalog = model::Catalog::builtIn();
    const auto judged = judge(path);
    if (!judged)
        return say(io, judged.error(), CannotRead);
    sayFindings(io.err, path, judged->findings);
    if (model::hasErrors(judged->findings))
        return say(io, {u"design-errors"_s, u"the design has errors; nothing was written"_s, {}},
                   DesignErrors);
    const auto tree = nixgen::generate(judged->fleet, catalog,
                                       nixgen::capturedFiles(judged->fleet, catalog, folder));
    if (!tree)
        return say(io, tree.error(), DesignErrors);
    const auto own = nixgen::ownFiles(judged->fleet, folder);
    if (!own)
        return say(io, own.error(), CannotRead);
    const nixgen::Ejected ejected = nixgen::eject(judged->fleet, catalog, *tree, *own,
                                                  remote::placingCommands(judged->fleet, catalog));
    if (const auto written = nixgen::writeEjected(ejected.tree, out); !written)
        return say(io, written.error(), CannotRead);
    io.out << out << ": " << ejected.tree.size()
           << " files; HANDOVER.md says what to do with them\n";
    for (const QString &sentence : ejected.open)
        io.out << "  still to do: " << sentence << '\n';
    return Ok;
}

} // namespace ctl
