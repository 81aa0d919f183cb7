// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Notices that a file may have changed, also where editors replace it by another of that name; told once per burst.

#include <QFileSystemWatcher>
#include <QTimer>

namespace gui {

class FileWatch : public QObject
{
    Q_OBJECT
public:
    explicit FileWatch(QObject *parent = nullptr);

    void setPath(const QString &path); ///< empty: nothing is watched

signals:
    void touched();

private:
    void arm();

    QString m_path;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
};

} // namespace gui
