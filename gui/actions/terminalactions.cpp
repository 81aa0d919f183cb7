// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/terminalactions.h"

#include "gui/actions/actions.h"
#include "gui/actions/solehost.h"
#include "gui/derived.h"
#include "gui/overlay/toast.h"
#include "gui/watch/terminal.h"
#include "gui/todo.h"
#include "gui/window.h"

#include <QAction>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

TerminalActions::TerminalActions(Window &window, const Dialing &dialing) : QObject(&window), m_window(window), m_dialing(dialing)
{
    QAction *action = window.actions().add(u"terminal"_s, tr("Ope&n a terminal on the host"), {QKeySequence(u"Ctrl+Shift+T"_s)});
    QMenu *menu = window.actions().menu(u"view"_s);
    menu->insertAction(window.actions().get(u"lock"_s), action);
    connect(action, &QAction::triggered, this, &TerminalActions::open);
    connect(&window.selection(), &Selection::changed, this, &TerminalActions::refresh);
    refresh();
}

QString TerminalActions::host() const
{
    return soleHost(m_window.selection().items(), m_window.derived().topology());
}

void TerminalActions::refresh()
{
    m_window.actions().setEnabled(u"terminal"_s, !host().isEmpty(), tr("select one host"));
}

void TerminalActions::open()
{
    const auto target = remote::targetOf(m_dialing.fleet(m_window.document().fleet()), host());
    const Result<void> opened = target ? openTerminal(sshCommand(*target, m_dialing.ssh)) : Result<void>(tl::unexpected(target.error()));
    if (opened)
        m_window.showStatus(tr("A terminal opens on %1.").arg(host()));
    else
        m_window.toast().say(withToDo(opened.error().message, opened.error().hint));
}

} // namespace gui
