// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/viewactions.h"

#include "gui/actions/actions.h"
#include "gui/actions/arrangeactions.h"
#include "gui/canvas/view.h"
#include "gui/fullscreen.h"
#include "gui/motion.h"
#include "gui/window.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QMenu>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

ViewActions::ViewActions(Window &window) : QObject(&window), m_window(window)
{
    Actions &actions = window.actions();
    QMenu *menu = actions.menu(u"view"_s);
    addModes(menu);
    addZoom(menu);
    auto *arrange = new ArrangeActions(window);
    arrange->addCollapse(menu);
    arrange->addLayers(menu);
    addThemes(menu);
    QMenu *panels = menu->addMenu(tr("&Panels"));
    QAction *reset = actions.add(u"reset-layout"_s, tr("&Reset layout"));
    panels->addAction(reset);
    QAction *line = panels->insertSeparator(reset);
    for (QDockWidget *dock : window.docks()) {
        dock->toggleViewAction()->setText(Actions::withLetter(dock->windowTitle(), *panels));
        panels->insertAction(line, dock->toggleViewAction());
    }
    connect(reset, &QAction::triggered, &window, &Window::resetLayout);
    QAction *lock = actions.add(u"lock"_s, tr("Loc&k the design"), {QKeySequence(u"Ctrl+L"_s)}, u"lock"_s);
    lock->setCheckable(true);
    menu->addAction(lock);
    connect(lock, &QAction::toggled, &window, &Window::setLocked);
    QAction *full = actions.add(u"full-screen"_s, tr("F&ull screen"), {QKeySequence(u"F11"_s)}, u"fullscreen"_s);
    menu->addAction(full);
    connect(full, &QAction::triggered, &window.fullScreen(), &FullScreen::toggle);
}

void ViewActions::addModes(QMenu *menu)
{
    Actions &actions = m_window.actions();
    auto *group = new QActionGroup(this);
    const auto mode = [&](const QString &name, const QString &text, const QString &icon, Mode which, const QString &key, const QString &tip) {
        QAction *action = actions.add(name, text, {QKeySequence(key)}, icon);
        action->setCheckable(true);
        action->setToolTip(tip + u" ("_s + key + u')');
        group->addAction(action);
        menu->addAction(action);
        actions.toolBar()->addAction(action);
        connect(action, &QAction::triggered, this, [this, which] { m_window.setMode(which); });
    };
    mode(u"mode-design"_s, tr("&Design"), u"design"_s, Mode::Design, u"F5"_s, tr("Edit the draft; no server is touched"));
    mode(u"mode-deploy"_s, tr("Deplo&y"), u"deploy"_s, Mode::Deploy, u"F6"_s, tr("Bring the draft to the hosts"));
    mode(u"mode-watch"_s, tr("&Watch"), u"watch"_s, Mode::Watch, u"F7"_s, tr("Live health; reads only"));
    menu->addSeparator();
}

void ViewActions::addZoom(QMenu *menu)
{
    Actions &actions = m_window.actions();
    CanvasView *view = &m_window.canvas();
    QAction *in = actions.add(u"zoom-in"_s, tr("Zoom &in"), {QKeySequence::ZoomIn});
    QAction *out = actions.add(u"zoom-out"_s, tr("Zoom &out"), {QKeySequence::ZoomOut});
    QAction *whole = actions.add(u"zoom-reset"_s, tr("&Actual size"), {QKeySequence(u"Ctrl+0"_s)});
    QAction *fit = actions.add(u"fit"_s, tr("&Fit the fleet"), {QKeySequence(u"Ctrl+1"_s)}, u"fit"_s);
    fit->setShortcuts({QKeySequence(u"Ctrl+1"_s), QKeySequence(u"Shift+1"_s)});
    QAction *fitSelection = actions.add(u"fit-selection"_s, tr("Fit the &selection"), {QKeySequence(u"Shift+2"_s)});
    menu->addActions({in, out, whole, fit, fitSelection});
    menu->addSeparator();
    connect(in, &QAction::triggered, view, [view] { view->zoomBy(1.25); });
    connect(out, &QAction::triggered, view, [view] { view->zoomBy(0.8); });
    connect(whole, &QAction::triggered, view, &CanvasView::resetZoom);
    connect(fit, &QAction::triggered, view, &CanvasView::fit);
    connect(fitSelection, &QAction::triggered, view, &CanvasView::fitSelection);
}

void ViewActions::addThemes(QMenu *menu)
{
    Actions &actions = m_window.actions();
    QMenu *themes = menu->addMenu(tr("&Theme"));
    auto *group = new QActionGroup(this);
    const auto theme = [&](const QString &name, const QString &text, ThemeChoice choice) {
        QAction *action = actions.add(name, text);
        action->setCheckable(true);
        group->addAction(action);
        themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice] { m_window.setTheme(choice); });
    };
    theme(u"theme-system"_s, tr("As the &system"), ThemeChoice::System);
    theme(u"theme-dark"_s, tr("&Dark"), ThemeChoice::Dark);
    theme(u"theme-light"_s, tr("&Light"), ThemeChoice::Light);
    QAction *motion = actions.add(u"reduce-motion"_s, tr("Reduce &motion"));
    motion->setCheckable(true);
    motion->setChecked(motionReduced());
    menu->addAction(motion);
    connect(motion, &QAction::toggled, this, [this](bool on) { setMotionReduced(on, m_window); });
}

} // namespace gui
