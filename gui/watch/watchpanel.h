// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Watch mode: charts of the selected host (or of all), what is wrong in words, and the lamps that the canvas wears.

#include "gui/canvas/marks.h"
#include "gui/dialing.h"
#include "gui/selection.h"

#include "model/hostfacts.h"
#include "remote/health.h"
#include "remote/history.h"

#include <QWidget>

#include <memory>

namespace model {
class FleetDocument;
}

namespace gui {

class Derived;
class TimeChart;
struct Theme;

class WatchPanel : public QWidget
{
    Q_OBJECT
public:
    WatchPanel(const model::FleetDocument &document, const Derived &derived, const Selection &selection, const Dialing &dialing,
               QWidget *parent = nullptr);
    ~WatchPanel() override;

    void setTheme(const Theme &theme);
    void setActive(bool active);  ///< probes run only while watched
    bool isActive() const;
    Marks marks() const;          ///< lamp of every host and item, with its reason and age
    const QHash<model::ItemId, remote::Health> &health() const;
    const remote::History &history() const;
    QByteArray graphTable() const; ///< all that the graphs of the shown host know; empty: nothing yet
    QString shownHost() const;
    model::Measured measured(const QString &host) const; ///< what was last seen of the host; nothing when it was never watched

signals:
    void marksChanged();
    void itemPicked(const model::ItemId &item);
    void statusAsked(const QString &words);

private:
    void createWidgets();
    void addCopying(TimeChart *chart, const QList<remote::Metric> &metrics);
    void restart();
    void assessNow();
    void refreshTroubles();
    void refreshDetail(); ///< the words above the graphs
    void refreshCharts();
    void followSelection();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gui
