// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where an id stands in a fleet. After an edit of a big fleet most things stand where they stood, or some places further on: what
// is known is shared, and only what came and went is noted beside it. Private to the model.

#include "model/fleet.h"

namespace model {

class FleetIndex
{
public:
    explicit FleetIndex(const Fleet &fleet);

    /// Hosts count from 0, items follow them; the first where an id stands there twice; -1: it is not there. `fleet` is the
    /// one that this is the index of.
    qsizetype placeOf(const ItemId &id, const Fleet &fleet) const;
    /// Whether it was there when the index was made true last.
    bool knows(const ItemId &id) const;
    /// Whether every id stands there once.
    bool isUnique() const { return m_isUnique; }
    /// Makes it the index of `now`, from that of `before`; false when too much is another.
    bool follow(const Fleet &before, const Fleet &now);

private:
    bool noteGone(const ItemList &before, const ItemList &after);
    bool noteCome(const ItemList &before, const ItemList &after, qsizetype offset);

    std::shared_ptr<const QHash<ItemId, qsizetype>> m_places; ///< as of when it was made
    QHash<ItemId, qsizetype> m_since; ///< what came since then, and what went (-1)
    qsizetype m_drift = 0;            ///< how far at most anything stands from where it was noted
    bool m_isUnique = true;
};

/// Like now.reindex(), from the index of a fleet that is much the same.
void reindexFrom(const Fleet &before, Fleet &now);

} // namespace model
