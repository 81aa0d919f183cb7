// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a host confirmed last: .switchyard/deployed/<host>.json beside the fleet file.

#include "model/result.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace remote {

struct Deployed
{
    int generation = 0;
    QString storePath;
    QString tree;      ///< hash of the tree it was built from; empty after a rollback by number
    QStringList units; ///< of the design
    QMap<QString, QString> files; ///< path → sha256
    qint64 t = 0;                 ///< ms since 1970
    bool operator==(const Deployed &) const = default;
};

/// Nothing when the host was never deployed from this folder, or the file is not one of ours.
std::optional<Deployed> readDeployed(const QString &fleetFolder, const QString &host);
/// One rename. Errors: cannot write, with path and reason.
model::Result<void> writeDeployed(const QString &fleetFolder, const QString &host,
                                  const Deployed &deployed);

} // namespace remote
