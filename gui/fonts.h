// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The font of code and logs: fixed in width also where the platform names none.

#include <QFontDatabase>

namespace gui {

inline QFont fixedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    if (!QFontInfo(font).fixedPitch())
        font.setFamily(QStringLiteral("DejaVu Sans Mono"));
    return font;
}

} // namespace gui
