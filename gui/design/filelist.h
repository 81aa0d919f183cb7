// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The list of generated files: it shows which one is open and tells which one a person chose.

#include "gui/design/filelistmodel.h"

#include <QTreeView>

namespace gui {

class FileList : public QTreeView
{
    Q_OBJECT
public:
    explicit FileList(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setFiles(const QStringList &paths);
    /// What came and went since; who went and came in one folder, one for one, has another name now.
    void follow(QStringList gone, const QStringList &come);
    void setOpen(const QString &path); ///< its row is the current one, from now on
    void setWords(const QHash<QString, QString> &words); ///< beside the names, right
    void setBold(const QStringList &paths) { m_model.setBold(paths); }
    const FileListModel &files() const { return m_model; }
    /// What these names and the words beside them take, in pixels.
    int widthOf(const QStringList &paths) const;

signals:
    void picked(const QString &path);

protected:
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void showOpen();

    FileListModel m_model;
    QString m_open;
    bool m_isFollowing = false;
};

} // namespace gui
