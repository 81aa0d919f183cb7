// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Edit menu: undo, add, duplicate, remove, select, and the walk through the problems.

#include "model/fleet.h"

#include <QObject>

class QPointF;

namespace gui {

class Window;

class EditActions : public QObject
{
    Q_OBJECT
public:
    explicit EditActions(Window &window);

    void addKind(const QString &kind);           ///< to the selected host
    void addHostAt(const QPointF &scenePosition);
    void refresh(); ///< the selection, the mode or the history changed

private:
    void addHost();
    void removeSelected();
    void duplicateSelected();
    void selectAll();
    void stepProblem(int by);

    Window &m_window;
};

} // namespace gui
