// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From YAML nodes to the values of an item: types by the catalog's fields, short forms and aliases
// expanded. Private to the codec.

#include "model/catalog.h"
#include "model/diagnostic.h"
#include "model/yamltree.h"

namespace model {

/// Something in the file that does not fit, before it has a line.
struct Finding
{
    Severity severity = Severity::Error;
    QString code, message, field;
    int offset = 0;
};

/// The keys of one kind as the fleet file may write them.
class Shape
{
public:
    explicit Shape(const Kind &kind);

    const Kind &kind() const { return *m_kind; }
    const Field *field(const QString &path) const { return m_fields.value(path); } ///< by name only
    const Field *alias(const QString &path) const { return m_aliases.value(path); }
    const Field *shortForm(const QString &path) const { return m_shortForms.value(path); }
    bool isParent(const QString &path) const
    {
        return m_parents.contains(path);
    }                                                          ///< "ssh" of "ssh.port"
    const QStringList &fieldsBelow(const QString &path) const; ///< first parts, in catalog order
    /// The key that holds the item's name in that map: "name" or one of its aliases; -1 when there
    /// is none.
    int nameKey(const YamlNode &map) const;
    bool isNameKey(const QString &key) const;

private:
    const Kind *m_kind;
    QHash<QString, const Field *> m_fields, m_aliases, m_shortForms;
    QHash<QString, QStringList> m_parents;
};

/// A scalar by the rules of YAML's core schema; lists and maps of such.
Value plainValue(const YamlNode &node);
/// A node as the value of a field; what does not fit the type is kept as plainValue() says.
Value fieldValue(const YamlNode &node, const Field &field);

/// The values of the fields below `map`, without the keys in `skip`. `extraKeys` are proposed for
/// misspelt ones, too.
Value readFields(const YamlNode &map, const Shape &shape, const QStringList &skip,
                 const QStringList &extraKeys, QList<Finding> &findings);

} // namespace model
