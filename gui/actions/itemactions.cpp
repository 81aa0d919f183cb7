// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/itemactions.h"

#include "gui/actions/actions.h"
#include "gui/actions/solehost.h"
#include "gui/canvas/view.h"
#include "gui/derived.h"
#include "gui/find/picklist.h"
#include "gui/overlay/renameeditor.h"
#include "gui/overlay/toast.h"
#include "gui/todo.h"
#include "gui/window.h"
#include "model/advice.h"
#include "model/clipboard.h"
#include "model/moving.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

ItemActions::ItemActions(Window &window, QMenu *menu) : QObject(&window), m_window(window)
{
    Actions &actions = window.actions();
    const auto add = [&](const QString &name, const QString &text, const Keys &keys, void (ItemActions::*does)(), const QString &icon = {}) {
        QAction *action = actions.add(name, text, keys, icon);
        menu->addAction(action);
        connect(action, &QAction::triggered, this, does);
    };
    add(u"cut"_s, tr("Cu&t"), {QKeySequence::Cut}, &ItemActions::cut);
    connect(actions.add(u"copy"_s, tr("&Copy"), {QKeySequence::Copy}), &QAction::triggered, this, &ItemActions::copy);
    menu->addAction(actions.get(u"copy"_s));
    add(u"paste"_s, tr("&Paste"), {QKeySequence::Paste}, &ItemActions::paste);
    add(u"duplicate"_s, tr("&Duplicate"), {QKeySequence(u"Ctrl+D"_s)}, &ItemActions::duplicate);
    menu->addSeparator();
    add(u"rename"_s, tr("Ren&ame"), {QKeySequence(u"F2"_s)}, &ItemActions::rename);
    add(u"move-to"_s, tr("&Move to…"), {QKeySequence(u"Ctrl+Shift+M"_s)}, &ItemActions::move);
    add(u"remove"_s, tr("R&emove"), {QKeySequence::Delete}, &ItemActions::remove, u"trash"_s);
}

void ItemActions::refresh()
{
    Actions &actions = m_window.actions();
    const bool design = m_window.mayEdit();
    const QSet<ItemId> &items = m_window.selection().items();
    const QString why = design ? tr("nothing is selected") : m_window.whyNoEdits();
    for (const QString &name : {u"cut"_s, u"duplicate"_s, u"remove"_s, u"move-to"_s})
        actions.setEnabled(name, design && !items.isEmpty(), why);
    actions.setEnabled(u"copy"_s, !items.isEmpty(), tr("nothing is selected"));
    actions.setEnabled(u"paste"_s, design, why);
    actions.setEnabled(u"rename"_s, design && items.size() == 1, design ? tr("select one item") : why);
}

QList<ItemId> ItemActions::selected() const
{
    const QSet<ItemId> &items = m_window.selection().items();
    QList<ItemId> ordered;
    for (const PlacedHost &host : m_window.derived().topology().hosts) {
        if (items.contains(host.id))
            ordered.append(host.id);
        for (const ItemId &item : host.items) {
            if (items.contains(item))
                ordered.append(item);
        }
    }
    return ordered;
}

QString ItemActions::hostOfSelection() const
{
    return soleHost(m_window.selection().items(), m_window.derived().topology());
}

bool ItemActions::copy()
{
    const QByteArray text = copyText(m_window.document().fleet(), selected());
    if (text.isEmpty()) {
        m_window.toast().say(tr("A role brings what is selected: there is no entry of the fleet file to copy."));
        return false;
    }
    QGuiApplication::clipboard()->setText(QString::fromUtf8(text));
    m_window.showStatus(tr("Copied as text of a fleet file: %1 entries").arg(text.count("\n  - ") + text.count("\n- ")));
    return true;
}

void ItemActions::cut()
{
    if (copy())
        removeSelected(tr("Cut"), tr("Cut"));
}

void ItemActions::paste()
{
    pasteText(QGuiApplication::clipboard()->text().toUtf8(), hostOfSelection(), {});
}

void ItemActions::duplicate()
{
    const QList<ItemId> items = selected();
    const QByteArray text = copyText(m_window.document().fleet(), items);
    if (text.isEmpty())
        return m_window.toast().say(tr("What a role brings stands once on each host: give the role to another host instead."));
    pasteText(text, {}, items.size() == 1 ? tr("Duplicate %1").arg(items.constFirst().text().section(u'/', 1)) : tr("Duplicate %1 items").arg(items.size()));
}

void ItemActions::pasteText(const QByteArray &text, const QString &onto, const QString &stepText)
{
    const auto refuse = [this](const Error &error) {
        m_window.toast().say(withToDo(error.message, error.hint));
    };
    Result<Pasted> pasted = pasteStep(m_window.document().fleet(), m_window.catalog(), m_window.derived().topology(), text, onto);
    if (!pasted)
        return refuse(pasted.error());
    if (!stepText.isEmpty())
        pasted->step.text = stepText;
    if (const Result<void> done = m_window.document().apply(pasted->step); !done)
        return refuse(done.error());
    m_window.selection().set(QSet<ItemId>(pasted->items.begin(), pasted->items.end()));
    m_window.showStatus(pasted->step.text);
}

void ItemActions::remove()
{
    removeSelected(tr("Remove"), tr("Removed"));
}

void ItemActions::removeSelected(const QString &verb, const QString &done)
{
    QList<ItemId> left;
    EditStep step = removeStep(m_window.document().fleet(), selected(), &left);
    if (step.edits.isEmpty())
        return m_window.toast().say(tr("What a role brings goes with the role: take it from the host's roles."));
    const QString what = step.text.mid(step.text.indexOf(u' '));
    step.text = verb + what;
    if (m_window.perform(step))
        m_window.offerUndo(done + what + (left.isEmpty() ? QString() : tr(" (what roles bring stays)")));
}

void ItemActions::rename()
{
    const ItemId id = m_window.selection().single();
    const Placed *placed = m_window.derived().topology().find(id);
    const ItemId source = placed ? placed->source : id;
    const ItemPtr item = m_window.document().fleet().find(source);
    if (!item || item->name.contains(u'/'))
        return m_window.toast().say(tr("%1 is named by the role that brings it.").arg(placed ? placed->name : id.text()));
    CanvasView &canvas = m_window.canvas();
    canvas.centre(id);
    const QRect box = canvas.mapFromScene(m_window.scene().itemBox(id)).boundingRect();
    const auto complaint = [this, source](const QString &name) {
        const auto renamed = model::apply(m_window.document().fleet(), m_window.catalog(), Edit(SetField{source, u"name"_s, name}));
        return renamed ? QString() : withToDo(renamed.error().message, renamed.error().hint);
    };
    delete m_rename;
    m_rename = new RenameEditor(item->name, box, complaint, m_window.theme(), &canvas);
    connect(m_rename, &RenameEditor::renamed, this, [this, source, before = item->name](const QString &name) {
        m_window.perform({tr("Rename %1 to %2").arg(before, name), {SetField{source, u"name"_s, name}}});
    });
}

void ItemActions::move()
{
    const QList<ItemId> items = selected();
    const Topology &topology = m_window.derived().topology();
    QList<Choice> choices;
    for (const PlacedHost &host : topology.hosts) {
        Choice choice{host.name, {}, {}, [this, items, name = host.name] {
            const Result<EditStep> step = moveStep(m_window.document().fleet(), m_window.catalog(), m_window.derived().topology(), items, name);
            if (!step)
                m_window.toast().say(step.error().message);
            else if (!step->edits.isEmpty() && m_window.perform(*step))
                m_window.showStatus(step->text);
        }};
        qsizetype moving = 0;
        for (const ItemId &item : items) {
            const Placed *placed = topology.find(item);
            const bool stays = items.size() > 1 && placed && placed->host == host.name;
            const DropAdvice advice = adviseMove(m_window.document().fleet(), m_window.catalog(), topology, item, host.name);
            moving += advice.allowed;
            (advice.allowed || stays ? choice.detail : choice.whyNot) = advice.words;
        }
        if (moving == 0 && choice.whyNot.isEmpty())
            choice.whyNot = tr("all of them stand here already");
        if (moving > 1)
            choice.detail = tr("%1 items come here").arg(moving);
        if (!choice.whyNot.isEmpty())
            choice.detail.clear();
        choices.append(choice);
    }
    PickList::ask(items.size() == 1 ? tr("Move %1 to").arg(items.constFirst().text().section(u'/', -1)) : tr("Move %1 items to").arg(items.size()),
                  tr("Name of the host"), choices, &m_window);
}

} // namespace gui
