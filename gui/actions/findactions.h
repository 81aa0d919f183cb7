// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Find on the canvas, and the command list: every action and every place by a few letters.

#include <QObject>

class QMenu;

namespace gui {

class FindBar;
struct Theme;
class Window;

class FindActions : public QObject
{
    Q_OBJECT
public:
    FindActions(Window &window, QMenu *menu);
    void setTheme(const Theme &theme);

private:
    void showCommands();

    Window &m_window;
    FindBar *m_bar;
};

} // namespace gui
