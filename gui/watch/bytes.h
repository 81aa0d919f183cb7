// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Amounts for people: 1536000 is "1.5 MB".

#include <QStringBuilder>
#include <QStringList>

#include <cmath>

namespace gui {

/// For axis and captions.
inline QString bytesText(double bytes)
{
    using namespace Qt::StringLiterals;
    static const QStringList units{u"B"_s, u"kB"_s, u"MB"_s, u"GB"_s, u"TB"_s};
    qsizetype unit = 0;
    while (std::abs(bytes) >= 999.5 && unit + 1 < units.size()) {
        bytes /= 1000;
        ++unit;
    }
    return QString::number(bytes, 'f', bytes < 9.95 && unit > 0 ? 1 : 0) + u' ' + units.at(unit);
}

} // namespace gui
