// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Generated files in their folders, for a view: thousands of them cost the view no object each, and a file under a new name moves
// without the view laying out all the others.

#include <QAbstractItemModel>
#include <QHash>
#include <QIcon>
#include <QSet>

#include <memory>
#include <vector>

namespace gui {

struct Theme;

class FileListModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Name, Words };
    static constexpr int PathRole = Qt::UserRole; ///< a folder's ends with a slash

    explicit FileListModel(QObject *parent = nullptr);

    void setFiles(const QStringList &paths);
    void add(const QString &path);
    void remove(const QString &path); ///< with folders that are empty without it
    /// The row of a file that went becomes that of one that came; false when that one's row stands in another folder.
    bool rename(const QString &from, const QString &to);
    void setWords(const QHash<QString, QString> &words); ///< beside the names
    const QHash<QString, QString> &words() const { return m_words; }
    void setBold(const QStringList &paths);
    void setTheme(const Theme &theme);

    bool contains(const QString &path) const { return find(path).isValid(); }
    qsizetype count() const { return m_count; } ///< of files
    QModelIndex find(const QString &path) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Folder;
    struct Entry
    {
        QString path;
        std::unique_ptr<Folder> folder; ///< none: a file
    };
    struct Folder
    {
        QString path;
        Folder *parent = nullptr;
        std::vector<Entry> entries; ///< files, then folders, by path
    };
    using Place = std::pair<Folder *, int>; ///< where something stands, or would
    Place placeOf(const QString &path) const;
    Folder &folderOf(const QString &path);
    const Entry &insert(Folder &into, Entry entry);
    const Entry &entry(const QModelIndex &index) const;
    Folder *folder(const QModelIndex &index) const;
    QModelIndex indexOf(const Folder &folder) const;
    void changed(const QString &path, Column column);

    std::unique_ptr<Folder> m_root;
    qsizetype m_count = 0;
    bool m_isReset = false;
    QHash<QString, QString> m_words;
    QSet<QString> m_bold;
    const Theme *m_theme;
    QIcon m_fileIcon, m_folderIcon;
};

} // namespace gui
