// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One detail graph over the last minutes, on Qt Charts: a fixed axis that ends now, data that moves, no animation.

#include "gui/watch/graph.h"

#include <QChartView>
#include <QPen>

class QCategoryAxis;
class QLineSeries;
class QValueAxis;

namespace gui {

class TimeChart : public QChartView, public Graph
{
    Q_OBJECT
public:
    explicit TimeChart(const GraphWords &words, QWidget *parent = nullptr);

    QWidget *widget() override { return this; }
    void setTheme(const Theme &theme) override;
    void show(const QList<QList<QPointF>> &lines, double since = 0) override;
    void setSpan(int minutes);
    double latest(int line = 0) const;
    /// How many pieces a line is in: it breaks where nothing was seen for a while.
    int pieces(int line) const;
    QStringList timeLabels() const;

private:
    void alignLeft();
    QLineSeries *addPiece(qsizetype line);
    void draw(qsizetype line, const QList<QPointF> &points);
    void setScale(double highest);
    QString valueText(double value) const;

    QString m_title, m_unit;
    double m_top, m_scale = 1;
    QList<QList<QLineSeries *>> m_lines; ///< each in pieces, the first of which stands in the legend
    QList<QPen> m_pens;
    QCategoryAxis *m_time = nullptr;
    QValueAxis *m_value = nullptr;
};

} // namespace gui

/// The way in, for who loads this library.
extern "C" Q_DECL_EXPORT gui::Graph *switchyardMakeGraph(const gui::GraphWords &words, QWidget *parent);
