// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/filelistmodel.h"

#include "gui/icons.h"
#include "gui/theme.h"

#include <QFont>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

FileListModel::FileListModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Folder>()), m_theme(&Theme::darkTheme())
{
    setTheme(*m_theme);
}

void FileListModel::setTheme(const Theme &theme)
{
    m_theme = &theme;
    m_fileIcon = icon(u"file"_s, theme.dim);
    m_folderIcon = icon(u"open"_s, theme.dim);
}

/// Files before folders: the flake leads, and a file under another name moves among files only.
static bool standsBefore(const QString &a, const QString &b)
{
    const bool aIsFile = !a.endsWith(u'/'), bIsFile = !b.endsWith(u'/');
    return aIsFile != bIsFile ? aIsFile : a < b;
}

/// In the folder that is nearest to it of those that are there.
FileListModel::Place FileListModel::placeOf(const QString &path) const
{
    Folder *folder = m_root.get();
    while (true) {
        const qsizetype slash = path.indexOf(u'/', folder->path.size());
        const QString name = slash < 0 || slash == path.size() - 1 ? path : path.first(slash + 1);
        const auto at = std::ranges::lower_bound(folder->entries, name, standsBefore, &Entry::path);
        const Place place{folder, int(at - folder->entries.begin())};
        if (name.size() == path.size() || at == folder->entries.end() || at->path != name)
            return place;
        folder = at->folder.get();
    }
}

QModelIndex FileListModel::find(const QString &path) const
{
    const auto [folder, row] = placeOf(path);
    const auto &entries = folder->entries;
    return row < int(entries.size()) && entries.at(size_t(row)).path == path ? createIndex(row, Name, folder) : QModelIndex();
}

/// The folder in which a file or folder lies, made where it is not there.
FileListModel::Folder &FileListModel::folderOf(const QString &path)
{
    const QString name = path.first(path.lastIndexOf(u'/', -2) + 1);
    if (name.isEmpty())
        return *m_root;
    if (const QModelIndex known = find(name); known.isValid())
        return *entry(known).folder;
    Folder &parent = folderOf(name);
    return *insert(parent, {name, std::make_unique<Folder>(Folder{name, &parent, {}})}).folder;
}

const FileListModel::Entry &FileListModel::insert(Folder &into, Entry entry)
{
    const int row = placeOf(entry.path).second;
    if (!m_isReset)
        beginInsertRows(indexOf(into), row, row);
    const auto at = into.entries.insert(into.entries.begin() + row, std::move(entry));
    if (!m_isReset)
        endInsertRows();
    return *at;
}

void FileListModel::setFiles(const QStringList &paths)
{
    beginResetModel();
    m_isReset = true; // told at once
    m_root = std::make_unique<Folder>();
    m_count = 0;
    m_words.clear();
    m_bold.clear();
    for (const QString &path : paths)
        add(path);
    m_isReset = false;
    endResetModel();
}

void FileListModel::add(const QString &path)
{
    insert(folderOf(path), {path, nullptr});
    ++m_count;
}

void FileListModel::remove(const QString &path)
{
    auto [folder, row] = placeOf(path);
    if (!find(path).isValid())
        return;
    --m_count;
    while (folder->parent && folder->entries.size() == 1)
        std::tie(folder, row) = placeOf(folder->path);
    beginRemoveRows(indexOf(*folder), row, row);
    folder->entries.erase(folder->entries.begin() + row);
    endRemoveRows();
}

bool FileListModel::rename(const QString &from, const QString &to)
{
    const auto [folder, before] = placeOf(from);
    const Place place = placeOf(to);
    if (!contains(from) || contains(to) || place.first != folder || to.lastIndexOf(u'/') + 1 != folder->path.size())
        return false;
    const int after = place.second > before ? place.second - 1 : place.second;
    auto &entries = folder->entries;
    const auto first = entries.begin() + before;
    first->path = to;
    if (after > before)
        std::rotate(first, first + 1, entries.begin() + after + 1);
    else
        std::rotate(entries.begin() + after, first, first + 1);
    emit dataChanged(createIndex(std::min(before, after), Name, folder), createIndex(std::max(before, after), Words, folder));
    return true;
}

void FileListModel::changed(const QString &path, Column column)
{
    if (const QModelIndex known = find(path); known.isValid())
        emit dataChanged(known.siblingAtColumn(column), known.siblingAtColumn(column));
}

void FileListModel::setWords(const QHash<QString, QString> &words)
{
    const QHash<QString, QString> before = std::exchange(m_words, words);
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (!words.contains(it.key()))
            changed(it.key(), Words);
    }
    for (auto it = words.cbegin(); it != words.cend(); ++it) {
        if (before.value(it.key()) != it.value())
            changed(it.key(), Words);
    }
}

void FileListModel::setBold(const QStringList &paths)
{
    const QSet<QString> before = std::exchange(m_bold, {paths.begin(), paths.end()});
    for (const QString &path : before - m_bold)
        changed(path, Name);
    for (const QString &path : m_bold - before)
        changed(path, Name);
}

const FileListModel::Entry &FileListModel::entry(const QModelIndex &index) const
{
    return static_cast<const Folder *>(index.constInternalPointer())->entries.at(size_t(index.row()));
}

/// What an index as a parent has below it; none below a file.
FileListModel::Folder *FileListModel::folder(const QModelIndex &index) const
{
    return index.isValid() ? entry(index).folder.get() : m_root.get();
}

QModelIndex FileListModel::indexOf(const Folder &folder) const
{
    return folder.parent ? createIndex(placeOf(folder.path).second, Name, folder.parent) : QModelIndex();
}

QModelIndex FileListModel::index(int row, int column, const QModelIndex &parent) const
{
    Folder *of = folder(parent);
    return of && row >= 0 && row < int(of->entries.size()) && column >= 0 && column <= Words ? createIndex(row, column, of) : QModelIndex();
}

QModelIndex FileListModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(*static_cast<const Folder *>(index.constInternalPointer())) : QModelIndex();
}

int FileListModel::rowCount(const QModelIndex &parent) const
{
    const Folder *of = parent.column() > 0 ? nullptr : folder(parent);
    return of ? int(of->entries.size()) : 0;
}

int FileListModel::columnCount(const QModelIndex &) const
{
    return Words + 1;
}

bool FileListModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

QVariant FileListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry &of = entry(index);
    if (role == PathRole)
        return of.path;
    if (index.column() == Words) {
        switch (role) {
        case Qt::DisplayRole: return m_words.value(of.path);
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ForegroundRole: return m_theme->accent;
        default: return {};
        }
    }
    switch (role) {
    case Qt::DisplayRole: return of.path.section(u'/', -1, -1, QString::SectionSkipEmpty);
    case Qt::DecorationRole: return of.folder ? m_folderIcon : m_fileIcon;
    case Qt::ToolTipRole: return of.folder ? QVariant() : of.path;
    case Qt::FontRole: {
        if (!m_bold.contains(of.path))
            return {};
        QFont font; // the view's, but for this
        font.setBold(true);
        return font;
    }
    default: return {};
    }
}

Qt::ItemFlags FileListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    return entry(index).folder ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace gui
