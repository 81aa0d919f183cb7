// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The verbs of switchyardctl as a table. A new verb is a function and a line in verbs().

#include "remote/ctl/arguments.h"

#include <QTextStream>

namespace ctl {

/// Where a verb writes: results to `out`, messages to `err`.
struct Io
{
    QTextStream &out;
    QTextStream &err;
};

/// What the program ends with; the verbs' own meanings are in each verb's usage.
enum Exit
{
    Ok = 0,
    DesignErrors = 1, ///< or: the edit is refused
    CannotRead = 2,   ///< or write
    HandEdited = 3,
    SomeFailed = 4,
    Refused = 5,
    BadUsage = 64
};

struct Verb
{
    QString name;
    QString usage; ///< "check FLEET [--json]"
    QString help;
    Syntax syntax;
    int (*run)(const Arguments &arguments, Io &io);
};

const QList<Verb> &verbs();

/// Runs `words` (the command line without the program's name) and returns the exit code.
int dispatch(const QStringList &words, Io &io);

/// Writes the error as message and hint; returns `code`.
int say(Io &io, const model::Error &error, int code);

} // namespace ctl
