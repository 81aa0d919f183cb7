// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pictures of every view and dialog in both themes, to be looked at one by one before anybody else does.

#include "gui/demo.h"
#include "gui/window.h"

#include <QDir>

#include <functional>

namespace gui {

class Shots
{
public:
    Shots(Window &window, Demo &demo, const QString &folder);
    /// Makes them all at the scale the program runs with. What failed, in words.
    QStringList run();

private:
    void design();
    void clash();
    void empty();
    void overlays();
    void dialogs();
    void questions();
    void fileQuestions();
    void hostKeys();
    void drag();
    void adopting();
    void flake();
    void live();
    void submenus();
    void contextMenus();
    void manyProblems();
    void inspectors();
    void canvasStates();
    void forbiddenDrop();
    void guideStations();
    void bigFleet();
    void emptiedDialogs();
    void deploying();
    void both(const QString &name);                            ///< the window, dark and light
    void dialog(const QString &name, const QString &action);   ///< what an action opens
    void picture(QWidget &widget, const QString &name);
    void pictured(const QString &name, const std::function<void()> &ask);
    void menu(const QString &name, const QString &as = {});

    Window &m_window;
    Demo &m_demo;
    QDir m_folder;
    QStringList m_failures;
    QString m_theme;
};

} // namespace gui
