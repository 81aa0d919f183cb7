// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/watch/timechart.h"

#include "gui/theme.h"

#include <QLegend>
#include <QLineSeries>
#include <QValueAxis>

#include <cmath>
#include <optional>

using namespace Qt::StringLiterals;

namespace gui {

QString bytesText(double bytes)
{
    static const QStringList units{u"B"_s, u"kB"_s, u"MB"_s, u"GB"_s, u"TB"_s};
    qsizetype unit = 0;
    while (std::abs(bytes) >= 999.5 && unit + 1 < units.size()) {
        bytes /= 1000;
        ++unit;
    }
    return QString::number(bytes, 'f', bytes < 9.95 && unit > 0 ? 1 : 0) + u' ' + units.at(unit);
}

TimeChart::TimeChart(const QString &title, const QString &unit, const QStringList &names, double top, QWidget *parent)
    : QChartView(parent), m_title(title), m_unit(unit), m_top(top)
{
    setAccessibleName(title);
    setFrameShape(NoFrame);
    setMinimumHeight(150);
    auto *chart = this->chart();
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->setMargins(QMargins(0, 0, 6, 0));
    chart->setBackgroundRoundness(0);
    chart->legend()->setVisible(names.size() > 1);
    chart->legend()->setAlignment(Qt::AlignTop);
    m_time = new QValueAxis(chart);
    m_value = new QValueAxis(chart);
    m_time->setLabelFormat(u"%g min"_s);
    m_time->setTickCount(3);
    m_value->setTickCount(3);
    m_value->setRange(0, top > 0 ? top : 1);
    m_value->setLabelFormat(top > 0 ? u"%d %%"_s : unit == u"B/s"_s ? u"%g kB/s"_s : u"%g"_s);
    m_scale = unit == u"B/s"_s ? 0.001 : 1;
    chart->addAxis(m_time, Qt::AlignBottom);
    chart->addAxis(m_value, Qt::AlignLeft);
    for (const QString &name : names) {
        auto *line = new QLineSeries(chart);
        line->setName(name);
        chart->addSeries(line);
        line->attachAxis(m_time);
        line->attachAxis(m_value);
        m_lines.append(line);
    }
    setSpan(10);
}

void TimeChart::setSpan(int minutes)
{
    if (m_time->min() == -minutes)
        return; // setting it anew lays out all labels again
    m_time->setRange(-minutes, 0);
    m_time->setTickCount(minutes == 10 ? 3 : minutes + 1); // at whole minutes
}

void TimeChart::setTheme(const Theme &theme)
{
    auto *chart = this->chart();
    chart->setBackgroundBrush(theme.surface);
    chart->setTitleBrush(theme.text);
    QFont font = this->font();
    font.setPixelSize(12);
    for (QValueAxis *axis : {m_time, m_value}) {
        axis->setLabelsBrush(theme.dim);
        axis->setLabelsFont(font);
        axis->setGridLineColor(theme.border);
        axis->setLinePenColor(theme.border);
    }
    chart->legend()->setLabelColor(theme.dim);
    chart->legend()->setFont(font);
    font.setPixelSize(13);
    font.setWeight(QFont::DemiBold);
    chart->setTitleFont(font);
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        QPen pen(theme.tier(i), 1); // one device pixel: wider antialiased lines cost twenty times as much
        if (i % 2)
            pen.setStyle(Qt::DashLine);
        m_lines.at(i)->setPen(pen);
    }
    setBackgroundBrush(theme.surface);
}

static double niceTop(double value)
{
    if (value <= 0)
        return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0, 10.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10 * power;
}

static std::optional<double> oldestKnown(const QList<QList<QPointF>> &lines)
{
    std::optional<double> oldest;
    for (const QList<QPointF> &line : lines) {
        if (!line.isEmpty() && (!oldest || line.constFirst().x() > *oldest))
            oldest = line.constFirst().x();
    }
    return oldest;
}

void TimeChart::show(const QList<QList<QPointF>> &lines)
{
    double highest = 0;
    for (qsizetype i = 0; i < m_lines.size() && i < lines.size(); ++i) {
        QList<QPointF> points;
        points.reserve(lines.at(i).size());
        for (const QPointF &p : lines.at(i)) {
            if (std::isfinite(p.y()))
                points.append({-p.x() / 60000.0, p.y() * m_scale});
        }
        for (const QPointF &p : std::as_const(points))
            highest = std::max(highest, p.y());
        m_lines.at(i)->replace(points);
    }
    if (m_top <= 0 && niceTop(highest) != m_value->max())
        m_value->setRange(0, niceTop(highest));
    if (!oldestKnown(lines).has_value())
        setSpan(1);
    else
        setSpan(*oldestKnown(lines) < 60000 ? 1 : *oldestKnown(lines) < 180000 ? 3 : 10); // what there is fills the graph
    const double now = latest() / m_scale;
    const QString text = !std::isfinite(now) ? tr("no data yet") : m_unit == u"B/s"_s ? bytesText(now) + u"/s"_s
        : QString::number(now, 'f', now < 10 ? 2 : 0) + (m_unit.isEmpty() ? QString() : u' ' + m_unit);
    chart()->setTitle(m_title + u"  ·  "_s + text);
}

double TimeChart::latest(int line) const
{
    const QList<QPointF> points = m_lines.at(line)->points();
    return points.isEmpty() ? std::nan("") : points.constLast().y();
}

} // namespace gui
