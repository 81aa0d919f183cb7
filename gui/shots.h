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
    /// `only`: patterns like design-*, of names with or without theme and scale; none: all.
    Shots(Window &window, Demo &demo, const QString &folder, const QStringList &only = {});
    /// Makes them at the scale the program runs with. What failed, in words.
    QStringList run();
    int made() const { return m_made; }

private:
    struct Section { void (Shots::*make)(); QStringList names; };

    QList<Section> sections() const;
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
    QString fileName(const QString &name) const;
    bool isWanted(const QStringList &names) const; ///< one of them
    void picture(QWidget &widget, const QString &name);
    void pictured(const QString &name, const std::function<void()> &ask);
    void menu(const QString &name, const QString &as = {});

    Window &m_window;
    Demo &m_demo;
    QDir m_folder;
    QStringList m_only, m_section, m_failures; ///< m_section: what the section makes that is at work
    int m_made = 0;
    QString m_theme;
};

} // namespace gui
