// SPDX-License-Identifier: GPL-3.0-or-later
// The docks of Window, and what stands in them: made once the canvas was painted or when it is first asked for, in room that is kept
// free from the start, so that nothing moves when it comes.

#include "gui/window.h"

#include "gui/actions/editactions.h"
#include "gui/actions/problemactions.h"
#include "gui/canvas/view.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/kindpalette.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "gui/design/problemspanel.h"
#include "gui/overlay/toast.h"
#include "gui/watch/watchpanel.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static constexpr int inspectorRoom = 270;

QVBoxLayout *Window::emptyPage()
{
    auto *layout = new QVBoxLayout(new QWidget(this));
    layout->setContentsMargins({});
    return layout;
}

QDockWidget *Window::dock(const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(u"dock-"_s + name);
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable);
    addDockWidget(area, dock);
    m_docks.append(dock);
    return dock;
}

void Window::createDocks()
{
    m_palettePage = emptyPage();
    m_deployPage = emptyPage();
    m_watchPage = emptyPage();
    m_palettePage->setContentsMargins(6, 4, 4, 4); // the list keeps some distance from the edges
    m_palettePage->parentWidget()->setBackgroundRole(QPalette::Base);
    m_palettePage->parentWidget()->setAutoFillBackground(true);
    QDockWidget *palette = dock(u"palette"_s, tr("Palette"), m_palettePage->parentWidget(), Qt::LeftDockWidgetArea);
    QDockWidget *inspector = dock(u"inspector"_s, tr("Inspector"), new QWidget(this), Qt::RightDockWidgetArea);
    QDockWidget *preview = dock(u"preview"_s, tr("Generated flake"), new QWidget(this), Qt::BottomDockWidgetArea);
    QDockWidget *problems = dock(u"problems"_s, tr("Problems"), new QWidget(this), Qt::BottomDockWidgetArea);
    QDockWidget *deploy = dock(u"deploy"_s, tr("Deploy"), m_deployPage->parentWidget(), Qt::BottomDockWidgetArea);
    QDockWidget *watch = dock(u"watch"_s, tr("Health"), m_watchPage->parentWidget(), Qt::RightDockWidgetArea);
    tabifyDockWidget(preview, problems);
    connect(problems, &QDockWidget::visibilityChanged, this, [this](bool seen) {
        m_problemsSeen = seen;
        if (m_problems)
            m_problems->setVisible(seen); // Qt lays out a list behind another tab, too
    });
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_layouts.addMode(u"design"_s, {palette, inspector, problems, preview}, {{palette, {qMax(190, KindPalette::room(m_catalog)), 0}}, {inspector, {375, 0}}, {preview, {0, 265}}});
    m_layouts.addMode(u"deploy"_s, {deploy}, {{deploy, {0, 280}}});
    m_layouts.addMode(u"watch"_s, {watch}, {{watch, {430, 0}}});
    m_palettePage->parentWidget()->setMinimumWidth(190);
    inspector->widget()->setMinimumWidth(inspectorRoom);
    m_watchPage->parentWidget()->setMinimumWidth(400);
}

void Window::makePanels()
{
    if (hasPanels())
        return;
    m_palette = new KindPalette(m_catalog, this);
    m_inspector = new Inspector(m_document, *m_derived, m_selection, this);
    m_problems = new ProblemsList(this);
    if (!m_problemsSeen)
        m_problems->hide();
    m_problemsPanel = new ProblemsPanel(m_problems, this);
    m_preview = new Preview(*m_derived, m_selection, this);
    m_inspector->setMinimumWidth(inspectorRoom);
    m_palettePage->addWidget(m_palette);
    m_palette->show(); // the others are by their docks
    const std::pair<QString, QWidget *> contents[] = {{u"inspector"_s, m_inspector}, {u"problems"_s, m_problemsPanel}, {u"preview"_s, m_preview}};
    for (const auto &[name, panel] : contents) {
        auto *dock = findChild<QDockWidget *>(u"dock-"_s + name);
        delete dock->widget(); // it kept the place
        dock->setWidget(panel);
    }
    connectPanels();
    dressPanels();
    lockPanels();
    emit panelsMade();
    refreshPanels();
    if (!m_selection.items().isEmpty())
        m_preview->showSelection();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); // all levels at once, so that it is painted once
}

void Window::connectPanels()
{
    const auto pick = [this](const ItemId &item, const QString &field) { m_selection.set({item}, field); };
    connect(m_derived.get(), &Derived::pictured, m_inspector, &Inspector::refresh);
    connect(m_palette, &KindPalette::addAsked, m_edit, &EditActions::addKind);
    connect(m_inspector, &Inspector::stepAsked, this, [this](const EditStep &step) { perform(step); });
    connect(m_inspector, &Inspector::typed, this, &Window::performTyped);
    connect(m_inspector, &Inspector::left, this, [this] { m_typing = false; });
    connect(m_inspector, &Inspector::cancelled, this, &Window::takeBackTyped);
    connect(m_inspector, &Inspector::refused, m_toast, &Toast::say);
    connect(m_problems, &ProblemsList::picked, this, pick);
    connect(m_problems, &ProblemsList::besideChanged, this, [this] {
        refreshMarks();
        refreshCounts();
    });
    connect(m_preview, &Preview::picked, this, pick);
}

void Window::refreshPanels()
{
    if (!hasPanels())
        return;
    m_inspector->refresh();
    m_problems->setChecking(m_derived->isChecking());
    m_problems->show(m_derived->diagnostics());
    m_preview->refresh();
}

void Window::dressPanels()
{
    m_palette->setTheme(*m_theme);
    m_inspector->setTheme(*m_theme);
    m_problemsPanel->setTheme(*m_theme);
    m_preview->setTheme(*m_theme);
}

void Window::lockPanels()
{
    m_palette->setEnabled(!m_locked);
    m_inspector->widget()->setEnabled(!m_locked);
}

KindPalette &Window::palettePanel()
{
    makePanels();
    return *m_palette;
}

Inspector &Window::inspector()
{
    makePanels();
    return *m_inspector;
}

ProblemsList &Window::problems()
{
    makePanels();
    return *m_problems;
}

Preview &Window::preview()
{
    makePanels();
    return *m_preview;
}

DeployPanel &Window::deployPanel()
{
    if (m_deploy)
        return *m_deploy;
    m_deploy = new DeployPanel(m_document, *m_derived, m_dialing, m_deployPage->parentWidget());
    m_deployPage->addWidget(m_deploy);
    m_deploy->setTheme(*m_theme);
    connect(m_deploy, &DeployPanel::hostPicked, this, [this](const ItemId &host) { m_selection.set({host}); });
    connect(m_deploy, &DeployPanel::problemPicked, this, [this](const ItemId &item) {
        setMode(Mode::Design);
        if (!problems().goTo({item}))
            m_selection.set({item});
    });
    connect(m_deploy, &DeployPanel::marksChanged, this, &Window::refreshMarks);
    connect(m_deploy, &DeployPanel::statusAsked, this, &Window::showStatus);
    findChild<ProblemActions *>()->follow(*m_deploy);
    return *m_deploy;
}

WatchPanel &Window::watchPanel()
{
    if (m_watch)
        return *m_watch;
    m_watch = new WatchPanel(m_document, *m_derived, m_selection, m_dialing, m_watchPage->parentWidget());
    m_watchPage->addWidget(m_watch);
    m_watch->setTheme(*m_theme);
    connect(m_watch, &WatchPanel::itemPicked, this, [this](const ItemId &item) { m_selection.set({item}); });
    connect(m_watch, &WatchPanel::marksChanged, this, &Window::refreshMarks);
    connect(m_watch, &WatchPanel::statusAsked, this, &Window::showStatus);
    return *m_watch;
}

void Window::showPanel(QWidget *panel)
{
    for (QDockWidget *dock : std::as_const(m_docks)) {
        if (dock->widget() == panel || dock->isAncestorOf(panel)) {
            dock->show();
            dock->raise();
        }
    }
}

} // namespace gui
