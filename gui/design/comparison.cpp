// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/comparison.h"

#include "gui/counted.h"
#include "model/textstore.h"
#include "nixgen/manifest.h"
#include "remote/deployed.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

/// The manifest writes "sha256:…", what is deployed the digits alone.
bool isHash(const QByteArray &text, const QString &hash)
{
    return QString::fromLatin1(nixgen::fileHash(text)).endsWith(hash.section(u':', -1));
}

/// One file after the other against what was there.
class Comparer
{
public:
    Comparer(Baseline &before, const NowFiles &now, Comparison &result) : m_before(before), m_now(now), m_texts(before.folder), m_result(result) {}

    void compare(const QString &path)
    {
        const QByteArray *text = m_now.text(path);
        if (m_before.against == Against::Disk && text) {
            const std::optional<QByteArray> before = onDisk(path);
            add(path, before.value_or(QByteArray()), *text, !before, false);
        } else if (m_before.against == Against::Generated || m_before.against == Against::Deployed) {
            againstHash(path, text);
        }
    }

    void addEdits()
    {
        for (const nixgen::HandEdit &edit : m_before.edits)
            add(edit.path, edit.base, edit.edited, false, false);
    }

private:
    void add(const QString &path, const QByteArray &before, const QByteArray &after, bool isNew, bool isGone)
    {
        if (isNew == isGone && before == after)
            return;
        m_result.files[path] = {before, after, isNew, isGone, countChanges(before, after)};
    }

    void againstHash(const QString &path, const QByteArray *text)
    {
        if (isOtherHosts(path))
            return;
        const auto hash = m_before.hashes.find(path);
        if (hash == m_before.hashes.end()) {
            if (text)
                add(path, {}, *text, true, false);
            return;
        }
        if (text ? isAsBefore(path, *text, hash->second) : m_before.against == Against::Deployed && isThere(path)) // a module of the person's own
            return;
        if (const auto before = textOf(path, hash->second))
            add(path, *before, text ? *text : QByteArray(), false, !text);
        else
            m_result.unknown.insert(std::ranges::lower_bound(m_result.unknown, path), path);
    }

    /// Files of one host alone do not concern the others.
    bool isOtherHosts(const QString &path) const
    {
        return m_before.against == Against::Deployed && path.startsWith("hosts/"_L1) && path.section(u'/', -1) != QString(m_before.host + u".nix"_s);
    }

    QString placeOf(const QString &path) const { return QDir(m_before.folder).filePath(path); }
    bool isThere(const QString &path) const { return QFile::exists(placeOf(path)); }

    std::optional<QByteArray> onDisk(const QString &path) const
    {
        QFile file(placeOf(path));
        return file.open(QIODevice::ReadOnly) ? std::optional(file.readAll()) : std::nullopt;
    }

    bool isAsBefore(const QString &path, const QByteArray &text, const QString &hash) const
    {
        const auto known = m_before.texts.find(path);
        return known != m_before.texts.end() ? known->second == text : isHash(text, hash);
    }

    /// Texts are looked for where they may still lie.
    std::optional<QByteArray> textOf(const QString &path, const QString &hash)
    {
        if (const auto known = m_before.texts.find(path); known != m_before.texts.end())
            return known->second;
        std::optional<QByteArray> text = m_texts.find(hash);
        if (!text)
            text = onDisk(path);
        if (!text || !isHash(*text, hash))
            return {};
        return m_before.texts[path] = *text;
    }

    Baseline &m_before;
    const NowFiles &m_now;
    TextStore m_texts;
    Comparison &m_result;
};

void readGenerated(Baseline &before)
{
    const auto manifest = nixgen::readManifest(before.folder);
    if (!manifest)
        before.why = manifest.error().message;
    else if (manifest->files.empty())
        before.why = Words::tr("Never generated yet. Flake → Write the flake puts the files beside the fleet file.");
    else
        for (const auto &[path, hash] : manifest->files)
            before.hashes[path] = QString::fromLatin1(hash);
}

void readDeployed(Baseline &before)
{
    const auto deployed = remote::readDeployed(before.folder, before.host);
    if (!deployed) {
        before.why = Words::tr("%1 was never deployed from this folder yet.").arg(before.host);
        return;
    }
    if (deployed->files.isEmpty())
        before.why = Words::tr("%1 went back to generation %2 by its number: which files that was made of is not on record.").arg(before.host).arg(deployed->generation);
    for (auto it = deployed->files.begin(); it != deployed->files.end(); ++it) {
        if (!it.key().startsWith("secrets/"_L1))
            before.hashes[it.key()] = it.value();
    }
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

const QByteArray *NowFiles::text(const QString &path) const
{
    const auto file = tree.find(path);
    const auto own = captured.find(path);
    return file == tree.end() ? nullptr : own != captured.end() ? &own->second : &file->second.text;
}

Baseline readBaseline(Against against, const QString &host, const QString &folder, const QList<nixgen::HandEdit> &edits)
{
    Baseline before{against, host, folder, {}, {}, {}};
    if (folder.isEmpty())
        before.why = Words::tr("This fleet was never saved, so there is nothing to compare with yet.");
    else if (against == Against::Generated)
        readGenerated(before);
    else if (against == Against::Deployed)
        readDeployed(before);
    else if (against == Against::Edits)
        before.edits = edits;
    return before;
}

Comparison compareTree(Baseline &before, const NowFiles &now)
{
    Comparison result{before.against, before.host, {}, {}, before.why};
    if (!before.why.isEmpty() || before.against == Against::Nothing)
        return result;
    Comparer comparer(before, now, result);
    for (const auto &[path, hash] : before.hashes)
        comparer.compare(path);
    for (const auto &[path, file] : now.tree) {
        if (!before.hashes.contains(path))
            comparer.compare(path);
    }
    comparer.addEdits();
    result.words = summary(result);
    return result;
}

void compareAgain(Comparison &known, Baseline &before, const NowFiles &now, const QStringList &paths)
{
    if (!before.why.isEmpty() || before.against == Against::Edits)
        return;
    Comparer comparer(before, now, known);
    for (const QString &path : paths) {
        known.files.erase(path);
        known.unknown.removeOne(path);
        comparer.compare(path);
    }
    known.words = summary(known);
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
