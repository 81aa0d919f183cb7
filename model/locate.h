// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Places of many items and fields at once: locate() sums up the file anew each time, this once.

#include "model/diagnostic.h"

namespace model {

class Locator
{
public:
    explicit Locator(const Fleet &fleet);
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

    Fleet m_fleet;
    QHash<const Item *, Above> m_above;
    QHash<QString, int> m_linesAbove; ///< section → lines of the file above it
    mutable QByteArray m_printed;
};

} // namespace model
