// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of Window: menus, tool bar, shortcuts and what they do to the document.

#include "gui/window.h"

#include "gui/canvas/view.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/problems.h"
#include "model/codec.h"
#include "model/validate.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QStatusBar>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

QAction *Window::action(const QString &name, const QString &text, const QString &icon, const QKeySequence &shortcut)
{
    auto *action = new QAction(text, this);
    action->setObjectName(u"action-"_s + name);
    action->setShortcut(shortcut);
    addAction(action); // shortcuts work while the menu bar is hidden
    m_actions.insert(name, action);
    if (!icon.isEmpty())
        m_actionIcons.insert(name, icon);
    return action;
}

void Window::createModeActions()
{
    auto *bar = addToolBar(tr("Modes"));
    bar->setObjectName(u"toolbar-modes"_s);
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *group = new QActionGroup(this);
    const auto mode = [&](const QString &name, const QString &text, const QString &icon, Mode which, const QString &key, const QString &tip) {
        QAction *a = action(name, text, icon, QKeySequence(key));
        a->setCheckable(true);
        a->setToolTip(tip + u" ("_s + key + u')');
        group->addAction(a);
        bar->addAction(a);
        connect(a, &QAction::triggered, this, [this, which] { setMode(which); });
    };
    mode(u"mode-design"_s, tr("Design"), u"design"_s, Mode::Design, u"F2"_s, tr("Edit the draft; no server is touched"));
    mode(u"mode-deploy"_s, tr("Deploy"), u"deploy"_s, Mode::Deploy, u"F3"_s, tr("Bring the draft to the hosts"));
    mode(u"mode-watch"_s, tr("Watch"), u"watch"_s, Mode::Watch, u"F4"_s, tr("Live health; reads only"));
    bar->addSeparator();
}

void Window::createFileActions()
{
    QMenu *menu = menuBar()->addMenu(tr("&File"));
    auto *bar = findChild<QToolBar *>(u"toolbar-modes"_s);
    QAction *fresh = action(u"new"_s, tr("&New"), u"new"_s, QKeySequence::New);
    QAction *opening = action(u"open"_s, tr("&Open…"), u"open"_s, QKeySequence::Open);
    QAction *saving = action(u"save"_s, tr("&Save"), u"save"_s, QKeySequence::Save);
    QAction *savingAs = action(u"save-as"_s, tr("Save &as…"), {}, QKeySequence(u"Ctrl+Shift+S"_s));
    QAction *quit = action(u"quit"_s, tr("&Quit"), {}, QKeySequence::Quit);
    menu->addActions({fresh, opening});
    m_recent = menu->addMenu(tr("Open &recent"));
    menu->addSeparator();
    menu->addActions({saving, savingAs});
    menu->addSeparator();
    menu->addAction(quit);
    for (QAction *a : {fresh, opening, saving}) {
        bar->addAction(a);
        a->setPriority(QAction::LowPriority); // icon only in the tool bar
    }
    bar->addSeparator();
    connect(fresh, &QAction::triggered, this, &Window::newFleet);
    connect(opening, &QAction::triggered, this, &Window::open);
    connect(saving, &QAction::triggered, this, &Window::save);
    connect(savingAs, &QAction::triggered, this, &Window::saveAs);
    connect(quit, &QAction::triggered, this, &Window::close);
}

void Window::createEditActions()
{
    QMenu *menu = menuBar()->addMenu(tr("&Edit"));
    auto *bar = findChild<QToolBar *>(u"toolbar-modes"_s);
    QAction *undo = action(u"undo"_s, tr("&Undo"), u"undo"_s, QKeySequence::Undo);
    QAction *redo = action(u"redo"_s, tr("&Redo"), u"redo"_s, {});
    redo->setShortcuts({QKeySequence(u"Ctrl+Shift+Z"_s), QKeySequence(u"Ctrl+Y"_s)});
    QAction *addHost = action(u"add-host"_s, tr("Add &host"), u"host"_s, QKeySequence(u"Ctrl+Shift+H"_s));
    QAction *duplicate = action(u"duplicate"_s, tr("&Duplicate"), {}, QKeySequence(u"Ctrl+D"_s));
    QAction *remove = action(u"remove"_s, tr("&Remove"), u"trash"_s, QKeySequence::Delete);
    QAction *all = action(u"select-all"_s, tr("Select &all"), {}, QKeySequence::SelectAll);
    QAction *next = action(u"next-problem"_s, tr("&Next problem"), {}, QKeySequence(u"F8"_s));
    QAction *previous = action(u"previous-problem"_s, tr("&Previous problem"), {}, QKeySequence(u"Shift+F8"_s));
    menu->addActions({undo, redo});
    menu->addSeparator();
    menu->addActions({addHost, duplicate, remove, all});
    menu->addSeparator();
    menu->addActions({next, previous});
    for (QAction *a : {undo, redo}) {
        bar->addAction(a);
        a->setPriority(QAction::LowPriority);
    }
    bar->addSeparator();
    connect(undo, &QAction::triggered, &m_document, &FleetDocument::undo);
    connect(redo, &QAction::triggered, &m_document, &FleetDocument::redo);
    connect(addHost, &QAction::triggered, this, [this] { addHostAt(m_scene->contentsRect().bottomLeft() + QPointF(60, 60)); });
    connect(duplicate, &QAction::triggered, this, &Window::duplicateSelected);
    connect(remove, &QAction::triggered, this, &Window::removeSelected);
    connect(all, &QAction::triggered, this, [this] { m_selection.set(m_scene->itemsIn(m_scene->contentsRect().adjusted(-1, -1, 1, 1))); });
    const auto problem = [this](int by) {
        m_problems->parentWidget()->show();
        qobject_cast<QDockWidget *>(m_problems->parentWidget())->raise();
        m_problems->step(by);
    };
    connect(next, &QAction::triggered, this, [problem] { problem(1); });
    connect(previous, &QAction::triggered, this, [problem] { problem(-1); });
}

void Window::createViewActions()
{
    QMenu *menu = menuBar()->addMenu(tr("&View"));
    auto *bar = findChild<QToolBar *>(u"toolbar-modes"_s);
    QAction *in = action(u"zoom-in"_s, tr("Zoom &in"), {}, QKeySequence::ZoomIn);
    QAction *out = action(u"zoom-out"_s, tr("Zoom &out"), {}, QKeySequence::ZoomOut);
    QAction *whole = action(u"zoom-reset"_s, tr("&Actual size"), {}, QKeySequence(u"Ctrl+0"_s));
    QAction *fit = action(u"fit"_s, tr("&Fit the fleet"), u"fit"_s, QKeySequence(u"Ctrl+1"_s));
    QAction *tidying = action(u"tidy"_s, tr("&Tidy layout"), u"tidy"_s, QKeySequence(u"Ctrl+Shift+L"_s));
    QAction *full = action(u"full-screen"_s, tr("Full &screen"), u"fullscreen"_s, QKeySequence(u"F11"_s));
    menu->addActions({in, out, whole, fit, tidying});
    menu->addSeparator();
    QMenu *themes = menu->addMenu(tr("&Theme"));
    for (const auto &[choice, text] : {std::pair{ThemeChoice::System, tr("As the &system")}, {ThemeChoice::Dark, tr("&Dark")}, {ThemeChoice::Light, tr("&Light")}})
        connect(themes->addAction(text), &QAction::triggered, this, [this, choice = choice] { setTheme(choice); });
    QMenu *panels = menu->addMenu(tr("&Panels"));
    for (QDockWidget *dock : std::as_const(m_docks))
        panels->addAction(dock->toggleViewAction());
    menu->addAction(full);
    for (QAction *a : {fit, tidying, full}) {
        bar->addAction(a);
        a->setPriority(QAction::LowPriority);
    }
    connect(in, &QAction::triggered, this, [this] { m_view->zoomBy(1.25); });
    connect(out, &QAction::triggered, this, [this] { m_view->zoomBy(0.8); });
    connect(whole, &QAction::triggered, m_view, &CanvasView::resetZoom);
    connect(fit, &QAction::triggered, m_view, &CanvasView::fit);
    connect(tidying, &QAction::triggered, this, &Window::tidy);
    connect(full, &QAction::triggered, this, &Window::toggleFullScreen);
    if (m_dialing.demo) {
        auto *spring = new QWidget(bar);
        spring->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        bar->addWidget(spring);
        m_demoLabel = new QLabel(tr("DEMO · simulated hosts"), bar);
        m_demoLabel->setObjectName(u"demo"_s);
        m_demoLabel->setStyleSheet(u"padding: 3px 10px; border-radius: 4px; font-weight: 600; color: #1a1203; background: #f0bd4b;"_s);
        bar->addWidget(m_demoLabel);
    }
}

void Window::newFleet()
{
    if (!mayClose())
        return;
    const Result<ParsedFleet> parsed = parseFleet("switchyard: 1\nname: new-fleet\ndomain: example.com\nhosts: []\n", m_catalog);
    if (parsed)
        showFleet(*parsed);
}

void Window::open()
{
    if (!mayClose())
        return;
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a fleet"), QFileInfo(m_document.path()).path(), tr("Fleets (*.yaml *.yml)"));
    if (!path.isEmpty())
        openFile(path);
}

bool Window::save()
{
    if (m_document.path().isEmpty())
        return saveAs();
    const Result<void> saved = m_document.save();
    if (!saved)
        QMessageBox::warning(this, tr("Cannot save the fleet"), saved.error().message + u"\n\n"_s + saved.error().hint);
    else
        showStatus(tr("Saved %1").arg(m_document.path()));
    return saved.has_value();
}

bool Window::saveAs()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the fleet as"), m_document.path().isEmpty() ? u"fleet.yaml"_s : m_document.path(), tr("Fleets (*.yaml *.yml)"));
    if (path.isEmpty())
        return false;
    const Result<void> saved = m_document.saveAs(path);
    if (!saved)
        QMessageBox::warning(this, tr("Cannot save the fleet"), saved.error().message + u"\n\n"_s + saved.error().hint);
    else
        rememberFile(path);
    return saved.has_value();
}

bool Window::mayClose()
{
    if (!m_document.isDirty() || m_dialing.demo)
        return true;
    const auto answer = QMessageBox::question(this, tr("Unsaved changes"), tr("Save the changes to this fleet?"),
                                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void Window::rememberFile(const QString &path)
{
    QSettings settings;
    QStringList files = settings.value(u"recent"_s).toStringList();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    files.removeAll(absolute);
    files.prepend(absolute);
    settings.setValue(u"recent"_s, files.mid(0, 10));
    refreshRecent();
}

void Window::refreshRecent()
{
    m_recent->clear();
    for (const QString &path : QSettings().value(u"recent"_s).toStringList()) {
        QAction *entry = m_recent->addAction(path);
        entry->setEnabled(QFileInfo::exists(path));
        connect(entry, &QAction::triggered, this, [this, path] {
            if (mayClose())
                openFile(path);
        });
    }
    m_recent->setEnabled(!m_recent->isEmpty());
}

void Window::removeSelected()
{
    EditStep step;
    QStringList names;
    for (const ItemId &id : m_selection.items()) {
        const Placed *placed = m_derived->topology().find(id);
        if (placed && placed->source.isEmpty())
            continue; // a role brings it: take the role away instead
        step.edits.append(RemoveItem{placed ? placed->source : id});
        names.append(placed ? placed->name : id.text().section(u'/', 1));
    }
    if (step.edits.isEmpty())
        return showStatus(tr("What a role brings goes with the role: take it from the host's roles."));
    step.text = names.size() == 1 ? tr("Remove %1").arg(names.constFirst()) : tr("Remove %1 items").arg(names.size());
    if (perform(step))
        showStatus(tr("%1. Ctrl+Z brings it back.").arg(step.text));
}

void Window::duplicateSelected()
{
    const Placed *placed = m_derived->topology().find(m_selection.single());
    if (!placed || placed->source.isEmpty())
        return showStatus(tr("Select one game, stream or service to duplicate."));
    DropAdvice advice = adviseNew(m_document.fleet(), m_catalog, m_derived->topology(), placed->kind, placed->host);
    if (!advice.allowed)
        return showStatus(advice.words);
    AddItem &add = std::get<AddItem>(advice.step.edits.first());
    const ItemPtr source = m_document.fleet().find(placed->source);
    for (const auto &[key, value] : source->values.map()) { // the rest is as in the original
        if (std::none_of(add.values.begin(), add.values.end(), [&, k = key](const auto &v) { return v.first == k; }))
            add.values.append({key, value});
    }
    advice.step.text = tr("Duplicate %1").arg(placed->name);
    perform(advice.step, advice.item);
}

void Window::addKind(const QString &kind)
{
    if (kind == u"host"_s)
        return addHostAt(m_scene->contentsRect().bottomLeft() + QPointF(60, 60));
    const ItemId item = m_selection.single();
    const Placed *placed = m_derived->topology().find(item);
    const QString host = placed ? placed->host : item.text().startsWith(u"host/"_s) ? item.text().mid(5) : QString();
    if (host.isEmpty())
        return showStatus(tr("Select the host to add it to, or drag it onto one."));
    const DropAdvice advice = adviseNew(m_document.fleet(), m_catalog, m_derived->topology(), kind, host);
    if (!advice.allowed)
        return showStatus(advice.words);
    perform(advice.step, advice.item);
}

void Window::addHostAt(const QPointF &position)
{
    const QString name = freshName(m_document.fleet(), m_catalog, u"host"_s);
    if (!perform({tr("Add host %1").arg(name), {AddItem{u"host"_s, name, {}, {}}}}, ItemId::host(name)))
        return;
    Layout layout = m_scene->places();
    layout[ItemId::host(name)].position = position;
    m_document.place(tr("Place %1").arg(name), layout);
}

void Window::tidy()
{
    m_document.place(tr("Tidy layout"), arrange(m_derived->topology(), m_catalog, m_document.layout(), false));
    m_view->fit();
}

void Window::toggleFullScreen()
{
    const bool full = !isFullScreen();
    full ? showFullScreen() : showNormal();
    menuBar()->setVisible(!full);
    m_view->fit();
}

void Window::contextMenu(const ItemId &item, const QPoint &at)
{
    QMenu menu(this);
    if (!item.isEmpty())
        menu.addActions({m_actions.value(u"duplicate"_s), m_actions.value(u"remove"_s)});
    else
        menu.addAction(m_actions.value(u"add-host"_s));
    menu.addSeparator();
    menu.addActions({m_actions.value(u"undo"_s), m_actions.value(u"redo"_s), m_actions.value(u"fit"_s), m_actions.value(u"tidy"_s)});
    menu.exec(at);
}

void Window::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void Window::dropEvent(QDropEvent *event)
{
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile() && mayClose()) {
            openFile(url.toLocalFile());
            return;
        }
    }
}

} // namespace gui
