// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Everything that is wrong with a fleet, with codes, places and advice. Pure; the catalog holds the rules of kinds.

#include "model/catalog.h"
#include "model/diagnostic.h"
#include "model/topology.h"

namespace model {

enum class Purpose { Design, Deploy }; ///< Deploy also reports facts that a deploy needs and the fleet has not

/// Findings in file order, errors of one place before its warnings. Positions are filled in from the fleet's source.
Diagnostics validate(const Fleet &fleet, const Catalog &catalog, Purpose purpose = Purpose::Design);
Diagnostics validate(const Fleet &fleet, const Catalog &catalog, const Topology &topology, Purpose purpose);

/// What one code stands for.
struct RuleDoc
{
    QString code;
    Severity design = Severity::Error, deploy = Severity::Error; ///< how grave it is for either purpose
    QString meaning;                                             ///< one line
    QString mend;                                                ///< how to mend it, one line
};
/// All codes that reading and validate() can give, those of the catalog's own rules included.
QList<RuleDoc> ruleDocs(const Catalog &catalog);

/// Why a value does not fit a field ("70000 is not a port: 1 to 65535"); empty when it fits.
QString complaint(const Field &field, const Value &value);

/// Names that become parts of paths, units and DNS labels: [a-z0-9] and inner hyphens, at most 63 characters.
bool isName(QStringView text);

/// The lowest free port from the field's default on, on that host and protocol; 0 when none is free.
int freePort(const Topology &topology, const Catalog &catalog, const QString &kind, const QString &field, const QString &host);
/// A fresh name for an item of that kind: g01, g02, …
QString freshName(const Fleet &fleet, const Catalog &catalog, const QString &kind);

} // namespace model
