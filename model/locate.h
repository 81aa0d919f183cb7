// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Places of many items and fields at once: locate() sums up the file anew each time, this once.

#include "model/diagnostic.h"

#include <QSet>

namespace model {

/// What of an entry adds to the places of those below it.
struct EntrySize
{
    int section = -1; ///< by number; -1 of what is in no file
    int lines = 0;
    qsizetype bytes = 0;
};

/// What stays true of most places after an edit: the sizes of entries, and where in them fields stand (reading an entry again is
/// what costs most).
class PlaceCache
{
public:
    TextPosition inEntry(const std::shared_ptr<const SourceSlice> &entry, const QString &field);
    void limit(qsizetype places); ///< forgets all fields when there are more
    /// Makes the sizes those of that fleet; looks only at entries that are others than last time.
    void follow(const Fleet &fleet);
    struct Sum
    {
        int lines = 0;
        qsizetype bytes = 0;
    };
    /// What stands above an entry in its section; hosts count from 0, items follow them.
    Sum above(qsizetype place) const;
    int linesIn(const QString &section) const; ///< of all its entries

private:
    struct Known
    {
        std::shared_ptr<const SourceSlice> entry; ///< keeps the key's address its own
        TextPosition at;
    };
    EntrySize sizeOf(const Item &item);
    void follow(const ItemList &before, const ItemList &after, qsizetype offset);
    void sumUp();

    QHash<std::pair<const SourceSlice *, QString>, Known> m_known;
    ItemList m_hosts, m_items; ///< of m_sizes
    QList<EntrySize> m_sizes;
    QStringList m_sections;
    QSet<qsizetype> m_stale;  ///< blocks of sizes that became others
    qsizetype m_shifted = 0;  ///< from this block on all did
    QList<Sum> m_blocks;      ///< of neighbouring entries, section by section
    QList<Sum> m_above;       ///< the same of all blocks above each
};

class Locator
{
public:
    explicit Locator(const Fleet &fleet, PlaceCache *cache = nullptr);
    Q_DISABLE_COPY_MOVE(Locator)
    /// As locate() says it.
    TextPosition at(const ItemId &item, QStringView field = {}) const;
    /// Of this very entry, where several have the same id.
    TextPosition at(const Item &item, QStringView field = {}) const;

private:
    TextPosition ofSetting(const QString &field) const;
    const QByteArray &printed() const;

    void count() const;
    PlaceCache::Sum above(const Item &item) const;

    Fleet m_fleet;
    mutable PlaceCache m_own; ///< where none is given
    PlaceCache *m_cache;
    mutable bool m_isCounted = false;
    mutable QHash<const Item *, qsizetype> m_places; ///< hosts, then items; where some ids stand there twice
    mutable QHash<QString, int> m_linesAbove; ///< section → lines of the file above it
    mutable QByteArray m_printed;
};

} // namespace model
