// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/filewatch.h"

#include <QFileInfo>

namespace gui {

constexpr int settleMs = 80; ///< an editor writes, renames and sets modes in one go

FileWatch::FileWatch(QObject *parent) : QObject(parent)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    const auto stir = [this] { m_settle.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, stir);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, stir);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        arm(); // the watch goes with the file that it was on
        emit touched();
    });
}

void FileWatch::setPath(const QString &path)
{
    if (path == m_path)
        return;
    m_path = path;
    if (const QStringList old = m_watcher.files() + m_watcher.directories(); !old.isEmpty())
        m_watcher.removePaths(old);
    arm();
}

void FileWatch::arm()
{
    if (m_path.isEmpty())
        return;
    const QFileInfo link(m_path), target(link.canonicalFilePath());
    for (const QString &path : {link.absoluteFilePath(), link.absolutePath(), target.absoluteFilePath(), target.absolutePath()}) {
        if (QFileInfo::exists(path) && !m_watcher.files().contains(path) && !m_watcher.directories().contains(path))
            m_watcher.addPath(path);
    }
}

} // namespace gui
