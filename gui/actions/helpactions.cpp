// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/helpactions.h"

#include "gui/actions/actions.h"
#include "gui/actions/fileactions.h"
#include "gui/canvas/view.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/kindpalette.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "gui/help/doctor.h"
#include "gui/help/guide.h"
#include "gui/help/tabledialog.h"
#include "gui/icons.h"
#include "gui/overlay/toast.h"
#include "gui/todo.h"
#include "gui/window.h"
#include "model/safefile.h"
#include "model/validate.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

HelpActions::HelpActions(Window &window) : QObject(&window), m_window(window)
{
    Actions &actions = window.actions();
    QMenu *menu = actions.menu(u"help"_s, tr("&Help"));
    const auto add = [&](const QString &name, const QString &text, const Keys &keys, void (HelpActions::*does)()) {
        QAction *action = actions.add(name, text, keys);
        menu->addAction(action);
        connect(action, &QAction::triggered, this, does);
    };
    add(u"shortcuts"_s, tr("&Shortcuts"), {QKeySequence(u"F1"_s), QKeySequence(u"?"_s)}, &HelpActions::showShortcuts);
    add(u"take-tour"_s, tr("Take the &tour"), {}, &HelpActions::startTour);
    add(u"rules"_s, tr("Validation &rules"), {}, &HelpActions::showRules);
    menu->addSeparator();
    add(u"doctor"_s, tr("&Doctor"), {}, &HelpActions::showDoctor);
    add(u"debug-information"_s, tr("&Copy debug information"), {}, &HelpActions::copyDebugInformation);
    add(u"save-debug-information"_s, tr("Sa&ve debug information…"), {}, &HelpActions::saveDebugInformation);
    menu->addSeparator();
    add(u"about"_s, tr("&About Switchyard"), {}, &HelpActions::showAbout);
}

/// From the actions themselves, so that the sheet cannot fall behind.
static void collect(const QMenu &menu, QList<QStringList> &rows)
{
    for (const QAction *action : menu.actions()) {
        if (action->menu())
            collect(*action->menu(), rows);
        else if (const QString keys = Actions::keysText(action); !keys.isEmpty())
            rows.append({Actions::title(action), keys});
    }
}

void HelpActions::showShortcuts()
{
    QList<TableGroup> groups;
    for (const QAction *top : m_window.menuBar()->actions()) {
        TableGroup group{QString(top->text()).remove(u'&'), {}};
        collect(*top->menu(), group.rows);
        if (!group.rows.isEmpty())
            groups.append(group);
    }
    groups.append({tr("On the canvas"),
                   {{tr("Zoom at the pointer"), tr("Wheel")},
                    {tr("Pan"), tr("Space or middle button, and drag")},
                    {tr("Select several"), tr("Drag over empty ground, Ctrl+click, Shift+click")},
                    {tr("Nudge the selected hosts by 1, with Shift by a step of the grid"), tr("Arrow keys")},
                    {tr("Go to the neighbour"), tr("Ctrl+Arrow keys; from an item Arrow keys")},
                    {tr("Go through hosts and items"), tr("Tab, Shift+Tab, Home, End")},
                    {tr("Ignore grid and guides while dragging"), tr("Alt")},
                    {tr("Keep the axis while dragging"), tr("Shift")},
                    {tr("Properties; in Watch a terminal on the host"), tr("Double click, Enter")},
                    {tr("Cancel a drag, select nothing, leave full screen"), tr("Esc")}}});
    (new TableDialog(tr("Shortcuts"), {tr("Action"), tr("Keys")}, groups, &m_window))->open();
}

void HelpActions::showRules()
{
    const auto name = [](Severity severity) {
        return severity == Severity::Error ? tr("error") : severity == Severity::Warning ? tr("warning") : tr("note");
    };
    TableGroup group;
    for (const RuleDoc &rule : ruleDocs(m_window.catalog()))
        group.rows.append({rule.code, name(rule.design), name(rule.deploy), rule.meaning, rule.mend});
    auto *dialog = new TableDialog(tr("Validation rules"), {tr("Code"), tr("In Design"), tr("In Deploy"), tr("Meaning"), tr("How to mend it")}, {group}, &m_window);
    dialog->setInk(name(Severity::Error), m_window.theme().bad);
    dialog->setInk(name(Severity::Warning), m_window.theme().warning);
    dialog->open();
}

void HelpActions::showDoctor()
{
    const QString good = tr("✓ fine"), look = tr("! look here");
    TableGroup group;
    for (const Finding &finding : examine(m_window))
        group.rows.append({finding.good ? good : look, finding.title, finding.words});
    auto *dialog = new TableDialog(tr("Doctor"), {tr("State"), tr("What"), tr("Finding")}, {group}, &m_window);
    dialog->setInk(good, m_window.theme().good);
    dialog->setInk(look, m_window.theme().warning);
    dialog->open();
}

void HelpActions::copyDebugInformation()
{
    QGuiApplication::clipboard()->setText(debugInformation(examine(m_window)));
    m_window.showStatus(tr("Debug information is on the clipboard. It holds no names, addresses or secrets."));
}

void HelpActions::saveDebugInformation()
{
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Save debug information"), u"switchyard-debug.txt"_s, tr("Texts (*.txt)"));
    if (path.isEmpty())
        return;
    const Result<void> written = writeSafely(path, debugInformation(examine(m_window)).toUtf8(), {.backup = false});
    if (written)
        m_window.showStatus(tr("Wrote %1. It holds no names, addresses or secrets.").arg(path));
    else
        m_window.toast().say(withToDo(written.error().message, written.error().hint));
}

void HelpActions::showAbout()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Switchyard"), u"<b>%1</b>"_s.arg(tr("Switchyard %1").arg(QCoreApplication::applicationVersion())), QMessageBox::Close, &m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(icon(u"fleet"_s, m_window.palette().color(QPalette::Link)).pixmap(48));
    box->setInformativeText(tr("Design, deploy and watch a NixOS fleet on one canvas.\n\nFree software under the GNU General Public License, version 3 or later.\nMade with Qt %1.")
                                .arg(QString::fromLatin1(qVersion())));
    box->open();
}

/// Hosts as they stand in the view, and the buttons and fields around it.
static QList<QRect> sightsOf(Window &window)
{
    const CanvasView &canvas = window.canvas();
    const auto inWindow = [&](const QWidget &widget, const QRect &rect) { return QRect(widget.mapTo(&window, rect.topLeft()), rect.size()); };
    QList<QRect> sights{inWindow(*window.menuBar(), window.menuBar()->rect()), inWindow(*window.actions().toolBar(), window.actions().toolBar()->rect())};
    for (const auto &host : window.scene().hosts()) {
        const QRect box = canvas.mapFromScene(host->box()).boundingRect() & canvas.viewport()->rect();
        if (!box.isEmpty())
            sights.append(inWindow(*canvas.viewport(), box));
    }
    for (const QWidget *field : window.inspector().findChildren<QWidget *>()) {
        if (field->isVisible() && field->focusPolicy() != Qt::NoFocus && field->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly).isEmpty())
            sights.append(inWindow(*field, field->rect()));
    }
    return sights;
}

void HelpActions::startTour()
{
    m_window.setMode(Mode::Design);
    if (m_window.scene().hosts().empty())
        m_window.files().templates().constFirst().action->trigger(); // something to look at
    if (m_window.selection().items().isEmpty() && !m_window.derived().topology().items.isEmpty())
        m_window.selection().set({m_window.derived().topology().items.constFirst().id});
    for (QWidget *panel : {static_cast<QWidget *>(&m_window.palettePanel()), static_cast<QWidget *>(&m_window.inspector()),
                           static_cast<QWidget *>(&m_window.problems()), static_cast<QWidget *>(&m_window.preview())})
        m_window.showPanel(panel);
    QApplication::sendPostedEvents();
    QList<QWidget *> modes;
    for (const QString &name : {u"mode-design"_s, u"mode-deploy"_s, u"mode-watch"_s})
        modes.append(m_window.actions().toolBar()->widgetForAction(m_window.actions().get(name)));
    new Guide({{{&m_window.palettePanel()}, tr("What can stand on a host"), tr("Drag a kind onto a host. The host says what the drop will do, or why it cannot. By keyboard: Enter here, or Insert on the canvas.")},
               {{&m_window.canvas()}, tr("The fleet"), tr("Hosts by tier, what stands on them, and who talks to whom. Drag an item to another host; wheel zooms, Space pans.")},
               {{&m_window.inspector()}, tr("What is selected"), tr("Its fields, with red words below a value that does not fit. Nothing selected: the settings of the fleet.")},
               {{&m_window.preview()}, tr("What comes of it"), tr("The NixOS flake, following every edit. The lines of the selected item are marked; a click on a line selects its item.")},
               {modes, tr("Three modes"), tr("Design edits a draft and touches no server. Deploy brings it to the hosts, with a way back. Watch shows them live.")},
               {{m_window.menuBar()}, tr("Everything else"), tr("Ctrl+Shift+P finds every command by a few letters, F1 shows all keys. This tour can be taken again from the Help menu.")}},
              m_window.theme(), &m_window, [this] { return sightsOf(m_window); });
}

void HelpActions::startTourOnce()
{
    QSettings settings;
    if (settings.value(u"tour-seen"_s).toBool())
        return;
    settings.setValue(u"tour-seen"_s, true);
    if (!m_window.scene().hosts().empty()) // else the canvas offers it beside other ways to begin
        startTour();
}

} // namespace gui
