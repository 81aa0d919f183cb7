// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What was generated last into a folder, by hash: tells our own files from those that a person changed since.

#include "model/result.h"

#include <QByteArray>
#include <QString>

#include <map>

namespace nixgen {

struct Manifest
{
    std::map<QString, QByteArray> files;    ///< path → hash
    std::map<QString, QByteArray> previous; ///< of a run that has not ended: what it replaces

    /// Whether these bytes are what we put there.
    bool isOurs(const QString &path, const QByteArray &bytes) const;
};

QByteArray fileHash(const QByteArray &bytes);

/// Empty where there is none. Error: it is damaged or cannot be read.
model::Result<Manifest> readManifest(const QString &dir);
model::Result<void> writeManifest(const Manifest &manifest, const QString &dir);

/// One file below the folder, by one rename. Error: with path and reason.
model::Result<void> writeAtomically(const QString &path, const QByteArray &bytes);

} // namespace nixgen
