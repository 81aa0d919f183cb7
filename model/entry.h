// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an entry of the fleet file means: from a map in `hosts`, `services` or a kind's list to an
// Item. Private to the codec.

#include "model/reading.h"

#include <map>
#include <optional>

namespace model {

class EntryReader
{
public:
    explicit EntryReader(const Catalog &catalog);

    /// The lists of items that a fleet file may have, in the order in which a fresh file has them.
    const QStringList &sections() const { return m_sections; }

    /// An item without source, or nothing when the entry cannot be one; the findings say why.
    std::optional<Item> read(const QString &section, const YamlNode &entry,
                             QList<Finding> &findings);
    /// The settings of the fleet: the top of the file without its lists.
    Item readSettings(const YamlNode &root, QList<Finding> &findings);

    /// How a kind is written; of an unknown kind: no fields at all.
    const Shape &shape(const QString &kind);

private:
    std::optional<Item> readService(const YamlNode &entry, QList<Finding> &findings);
    QString scalarAt(const YamlNode &entry, QStringView key, QList<Finding> &findings) const;

    const Catalog &m_catalog;
    QStringList m_sections;
    Kind m_unknown;
    std::map<QString, Shape> m_shapes;
};

/// Lists of items by key.
inline const QString hostsKey = QStringLiteral("hosts");
inline const QString servicesKey = QStringLiteral("services");

} // namespace model
