// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/editactions.h"

#include "gui/actions/actions.h"
#include "gui/canvas/view.h"
#include "gui/derived.h"
#include "gui/design/problems.h"
#include "gui/window.h"
#include "model/advice.h"
#include "model/validate.h"

#include <QDockWidget>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

EditActions::EditActions(Window &window) : QObject(&window), m_window(window)
{
    Actions &actions = window.actions();
    QMenu *menu = actions.menu(u"edit"_s);
    QAction *undo = actions.add(u"undo"_s, tr("&Undo"), {QKeySequence::Undo}, u"undo"_s);
    QAction *redo = actions.add(u"redo"_s, tr("&Redo"), {QKeySequence(u"Ctrl+Shift+Z"_s), QKeySequence(u"Ctrl+Y"_s)}, u"redo"_s);
    QAction *host = actions.add(u"add-host"_s, tr("Add &host"), {QKeySequence(u"Ctrl+Shift+H"_s)}, u"host"_s);
    QAction *duplicate = actions.add(u"duplicate"_s, tr("&Duplicate"), {QKeySequence(u"Ctrl+D"_s)});
    QAction *remove = actions.add(u"remove"_s, tr("&Remove"), {QKeySequence::Delete}, u"trash"_s);
    QAction *all = actions.add(u"select-all"_s, tr("Select &all"), {QKeySequence::SelectAll});
    QAction *next = actions.add(u"next-problem"_s, tr("&Next problem"), {QKeySequence(u"F8"_s)});
    QAction *previous = actions.add(u"previous-problem"_s, tr("&Previous problem"), {QKeySequence(u"Shift+F8"_s)});
    menu->addActions({undo, redo});
    menu->addSeparator();
    menu->addActions({host, duplicate, remove, all});
    menu->addSeparator();
    menu->addActions({next, previous});
    actions.showInBar({undo, redo});
    connect(undo, &QAction::triggered, &window.document(), &FleetDocument::undo);
    connect(redo, &QAction::triggered, &window.document(), &FleetDocument::redo);
    connect(host, &QAction::triggered, this, &EditActions::addHost);
    connect(duplicate, &QAction::triggered, this, &EditActions::duplicateSelected);
    connect(remove, &QAction::triggered, this, &EditActions::removeSelected);
    connect(all, &QAction::triggered, this, &EditActions::selectAll);
    connect(next, &QAction::triggered, this, [this] { stepProblem(1); });
    connect(previous, &QAction::triggered, this, [this] { stepProblem(-1); });
}

void EditActions::refresh()
{
    Actions &actions = m_window.actions();
    const FleetDocument &document = m_window.document();
    actions.get(u"undo"_s)->setText(document.canUndo() ? tr("&Undo %1").arg(document.undoText()) : tr("&Undo"));
    actions.get(u"redo"_s)->setText(document.canRedo() ? tr("&Redo %1").arg(document.redoText()) : tr("&Redo"));
    actions.setEnabled(u"undo"_s, document.canUndo(), tr("nothing was changed yet"));
    actions.setEnabled(u"redo"_s, document.canRedo(), tr("nothing was undone"));
    const bool design = m_window.mode() == Mode::Design;
    const bool some = !m_window.selection().items().isEmpty();
    for (const QString &name : {u"remove"_s, u"duplicate"_s})
        actions.setEnabled(name, some && design, design ? tr("nothing is selected") : tr("only in Design"));
}

void EditActions::stepProblem(int by)
{
    ProblemsList &problems = m_window.problems();
    problems.parentWidget()->show();
    if (auto *dock = qobject_cast<QDockWidget *>(problems.parentWidget()))
        dock->raise();
    problems.step(by);
}

void EditActions::selectAll()
{
    const CanvasScene &scene = m_window.scene();
    m_window.selection().set(scene.itemsIn(scene.contentsRect().adjusted(-1, -1, 1, 1)));
}

void EditActions::removeSelected()
{
    EditStep step;
    QStringList names;
    for (const ItemId &id : m_window.selection().items()) {
        const Placed *placed = m_window.derived().topology().find(id);
        if (placed && placed->source.isEmpty())
            continue; // a role brings it: take the role away instead
        step.edits.append(RemoveItem{placed ? placed->source : id});
        names.append(placed ? placed->name : id.text().section(u'/', 1));
    }
    if (step.edits.isEmpty())
        return m_window.showStatus(tr("What a role brings goes with the role: take it from the host's roles."));
    step.text = names.size() == 1 ? tr("Remove %1").arg(names.constFirst()) : tr("Remove %1 items").arg(names.size());
    if (m_window.perform(step))
        m_window.showStatus(tr("%1. Ctrl+Z brings it back.").arg(step.text));
}

void EditActions::duplicateSelected()
{
    const Placed *placed = m_window.derived().topology().find(m_window.selection().single());
    if (!placed || placed->source.isEmpty())
        return m_window.showStatus(tr("Select one game, stream or service to duplicate."));
    const Fleet &fleet = m_window.document().fleet();
    DropAdvice advice = adviseNew(fleet, m_window.catalog(), m_window.derived().topology(), placed->kind, placed->host);
    if (!advice.allowed)
        return m_window.showStatus(advice.words);
    AddItem &add = std::get<AddItem>(advice.step.edits.first());
    const ItemPtr source = fleet.find(placed->source);
    for (const auto &[key, value] : source->values.map()) { // the rest is as in the original
        if (std::none_of(add.values.begin(), add.values.end(), [&, k = key](const auto &v) { return v.first == k; }))
            add.values.append({key, value});
    }
    advice.step.text = tr("Duplicate %1").arg(placed->name);
    m_window.perform(advice.step, advice.item);
}

void EditActions::addKind(const QString &kind)
{
    if (kind == u"host"_s)
        return addHost();
    const ItemId item = m_window.selection().single();
    const Placed *placed = m_window.derived().topology().find(item);
    const QString host = placed ? placed->host : item.text().startsWith(u"host/"_s) ? item.text().mid(5) : QString();
    if (host.isEmpty())
        return m_window.showStatus(tr("Select the host to add it to, or drag it onto one."));
    const DropAdvice advice = adviseNew(m_window.document().fleet(), m_window.catalog(), m_window.derived().topology(), kind, host);
    if (!advice.allowed)
        return m_window.showStatus(advice.words);
    m_window.perform(advice.step, advice.item);
}

void EditActions::addHost()
{
    addHostAt(m_window.scene().contentsRect().bottomLeft() + QPointF(60, 60));
}

void EditActions::addHostAt(const QPointF &position)
{
    const QString name = freshName(m_window.document().fleet(), m_window.catalog(), u"host"_s);
    if (!m_window.perform({tr("Add host %1").arg(name), {AddItem{u"host"_s, name, {}, {}}}}, ItemId::host(name)))
        return;
    Layout layout = m_window.scene().places();
    layout[ItemId::host(name)].position = position;
    m_window.document().place(tr("Place %1").arg(name), layout);
}

} // namespace gui
