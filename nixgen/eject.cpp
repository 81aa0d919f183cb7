// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/eject.h"

#include "nixgen/context.h"
#include "nixgen/handover.h"
#include "nixgen/manifest.h"
#include "nixgen/paths.h"
#include "nixgen/words.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::Catalog;
using model::fail;
using model::FileTree;
using model::Fleet;
using model::Result;

namespace {

/// The module's file, or those of the folder that is one.
QStringList filesAt(const QDir &folder, const QString &path)
{
    if (!QFileInfo(folder.filePath(path)).isDir())
        return {path};
    QStringList files;
    QDirIterator all(folder.filePath(path), QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext())
        files.append(folder.relativeFilePath(all.next()));
    return files;
}

/// Files below a folder, such as the encrypted secrets.
QStringList filesIn(const QDir &folder, const QString &name, const QStringList &patterns)
{
    QStringList files;
    QDirIterator all(folder.filePath(name), patterns, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext())
        files.append(folder.relativeFilePath(all.next()));
    return files;
}

/// "throw "switchyard: …"" in the text: what is not known yet, in words.
QStringList throwsIn(const QByteArray &text)
{
    static const QRegularExpression form(
        u"throw \"switchyard: ([^\"\\\\]*(?:\\\\.[^\"\\\\]*)*)\""_s);
    QStringList words;
    for (auto at = form.globalMatch(QString::fromUtf8(text)); at.hasNext();)
        words.append(at.next().captured(1));
    return words;
}

/// Inputs that lead to a folder of this machine.
QStringList localInputs(const Context &context)
{
    QStringList names;
    for (const auto &[name, url] : context.settings.at(u"inputs").map()) {
        const QString text = url.text();
        if (text.startsWith(u'/') || text.startsWith(u'.') || text.startsWith("path:"_L1)
            || text.startsWith("git+file:"_L1))
            names.append(Words::tr("the input %1 is %2, a place on this machine: give it one that "
                                   "others can reach, in flake.nix")
                             .arg(name, text));
    }
    return names;
}

} // namespace

Result<OwnFiles> ownFiles(const Fleet &fleet, const QString &path)
{
    const QDir folder(path);
    OwnFiles own;
    QStringList modules = fleet.setting(u"imports").texts(), wanted;
    for (const model::ItemPtr &host : fleet.hosts())
        modules += host->values.at(u"imports").texts();
    modules.removeDuplicates();
    for (const QString &module : std::as_const(modules)) {
        const QString clean = QDir::cleanPath(module);
        if (QDir::isAbsolutePath(module) || clean.startsWith(".."_L1))
            own.elsewhere.append(module);
        else if (!QFileInfo::exists(folder.filePath(clean)))
            own.missing.append(module);
        else
            wanted += filesAt(folder, clean);
    }
    wanted += filesIn(folder, u"secrets"_s, {u"*.yaml"_s, u"*.age"_s})
              + filesIn(folder, u"mods"_s, {u"*.zip"_s});
    if (QFileInfo::exists(folder.filePath(u"flake.lock"_s)))
        wanted.append(u"flake.lock"_s);
    for (const QString &name : std::as_const(wanted)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return fail(u"cannot-read"_s,
                        Words::tr("cannot read %1: %2").arg(file.fileName(), file.errorString()),
                        Words::tr("mend its permissions"));
        own.files[name] = {file.readAll(), {}};
    }
    return own;
}

Ejected eject(const Fleet &fleet, const Catalog &catalog, const FileTree &tree, const OwnFiles &own,
              const QStringList &placing)
{
    const model::Topology topology = model::resolve(fleet, catalog);
    const Context context(fleet, catalog, topology);
    const QByteArray mark = writtenBy().toUtf8(),
                     instead = "Change it here: nothing generates this file any more.";
    Ejected result;
    Handover about{own.files.contains(u"flake.lock"_s), {}, {}, placing};
    for (const auto &[path, file] : tree) {
        result.tree[path] = {
            QByteArray(file.text).replace(mark, instead).replace("fleet.yaml", "modules/fleet.nix"),
            {}};
        if (path.startsWith("hosts/hardware/"_L1) && !throwsIn(file.text).isEmpty())
            about.uncaptured.append(path.section(u'/', -1).chopped(4));
        else if (path.startsWith("hosts/"_L1))
            about.open += throwsIn(file.text);
    }
    for (const auto &[path, file] : own.files) {
        if (!result.tree.contains(path))
            result.tree[path] = file;
    }
    for (const QString &host : std::as_const(about.uncaptured)) {
        about.open.append(Words::tr("the hardware of %1 is not captured: hosts/hardware/%1.nix "
                                    "refuses to evaluate until it is")
                              .arg(host));
        QByteArray &text =
            result.tree[hardwarePath(host)].text; // its comment names a command of ours
        const qsizetype how = text.indexOf("To capture it:\n");
        if (how >= 0)
            text.replace(how, text.indexOf('\n', how + 15) - how, "HANDOVER.md says how.");
    }
    for (const QString &module : own.missing)
        about.open.append(
            Words::tr(
                "%1, which the fleet imports, was not there: put it there, or take the import out")
                .arg(module));
    for (const QString &module : own.elsewhere)
        about.open.append(
            Words::tr("%1 lies outside of this folder: copy it here and change the import")
                .arg(module));
    about.open += localInputs(context);
    result.open = about.open;
    result.tree[u"HANDOVER.md"_s] = {handoverText(fleet, catalog, about), {}};
    return result;
}

Result<void> writeEjected(const FileTree &tree, const QString &path)
{
    const QDir folder(path);
    if (folder.exists() && !folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
        return fail(u"not-empty"_s, Words::tr("%1 is not empty; nothing was written").arg(path),
                    Words::tr("choose a new folder"));
    for (const auto &[name, file] : tree) {
        if (const auto done = writeAtomically(folder.filePath(name), file.text); !done)
            return done;
    }
    return {};
}

} // namespace nixgen
