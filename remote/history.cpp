// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/history.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr int Metrics = 7;
static_assert(int(Metric::RoundTrip) == Metrics - 1);

double percent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

QString metricName(Metric metric)
{
    switch (metric) {
    case Metric::Cpu:
        return u"cpu"_s;
    case Metric::Load:
        return u"load"_s;
    case Metric::Memory:
        return u"memory"_s;
    case Metric::Disk:
        return u"disk"_s;
    case Metric::Receive:
        return u"receive"_s;
    case Metric::Transmit:
        return u"transmit"_s;
    case Metric::RoundTrip:
        return u"round-trip"_s;
    }
    return {};
}

double metricOf(const Sample &sample, Metric metric)
{
    switch (metric) {
    case Metric::Cpu:
        return 100 * sample.cpu;
    case Metric::Load:
        return sample.load1;
    case Metric::Memory:
        return percent(sample.memoryUsed, sample.memoryTotal);
    case Metric::Disk:
        return percent(sample.diskUsed, sample.diskTotal);
    case Metric::Receive:
        return sample.rxRate;
    case Metric::Transmit:
        return sample.txRate;
    case Metric::RoundTrip:
        return sample.roundTripMs;
    }
    return 0;
}

History::History(int perHost) : m_perHost(std::max(1, perHost)) {}

void History::append(const Sample &sample)
{
    Point point{sample.t, {}};
    for (int i = 0; i < Metrics; ++i)
        point.values[i] = float(metricOf(sample, Metric(i)));
    Ring &ring = m_rings[sample.host];
    if (ring.points.size() < m_perHost) {
        ring.points.append(point);
        return;
    }
    ring.points[ring.next] = point;
    ring.next = (ring.next + 1) % m_perHost;
}

int History::size(const QString &host) const
{
    const auto ring = m_rings.constFind(host);
    return ring == m_rings.cend() ? 0 : int(ring->points.size());
}

void History::forget(const QString &host)
{
    m_rings.remove(host);
}

QList<QPointF> History::series(const QString &host, Metric metric, qint64 now, qint64 spanMs,
                               int points) const
{
    const auto ring = m_rings.constFind(host);
    if (ring == m_rings.cend() || spanMs <= 0 || points < 1)
        return {};
    QList<QPointF> all;
    const qsizetype count = ring->points.size();
    for (qsizetype i = 0; i < count; ++i) {
        const Point &point = ring->points.at((ring->next + i) % count);
        const double value = double(point.values[int(metric)]);
        if (now - point.t <= spanMs && now >= point.t && !std::isnan(value))
            all.append({double(now - point.t), value});
    }
    return thin(all, spanMs, points);
}

/// The lowest and the highest of each of points/2 equal spans of time, in the order they came.
QList<QPointF> History::thin(const QList<QPointF> &all, qint64 spanMs, int points)
{
    if (all.size() <= points)
        return all;
    const int buckets = std::max(1, points / 2);
    const auto bucketOf = [=](const QPointF &p) {
        return std::min(buckets - 1, int(p.x() * buckets / double(spanMs)));
    };
    QList<QPointF> kept;
    for (qsizetype i = 0; i < all.size();) {
        qsizetype low = i, high = i, end = i;
        while (end < all.size() && bucketOf(all.at(end)) == bucketOf(all.at(i))) {
            low = all.at(end).y() < all.at(low).y() ? end : low;
            high = all.at(end).y() > all.at(high).y() ? end : high;
            ++end;
        }
        kept.append(all.at(std::min(low, high)));
        if (low != high && kept.size() < points)
            kept.append(all.at(std::max(low, high)));
        i = end;
    }
    return kept;
}

} // namespace remote
