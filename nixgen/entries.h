// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Finds entries in a file that lists hosts by name and then items, kind by kind in file order, without looking at all of it.

#include "nixgen/context.h"
#include "nixgen/filepatch.h"

namespace nixgen {

class Entries
{
public:
    /// The file as it was generated for that fleet.
    Entries(const model::GeneratedFile &file, const model::Fleet &fleet, const model::Catalog &catalog)
        : m_file(file), m_fleet(fleet), m_catalog(catalog), m_count(file.origins.size())
    {
        while (m_count > 0 && m_file.origins.at(m_count - 1).origin.item == model::ItemId::fleet())
            --m_count; // what stands below all entries
    }

    /// The outermost stretch of a host or an item; none when it does not stand there.
    Stretch find(const model::ItemId &id) const;
    /// Of the host by whose name that one would follow; none when it would be the first.
    Stretch hostBefore(const QString &name) const;
    Stretch firstHost() const;

private:
    /// Where an entry belongs: what stands above hosts, hosts, then each kind.
    struct Place
    {
        qsizetype part = 0;
        QString name;
        qsizetype at = 0;
        bool operator<(const Place &other) const;
    };
    Place placeOf(const model::ItemId &id) const;
    qsizetype firstAt(const Place &place) const;

    const model::GeneratedFile &m_file;
    const model::Fleet &m_fleet;
    const model::Catalog &m_catalog;
    qsizetype m_count; ///< spans above that
    mutable qsizetype m_last = 0; ///< the span that was found last: neighbours are often asked for one after the other
};

} // namespace nixgen
