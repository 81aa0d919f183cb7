// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the files that are written per fleet lie in the tree.

#include <QString>

namespace nixgen {

inline const QString flakePath = QStringLiteral("flake.nix");
inline const QString fleetPath = QStringLiteral("modules/fleet.nix");
inline const QString secretsPath = QStringLiteral("modules/secrets.nix");
inline const QString ignorePath = QStringLiteral(".gitignore");
inline const QString sopsPath = QStringLiteral(".sops.yaml");
inline const QString agenixPath = QStringLiteral("secrets.nix");

inline QString hostPath(const QString &host)
{
    return QStringLiteral("hosts/%1.nix").arg(host);
}

inline QString hardwarePath(const QString &host)
{
    return QStringLiteral("hosts/hardware/%1.nix").arg(host);
}

} // namespace nixgen
