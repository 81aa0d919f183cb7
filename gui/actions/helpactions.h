// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Help menu: shortcut sheet, tour, rules, doctor, about.

#include <QObject>

namespace gui {

class Window;

class HelpActions : public QObject
{
    Q_OBJECT
public:
    explicit HelpActions(Window &window);
    void startTour();
    void startTourOnce(); ///< for who has never seen it

private:
    void showShortcuts();
    void showRules();
    void showDoctor();
    void showAbout();
    void copyDebugInformation();
    void saveDebugInformation();

    Window &m_window;
};

} // namespace gui
