// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/actions.h"

#include "gui/actions/barbutton.h"
#include "gui/icons.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

static constexpr auto whyNotProperty = "whyNot", titleProperty = "title";

static QString withoutMnemonic(QString text)
{
    text.replace(u"&&"_s, u"\x01"_s).remove(u'&').replace(u'\x01', u'&');
    return text.endsWith(u'…') ? text.chopped(1) : text;
}

Actions::Actions(QMainWindow *window) : QObject(window), m_window(window), m_bar(window->addToolBar(tr("Tool bar")))
{
    m_bar->setObjectName(u"toolbar-modes"_s);
    m_bar->setMovable(false);
    m_bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_bar->toggleViewAction()->setEnabled(false); // hiding it by accident leaves no way back for the mouse
}

QMenu *Actions::menu(const QString &name, const QString &title)
{
    QMenu *&menu = m_menus[name];
    if (!menu) {
        menu = m_window->menuBar()->addMenu(title);
        menu->setObjectName(u"menu-"_s + name);
        menu->setToolTipsVisible(true);
    }
    return menu;
}

QAction *Actions::add(const QString &name, const QString &text, const Keys &keys, const QString &icon)
{
    Q_ASSERT_X(!m_byName.contains(name), "Actions::add", "two actions of one name");
    auto *action = new QAction(text, m_window);
    action->setObjectName(u"action-"_s + name);
    action->setProperty(titleProperty, text);
    action->setShortcuts(keys);
    m_window->addAction(action); // shortcuts work while the menu bar is hidden
    m_byName.insert(name, action);
    m_all.append(action);
    if (!icon.isEmpty())
        m_icons.insert(action, icon);
    return action;
}

void Actions::setEnabled(const QString &name, bool enabled, const QString &whyNot)
{
    QAction *action = get(name);
    action->setEnabled(enabled);
    if (const QString why = enabled ? QString() : whyNot; Actions::whyNot(action) != why)
        action->setProperty(whyNotProperty, why); // whoever watches the action hears of each
    if (enabled || whyNot.isEmpty())
        action->setToolTip({}); // back to its text
    else
        action->setToolTip(plainText(action) + u": "_s + whyNot);
}

QString Actions::withLetter(const QString &text, const QMenu &menu)
{
    QString taken;
    for (const QAction *action : menu.actions())
        taken += QKeySequence::mnemonic(action->text()).toString().right(1);
    QString escaped = QString(text).replace(u'&', u"&&"_s);
    const auto free = std::ranges::find_if(escaped, [&](QChar c) { return c.isLetterOrNumber() && !taken.contains(c, Qt::CaseInsensitive); });
    return free == escaped.end() ? escaped : escaped.insert(free - escaped.begin(), u'&');
}

QString Actions::whyNot(const QAction *action)
{
    return action->property(whyNotProperty).toString();
}

QString Actions::plainText(const QAction *action)
{
    return withoutMnemonic(action->text());
}

QString Actions::title(const QAction *action)
{
    const QString title = action->property(titleProperty).toString();
    return withoutMnemonic(title.isEmpty() ? action->text() : title);
}

QString Actions::keysText(const QAction *action)
{
    return QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText);
}

void Actions::showInBar(const QList<QAction *> &actions)
{
    if (!m_bar->actions().isEmpty())
        m_bar->addSeparator();
    for (QAction *action : actions) {
        m_bar->addWidget(new BarButton(action, m_bar));
    }
}

void Actions::setIcon(QAction *action, const QString &name)
{
    m_icons.insert(action, name);
}

void Actions::setIconColor(const QColor &color)
{
    for (auto it = m_icons.begin(); it != m_icons.end(); ++it) {
        it.key()->setIcon(icon(it.value(), color));
        it.key()->setIconVisibleInMenu(!it.key()->isCheckable()); // there a mark says whether it is on
    }
}

} // namespace gui
