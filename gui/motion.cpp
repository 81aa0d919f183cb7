// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/motion.h"

#include <QApplication>
#include <QMainWindow>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace gui {

static const QString key = u"reduce-motion"_s;

bool motionReduced()
{
    return QSettings().value(key).toBool();
}

void setMotionReduced(bool reduced, QMainWindow &window)
{
    QSettings().setValue(key, reduced);
    applyMotion(window);
}

void applyMotion(QMainWindow &window)
{
    const bool moves = !motionReduced();
    window.setAnimated(moves);
    for (const Qt::UIEffect effect : {Qt::UI_AnimateMenu, Qt::UI_FadeMenu, Qt::UI_AnimateCombo, Qt::UI_AnimateTooltip, Qt::UI_FadeTooltip, Qt::UI_AnimateToolBox}) {
        if (!moves)
            QApplication::setEffectEnabled(effect, false);
    }
}

} // namespace gui
