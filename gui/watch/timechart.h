// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One detail graph over the last minutes, on Qt Charts: a fixed axis that ends now, data that moves, no animation.

#include <QChartView>
#include <QList>
#include <QPen>
#include <QPointF>

class QCategoryAxis;
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
    /// Whether what it shows is of now, or the last that was seen.
    void setSilent(bool isSilent);
    /// Points (ms before now, value), oldest first, one list per line; at least as far back as `since`, as its neighbours reach.
    void show(const QList<QList<QPointF>> &lines, double since = 0);
    double latest(int line = 0) const;
    /// How many pieces a line is in: it breaks where nothing was seen for a while.
    int pieces(int line) const;
    QStringList timeLabels() const;
    /// What stands over the graph: its title, and of each line what it is and its latest value.
    QString caption() const;
    QColor captionInk() const;

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;

private:
    void alignLeft();
    QLineSeries *addPiece(qsizetype line);
    void draw(qsizetype line, const QList<QPointF> &points);
    void setScale(double highest);
    QString valueText(double value) const;
    QString lineText(int line) const;
    void updateCaption();

    QString m_title, m_unit;
    double m_top, m_scale = 1;
    QList<QList<QLineSeries *>> m_lines; ///< each in pieces, the first of which has the name
    QList<QPen> m_pens;
    QCategoryAxis *m_time = nullptr;
    QValueAxis *m_value = nullptr;
    const Theme *m_theme = nullptr;
    bool m_isSilent = false;
};

/// 1536000 → "1.5 MB"; for axis and captions.
QString bytesText(double bytes);

/// How many ms before now the oldest of the points is; 0 without points.
double oldestOf(const QList<QList<QPointF>> &lines);

} // namespace gui
