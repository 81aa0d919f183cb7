// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The icon of an action in the tool bar. Unlike a button of Qt's it does not follow the action's words, which tell of the last edit
// ("Undo: Move g01"): these would have the whole window laid out anew with each edit. It reads them when its tip is asked for.

#include <QToolButton>

class QToolBar;

namespace gui {

class BarButton : public QToolButton
{
    Q_OBJECT
public:
    BarButton(QAction *action, QToolBar *bar);

protected:
    bool event(QEvent *event) override;

private:
    void follow();

    QAction *m_action;
    qint64 m_icon = 0; ///< which one is shown
};

} // namespace gui
