// SPDX-License-Identifier: GPL-3.0-or-later
// What Window shows and lets a person do: modes, themes, panels, the lock, files that are dropped, and its end.

#include "gui/window.h"

#include "gui/actions/actions.h"
#include "gui/actions/editactions.h"
#include "gui/actions/fileactions.h"
#include "gui/actions/recentfiles.h"
#include "gui/canvas/view.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/problems.h"
#include "gui/fullscreen.h"
#include "gui/overlay/startpanel.h"
#include "gui/overlay/toast.h"
#include "gui/watch/watchpanel.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QToolTip>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

void Window::setTheme(ThemeChoice choice)
{
    m_themeChoice = choice;
    m_theme = &themeFor(choice);
    dress();
    m_scene->setTheme(m_theme);
    if (hasPanels())
        dressPanels();
    if (m_deploy)
        m_deploy->setTheme(*m_theme);
    if (m_watch)
        m_watch->setTheme(*m_theme);
    m_actions->setIconColor(m_theme->text);
    static const QHash<ThemeChoice, QString> names{{ThemeChoice::System, u"system"_s}, {ThemeChoice::Dark, u"dark"_s}, {ThemeChoice::Light, u"light"_s}};
    m_actions->get(u"theme-"_s + names.value(choice, u"system"_s))->setChecked(true);
    m_edit->setTheme(*m_theme);
    m_toast->setTheme(*m_theme);
    if (m_start)
        m_start->setTheme(*m_theme);
    QSettings settings;
    if (settings.value(u"theme"_s, int(ThemeChoice::System)).toInt() != int(choice))
        settings.setValue(u"theme"_s, int(choice));
}

void Window::dress()
{
    const QPalette palette = m_theme->palette();
    if (QApplication::palette() == palette)
        return;
    QApplication::setPalette(palette); // no style sheet: with one, each widget takes long to make
    QToolTip::setPalette(palette);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::ApplicationPaletteChange); // whoever asks a widget now hears of it
}

void Window::expectPicture()
{
    m_derived->expectPicture();
}

bool Window::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && watched == m_view->viewport() && (m_derived->awaitsPicture() || !hasPanels()))
        QMetaObject::invokeMethod(this, &Window::pictureShown, Qt::QueuedConnection);
    return QMainWindow::eventFilter(watched, event);
}

void Window::pictureShown()
{
    m_derived->pictureShown();
    makePanels();
}

void Window::setMode(Mode mode)
{
    m_mode = mode;
    static const QHash<Mode, QString> names{{Mode::Design, u"design"_s}, {Mode::Deploy, u"deploy"_s}, {Mode::Watch, u"watch"_s}};
    if (mode == Mode::Deploy)
        deployPanel();
    else if (mode == Mode::Watch)
        watchPanel();
    m_layouts.enter(names.value(mode));
    m_view->setEditable(mayEdit());
    if (m_watch)
        m_watch->setActive(mode == Mode::Watch);
    m_fullScreen->setWatching(mode == Mode::Watch);
    m_actions->get(u"mode-"_s + names.value(mode))->setChecked(true);
    if (mode == Mode::Deploy)
        planDeploy();
    refreshStart();
    refreshMarks();
    refreshCounts(); // what stops a deploy counts there
    selectionChanged();
}

void Window::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    QMetaObject::invokeMethod(this, &Window::refreshStart, Qt::QueuedConnection); // a file that is opened meanwhile has hosts
}

void Window::refreshStart()
{
    const bool wanted = isVisible() && mayEdit() && m_scene->hosts().empty();
    m_view->setEmptyHint(mayEdit() ? QString() : m_locked ? tr("The design is locked; Ctrl+L unlocks it.") : tr("Add one in Design (F5)."));
    if (wanted && !m_start) {
        QList<StartPanel::Way> ways;
        for (const FileActions::Template &file : m_file->templates())
            ways.append({file.action, u"fleet"_s, tr("New from template: %1").arg(file.title), file.words});
        ways.append({m_actions->get(u"take-tour"_s), u"play"_s, tr("Take the tour"), tr("Six stops around the window, with an example fleet.")});
        m_start = new StartPanel({m_actions->get(u"add-host"_s), m_actions->get(u"open"_s)}, ways, m_view);
        m_start->setTheme(*m_theme);
        connect(m_start, &StartPanel::fileAsked, m_file, &FileActions::openRecent);
    }
    if (wanted)
        m_start->setRecent(RecentFiles::pinned() + RecentFiles::others());
    if (m_start)
        m_start->setVisible(wanted);
}

void Window::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isFullScreen()) // nobody nearer had a use for it
        return m_fullScreen->leave();
    QMainWindow::keyPressEvent(event);
}

void Window::closeEvent(QCloseEvent *event)
{
    if (!m_file->mayClose())
        return event->ignore();
    QSettings().setValue(u"window/geometry"_s, saveGeometry());
    m_layouts.save();
    event->accept();
}

void Window::contextMenu(const ItemId &item, const QPoint &at)
{
    // The same actions as in the menu bar, so that words, keys and reasons are the same.
    QStringList names{u"add-host"_s, u"adopt-new"_s, u"paste"_s, u"select-all"_s, {}, u"undo"_s, u"redo"_s, {}, u"fit"_s, u"tidy"_s};
    if (!item.isEmpty()) {
        const Placed *placed = m_derived->topology().find(item);
        names = placed ? QStringList{u"properties"_s, u"rename"_s, u"move-to"_s, u"terminal"_s} : QStringList{u"properties"_s, u"rename"_s, u"add-item"_s, u"adopt"_s, u"terminal"_s};
        names += {{}, u"cut"_s, u"copy"_s, u"paste"_s, u"duplicate"_s, u"remove"_s, {}, u"undo"_s, u"redo"_s, {}, u"fit"_s};
    }
    auto *menu = new QMenu(this);
    menu->setObjectName(u"context-menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const QString &name : names)
        name.isEmpty() ? menu->addSeparator() : (menu->addAction(m_actions->get(name)), nullptr);
    problems().addFixes(menu, item);
    menu->popup(at);
}

void Window::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void Window::dropEvent(QDropEvent *event)
{
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile() && m_file->mayClose()) {
            openFile(url.toLocalFile());
            return;
        }
    }
}

void Window::offerUndo(const QString &done)
{
    m_offered = m_document.undoText();
    m_toast->offer(done, tr("&Undo"));
}

QString Window::whyNoEdits() const
{
    return m_mode != Mode::Design ? tr("only in Design") : tr("the design is locked; Ctrl+L unlocks it");
}

void Window::setLocked(bool locked)
{
    m_locked = locked;
    m_view->setEditable(mayEdit());
    refreshStart();
    if (hasPanels())
        lockPanels();
    refreshCounts(); // says it as long as it is so
    m_edit->refresh();
    m_toast->say(locked ? tr("The design is locked. Ctrl+L unlocks it.") : tr("The design can be edited again."));
}

void Window::resetLayout()
{
    m_layouts.reset();
    QMetaObject::invokeMethod(m_view, &CanvasView::fit, Qt::QueuedConnection);
}

} // namespace gui
