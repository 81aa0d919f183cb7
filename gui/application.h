// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The program `switchyard`: reads its command line and opens the window, the demo, a diagram or the tour.

namespace gui {

/// Exit codes: 0, 1 what was asked for failed, 2 a file cannot be read, 64 bad usage.
int runApplication(int argc, char *argv[]);

} // namespace gui
