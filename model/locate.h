// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Places of many items and fields at once: locate() sums up the file anew each time, this once.

#include "model/diagnostic.h"

namespace model {

/// Places of fields within the text of their entry; reading an entry again is what costs most.
class PlaceCache
{
public:
    TextPosition inEntry(const std::shared_ptr<const SourceSlice> &entry, const QString &field);
    void limit(qsizetype places); ///< forgets all when there are more

private:
    struct Known
    {
        std::shared_ptr<const SourceSlice> entry; ///< keeps the key's address its own
        TextPosition at;
    };
    QHash<std::pair<const SourceSlice *, QString>, Known> m_known;
};

class Locator
{
public:
    explicit Locator(const Fleet &fleet, PlaceCache *cache = nullptr);
    /// As locate() says it.
    TextPosition at(const ItemId &item, QStringView field = {}) const;
    /// Of this very entry, where several have the same id.
    TextPosition at(const Item &item, QStringView field = {}) const;

private:
    struct Above
    {
        int lines = 0;
        qsizetype bytes = 0;
    }; ///< of the same section, before the item
    TextPosition ofSetting(const QString &field) const;
    const QByteArray &printed() const;

    void count() const;
    Above above(const Item &item) const;

    Fleet m_fleet;
    PlaceCache *m_cache;
    mutable bool m_isCounted = false;
    mutable QList<Above> m_above; ///< hosts, then items
    mutable QHash<QString, int> m_linesAbove; ///< section → lines of the file above it
    mutable QByteArray m_printed;
};

} // namespace model
