// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Runs a program whose input or output is secret: through pipes only, never by its command line or
// a file, and into memory that is wiped. QProcess would keep copies of both.

#include "model/result.h"
#include "remote/secrets/plaintext.h"

#include <QStringList>

namespace secrets {

struct Command
{
    QString program; ///< looked up in PATH
    QStringList arguments;
    bool terminal = false; ///< may ask for a passphrase where the operator sits at a terminal
    int deadlineMs = 60'000;
};

struct Outcome
{
    int exitCode = 0; ///< -1 when a signal ended it
    Plaintext out;
    QString err;
};

/// Blocks until it has ended. Errors: "no-program", "late" (it is killed then).
model::Result<Outcome> run(const Command &command, const Plaintext &input);

} // namespace secrets
