// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The operator's own editor: $VISUAL where that opens a window, else what the desktop opens text with.

#include "model/result.h"

namespace gui {

/// Returns at once. Error: it cannot be started.
model::Result<void> openInEditor(const QString &path);

} // namespace gui
