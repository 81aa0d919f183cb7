// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which secrets a fleet needs, who reads each, and in which file it lies encrypted: names only, no values.

#include "model/topology.h"

namespace model {

struct Secret
{
    SecretSpec spec;
    QString host;        ///< whose own it is; empty when several hosts read the same
    QStringList readers; ///< the hosts that need it, in file order
    QList<ItemId> users; ///< what on them uses it
    QString file;        ///< in the fleet's folder; empty when it is put on the hosts by hand

    QString id() const; ///< "mini/broker_env", or the name alone when it is shared
};

/// By file, then by name; hosts that we do not configure need none. With optional ones.
QList<Secret> secretsOf(const Fleet &fleet, const Catalog &catalog, const Topology &topology);
/// As far as these hosts read them: no other reader or user is among them.
QList<Secret> secretsOf(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const QSet<QString> &hosts);

/// The names written in plain text at the left of an encrypted YAML file; for one that holds several.
QStringList namesIn(const QByteArray &encrypted);
/// Whether age or sops wrote the file; what they did not write must not leave this machine.
bool isEncrypted(const QByteArray &file);

} // namespace model
