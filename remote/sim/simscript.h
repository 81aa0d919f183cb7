// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a simulated host reads in place of a shell: which script it was sent, with which arguments
// and which input.

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace sim {

struct ScriptCall
{
    QString name; ///< of the line "# switchyard-script: NAME VERSION"; empty when there is none
    int version = 0;
    QStringList args;
    qsizetype size = 0; ///< bytes up to where the script's own input begins
};

/// The call at the beginning of what came on standard input; nothing while it has not come as a
/// whole.
std::optional<ScriptCall> parseCall(const QByteArray &payload);

} // namespace sim
