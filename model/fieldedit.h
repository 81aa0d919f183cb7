// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a field of the catalog stands in an entry's text, and the change of text that gives it
// another value. Private to the codec.

#include "model/reading.h"
#include "model/yamledit.h"

#include <optional>

namespace model {

/// A key of a map in the tree.
struct KeyPlace
{
    const YamlNode *map = nullptr;
    int index = -1;
    QStringList path; ///< from the top

    const YamlNode &key() const { return map->children[size_t(index)]; }
    const YamlNode &value() const { return map->children[size_t(index) + 1]; }
};

/// The key at a path of nested maps.
std::optional<KeyPlace> findPath(const YamlNode &top, const QStringList &path);
/// The key that gives a field its value: by its name, an alias or its short form.
std::optional<KeyPlace> findField(const YamlNode &top, const Shape &shape, const QString &field);

/// Sets values in the text of one map of fields: an item, the settings of a service, or the fleet's
/// settings.
class FieldEditor
{
public:
    /// `top`: path of the map of fields in the text's root ("settings" of a service). `order`: the
    /// root's keys in order.
    FieldEditor(YamlText &yaml, const Shape &shape, QStringList top, QStringList order,
                bool entryInList);

    /// Sets one field or a key below it (null removes it), step by step; `yaml` is read again after
    /// each, and every splice is kept in `applied`. Error: the text has something else there.
    Result<void> set(const QString &field, const Value &value);
    /// The same for a key of the root that is no field ("name", "host").
    Result<void> setKey(const QString &key, const Value &value);

    QList<Splice> applied;

    const YamlNode &root() const { return m_inList ? m_yaml.root.children.front() : m_yaml.root; }

private:
    Result<void> apply(const Splice &splice);
    Result<void> remove(QStringList path);
    Result<void> write(const QStringList &path, const Value &value, bool typed);
    Result<void> writeMap(const QStringList &path, const ValueMap &entries, bool typed);
    Result<void> insert(const QStringList &path, const Value &value);
    Result<void> expandShortForm(const KeyPlace &place, const QStringList &rest,
                                 const Value &value);
    int indexBefore(const YamlNode &map, const QStringList &mapPath, const QString &key) const;
    QStringList freshPath(const QString &field) const;
    QString below(const QStringList &path) const; ///< the path as the shape knows it

    YamlText &m_yaml;
    const Shape &m_shape;
    QStringList m_top, m_order;
    bool m_inList;
};

} // namespace model
