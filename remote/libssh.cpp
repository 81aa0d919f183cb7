// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/libssh.h"

namespace remote {

constinit const model::LateLibrary libssh(SWITCHYARD_LIBSSH_FILE);

} // namespace remote
