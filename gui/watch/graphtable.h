// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What graphs show, as a table for a spreadsheet: a row for every moment, a column for every metric.

#include "remote/history.h"

#include <QByteArray>

namespace gui {

/// RFC 4180; times are those of this machine's time zone, with their distance from UTC. Empty when nothing was seen of the host.
QByteArray graphTable(const remote::History &history, const QString &host, const QList<remote::Metric> &metrics, qint64 now);

} // namespace gui
