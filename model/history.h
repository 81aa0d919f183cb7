// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a step of history keeps of a fleet: only the entries that it changes, so that 500 steps over 10,000 items weigh little.

#include "model/fleet.h"

namespace model {

class FleetPatch
{
public:
    FleetPatch() = default;
    FleetPatch(const Fleet &before, const Fleet &after);

    void redo(Fleet &fleet) const { become(fleet, m_source[1], m_settings[1], true); }
    void undo(Fleet &fleet) const { become(fleet, m_source[0], m_settings[0], false); }

private:
    /// Entries from `at` on; where as many stay, only those that differ.
    struct Stretch
    {
        qsizetype at = 0;
        QList<ItemPtr> before, after;
        QList<qsizetype> places; ///< of scattered replacements, beside `before` and `after`
        bool renames = false;    ///< ids, and so the index, become others

        Stretch() = default;
        Stretch(const ItemList &was, const ItemList &now);
        void become(ItemList &list, bool forward) const;
    };
    void become(Fleet &fleet, const std::shared_ptr<const FleetSource> &source, const ItemPtr &settings, bool forward) const;

    std::shared_ptr<const FleetSource> m_source[2];
    ItemPtr m_settings[2];
    Stretch m_hosts, m_items;
};

/// Whether both fleets are the same bytes of a file; looks only at entries that are not shared.
bool sameText(const Fleet &a, const Fleet &b);

} // namespace model
