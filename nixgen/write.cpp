// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/write.h"

#include "model/textstore.h"
#include "nixgen/manifest.h"
#include "nixgen/words.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <optional>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::fail;
using model::FileTree;
using model::Result;

namespace {

/// Whether we may write or remove there at all: inside the folder, and none of what belongs to the
/// person.
bool isForUs(const QString &path)
{
    const bool inside = !path.isEmpty() && QDir::isRelativePath(path)
                        && QDir::cleanPath(path) == path && path != ".."_L1
                        && !path.startsWith("../"_L1);
    return inside && path != "flake.lock"_L1 && path != "secrets"_L1
           && !path.startsWith("secrets/"_L1) && !path.startsWith(".switchyard"_L1)
           && !path.startsWith(".git/"_L1);
}

/// What lies there now; nothing when there is no file.
Result<std::optional<QByteArray>> present(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<QByteArray>();
    if (QFileInfo(path).isDir())
        return fail(u"cannot-write"_s, Words::tr("%1 is a folder where a file must go").arg(path),
                    Words::tr("move it away"));
    if (!file.open(QIODevice::ReadOnly))
        return fail(u"cannot-read"_s,
                    Words::tr("cannot read %1: %2").arg(path, file.errorString()));
    return std::optional(file.readAll());
}

struct Plan
{
    WriteReport report;
    Manifest manifest;       ///< as it will be
    QStringList overwritten; ///< edits that give way
};

/// Compares the tree with the folder and touches nothing.
Result<Plan> planWrite(const FileTree &tree, const QDir &dir, const Manifest &known)
{
    Plan plan;
    for (const auto &[path, file] : tree) {
        if (!isForUs(path))
            return fail(
                u"bad-path"_s,
                Words::tr("the tree has a file %1, which generating must not touch").arg(path));
        const auto there = present(dir.filePath(path));
        if (!there)
            return tl::make_unexpected(there.error());
        plan.manifest.files[path] = fileHash(file.text);
        if (!*there)
            plan.report.written.append(path);
        else if (**there == file.text)
            plan.report.unchanged.append(path);
        else
            (known.isOurs(path, **there) ? plan.report.written : plan.report.handEdited)
                .append(path);
    }
    std::map<QString, QByteArray> earlier = known.files;
    earlier.insert(known.previous.begin(), known.previous.end());
    for (const auto &[path, hash] : earlier) {
        if (tree.contains(path) || !isForUs(path))
            continue;
        const auto there = present(dir.filePath(path));
        if (!there)
            return tl::make_unexpected(there.error());
        if (*there)
            (known.isOurs(path, **there) ? plan.report.removed : plan.report.handEdited)
                .append(path);
    }
    return plan;
}

/// Removes the file and the folders that are empty without it.
Result<void> removeFile(const QDir &dir, const QString &path)
{
    QFile file(dir.filePath(path));
    if (!file.remove())
        return fail(u"cannot-write"_s,
                    Words::tr("cannot remove %1: %2").arg(file.fileName(), file.errorString()));
    for (QString folder = QFileInfo(path).path(); folder != "."_L1;
         folder = QFileInfo(folder).path()) {
        if (!QDir().rmdir(dir.filePath(folder)))
            break;
    }
    return {};
}

/// Copies a file to .switchyard/edits under a name that is free; where it went.
Result<QString> backUp(const QDir &dir, const QString &path)
{
    const auto there = present(dir.filePath(path));
    if (!there)
        return tl::make_unexpected(there.error());
    for (int number = 1;; ++number) {
        const QString name = u".switchyard/edits/"_s + path
                             + (number == 1 ? QString() : u'.' + QString::number(number));
        const auto known = present(dir.filePath(name));
        if (known && *known && **known == there->value_or(QByteArray()))
            return name;
        if (known && *known)
            continue;
        const auto done = writeAtomically(dir.filePath(name), there->value_or(QByteArray()));
        return done ? Result<QString>(name) : tl::make_unexpected(done.error());
    }
}

/// Sorts the edited files into those that are written over after all and those that are left alone.
/// False: nothing may be done.
bool settleEdits(Plan &plan, const WriteChoices &choices, const FileTree &tree,
                 const Manifest &known)
{
    QStringList kept;
    for (const QString &path : std::as_const(plan.report.handEdited)) {
        if (choices.overwrite.contains(path)) {
            (tree.contains(path) ? plan.report.written : plan.report.removed).append(path);
            plan.overwritten.append(path);
            continue;
        }
        kept.append(path);
        const auto before =
            known.files.find(path); // the edit stays one against what it was made in
        if (before != known.files.end())
            plan.manifest.files[path] = before->second;
        else
            plan.manifest.files.erase(path);
    }
    plan.report.handEdited = kept;
    return kept.isEmpty() || choices.keepEdits;
}

/// What differences are shown against later; a tree without them is as right.
void keepTexts(const FileTree &tree, const QString &folder)
{
    const model::TextStore texts(folder);
    (void)texts.keep(tree);
    texts.prune(4 * qsizetype(tree.size()) + 400);
}

} // namespace

Result<QList<HandEdit>> handEdits(const FileTree &tree, const QString &folder)
{
    const auto known = readManifest(folder);
    if (!known)
        return tl::make_unexpected(known.error());
    std::map<QString, QByteArray> looked; // path -> what is generated there now
    for (const auto &[path, file] : tree)
        looked[path] = file.text;
    for (const auto &[path, hash] : known->files)
        looked.try_emplace(path);
    const model::TextStore texts(folder);
    QList<HandEdit> edits;
    for (const auto &[path, text] : looked) {
        const auto there = isForUs(path) ? present(QDir(folder).filePath(path))
                                         : Result<std::optional<QByteArray>>();
        if (!there)
            return tl::make_unexpected(there.error());
        const bool isObsolete = !tree.contains(path);
        if (!*there || (**there == text && !isObsolete) || known->isOurs(path, **there))
            continue;
        HandEdit edit{path, **there, text, known->files.contains(path), isObsolete};
        if (edit.isOurs)
            edit.base = texts.find(QString::fromLatin1(known->files.at(path))).value_or(edit.base);
        edits.append(edit);
    }
    return edits;
}

Result<QString> replaceEdited(const QString &path, const QByteArray &text, const QString &folder)
{
    auto manifest = readManifest(folder);
    if (!manifest)
        return tl::make_unexpected(manifest.error());
    const auto backup = backUp(QDir(folder), path);
    if (!backup)
        return backup;
    manifest->previous[path] = manifest->files[path];
    manifest->files[path] = fileHash(text);
    auto done = writeManifest(*manifest, folder);
    if (done)
        done = writeAtomically(QDir(folder).filePath(path), text);
    manifest->previous.erase(path);
    if (done)
        done = writeManifest(*manifest, folder);
    if (!done)
        return tl::make_unexpected(done.error());
    (void)model::TextStore(folder).keep({{path, {text, {}}}});
    return backup;
}

Result<void> replaceForeign(const QString &path, const QByteArray &text, const QString &folder)
{
    const QString at = QDir(folder).filePath(path);
    const auto there = present(at);
    if (!there)
        return tl::make_unexpected(there.error());
    if (*there && **there == text)
        return {};
    if (*there) {
        if (const auto kept = backUp(QDir(folder), path); !kept)
            return tl::make_unexpected(kept.error());
    }
    return writeAtomically(at, text);
}

Result<WriteReport> writeTree(const FileTree &tree, const QString &folder,
                              const WriteChoices &choices)
{
    const QDir dir(folder);
    const auto known = readManifest(folder);
    if (!known)
        return tl::make_unexpected(known.error());
    auto plan = planWrite(tree, dir, *known);
    if (!plan)
        return tl::make_unexpected(plan.error());
    if (!settleEdits(*plan, choices, tree, *known))
        return plan->report;
    for (const QString &path : std::as_const(plan->overwritten)) {
        const auto backup = backUp(dir, path);
        if (!backup)
            return tl::make_unexpected(backup.error());
        plan->report.backups.append(*backup);
    }

    // Both hashes are on record while files change, so that a run cut short leaves none that looks
    // edited by hand.
    plan->manifest.previous = known->files;
    Result<void> done = writeManifest(plan->manifest, folder);
    for (const QString &path : plan->report.written) {
        if (done)
            done = writeAtomically(dir.filePath(path), tree.at(path).text);
    }
    for (const QString &path : plan->report.removed) {
        if (done)
            done = removeFile(dir, path);
    }
    plan->manifest.previous.clear();
    if (done)
        done = writeManifest(plan->manifest, folder);
    if (!done)
        return tl::make_unexpected(done.error());
    keepTexts(tree, folder);
    return plan->report;
}

} // namespace nixgen
