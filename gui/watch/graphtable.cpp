// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/watch/graphtable.h"

#include <QDateTime>
#include <QMap>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace gui {

using namespace remote;

static QString unitOf(Metric metric)
{
    switch (metric) {
    case Metric::Cpu:
    case Metric::Memory:
    case Metric::Disk: return u" (%)"_s;
    case Metric::Receive:
    case Metric::Transmit: return u" (B/s)"_s;
    case Metric::RoundTrip: return u" (ms)"_s;
    case Metric::Load: break;
    }
    return {};
}

static QString timeText(qint64 ms)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(ms);
    return local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODateWithMs);
}

QByteArray graphTable(const History &history, const QString &host, const QList<Metric> &metrics, qint64 now)
{
    constexpr qint64 everything = std::numeric_limits<qint32>::max(); // more than a history holds
    QMap<qint64, QStringList> rows;
    QStringList header{u"time"_s};
    for (qsizetype column = 0; column < metrics.size(); ++column) {
        header.append(metricName(metrics.at(column)) + unitOf(metrics.at(column)));
        for (const QPointF &point : history.series(host, metrics.at(column), now, everything, std::numeric_limits<int>::max())) {
            QStringList &cells = rows[now - qRound64(point.x())];
            cells.resize(metrics.size());
            if (std::isfinite(point.y()))
                cells[column] = QString::number(point.y(), 'g', 7);
        }
    }
    if (rows.isEmpty())
        return {};
    QByteArray text = header.join(u',').toUtf8() + "\r\n";
    for (auto row = rows.cbegin(); row != rows.cend(); ++row)
        text += (timeText(row.key()) + u',' + row->join(u',')).toUtf8() + "\r\n";
    return text;
}

} // namespace gui
