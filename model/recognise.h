// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which kind of the catalog something on a running host is, by what the catalog says of its units and images.

#include "model/catalog.h"
#include "model/runninghost.h"

namespace model {

struct Recognised
{
    const Kind *kind = nullptr;
    QString name;              ///< of the item; empty for what carries none
    QString unit;              ///< by which it was known
    QString backend;           ///< of a container, as the fleet names it
    const RunningContainer *container = nullptr;
    bool byImage = false;      ///< its unit has a name of somebody else's
};

struct RecognisedHost
{
    QList<Recognised> known;                   ///< in the catalog's order, then by name
    QList<const RunningContainer *> unknown;
    QStringList unknownServices;
};

/// Everything that runs on the host, sorted. Points into `host` and `catalog`.
RecognisedHost recognise(const RunningHost &host, const Catalog &catalog);

/// Variables of containers whose values the catalog reads: ports and names of items, never secrets.
QStringList readableVariables(const Catalog &catalog);

/// What the catalog can read of the item's fields: value by field.
std::map<QString, QString> readFields(const Recognised &found, const RunningHost &host);

/// "a/b:1.2@sha256:…" as it is taken apart. What a registry's short name leaves out is left out.
struct ImageParts
{
    QString name, tag, digest;
};
ImageParts imageParts(const QString &image);

} // namespace model
