// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/recentfiles.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace gui {

static const QString recentKey = u"recent"_s, pinnedKey = u"recent-pinned"_s, lastKey = u"recent-last"_s;

QStringList RecentFiles::pinned()
{
    return QSettings().value(pinnedKey).toStringList();
}

QStringList RecentFiles::others()
{
    QStringList files = QSettings().value(recentKey).toStringList();
    for (const QString &path : pinned())
        files.removeAll(path);
    return files.mid(0, maximum);
}

QString RecentFiles::folderOf(const QString &path)
{
    const QString folder = QFileInfo(path).path(), home = QDir::homePath();
    const bool isInside = folder == home || folder.startsWith(home + u'/');
    return isInside ? QString(u'~' + folder.mid(home.size())) : folder;
}

QString RecentFiles::last()
{
    return QSettings().value(lastKey).toString();
}

void RecentFiles::remember(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList files = others();
    files.removeAll(absolute);
    files.prepend(absolute);
    QSettings settings;
    settings.setValue(recentKey, files.mid(0, maximum));
    settings.setValue(lastKey, absolute);
}

void RecentFiles::setPinned(const QString &path, bool pin)
{
    QStringList files = pinned();
    files.removeAll(path);
    if (pin)
        files.append(path);
    QSettings().setValue(pinnedKey, files);
}

void RecentFiles::clear()
{
    QSettings().remove(recentKey);
}

} // namespace gui
