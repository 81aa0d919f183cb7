// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/flakefolder.h"

#include "gui/derived.h"
#include "nixgen/generate.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static const QString manifest = QStringLiteral("/.switchyard/manifest.json");
constexpr int settleMs = 80;      ///< an editor writes, renames and sets modes in one go
constexpr qsizetype mostWatched = 400; ///< files; of a larger fleet's, folders alone, and all when the window gets the focus

FlakeFolder::FlakeFolder(FleetDocument &document, const Derived &derived, QObject *parent) : QObject(parent), m_document(document), m_derived(derived)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    const auto stir = [this] { m_settle.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, stir);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, stir);
    connect(&m_settle, &QTimer::timeout, this, [this] { look(); });
    connect(&derived, &Derived::completed, this, [this] { look(); });
    connect(&document, &FleetDocument::historyChanged, this, [this] {
        if (path() != m_path)
            look();
    });
}

QString FlakeFolder::path() const
{
    return m_document.path().isEmpty() ? QString() : QFileInfo(m_document.path()).absolutePath();
}

FileTree FlakeFolder::tree() const
{
    FileTree all = m_derived.tree();
    for (const auto &[file, text] : m_captured) {
        if (const auto known = all.find(file); known != all.end())
            known->second = {text, {}};
    }
    return all;
}

const nixgen::HandEdit *FlakeFolder::edit(const QString &file) const
{
    for (const nixgen::HandEdit &edit : m_edits) {
        if (edit.path == file)
            return &edit;
    }
    return nullptr;
}

void FlakeFolder::look(bool evenIfNew)
{
    if (m_derived.isChecking()) // completed() comes
        return;
    m_path = path();
    m_edits.clear();
    m_captured.clear();
    if (!m_path.isEmpty())
        m_captured = nixgen::capturedFiles(m_document.fleet(), m_document.catalog(), m_path);
    if (!m_path.isEmpty() && (evenIfNew || QFileInfo::exists(m_path + manifest))) { // else nothing of ours lies there
        if (auto found = nixgen::handEdits(tree(), m_path))
            m_edits = std::move(*found);
    }
    watch();
    emit changed();
}

/// A watch goes with the file that it was on, so it is set anew each time.
void FlakeFolder::watch()
{
    QStringList wanted;
    if (QFileInfo::exists(m_path + manifest)) {
        QSet<QString> folders;
        for (const auto &[file, text] : m_derived.tree()) {
            if (qsizetype(m_derived.tree().size()) <= mostWatched)
                wanted.append(m_path + u'/' + file);
            folders.insert(QFileInfo(m_path + u'/' + file).path());
        }
        wanted += QStringList(folders.begin(), folders.end());
    }
    wanted.removeIf([](const QString &file) { return !QFileInfo::exists(file); });
    const QStringList now = m_watcher.files() + m_watcher.directories();
    const QSet<QString> kept(wanted.begin(), wanted.end()), known(now.begin(), now.end());
    if (const QSet<QString> old = known - kept; !old.isEmpty())
        m_watcher.removePaths(QStringList(old.begin(), old.end()));
    if (const QSet<QString> fresh = kept - known; !fresh.isEmpty())
        m_watcher.addPaths(QStringList(fresh.begin(), fresh.end()));
}

Result<nixgen::WriteReport> FlakeFolder::write(const nixgen::WriteChoices &choices)
{
    auto report = nixgen::writeTree(tree(), path(), choices);
    look();
    return report;
}

Result<QString> FlakeFolder::overwrite(const QString &file)
{
    const FileTree all = tree();
    const auto now = all.find(file);
    if (now == all.end())
        return fail(u"no-such-file"_s, tr("%1 is not generated any more").arg(file), tr("remove it yourself"));
    auto backup = nixgen::replaceEdited(file, now->second.text, path());
    look();
    return backup;
}

Result<nixgen::MovedEdit> FlakeFolder::move(const QString &file)
{
    const nixgen::HandEdit *found = edit(file);
    if (!found)
        return fail(u"no-edits"_s, tr("%1 is not edited any more").arg(file));
    return nixgen::moveEdit(*found, m_document.fleet(), path(), path());
}

} // namespace gui
