// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Deploy mode: what a deploy would do, a row of steps per host while it runs, its log, and cancel.

#include "gui/canvas/marks.h"
#include "gui/dialing.h"

#include "model/diagnostic.h"
#include "remote/deploy.h"

#include <QWidget>

#include <memory>

namespace model {
class FleetDocument;
}

namespace gui {

class Derived;
struct Theme;

class DeployPanel : public QWidget
{
    Q_OBJECT
public:
    DeployPanel(const model::FleetDocument &document, const Derived &derived, const Dialing &dialing, QWidget *parent = nullptr);
    ~DeployPanel() override;

    void setTheme(const Theme &theme);
    bool isRunning() const;
    void refreshPlan();           ///< the design changed: what would a deploy do now?
    void start(bool confirmed);   ///< asks first unless confirmed; names the hosts it touches
    Marks marks() const;          ///< phase of every host, and what stops a deploy, for the canvas
    const model::Diagnostics &problems() const; ///< the errors that stop a deploy
    remote::Phase phase(const QString &host) const;

signals:
    void marksChanged();
    void hostPicked(const model::ItemId &host);
    void problemPicked(const model::ItemId &item); ///< to be shown where it is mended
    void statusAsked(const QString &words);
    void finished(bool allLive);
    void imageSeen(const QString &image, const QString &digest); ///< by what an image that a host fetched can be pinned

private:
    void take(const remote::DeployEvent &event);
    void appendLog(const remote::DeployEvent &event);
    void showLog(const QString &host);
    void finish();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gui
