// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which entries stand on which host, kept true after an edit by what the edit changed.

#include "model/fleet.h"

#include <QSet>

namespace model {

/// Entries by the host that they name, so that those of a few hosts are found without looking at all.
class ByHost
{
public:
    void follow(const Fleet &fleet);
    void forget() { *this = {}; }
    const Fleet &fleet() const { return m_fleet; }
    /// Entries of these hosts, and those that name none, in file order.
    QList<ItemPtr> of(const QSet<QString> &hosts) const;

private:
    void sort(const ItemList &items);

    Fleet m_fleet;
    QHash<QString, QList<ItemPtr>> m_of; ///< in no order
    bool m_isSorted = false;       ///< m_of is there; ids are unique
};

/// Those hosts, in file order.
QList<ItemPtr> hostsNamed(const Fleet &fleet, const QSet<QString> &names);

} // namespace model
