// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Who could ever read the present value of each secret: re-encrypting takes nobody's memory away,
// only a new value does. Lies as secrets/readers.json beside the encrypted files and holds public
// keys only.

#include "model/result.h"
#include "nixgen/recipients.h"

#include <QMap>

namespace secrets {

using Keys = QMap<QString, QString>; ///< public key → whose it is

struct Known
{
    Keys readers; ///< for whom the file was encrypted last
    Keys ever;    ///< and whoever could read this value before
};

using Record = QMap<QString, Known>; ///< by the secret's id

/// Empty where there is none yet. Error: it is there and not to be understood.
model::Result<Record> readRecord(const QString &folder);
model::Result<void> writeRecord(const QString &folder, const Record &record);

Keys keysOf(const QList<nixgen::Recipient> &recipients);

} // namespace secrets
