// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The simulated hosts call libssh by the same names.

#include "remote/libssh.h"

namespace sim {

#define SWITCHYARD_USE(name) using remote::name;
SWITCHYARD_LIBSSH(SWITCHYARD_USE)
#undef SWITCHYARD_USE

} // namespace sim
