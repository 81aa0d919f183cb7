// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How well a few typed letters fit a text, so that "slal" finds "Select all".

#include <QStringView>

namespace gui {

/// The letters must occur in order, case aside; higher is better: begins of words and runs count. Negative: they do not fit.
int fuzzyScore(QStringView letters, QStringView text);

} // namespace gui
