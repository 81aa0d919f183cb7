// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/write.h"

#include "nixgen/manifest.h"

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
        return fail(u"cannot-write"_s, u"%1 is a folder where a file must go"_s.arg(path),
                    u"move it away"_s);
    if (!file.open(QIODevice::ReadOnly))
        return fail(u"cannot-read"_s, u"cannot read %1: %2"_s.arg(path, file.errorString()));
    return std::optional(file.readAll());
}

struct Plan
{
    WriteReport report;
    Manifest manifest; ///< as it will be
};

/// Compares the tree with the folder and touches nothing.
Result<Plan> planWrite(const FileTree &tree, const QDir &dir, const Manifest &known)
{
    Plan plan;
    for (const auto &[path, file] : tree) {
        if (!isForUs(path))
            return fail(u"bad-path"_s,
                        u"the tree has a file %1, which generating must not touch"_s.arg(path));
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
                    u"cannot remove %1: %2"_s.arg(file.fileName(), file.errorString()));
    for (QString folder = QFileInfo(path).path(); folder != "."_L1;
         folder = QFileInfo(folder).path()) {
        if (!QDir().rmdir(dir.filePath(folder)))
            break;
    }
    return {};
}

} // namespace

Result<WriteReport> writeTree(const FileTree &tree, const QString &folder)
{
    const QDir dir(folder);
    const auto known = readManifest(folder);
    if (!known)
        return tl::make_unexpected(known.error());
    auto plan = planWrite(tree, dir, *known);
    if (!plan)
        return tl::make_unexpected(plan.error());
    if (!plan->report.handEdited.isEmpty())
        return plan->report;

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
    return plan->report;
}

} // namespace nixgen
