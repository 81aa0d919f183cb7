// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an operator puts on which host where nothing is encrypted: paths, owners and commands, never
// values; and whether it is there.

#include "model/catalog.h"
#include "remote/target.h"

namespace remote {

class ScriptReply;

struct Placement
{
    QString host, path, owner, mode, help;
    QStringList variables; ///< that it has to set; for an env file
    QString
        recipe; ///< for a shell: makes the value, or asks for it, and writes it to standard output
    QString publicField; ///< of the host, that takes the public part of it; empty for what has none
    QString publicPart;  ///< for a shell: standard input to public part
};

/// In the order of hosts and files; optional secrets stay out. Empty for a fleet whose secrets are
/// encrypted.
QList<Placement> placements(const model::Fleet &fleet, const model::Catalog &catalog);

/// For the operator's shell: makes the value and puts it there without showing it; then, if there
/// is one, shows its public part.
QStringList placingCommands(const Placement &file, const SshTarget &at);
QStringList placingCommands(const Placement &file,
                            const model::Fleet &fleet); ///< by today's way in

/// For all hosts before their first deploy. Of keys none: their public halves stand in the flake
/// already.
QStringList placingCommands(const model::Fleet &fleet, const model::Catalog &catalog);

/// What the script `hand-files` is to look at.
QStringList handFileArguments(const QList<Placement> &files);
/// One sentence on what is wrong with these files and the commands that mend it; empty when nothing
/// is.
QString handFileTrouble(const QList<Placement> &files, const ScriptReply &reply,
                        const SshTarget &at);

} // namespace remote
