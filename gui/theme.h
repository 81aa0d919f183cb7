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
    /// Behind lines of code, half transparent: what is selected, what came, what went.
    QColor markedLine() const { return tint(accent, dark ? 0.22f : 0.16f); }
    QColor newLine() const { return tint(good, dark ? 0.20f : 0.14f); }
    QColor goneLine() const { return tint(bad, dark ? 0.20f : 0.14f); }

    static const Theme &darkTheme();
    static const Theme &lightTheme();

private:
    static QColor tint(QColor color, float share)
    {
        color.setAlphaF(share);
        return color;
    }
};

enum class ThemeChoice { System, Dark, Light };
const Theme &themeFor(ThemeChoice choice); ///< System: by the platform's palette at start

} // namespace gui
