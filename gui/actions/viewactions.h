// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The View menu: modes, zoom, collapsed hosts, layers, theme, panels and full screen.

#include <QObject>

class QMenu;

namespace gui {

class Window;

class ViewActions : public QObject
{
    Q_OBJECT
public:
    explicit ViewActions(Window &window);

private:
    void addModes(QMenu *menu);
    void addZoom(QMenu *menu);
    void addThemes(QMenu *menu);

    Window &m_window;
};

} // namespace gui
