// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the real switchyardctl and measures what it took.
#pragma once

#include <QByteArray>
#include <QStringList>

namespace tests {

struct Run
{
    int exitCode = -1; ///< minus the signal when one ended it
    QByteArray out, err;
    double seconds = 0;
    double megabytes = 0; ///< peak resident memory
};

Run runCtl(const QStringList &arguments, const QStringList &environment = {}, const QByteArray &input = {});

} // namespace tests
