// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words behind a verb, sorted into operands, flags and options, so that no verb reads its
// command line by itself.

#include "model/result.h"

#include <QSet>
#include <QStringList>

#include <map>

namespace ctl {

/// What a verb takes: how many operands, `--flag`, `--option VALUE` (or `--option=VALUE`, several
/// times).
struct Syntax
{
    int operands = 0;
    QStringList flags, options;
    int more = 0; ///< further operands that may be there
};

struct Arguments
{
    QStringList operands;
    QSet<QString> flags;
    std::map<QString, QStringList> options;

    bool has(const QString &flag) const { return flags.contains(flag); }
    /// The last value given for the option; empty when there is none.
    QString option(const QString &name) const;
};

/// Error: an unknown or half-written option, too many or too few operands. `--` ends the options.
model::Result<Arguments> parseArguments(const QStringList &words, const Syntax &syntax);

} // namespace ctl
