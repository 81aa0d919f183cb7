// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The visual language: the colours of surfaces, tiers, links and states in a dark and a light set, and the text sizes.

#include <QColor>
#include <QPalette>
#include <QString>

namespace gui {

struct Theme
{
    bool dark = true;
    QColor canvas, grid, surface, raised, border, borderStrong;
    QColor text, dim, accent, onAccent;
    QColor good, warning, bad, unknown, busy;
    QColor internetLink, meshLink, localLink;
    QList<QColor> tiers; ///< one per tier of the catalog, in order; reused when there are more

    QColor tier(qsizetype index) const { return tiers.at(qMax<qsizetype>(index, 0) % tiers.size()); }
    QPalette palette() const;

    static const Theme &darkTheme();
    static const Theme &lightTheme();
};

enum class ThemeChoice { System, Dark, Light };
const Theme &themeFor(ThemeChoice choice); ///< System: by the platform's palette at start

} // namespace gui
