// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which fleets were open lately, the pinned ones first; kept in the settings of the person.

#include <QStringList>

namespace gui {

class RecentFiles
{
public:
    static constexpr qsizetype maximum = 10; ///< without the pinned ones

    static QStringList pinned();
    static QStringList others(); ///< latest first
    static QString folderOf(const QString &path); ///< as people write it: "~/fleets"
    static QString last();       ///< the one open last; empty when there was none
    static void remember(const QString &path);
    static void setPinned(const QString &path, bool pin);
    static void clear();         ///< all but the pinned ones
};

} // namespace gui
