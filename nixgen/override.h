// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Edits that a person made in a generated file become a module of their own, which the generated
// files import from then on.

#include "model/result.h"

#include <QByteArray>
#include <QStringList>

namespace nixgen {

/// Where edits of a generated file go: hosts/overrides/<host>.nix, modules/overrides.nix; empty for
/// what is no module of the tree.
QString overridePath(const QString &path);
/// The host that imports it; empty: the fleet does.
QString overrideHost(const QString &path);

struct Override
{
    QByteArray text;   ///< of the module, complete
    QStringList moved; ///< options that it sets now
    QStringList left; ///< what a person has to look at, a sentence each; the text has it as comment
    bool isAutomatic() const { return left.isEmpty(); }
};

/// What `edited` says beyond `generated`, put into the module `existing` (empty: a new one) which
/// lies at overridePath(path). Added options are set as they are, changed ones with lib.mkForce,
/// elements added to a list with lib.mkBefore and lib.mkAfter, or with the whole list where their
/// place is between others; a single value that was taken out goes back to the option's default,
/// and names between let and in come along where they are new or another. Errors: "no-edits" when
/// both say the same; "bad-override" when the existing module cannot be read.
model::Result<Override> moveEdits(const QString &path, const QByteArray &generated,
                                  const QByteArray &edited, const QByteArray &existing = {});

} // namespace nixgen
