// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/editactions.h"

#include "gui/actions/actions.h"
#include "gui/actions/findactions.h"
#include "gui/actions/itemactions.h"
#include "gui/canvas/view.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/problems.h"
#include "gui/find/picklist.h"
#include "gui/icons.h"
#include "gui/overlay/toast.h"
#include "gui/window.h"
#include "model/advice.h"
#include "model/validate.h"
#include "model/words.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

EditActions::EditActions(Window &window) : QObject(&window), m_window(window)
{
    QMenu *menu = window.actions().menu(u"edit"_s);
    addHistory(menu);
    m_items = new ItemActions(window, menu);
    addSelecting(menu);
    m_find = new FindActions(window, menu);
    addProblems(menu);
    window.actions().showInBar({window.actions().get(u"undo"_s), window.actions().get(u"redo"_s), window.actions().get(u"find"_s)});
}

void EditActions::addHistory(QMenu *menu)
{
    Actions &actions = m_window.actions();
    QAction *undo = actions.add(u"undo"_s, tr("&Undo"), {QKeySequence::Undo}, u"undo"_s);
    QAction *redo = actions.add(u"redo"_s, tr("&Redo"), {QKeySequence(u"Ctrl+Shift+Z"_s), QKeySequence(u"Ctrl+Y"_s)}, u"redo"_s);
    menu->addActions({undo, redo});
    menu->addSeparator();
    connect(undo, &QAction::triggered, &m_window.document(), &FleetDocument::undo);
    connect(redo, &QAction::triggered, &m_window.document(), &FleetDocument::redo);
}

void EditActions::addSelecting(QMenu *menu)
{
    Actions &actions = m_window.actions();
    QAction *properties = actions.add(u"properties"_s, tr("Pr&operties"), {QKeySequence(u"Alt+Return"_s)});
    QAction *host = actions.add(u"add-host"_s, tr("Add &host"), {QKeySequence(u"Ctrl+Shift+H"_s)}, u"host"_s);
    QAction *item = actions.add(u"add-item"_s, tr("Add &item…"), {QKeySequence(u"Insert"_s), QKeySequence(u"Ctrl+Shift+A"_s)});
    QAction *all = actions.add(u"select-all"_s, tr("Select a&ll"), {QKeySequence::SelectAll});
    menu->addAction(properties);
    menu->addSeparator();
    menu->addActions({host, item, all});
    menu->addSeparator();
    connect(properties, &QAction::triggered, this, &EditActions::showProperties);
    connect(host, &QAction::triggered, this, &EditActions::addHost);
    connect(item, &QAction::triggered, this, &EditActions::chooseKind);
    connect(all, &QAction::triggered, this, &EditActions::selectAll);
}

void EditActions::addProblems(QMenu *menu)
{
    Actions &actions = m_window.actions();
    QAction *next = actions.add(u"next-problem"_s, tr("&Next problem"), {QKeySequence(u"F8"_s)});
    QAction *previous = actions.add(u"previous-problem"_s, tr("&Previous problem"), {QKeySequence(u"Shift+F8"_s)});
    menu->addSeparator();
    QMenu *problems = menu->addMenu(tr("Pro&blems"));
    problems->setObjectName(u"menu-problems"_s);
    problems->setToolTipsVisible(true);
    problems->addActions({next, previous});
    connect(next, &QAction::triggered, this, [this] { stepProblem(1); });
    connect(previous, &QAction::triggered, this, [this] { stepProblem(-1); });
}

void EditActions::refresh()
{
    Actions &actions = m_window.actions();
    const FleetDocument &document = m_window.document();
    const bool edit = m_window.mayEdit();
    actions.get(u"undo"_s)->setText(document.canUndo() ? tr("&Undo: %1").arg(document.undoText()) : tr("&Undo"));
    actions.get(u"redo"_s)->setText(document.canRedo() ? tr("&Redo: %1").arg(document.redoText()) : tr("&Redo"));
    actions.setEnabled(u"undo"_s, edit && document.canUndo(), edit ? tr("nothing was changed yet") : m_window.whyNoEdits());
    actions.setEnabled(u"redo"_s, edit && document.canRedo(), edit ? tr("nothing was undone") : m_window.whyNoEdits());
    actions.setEnabled(u"add-host"_s, edit, m_window.whyNoEdits());
    actions.setEnabled(u"add-item"_s, edit && !hostToAddTo().isEmpty(), edit ? tr("select the host to add it to") : m_window.whyNoEdits());
    actions.setEnabled(u"properties"_s, m_window.mode() == Mode::Design, tr("only in Design"));
    m_items->refresh();
}

void EditActions::setTheme(const Theme &theme)
{
    m_find->setTheme(theme);
}

void EditActions::showProperties()
{
    m_window.showPanel(&m_window.inspector());
    m_window.inspector().focusFirst();
}

void EditActions::stepProblem(int by)
{
    m_window.showPanel(&m_window.problems());
    m_window.problems().step(by);
}

void EditActions::selectAll()
{
    QSet<ItemId> all;
    for (const PlacedHost &host : m_window.derived().topology().hosts)
        all.insert(host.id);
    for (const Placed &item : m_window.derived().topology().items)
        all.insert(item.id);
    m_window.selection().set(all);
}

QString EditActions::hostToAddTo() const
{
    QSet<QString> hosts;
    for (const ItemId &id : m_window.selection().items()) {
        const Placed *placed = m_window.derived().topology().find(id);
        hosts.insert(placed ? placed->host : id.text().section(u'/', 1));
    }
    if (hosts.isEmpty() && m_window.derived().topology().hosts.size() == 1)
        return m_window.derived().topology().hosts.constFirst().name;
    return hosts.size() == 1 ? *hosts.begin() : QString();
}

void EditActions::addKind(const QString &kind)
{
    if (kind == u"host"_s)
        return addHost();
    const QString host = hostToAddTo();
    if (host.isEmpty())
        return m_window.toast().say(tr("Select the host to add it to, or drag it onto one."));
    const DropAdvice advice = adviseNew(m_window.document().fleet(), m_window.catalog(), m_window.derived().topology(), kind, host);
    if (!advice.allowed)
        return m_window.toast().say(advice.words);
    m_window.perform(advice.step, advice.item);
}

void EditActions::chooseKind()
{
    const QString host = hostToAddTo();
    QList<Choice> choices;
    for (const Kind &kind : m_window.catalog().kinds()) {
        if (!kind.broughtBy.empty())
            continue; // a setting of the fleet brings it to every host
        const DropAdvice advice = adviseNew(m_window.document().fleet(), m_window.catalog(), m_window.derived().topology(), kind.name, host);
        choices.append({ofCatalog(kind.title), advice.allowed ? advice.words : QString(), advice.allowed ? QString() : advice.words,
                        [this, name = kind.name] { addKind(name); }, icon(kind.icon, m_window.theme().text)});
    }
    PickList::ask(tr("Add to %1").arg(host), tr("What to add"), choices, &m_window);
}

void EditActions::addHost()
{
    addHostAt(m_window.scene().contentsRect().bottomLeft() + QPointF(60, 60));
}

void EditActions::addHostAt(const QPointF &position)
{
    const QString name = freshName(m_window.document().fleet(), m_window.catalog(), u"host"_s);
    Layout places = m_window.scene().places(); // all stay where they are
    places[ItemId::host(name)].position = position;
    m_window.perform({tr("Add host %1").arg(name), {AddItem{u"host"_s, name, {}, {}}}}, ItemId::host(name), places);
}

} // namespace gui
