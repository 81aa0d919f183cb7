// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How far two colours are apart for reading, as the Web Content Accessibility Guidelines count it: 4.5 for words, 3 for edges and signs.

#include <QColor>

#include <algorithm>
#include <cmath>

namespace gui {

inline double luminance(const QColor &color)
{
    const auto linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

inline double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

/// A half transparent colour upon another.
inline QColor blended(const QColor &over, const QColor &ground)
{
    const auto mix = [&](float a, float b) { return b + (a - b) * over.alphaF(); };
    return QColor::fromRgbF(mix(over.redF(), ground.redF()), mix(over.greenF(), ground.greenF()), mix(over.blueF(), ground.blueF()));
}

} // namespace gui
