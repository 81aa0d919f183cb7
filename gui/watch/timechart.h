// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One detail graph over the last minutes, on Qt Charts: a fixed axis that ends now, data that moves, no animation.

#include <QChartView>
#include <QList>
#include <QPointF>

class QLineSeries;
class QValueAxis;

namespace gui {

struct Theme;

class TimeChart : public QChartView
{
    Q_OBJECT
public:
    /// `names`: one line each. `top`: fixed upper end of the axis, or 0 to follow the data.
    TimeChart(const QString &title, const QString &unit, const QStringList &names, double top, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setSpan(int minutes);
    /// Points (ms before now, value), oldest first, one list per line.
    void show(const QList<QList<QPointF>> &lines);
    double latest(int line = 0) const;

private:
    QString m_title, m_unit;
    double m_top, m_scale = 1;
    QList<QLineSeries *> m_lines;
    QValueAxis *m_time = nullptr, *m_value = nullptr;
};

/// 1536000 → "1.5 MB"; for axis and captions.
QString bytesText(double bytes);

} // namespace gui
