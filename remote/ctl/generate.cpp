// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/generate.h"

#include "model/linediff.h"
#include "nixgen/moveedits.h"
#include "nixgen/write.h"
#include "remote/ctl/designverbs.h"
#include "remote/ctl/findings.h"

#include <QFileInfo>

namespace ctl {

using namespace Qt::StringLiterals;
using model::Fleet;
using nixgen::HandEdit;

namespace {

const QString keepFlag = u"keep"_s, overwriteFlag = u"overwrite"_s, moveFlag = u"move-edits"_s;

/// What is generated: for which fleet, out of which file, into which folder.
struct Job
{
    Fleet fleet;
    QString path, out;
    QString folder() const { return QFileInfo(path).absolutePath(); }
};

/// Hardware files captured beside the fleet file, else in the folder that is written.
nixgen::CapturedFiles captured(const Job &job)
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    nixgen::CapturedFiles files = nixgen::capturedFiles(job.fleet, catalog, job.folder());
    files.merge(nixgen::capturedFiles(job.fleet, catalog, job.out));
    return files;
}

QString lineOf(const HandEdit &edit)
{
    if (!edit.isOurs)
        return u"  %1: was there before, not written by Switchyard"_s.arg(edit.path);
    const model::LineCount lines = model::countChanges(edit.base, edit.edited);
    return u"  %1: +%2 -%3 lines"_s.arg(edit.path).arg(lines.come).arg(lines.gone);
}

int sayHandEdited(Io &io, const QList<HandEdit> &edits, const QString &out)
{
    io.err << "switchyardctl: these files in " << out
           << " were changed since they were generated, or are not ours; nothing was written:\n";
    for (const HandEdit &edit : edits)
        io.err << lineOf(edit) << '\n';
    io.err << "  --move-edits moves the changes into modules of your own, --keep leaves these "
              "files as they are,\n"
              "  --overwrite replaces them and keeps what they say in .switchyard/edits.\n";
    return HandEdited;
}

int sayWritten(Io &io, const nixgen::WriteReport &report, const QString &out)
{
    for (const QString &path : report.handEdited)
        io.out << "kept " << path << " as it was edited\n";
    for (const QString &path : report.backups)
        io.out << "kept the edit as " << path << '\n';
    io.out << u"%1: %2 files written, %3 unchanged, %4 removed\n"_s.arg(out)
                  .arg(report.written.size())
                  .arg(report.unchanged.size())
                  .arg(report.removed.size());
    return Ok;
}

/// Moves all edits that are there into modules, and saves the fleet that imports them. The paths
/// that may be overwritten now.
model::Result<QSet<QString>> moveAll(Job &job, const QList<HandEdit> &edits, Io &io,
                                     bool &isComplete)
{
    const Fleet before = job.fleet;
    QSet<QString> moved;
    for (const HandEdit &edit : edits) {
        const auto done = nixgen::moveEdit(edit, job.fleet, job.folder(), job.out);
        if (!done && done.error().code != "no-edits"_L1) {
            isComplete = false;
            say(io, done.error(), HandEdited);
            continue;
        }
        if (done && done->import) {
            auto fleet = model::apply(job.fleet, model::Catalog::builtIn(), *done->import);
            if (!fleet)
                return tl::make_unexpected(fleet.error());
            job.fleet = *fleet;
        }
        if (done && !done->what.moved.isEmpty())
            io.out << "moved from " << edit.path << " to " << done->module << ": "
                   << done->what.moved.join(u", "_s) << '\n';
        if (!done || done->what.isAutomatic()) {
            moved.insert(edit.path);
            continue;
        }
        isComplete = false;
        io.err << "switchyardctl: " << edit.path << ": not all could be moved; it stays as it is\n";
        for (const QString &sentence : done->what.left)
            io.err << "  " << sentence << '\n';
        io.err << "  Look at the end of " << done->module
               << ", complete it there, then generate with --overwrite.\n";
    }
    if (const QByteArray text = model::printFleet(before); text != model::printFleet(job.fleet)) {
        if (const auto saved = model::saveFleet(job.fleet, job.path, text); !saved)
            return tl::make_unexpected(saved.error());
    }
    return moved;
}

int write(Job &job, const Arguments &arguments, Io &io)
{
    auto tree = nixgen::generate(job.fleet, model::Catalog::builtIn(), captured(job));
    if (!tree)
        return say(io, tree.error(), DesignErrors);
    const auto edits = nixgen::handEdits(*tree, job.out);
    if (!edits)
        return say(io, edits.error(), CannotRead);
    nixgen::WriteChoices choices{arguments.has(keepFlag), {}};
    bool isComplete = true;
    if (arguments.has(overwriteFlag)) {
        for (const HandEdit &edit : *edits)
            choices.overwrite.insert(edit.path);
    } else if (arguments.has(moveFlag) && !edits->isEmpty()) {
        const auto moved = moveAll(job, *edits, io, isComplete);
        if (!moved)
            return say(io, moved.error(), CannotRead);
        tree = nixgen::generate(job.fleet, model::Catalog::builtIn(), captured(job));
        if (!tree)
            return say(io, tree.error(), DesignErrors);
        choices.overwrite = *moved;
        if (!isComplete)
            return HandEdited;
    } else if (!edits->isEmpty() && !choices.keepEdits) {
        return sayHandEdited(io, *edits, job.out);
    }
    const auto report = nixgen::writeTree(*tree, job.out, choices);
    return report ? sayWritten(io, *report, job.out) : say(io, report.error(), CannotRead);
}

} // namespace

int generate(const Arguments &arguments, Io &io)
{
    const QString &path = arguments.operands.first();
    const QString out = arguments.option(u"out"_s);
    const QString usage =
        u"usage: switchyardctl generate FLEET --out DIR [--keep | --overwrite | --move-edits]\n"_s;
    if (out.isEmpty()) {
        io.err << "switchyardctl: where to? --out DIR is missing\n" << usage;
        return BadUsage;
    }
    if (arguments.flags.size() > 1) {
        io.err << "switchyardctl: choose one of --keep, --overwrite and --move-edits\n" << usage;
        return BadUsage;
    }
    const auto judged = judge(path);
    if (!judged)
        return say(io, judged.error(), CannotRead);
    sayFindings(io.err, path, judged->findings);
    if (model::hasErrors(judged->findings))
        return say(io, {u"design-errors"_s, u"the design has errors; nothing was written"_s, {}},
                   DesignErrors);
    Job job{judged->fleet, path, out};
    return write(job, arguments, io);
}

} // namespace ctl
