// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Edit menu: undo, what is done to items, add, select, find, and the walk through the problems.

#include "model/fleet.h"

#include <QObject>

class QMenu;
class QPointF;

namespace gui {

class FindActions;
class ItemActions;
struct Theme;
class Window;

class EditActions : public QObject
{
    Q_OBJECT
public:
    explicit EditActions(Window &window);

    void addKind(const QString &kind);           ///< to the selected host
    void addHostAt(const QPointF &scenePosition);
    void refresh(); ///< the selection, the mode or the history changed
    void setTheme(const Theme &theme);

private:
    void addHistory(QMenu *menu);
    void addSelecting(QMenu *menu);
    void addProblems(QMenu *menu);
    void addHost();
    void chooseKind();
    void selectAll();
    void showProperties();
    void stepProblem(int by);
    QString hostToAddTo() const;

    Window &m_window;
    ItemActions *m_items;
    FindActions *m_find;
};

} // namespace gui
