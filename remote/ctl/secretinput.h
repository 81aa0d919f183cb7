// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a secret from standard input, without echo at a terminal, into memory that is wiped.

#include "model/result.h"
#include "remote/ctl/dispatch.h"
#include "remote/secrets/plaintext.h"

namespace ctl {

/// All that comes, less one line break at its end; at a terminal one line. Error: nothing can be
/// read.
model::Result<secrets::Plaintext> readSecret(Io &io, const QString &name);

} // namespace ctl
