// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Makes a shown text another one by touching only the lines that differ: what is highlighted, marked and scrolled to stays.

#include <QString>

class QTextDocument;

namespace gui {

void patchText(QTextDocument &document, const QString &text);

} // namespace gui
