// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/adoptactions.h"

#include "gui/actions/actions.h"
#include "gui/actions/solehost.h"
#include "gui/adopt/adoptdialog.h"
#include "gui/canvas/scene.h"
#include "gui/derived.h"
#include "gui/window.h"
#include "remote/hostreading.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

AdoptActions::AdoptActions(Window &window, const Dialing &dialing) : QObject(&window), m_window(window), m_dialing(dialing)
{
    Actions &actions = window.actions();
    QAction *adopt = actions.add(u"adopt"_s, tr("Adopt from the runnin&g host…"), {QKeySequence(u"Ctrl+Shift+R"_s)});
    QAction *fresh = actions.add(u"adopt-new"_s, tr("Adopt a host b&y its address…"));
    QMenu *menu = actions.menu(u"edit"_s);
    QAction *before = actions.get(u"select-all"_s);
    menu->insertActions(before, {fresh, adopt});
    connect(adopt, &QAction::triggered, this, [this] { open(selectedHost()); });
    connect(fresh, &QAction::triggered, this, [this] { open({}); });
    connect(&window.selection(), &Selection::changed, this, &AdoptActions::refresh);
    connect(menu, &QMenu::aboutToShow, this, &AdoptActions::refresh);
    refresh();
}

QString AdoptActions::selectedHost() const
{
    return soleHost(m_window.selection().items(), m_window.derived().topology());
}

void AdoptActions::refresh()
{
    const bool edit = m_window.mayEdit();
    m_window.actions().setEnabled(u"adopt"_s, edit && !selectedHost().isEmpty(), edit ? tr("select one host") : m_window.whyNoEdits());
    m_window.actions().setEnabled(u"adopt-new"_s, edit, m_window.whyNoEdits());
}

void AdoptActions::open(const QString &host)
{
    auto *dialog = new AdoptDialog(m_window.document(), m_dialing, m_window.theme(), host, &m_window);
    connect(dialog, &AdoptDialog::applyAsked, this, [this, dialog](const QString &name, const EditStep &step, const auto &files) {
        take(dialog, name, step, files);
    });
    dialog->open();
}

void AdoptActions::take(AdoptDialog *dialog, const QString &host, const EditStep &step, const QHash<QString, QByteArray> &files)
{
    const FleetDocument &document = m_window.document();
    if (const auto possible = apply(document.fleet(), m_window.catalog(), step); !possible)
        return dialog->refuse(possible.error());
    if (const auto written = remote::writeCaptured(QFileInfo(document.path()).absolutePath(), files); !written)
        return dialog->refuse(written.error());
    Layout places;
    if (!document.fleet().host(host)) {
        places = m_window.scene().places(); // all others stay where they are
        places[ItemId::host(host)].position = m_window.scene().contentsRect().bottomLeft() + QPointF(60, 60);
    }
    if (!step.edits.isEmpty() && !m_window.perform(step, ItemId::host(host), places))
        return dialog->refuse({u"refused"_s, tr("The design cannot be changed now"), m_window.whyNoEdits()});
    dialog->close();
    if (!step.edits.isEmpty())
        m_window.offerUndo(files.isEmpty() ? tr("Adopted %1").arg(host) : tr("Adopted %1; its hardware file lies beside the fleet").arg(host));
    else
        m_window.showStatus(tr("Wrote %1").arg(files.keys().join(u", ")));
}

} // namespace gui
