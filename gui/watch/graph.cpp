// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/watch/graph.h"

#include "model/late.h"

#include <QCoreApplication>
#include <QLabel>

namespace gui {

namespace {

constexpr model::LateLibrary charts("libswitchyard_charts.so");
const model::Late<Graph *(const GraphWords &, QWidget *)> make(charts, "switchyardMakeGraph");

class MissingGraph : public QLabel, public Graph
{
public:
    MissingGraph(const QString &why, QWidget *parent) : QLabel(why, parent) { setWordWrap(true); }
    QWidget *widget() override { return this; }
    void setTheme(const Theme &) override {}
    void show(const QList<QList<QPointF>> &, double) override {}
};

} // namespace

Graph *makeGraph(const GraphWords &words, QWidget *parent)
{
    const QString problem = charts.problem();
    if (problem.isEmpty())
        return make(words, parent);
    return new MissingGraph(QCoreApplication::translate("gui::Graph", "%1 cannot be drawn: %2").arg(words.title, problem), parent);
}

} // namespace gui
