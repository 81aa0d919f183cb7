// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A number with its word, singular or plural: "1 host", "3 hosts".

#include <QString>

namespace gui {

/// `one` and `many` hold the number as %1.
inline QString counted(qsizetype number, const QString &one, const QString &many)
{
    return (number == 1 ? one : many).arg(number);
}

} // namespace gui
