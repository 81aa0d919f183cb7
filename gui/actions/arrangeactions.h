// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Arrange menu (align, distribute, pin, tidy) and what the View menu has of the canvas: layers, minimap, collapsed hosts.

#include <QObject>

class QMenu;

namespace gui {

class Window;

class ArrangeActions : public QObject
{
    Q_OBJECT
public:
    explicit ArrangeActions(Window &window);

    void addLayers(QMenu *menu);   ///< to the View menu
    void addCollapse(QMenu *menu);

private:
    void addAlign(QMenu *menu);
    void addTidy(QMenu *menu);
    void refreshLayers();
    void refreshSelection(); ///< what needs boxes is grey without them

    Window &m_window;
};

} // namespace gui
