// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/findactions.h"

#include "gui/actions/actions.h"
#include "gui/canvas/view.h"
#include "gui/derived.h"
#include "gui/find/findbar.h"
#include "gui/find/picklist.h"
#include "gui/window.h"
#include "model/search.h"

#include <QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

FindActions::FindActions(Window &window, QMenu *menu) : QObject(&window), m_window(window)
{
    const auto finder = [this](const QString &words) { return findItems(m_window.derived().topology(), m_window.catalog(), words); };
    m_bar = new FindBar(finder, &window.canvas());
    connect(m_bar, &FindBar::left, &window.canvas(), [&window] { window.canvas().setFocus(); });
    connect(m_bar, &FindBar::found, this, [this](const ItemId &item) {
        m_window.selection().set({item});
        m_window.canvas().centerOn(m_window.scene().itemBox(item).center());
    });
    Actions &actions = window.actions();
    QAction *find = actions.add(u"find"_s, tr("&Find…"), {QKeySequence(u"Ctrl+F"_s)}, u"search"_s);
    QAction *next = actions.add(u"find-next"_s, tr("Find ne&xt"), {QKeySequence(u"F3"_s)});
    QAction *previous = actions.add(u"find-previous"_s, tr("Find pre&vious"), {QKeySequence(u"Shift+F3"_s)});
    QAction *commands = actions.add(u"commands"_s, tr("Comma&nds…"), {QKeySequence(u"Ctrl+Shift+P"_s), QKeySequence(u"Ctrl+K"_s)});
    menu->addActions({find, next, previous, commands});
    connect(find, &QAction::triggered, m_bar, &FindBar::start);
    connect(next, &QAction::triggered, m_bar, [this] { m_bar->step(1); });
    connect(previous, &QAction::triggered, m_bar, [this] { m_bar->step(-1); });
    connect(commands, &QAction::triggered, this, &FindActions::showCommands);
}

void FindActions::setTheme(const Theme &theme)
{
    m_bar->setTheme(theme);
}

/// Of an entry of a menu within a menu: with that menu's title, without which "Links" or "Dark" is no command.
static QString commandText(const QAction *action)
{
    const QString text = Actions::plainText(action);
    for (const QObject *place : action->associatedObjects()) {
        const auto *menu = qobject_cast<const QMenu *>(place);
        const QString title = menu && qobject_cast<const QMenu *>(menu->parent()) ? Actions::plainText(menu->menuAction()) : QString();
        if (!title.isEmpty() && !text.startsWith(title))
            return FindActions::tr("%1: %2").arg(title, text);
    }
    return text;
}

void FindActions::showCommands()
{
    QList<Choice> choices;
    for (QAction *action : m_window.actions().all()) {
        QString whyNot = Actions::whyNot(action);
        if (!action->isEnabled() && whyNot.isEmpty())
            whyNot = tr("not now");
        choices.append({commandText(action), Actions::keysText(action), action->isEnabled() ? QString() : whyNot, [action] { action->trigger(); }, action->icon()});
    }
    std::ranges::stable_partition(choices, [](const Choice &choice) { return choice.whyNot.isEmpty(); }); // what can be done comes first
    for (const PlacedHost &host : m_window.derived().topology().hosts) {
        const auto go = [this](const ItemId &id) {
            return [this, id] {
                m_window.selection().set({id});
                m_window.canvas().centerOn(m_window.scene().itemBox(id).center());
                m_window.canvas().setFocus();
            };
        };
        choices.append({tr("Go to %1").arg(host.name), tr("host"), {}, go(host.id), {}, true});
        for (const ItemId &id : host.items) {
            if (const Placed *item = m_window.derived().topology().find(id))
                choices.append({tr("Go to %1").arg(item->name), tr("on %1").arg(host.name), {}, go(id), {}, true});
        }
    }
    PickList::ask(tr("Commands"), tr("What to do, or the name of an item to go to"), choices, &m_window);
}

} // namespace gui
