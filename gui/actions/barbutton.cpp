// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/barbutton.h"

#include "gui/actions/actions.h"

#include <QAction>
#include <QToolBar>

namespace gui {

BarButton::BarButton(QAction *action, QToolBar *bar) : QToolButton(bar), m_action(action)
{
    setAutoRaise(true);
    setFocusPolicy(Qt::NoFocus);
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    setIconSize(bar->iconSize());
    setAccessibleName(Actions::title(action));
    setToolTip(action->toolTip());
    connect(bar, &QToolBar::iconSizeChanged, this, &QToolButton::setIconSize);
    connect(action, &QAction::changed, this, &BarButton::follow);
    connect(this, &QToolButton::clicked, action, &QAction::trigger);
    follow();
}

void BarButton::follow()
{
    setEnabled(m_action->isEnabled());
    setCheckable(m_action->isCheckable());
    setChecked(m_action->isChecked());
    if (m_icon == m_action->icon().cacheKey())
        return;
    setIcon(m_action->icon());
    m_icon = m_action->icon().cacheKey();
}

bool BarButton::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip)
        setToolTip(m_action->toolTip());
    return QToolButton::event(event);
}

} // namespace gui
