// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window.h"

#include "gui/actions/actions.h"
#include "gui/actions/adoptactions.h"
#include "gui/actions/editactions.h"
#include "gui/actions/fileactions.h"
#include "gui/actions/flakeactions.h"
#include "gui/actions/problemactions.h"
#include "gui/actions/terminalactions.h"
#include "gui/actions/helpactions.h"
#include "gui/actions/viewactions.h"
#include "gui/canvas/minimap.h"
#include "gui/canvas/view.h"
#include "gui/canvas/viewmemory.h"
#include "gui/deploy/deploypanel.h"
#include "gui/counted.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/kindpalette.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "gui/design/problemspanel.h"
#include "gui/fullscreen.h"
#include "gui/motion.h"
#include "gui/overlay/toast.h"
#include "gui/still.h"
#include "gui/systemtheme.h"
#include "gui/todo.h"
#include "gui/watch/watchpanel.h"
#include "model/validate.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

Window::Window(const Catalog &catalog, Dialing dialing, QWidget *parent)
    : QMainWindow(parent), m_catalog(catalog), m_dialing(std::move(dialing)), m_document(catalog),
      m_derived(std::make_unique<Derived>(m_document, Derived::Start::PictureFirst)), m_theme(&themeFor(ThemeChoice::System))
{
    setObjectName(u"window"_s);
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    const QSettings settings;
    m_themeChoice = ThemeChoice(settings.value(u"theme"_s, int(ThemeChoice::System)).toInt());
    m_theme = &themeFor(m_themeChoice);
    dress(); // before there are widgets, so that they are dressed once
    createCanvas();
    createDocks();
    createActions();
    connectAll();
    m_statusCounts = new QLabel(this);
    m_statusCounts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    statusBar()->addPermanentWidget(new Still(m_statusCounts, this));
    resize(1440, 900);
    restoreGeometry(settings.value(u"window/geometry"_s).toByteArray());
    m_layouts.load();
    applyMotion(*this);
    connect(&SystemTheme::instance(), &SystemTheme::changed, this, [this] { setTheme(m_themeChoice); });
    setTheme(m_themeChoice);
    setMode(Mode::Design);
    refreshTitle();
    refreshCounts();
}

Window::~Window()
{
    hide(); // a field that loses its focus by this tells a window that is still whole
}

void Window::createCanvas()
{
    m_scene = new CanvasScene(m_catalog, m_theme, this);
    const auto adviser = [this](const QString &kind, const ItemId &item, const QString &host) {
        const Measured measured = m_watch ? m_watch->measured(host) : Measured();
        return kind.isEmpty() ? adviseMove(m_document.fleet(), m_catalog, m_derived->topology(), item, host, measured)
                              : adviseNew(m_document.fleet(), m_catalog, m_derived->topology(), kind, host, measured);
    };
    m_view = new CanvasView(m_scene, adviser, this);
    setCentralWidget(m_view);
    m_toast = new Toast(m_view);
    m_toast->setCost([this](const QRect &place) {
        const auto pixels = [](const QRect &covered) { return qint64(covered.width()) * covered.height(); };
        qint64 all = m_view->minimap().isVisible() ? pixels(m_view->minimap().geometry() & place) : 0;
        for (const auto &host : m_scene->hosts())
            all += pixels(m_view->mapFromScene(host->box()).boundingRect() & place);
        return all;
    });
    connect(m_toast, &Toast::chosen, this, [this] {
        if (m_document.canUndo() && m_document.undoText() == m_offered)
            m_document.undo();
        m_view->setFocus();
    });
}

void Window::createActions()
{
    m_actions = new Actions(this);
    m_fullScreen = new FullScreen(*this);
    m_actions->menu(u"file"_s, tr("&File"));
    m_actions->menu(u"edit"_s, tr("&Edit"));
    m_actions->menu(u"view"_s, tr("&View"));
    new ViewActions(*this); // first: the modes lead the tool bar
    m_file = new FileActions(*this);
    m_edit = new EditActions(*this);
    new ProblemActions(*this);
    new AdoptActions(*this, m_dialing);
    new TerminalActions(*this, m_dialing);
    new FlakeActions(*this);
    m_help = new HelpActions(*this);
    m_actions->showInBar({m_actions->get(u"fit"_s), m_actions->get(u"tidy"_s), m_actions->get(u"full-screen"_s)});
    if (!isDemo())
        return;
    auto *spring = new QWidget(this);
    spring->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_actions->toolBar()->addWidget(spring);
    auto *label = new QLabel(tr("DEMO · simulated hosts"), this);
    label->setObjectName(u"demo"_s);
    label->setStyleSheet(u"padding: 3px 10px; border-radius: 4px; font-weight: 600; color: #1a1203; background: #f0bd4b;"_s);
    m_actions->toolBar()->addWidget(label);
}

void Window::connectAll()
{
    connect(m_derived.get(), &Derived::changed, this, &Window::fleetChanged);
    connect(m_derived.get(), &Derived::aboutToChange, m_scene, &CanvasScene::letGo);
    connect(m_derived.get(), &Derived::completed, this, &Window::refreshFindings);
    connect(m_derived.get(), &Derived::pictured, this, &Window::makePanels); // whatever became of the picture
    m_view->viewport()->installEventFilter(this);
    connect(&m_document, &FleetDocument::layoutChanged, this,
            [this] { m_scene->place(m_document.layout()); });
    connect(&m_document, &FleetDocument::historyChanged, this, &Window::refreshTitle);
    connect(&m_selection, &Selection::changed, this, &Window::selectionChanged);

    connect(m_view, &CanvasView::selectionPicked, this, [this](const QSet<ItemId> &items) { m_selection.set(items); });
    connect(m_view, &CanvasView::activated, this, [this] { m_actions->get(m_mode == Mode::Watch ? u"terminal"_s : u"properties"_s)->trigger(); });
    connect(m_view, &CanvasView::contextAsked, this, &Window::contextMenu);
    connect(m_view, &CanvasView::stepAsked, this, [this](const EditStep &step, const ItemId &item) { perform(step, item); });
    connect(m_view, &CanvasView::statusAsked, this, &Window::showStatus);
    connect(m_view, &CanvasView::hostDropped, m_edit, &EditActions::addHostAt);
    connect(m_view, &CanvasView::hostsMoved, this, [this](const Layout &moved, const QString &text) {
        if (m_locked) {
            m_scene->show(m_document.fleet(), m_derived->topology(), m_document.layout());
            return m_toast->say(whyNoEdits());
        }
        Layout layout = m_scene->places(); // all places become fixed with the first one that a person chose
        for (auto it = moved.begin(); it != moved.end(); ++it)
            layout[it.key()] = it.value();
        m_document.place(text, layout);
    });
    connect(&m_document, &FleetDocument::historyChanged, this, [this] {
        m_typing = m_typing && m_ownStep;
        if (m_toast->offers() && m_document.undoText() != m_offered)
            m_toast->hide(); // its button would take back something else now
    });
}

bool Window::openFile(const QString &path)
{
    rememberView(*m_view, m_document.path());
    const Layout places = m_scene->forgetPlaces();
    const Result<void> opened = m_document.open(path);
    if (!opened) {
        m_scene->recallPlaces(places);
        QMessageBox::warning(this, tr("Cannot open the fleet"), opened.error().message + u"\n\n"_s + toDo(opened.error().hint));
        return false;
    }
    if (m_derived->awaitsPicture()) // settings wait for the disk
        connect(m_derived.get(), &Derived::pictured, this, [this, path] { m_file->remember(path); }, Qt::SingleShotConnection);
    else
        m_file->remember(path);
    statusBar()->clearMessage(); // of another fleet
    m_selection.set({});
    if (!recallView(*m_view, path))
        m_view->fit();
    return true;
}

void Window::showFleet(const ParsedFleet &parsed)
{
    rememberView(*m_view, m_document.path());
    m_scene->forgetPlaces();
    m_document.adopt(parsed);
    statusBar()->clearMessage(); // of another fleet
    m_selection.set({});
    m_view->fit();
}

bool Window::perform(const EditStep &step, const ItemId &select, const Layout &places)
{
    if (m_locked) {
        m_toast->say(whyNoEdits());
        inspector().refresh();
        return false;
    }
    const Result<void> done = m_document.apply(step, places);
    if (!done) {
        m_toast->say(withToDo(done.error().message, done.error().hint));
        inspector().refresh();
        return false;
    }
    if (!select.isEmpty())
        m_selection.set({select});
    return true;
}

/// The fleet follows the typing, yet all that is typed into one field is one step: the new text takes the place of the old.
void Window::performTyped(const EditStep &step)
{
    if (m_locked)
        return;
    m_ownStep = true;
    if (m_typing && m_document.canUndo())
        m_document.undo();
    m_typing = m_document.apply(step).has_value();
    m_ownStep = false;
}

void Window::takeBackTyped()
{
    if (std::exchange(m_typing, false) && m_document.canUndo())
        m_document.undo();
    m_view->setFocus();
}

void Window::fleetChanged(const FleetChange &change)
{
    m_scene->follow(m_document.fleet(), m_derived->topology(), m_document.layout(), m_derived->touchedHosts());
    if (hasPanels())
        m_inspector->follow(); // before anything is shown in it
    QSet<ItemId> selected = m_selection.items();
    for (const auto &[before, after] : change.renamed) {
        if (selected.remove(before))
            selected.insert(after);
    }
    for (auto it = selected.begin(); it != selected.end();)
        it = m_derived->topology().find(*it) || m_document.fleet().find(*it) ? std::next(it) : selected.erase(it);
    m_isFollowing = true; // what shows the selection looks at it anyway, once all is known
    m_selection.set(selected, m_selection.field());
    m_isFollowing = false;
    refreshStart();
    refreshFindings();
}

/// What follows from findings and files, which may come a moment after the picture.
void Window::refreshFindings()
{
    refreshPanels();
    if (m_mode == Mode::Deploy)
        planDeploy(); // else on the way there: it looks at the files of every host
    refreshMarks();
    refreshCounts(); // the title and the actions follow the history, which tells of every edit after this
}

void Window::planDeploy()
{
    m_derived->complete();
    deployPanel().refreshPlan();
}

void Window::selectionChanged()
{
    m_scene->setSelected(m_selection.items());
    if (m_isFollowing)
        return;
    if (hasPanels()) {
        m_inspector->refresh();
        m_preview->showSelection();
    }
    if (!m_selection.single().isEmpty())
        m_view->centre(m_selection.single());
    m_edit->refresh();
}

void Window::refreshMarks()
{
    if (m_mode == Mode::Deploy)
        return m_scene->setMarks(deployPanel().marks());
    if (m_mode == Mode::Watch)
        return m_scene->setMarks(watchPanel().marks());
    m_scene->setMarks(marksOf(m_problems ? m_derived->diagnostics() + m_problems->beside() : m_derived->diagnostics()));
}

void Window::refreshTitle()
{
    const Fleet &fleet = m_document.fleet();
    const QString file = m_document.path().isEmpty() ? tr("unsaved") : QFileInfo(m_document.path()).fileName();
    const QString name = fleet.settings().values.at(u"name").text(fleet.settings().name);
    setWindowTitle(tr("%1 – %2[*] – Switchyard%3").arg(name.isEmpty() ? tr("New fleet") : name, file, m_dialing.demo ? tr(" · DEMO") : QString()));
    setWindowModified(m_document.isDirty());
    m_edit->refresh();
}

void Window::refreshCounts()
{
    qsizetype errors = 0, warnings = 0;
    for (const Diagnostics &found : {m_derived->diagnostics(), m_problems ? m_problems->beside() : Diagnostics()}) {
        for (const Diagnostic &d : found)
            (d.severity == Severity::Error ? errors : warnings) += d.severity != Severity::Note;
    }
    if (!m_statusCounts)
        return;
    QStringList words{counted(m_derived->topology().hosts.size(), tr("%1 host"), tr("%1 hosts")),
                      counted(m_derived->topology().items.size(), tr("%1 item"), tr("%1 items"))};
    const qsizetype stops = m_mode == Mode::Deploy && m_deploy ? m_deploy->problems().size() : 0;
    if (m_derived->isChecking())
        words += tr("checking…");
    else if (stops > 0)
        words += counted(stops, tr("%1 problem stops a deploy"), tr("%1 problems stop a deploy"));
    else if (m_mode == Mode::Watch) // the panel counts what is wrong on the hosts
        words += tr("in the design: %1, %2").arg(counted(errors, tr("%1 error"), tr("%1 errors")), counted(warnings, tr("%1 warning"), tr("%1 warnings")));
    else
        words += {counted(errors, tr("%1 error"), tr("%1 errors")), counted(warnings, tr("%1 warning"), tr("%1 warnings"))};
    if (m_locked)
        words.prepend(tr("design locked"));
    m_statusCounts->setText(words.join(u" · "_s));
}

void Window::showStatus(const QString &words)
{
    statusBar()->showMessage(words, words.isEmpty() ? 1 : 12000);
}

} // namespace gui
