// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A piece of a fleet file, as found on a clipboard, made a whole one. Private to the clipboard.

#include "model/catalog.h"
#include "model/result.h"

#include <QByteArray>

namespace model {

/// The text with "switchyard: 1" on top and, where it is a bare entry or list, the key of the list that it fits best.
Result<QByteArray> wholeFleetText(const QByteArray &text, const Catalog &catalog);

/// The lines moved so that the first dash stands in that column; unchanged when they cannot be.
QByteArray withDashAt(const QByteArray &lines, int column);

} // namespace model
