// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/theme.h"

#include "gui/systemtheme.h"

using namespace Qt::StringLiterals;

namespace gui {

const Theme &Theme::darkTheme()
{
    static const Theme theme{
        .dark = true,
        .canvas = QColor(0x11161d), .grid = QColor(0x1d2530), .surface = QColor(0x161c25), .raised = QColor(0x1e2732),
        .border = QColor(0x334052), .borderStrong = QColor(0x5d7089),
        .text = QColor(0xe9eef5), .dim = QColor(0xa3b1c3), .accent = QColor(0x66b2ff), .onAccent = QColor(0x08131f),
        .good = QColor(0x3ccf83), .warning = QColor(0xf0bd4b), .bad = QColor(0xff7a73), .unknown = QColor(0x97a5b7),
        .busy = QColor(0x66b2ff),
        .internetLink = QColor(0x86b6f2), .meshLink = QColor(0x5ad1c4), .localLink = QColor(0x8793a3),
        .tiers = {QColor(0x66b2ff), QColor(0xc79af0), QColor(0xf2a65a), QColor(0x5ad1c4)}};
    return theme;
}

const Theme &Theme::lightTheme()
{
    static const Theme theme{
        .dark = false,
        .canvas = QColor(0xf2f5f9), .grid = QColor(0xdfe6ee), .surface = QColor(0xffffff), .raised = QColor(0xf6f9fc),
        .border = QColor(0xbcc8d6), .borderStrong = QColor(0x768aa2),
        .text = QColor(0x15202d), .dim = QColor(0x4a5a6d), .accent = QColor(0x0a5fb8), .onAccent = QColor(0xffffff),
        .good = QColor(0x11713f), .warning = QColor(0x845500), .bad = QColor(0xb8201f), .unknown = QColor(0x5a6879),
        .busy = QColor(0x0a5fb8),
        .internetLink = QColor(0x2d6cb5), .meshLink = QColor(0x0d7a6f), .localLink = QColor(0x5c6a7e),
        .tiers = {QColor(0x0a5fb8), QColor(0x7d3fb2), QColor(0xa35a08), QColor(0x0d7a6f)}};
    return theme;
}

const Theme &themeFor(ThemeChoice choice)
{
    if (choice == ThemeChoice::System)
        return SystemTheme::instance().isDark() ? Theme::darkTheme() : Theme::lightTheme();
    return choice == ThemeChoice::Dark ? Theme::darkTheme() : Theme::lightTheme();
}

QPalette Theme::palette() const
{
    QPalette p;
    p.setColor(QPalette::Window, surface);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, dark ? canvas : surface);
    p.setColor(QPalette::AlternateBase, raised);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::PlaceholderText, dim);
    p.setColor(QPalette::Button, raised);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, bad);
    p.setColor(QPalette::ToolTipBase, raised);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Highlight, dark ? QColor(0x2468ab) : accent); // a whole row in the bright accent would outshine the canvas
    p.setColor(QPalette::HighlightedText, Qt::white);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::LinkVisited, accent);
    p.setColor(QPalette::Light, borderStrong);
    p.setColor(QPalette::Midlight, border);
    p.setColor(QPalette::Mid, border);
    p.setColor(QPalette::Dark, border);
    p.setColor(QPalette::Shadow, canvas);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        p.setColor(QPalette::Disabled, role, QColor::fromRgbF(float(dim.redF()), float(dim.greenF()), float(dim.blueF()), 0.75f));
    return p;
}

} // namespace gui
