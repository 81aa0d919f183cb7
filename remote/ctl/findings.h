// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A fleet file read and judged, and its findings as lines or JSON: what every verb begins with.

#include "model/codec.h"
#include "remote/ctl/dispatch.h"

namespace ctl {

struct Judged
{
    model::Fleet fleet;
    model::Diagnostics findings; ///< of reading and of validating
};

/// Error: the file cannot be read, or not be edited safely; it names the file.
model::Result<Judged> judge(const QString &path);
/// What reading and validating find in the fleet.
model::Diagnostics findingsOf(const model::Fleet &fleet);

/// For each finding the ways to mend it, the best first, in words.
QList<QStringList> waysToMend(const model::Fleet &fleet, const model::Diagnostics &findings);

/// "fleet.yaml:12:5: error: message [code]"
QString findingLine(const QString &path, const model::Diagnostic &finding);
/// A line each; with `ways`, a second one that says how to mend it.
void sayFindings(QTextStream &to, const QString &path, const model::Diagnostics &findings,
                 const QList<QStringList> &ways = {});
/// [{severity, code, message, item, field, line, column, fixes}], one object a line.
QByteArray findingsJson(const model::Diagnostics &findings, const QList<QStringList> &ways = {});

} // namespace ctl
