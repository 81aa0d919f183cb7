// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Samples of the last minutes in bounded memory, ready to be drawn.

#include "remote/sample.h"

#include <QList>
#include <QPointF>

namespace remote {

enum class Metric
{
    Cpu,
    Load,
    Memory,
    Disk,
    Receive,
    Transmit,
    RoundTrip
};
QString metricName(Metric metric);
/// The metric of a sample in the unit it is drawn in: Cpu, Memory, Disk in percent, Load plain,
/// rates in bytes/s, RoundTrip in ms.
double metricOf(const Sample &sample, Metric metric);

class History
{
public:
    explicit History(int perHost = 3600); ///< ring size, in samples a host

    void append(const Sample &sample);
    /// (ms before `now`, value) of the last `spanMs`, oldest first, at most `points` of them
    /// (min/max kept per bucket).
    QList<QPointF> series(const QString &host, Metric metric, qint64 now, qint64 spanMs,
                          int points) const;
    int size(const QString &host) const;
    void forget(const QString &host);

private:
    struct Point
    {
        qint64 t;
        float values[7];
    };
    struct Ring
    {
        QList<Point> points;
        qsizetype next = 0;
    };
    static QList<QPointF> thin(const QList<QPointF> &all, qint64 spanMs, int points);
    int m_perHost;
    QHash<QString, Ring> m_rings;
};

} // namespace remote
