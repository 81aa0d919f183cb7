// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The main job by itself, on the demo fleet, with a picture of every station: open, drag, preview, deploy, watch.

#include "gui/demo.h"
#include "gui/window.h"

#include <QDir>

namespace gui {

class Tour
{
public:
    Tour(Window &window, Demo &demo, const QString &folder);
    /// Runs all stations. What failed, in words; empty when all of it worked.
    QStringList run();

private:
    void design();
    void drag();
    void preview();
    void deploy();
    void watch();
    void trouble();
    void light();
    void expect(bool truth, const QString &what);
    void picture(const QString &name);
    bool dragTo(QWidget *source, const QPoint &from, const QPoint &to, const QString &pictureName);

    Window &m_window;
    Demo &m_demo;
    QDir m_folder;
    QStringList m_failures;
};

} // namespace gui
