// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Makes a shown text another one by touching only the lines that differ: what is highlighted, marked and scrolled to stays.

#include <QByteArray>

class QTextDocument;

namespace gui {

/// `before` is what the document shows; both in UTF-8.
void patchText(QTextDocument &document, const QByteArray &before, const QByteArray &after);

} // namespace gui
