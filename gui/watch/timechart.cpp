// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/watch/timechart.h"

#include "gui/theme.h"

#include <QCategoryAxis>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gui {

static constexpr int captionRoom = 26;

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
    chart->setMargins(QMargins(0, captionRoom, 6, 0));
    chart->setBackgroundRoundness(0);
    chart->legend()->hide(); // the caption says it, in no room of its own
    m_time = new QCategoryAxis(chart);
    m_time->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_value = new QValueAxis(chart);
    m_value->setTickCount(3);
    m_value->setRange(0, top > 0 ? top : 1);
    m_value->setLabelFormat(top > 0 ? u"%d %%"_s : unit.isEmpty() ? u"%g"_s : QString(u"%g "_s + unit));
    if (unit == u"B/s"_s)
        setScale(0);
    chart->addAxis(m_time, Qt::AlignBottom);
    chart->addAxis(m_value, Qt::AlignLeft);
    for (const QString &name : names) {
        m_lines.append(QList<QLineSeries *>());
        addPiece(m_lines.size() - 1)->setName(name);
    }
    setSpan(10);
    connect(chart, &QChart::plotAreaChanged, this, &TimeChart::alignLeft);
}

QLineSeries *TimeChart::addPiece(qsizetype line)
{
    auto *piece = new QLineSeries(chart());
    chart()->addSeries(piece);
    piece->attachAxis(m_time);
    piece->attachAxis(m_value);
    if (line < m_pens.size())
        piece->setPen(m_pens.at(line));
    m_lines[line].append(piece);
    return piece;
}

/// All graphs of a panel begin at the same place on the left, however long their numbers are.
void TimeChart::alignLeft()
{
    constexpr int left = 72;
    QMargins margins = chart()->margins();
    margins.setLeft(std::max(0, margins.left() + left - qRound(chart()->plotArea().left())));
    if (margins != chart()->margins())
        chart()->setMargins(margins);
}

void TimeChart::setSpan(int minutes)
{
    if (m_time->min() == -minutes)
        return; // setting it anew lays out all labels again
    for (const QString &label : m_time->categoriesLabels())
        m_time->remove(label);
    m_time->setRange(-minutes, 0);
    m_time->setStartValue(-minutes - 0.001);
    for (int at = -minutes; at < 0; at += minutes == 10 ? 5 : 1)
        m_time->append(tr("\u2212%1 min").arg(-at), at);
    m_time->append(tr("now"), 0);
}

QStringList TimeChart::timeLabels() const
{
    return m_time->categoriesLabels();
}

void TimeChart::setTheme(const Theme &theme)
{
    auto *chart = this->chart();
    m_theme = &theme;
    chart->setBackgroundBrush(theme.surface);
    QFont font = this->font();
    font.setPixelSize(12);
    for (QValueAxis *axis : {static_cast<QValueAxis *>(m_time), m_value}) {
        axis->setLabelsBrush(theme.dim);
        axis->setLabelsFont(font);
        axis->setGridLineColor(theme.border);
        axis->setLinePenColor(theme.border);
    }
    m_pens.clear();
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        QPen pen(theme.tier(i), 1); // one device pixel: wider antialiased lines cost twenty times as much
        if (i % 2)
            pen.setStyle(Qt::DashLine);
        m_pens.append(pen);
        for (QLineSeries *piece : std::as_const(m_lines.at(i)))
            piece->setPen(pen);
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

/// Where lines of these points break: where far more time passed than between most of them.
static double longestStep(const QList<QPointF> &points)
{
    constexpr double least = 5000;
    QList<double> steps;
    for (qsizetype i = 1; i < points.size(); ++i)
        steps.append(points.at(i - 1).x() - points.at(i).x());
    if (steps.isEmpty())
        return least;
    const auto middle = steps.begin() + steps.size() / 2;
    std::nth_element(steps.begin(), middle, steps.end());
    return std::max(least, 4 * *middle);
}

void TimeChart::draw(qsizetype line, const QList<QPointF> &points)
{
    const double longest = longestStep(points);
    QList<QList<QPointF>> pieces{{}};
    for (qsizetype i = 0; i < points.size(); ++i) {
        if (i > 0 && points.at(i - 1).x() - points.at(i).x() > longest)
            pieces.append(QList<QPointF>());
        if (std::isfinite(points.at(i).y()))
            pieces.last().append({-points.at(i).x() / 60000.0, points.at(i).y() * m_scale});
    }
    while (m_lines.at(line).size() < pieces.size())
        addPiece(line);
    for (qsizetype i = 0; i < m_lines.at(line).size(); ++i)
        m_lines.at(line).at(i)->replace(pieces.value(i));
}

/// Numbers at an axis of rates stay short.
void TimeChart::setScale(double highest)
{
    const bool mega = highest >= 1e6;
    m_scale = mega ? 1e-6 : 1e-3;
    const QString format = mega ? u"%g MB/s"_s : u"%g kB/s"_s;
    if (m_value->labelFormat() != format)
        m_value->setLabelFormat(format);
}

QString TimeChart::valueText(double value) const
{
    if (!std::isfinite(value))
        return tr("no data yet");
    if (m_unit == u"B/s"_s)
        return bytesText(value) + u"/s"_s;
    return QString::number(value, 'f', value < 10 ? 2 : 0) + (m_unit.isEmpty() ? QString() : u' ' + m_unit);
}

double oldestOf(const QList<QList<QPointF>> &lines)
{
    double oldest = 0;
    for (const QList<QPointF> &line : lines)
        oldest = line.isEmpty() ? oldest : std::max(oldest, line.constFirst().x());
    return oldest;
}

void TimeChart::show(const QList<QList<QPointF>> &lines, double since)
{
    double highest = 0;
    for (const QList<QPointF> &line : lines) {
        for (const QPointF &p : line)
            highest = std::isfinite(p.y()) ? std::max(highest, p.y()) : highest;
    }
    if (m_unit == u"B/s"_s)
        setScale(highest);
    for (qsizetype i = 0; i < m_lines.size() && i < lines.size(); ++i)
        draw(i, lines.at(i));
    if (m_top <= 0 && niceTop(highest * m_scale) != m_value->max())
        m_value->setRange(0, niceTop(highest * m_scale));
    const double oldest = std::max(since, oldestOf(lines));
    setSpan(oldest < 60000 ? 1 : oldest < 180000 ? 3 : 10); // what there is fills the graph
    updateCaption();
}

void TimeChart::setSilent(bool isSilent)
{
    if (std::exchange(m_isSilent, isSilent) != isSilent)
        updateCaption();
}

void TimeChart::updateCaption()
{
    scene()->invalidate(QRectF(0, 0, width(), captionRoom), QGraphicsScene::ForegroundLayer);
}

/// Of one of several lines with its name.
QString TimeChart::lineText(int line) const
{
    const QString value = valueText(latest(line) / m_scale);
    return m_lines.size() > 1 ? m_lines.at(line).constFirst()->name() + u' ' + value : value;
}

QString TimeChart::caption() const
{
    QStringList words;
    for (int i = 0; i < m_lines.size(); ++i)
        words.append(lineText(i));
    const QString values = !std::isfinite(latest()) ? tr("no data yet") : m_isSilent ? tr("last %1").arg(words.join(u", "_s)) : words.join(u", "_s);
    return m_title + u"  ·  "_s + values;
}

QColor TimeChart::captionInk() const
{
    return m_isSilent ? m_theme->dim : m_theme->text;
}

/// Title and values over the graph, at the left as the words above; several lines each with a piece of theirs, as in a legend.
void TimeChart::drawForeground(QPainter *painter, const QRectF &)
{
    if (!m_theme)
        return;
    QFont font = this->font();
    font.setPixelSize(13);
    font.setWeight(QFont::DemiBold);
    QRectF room(0, 0, width() - 4, captionRoom);
    const auto say = [&](const QString &words, qreal space) {
        painter->setFont(font);
        painter->setPen(captionInk());
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, QFontMetricsF(font).elidedText(words, Qt::ElideRight, room.width()));
        room.setLeft(std::min(room.right(), room.left() + QFontMetricsF(font).horizontalAdvance(words) + space));
    };
    if (m_lines.size() == 1 || !std::isfinite(latest()))
        return say(caption(), 0);
    say(m_title, 12);
    font.setPixelSize(12);
    font.setWeight(QFont::Normal);
    if (m_isSilent)
        say(tr("last"), 8);
    for (int i = 0; i < m_lines.size(); ++i) {
        painter->setPen(m_pens.value(i));
        painter->drawLine(QPointF(room.left(), room.center().y() + 0.5), QPointF(room.left() + 14, room.center().y() + 0.5));
        room.setLeft(room.left() + 18);
        say(lineText(i), 12);
    }
}

double TimeChart::latest(int line) const
{
    double latest = std::nan("");
    for (const QLineSeries *piece : m_lines.at(line)) {
        if (const QList<QPointF> points = piece->points(); !points.isEmpty())
            latest = points.constLast().y();
    }
    return latest;
}

int TimeChart::pieces(int line) const
{
    return int(std::ranges::count_if(m_lines.at(line), [](const QLineSeries *piece) { return piece->count() > 0; }));
}

} // namespace gui
