// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the Watch panel knows of a graph. Who draws it, on Qt Charts, is loaded with the first one: no start waits for that library.

#include <QList>
#include <QPointF>
#include <QStringList>

#include <algorithm>

class QWidget;

namespace gui {

struct Theme;

class Graph
{
public:
    Graph() = default;
    Q_DISABLE_COPY_MOVE(Graph)

    virtual QWidget *widget() = 0;
    virtual void setTheme(const Theme &theme) = 0;
    /// Points (ms before now, value), oldest first, one list per line; at least as far back as `since`, as its neighbours reach.
    virtual void show(const QList<QList<QPointF>> &lines, double since) = 0;

protected:
    ~Graph() = default; ///< its widget's parent ends it
};

struct GraphWords
{
    QString title, unit;
    QStringList names; ///< one line each
    double top = 0;    ///< fixed upper end of the axis, or 0 to follow the data
};

/// How many ms before now the oldest of the points is; 0 without points.
inline double oldestOf(const QList<QList<QPointF>> &lines)
{
    double oldest = 0;
    for (const QList<QPointF> &line : lines)
        oldest = line.isEmpty() ? oldest : std::max(oldest, line.constFirst().x());
    return oldest;
}

/// A child of `parent`; where the library cannot be loaded, words that say why stand in its place.
Graph *makeGraph(const GraphWords &words, QWidget *parent);

} // namespace gui
