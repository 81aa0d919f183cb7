// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/comparison.h"

#include "gui/counted.h"
#include "model/textstore.h"
#include "nixgen/manifest.h"
#include "remote/deployed.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

/// Path → hash of what was there; texts are looked for where they may still lie.
class Comparer
{
public:
    Comparer(const FileTree &now, const QString &folder, Comparison &result) : m_now(now), m_folder(folder), m_texts(folder), m_result(result) {}

    void add(const QString &path, const QByteArray &before, const QByteArray &after, bool isNew, bool isGone)
    {
        if (isNew == isGone && before == after)
            return;
        m_result.files[path] = {before, after, isNew, isGone, countChanges(before, after)};
    }

    void againstHashes(const std::map<QString, QString> &hashes)
    {
        for (const auto &[path, hash] : hashes) {
            const auto file = m_now.find(path);
            if (file != m_now.end() && isHash(file->second.text, hash))
                continue;
            const auto before = textOf(path, hash);
            if (before)
                add(path, *before, file == m_now.end() ? QByteArray() : file->second.text, false, file == m_now.end());
            else
                m_result.unknown.append(path);
        }
        for (const auto &[path, file] : m_now) {
            if (!hashes.contains(path))
                add(path, {}, file.text, true, false);
        }
    }

    QByteArray onDisk(const QString &path, bool &isThere) const
    {
        QFile file(QDir(m_folder).filePath(path));
        isThere = file.open(QIODevice::ReadOnly);
        return isThere ? file.readAll() : QByteArray();
    }

private:
    /// The manifest writes "sha256:…", what is deployed the digits alone.
    static bool isHash(const QByteArray &text, const QString &hash) { return QString::fromLatin1(nixgen::fileHash(text)).endsWith(hash.section(u':', -1)); }

    std::optional<QByteArray> textOf(const QString &path, const QString &hash) const
    {
        if (const auto kept = m_texts.find(hash))
            return kept;
        bool isThere = false;
        const QByteArray text = onDisk(path, isThere);
        return isThere && isHash(text, hash) ? std::optional(text) : std::nullopt;
    }

    const FileTree &m_now;
    QString m_folder;
    TextStore m_texts;
    Comparison &m_result;
};

QString generatedOnce(Comparer &comparer, const QString &folder)
{
    const auto manifest = nixgen::readManifest(folder);
    if (!manifest)
        return manifest.error().message;
    if (manifest->files.empty())
        return Words::tr("Never generated yet. Flake → Write the flake puts the files beside the fleet file.");
    std::map<QString, QString> hashes;
    for (const auto &[path, hash] : manifest->files)
        hashes[path] = QString::fromLatin1(hash);
    comparer.againstHashes(hashes);
    return {};
}

/// Files of one host alone do not concern the others; modules of the person's own are not generated.
QString deployedOnce(Comparer &comparer, const QString &host, const FileTree &now, const QString &folder)
{
    const auto deployed = remote::readDeployed(folder, host);
    if (!deployed)
        return Words::tr("%1 was never deployed from this folder yet.").arg(host);
    if (deployed->files.isEmpty())
        return Words::tr("%1 went back to generation %2 by its number: which files that was made of is not on record.").arg(host).arg(deployed->generation);
    std::map<QString, QString> hashes;
    for (auto it = deployed->files.begin(); it != deployed->files.end(); ++it) {
        const bool isOwn = !now.contains(it.key()) && QFile::exists(QDir(folder).filePath(it.key()));
        if (!isOwn && !it.key().startsWith("secrets/"_L1))
            hashes[it.key()] = it.value();
    }
    comparer.againstHashes(hashes);
    return {};
}

void withoutOtherHosts(Comparison &result)
{
    const auto isOther = [&](const QString &path) {
        return path.startsWith("hosts/"_L1) && path.section(u'/', -1) != QString(result.host + u".nix"_s);
    };
    std::erase_if(result.files, [&](const auto &entry) { return isOther(entry.first); });
    result.unknown.removeIf(isOther);
}

QString nothingDiffers(const Comparison &result)
{
    switch (result.against) {
    case Against::Generated:
        return Words::tr("Nothing differs from what was generated last.");
    case Against::Deployed:
        return Words::tr("Nothing differs from what %1 runs.").arg(result.host);
    case Against::Disk:
        return Words::tr("Nothing differs from the files on disk.");
    case Against::Edits:
        return Words::tr("No generated file was edited by hand.");
    case Against::Nothing:
        break;
    }
    return {};
}

QString summary(const Comparison &result)
{
    if (result.files.empty() && result.unknown.isEmpty())
        return nothingDiffers(result);
    LineCount lines;
    for (const auto &[path, difference] : result.files) {
        lines.come += difference.lines.come;
        lines.gone += difference.lines.gone;
    }
    QString words = counted(qsizetype(result.files.size()), Words::tr("%1 file differs"), Words::tr("%1 files differ"));
    words += u", +%1 −%2"_s.arg(lines.come).arg(lines.gone);
    if (!result.unknown.isEmpty())
        words += u"; "_s + Words::tr("%1 more, whose text of then is not on this machine").arg(result.unknown.size());
    return words;
}

} // namespace

Comparison compareTree(const FileTree &now, Against against, const QString &host, const QString &folder, const QList<nixgen::HandEdit> &edits)
{
    Comparison result{against, host, {}, {}, {}};
    if (against == Against::Nothing)
        return result;
    Comparer comparer(now, folder, result);
    QString why = folder.isEmpty() ? Words::tr("This fleet was never saved, so there is nothing to compare with yet.") : QString();
    if (why.isEmpty() && against == Against::Generated) {
        why = generatedOnce(comparer, folder);
    } else if (why.isEmpty() && against == Against::Deployed) {
        why = deployedOnce(comparer, host, now, folder);
        withoutOtherHosts(result);
    } else if (why.isEmpty() && against == Against::Disk) {
        for (const auto &[path, file] : now) {
            bool isThere = false;
            const QByteArray before = comparer.onDisk(path, isThere);
            comparer.add(path, before, file.text, !isThere, false);
        }
    } else if (why.isEmpty()) {
        for (const nixgen::HandEdit &edit : edits)
            comparer.add(edit.path, edit.base, edit.edited, false, false);
    }
    result.words = why.isEmpty() ? summary(result) : why;
    return result;
}

UnifiedText unified(const QByteArray &before, const QByteArray &after)
{
    UnifiedText result;
    int line = 0;
    QList<QByteArray> texts;
    for (const DiffLine &part : lineDiff(before, after, -1)) {
        texts.append(part.text);
        result.kinds.append(part.kind);
        result.lines.append(part.kind == DiffLine::Gone ? -1 : line++);
    }
    result.text = texts.join('\n');
    return result;
}

} // namespace gui
