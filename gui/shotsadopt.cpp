// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog that takes a running host into the fleet: asking, reading, listing, nothing to say, and failing.

#include "gui/shots.h"

#include "gui/actions/actions.h"
#include "gui/adopt/adoptdialog.h"
#include "gui/adopt/proposaltable.h"
#include "gui/derived.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

/// A game that the fleet has not, another port, and a container that nobody knows, in the words of the script that reads hosts.
static void makeDifferent(sim::HostState &state)
{
    const auto runs = [&state](const QString &name, const QStringList &facts) {
        const QString unit = u"podman-%1.service"_s.arg(name), container = u"podman/"_s + name;
        state.units[unit] = u"active"_s;
        state.unitFacts[unit] = {u"runs="_s + container};
        for (const QString &fact : facts)
            state.unitFacts[unit] += fact.section(u'=', 0, 0) + u'=' + container + u' ' + fact.section(u'=', 1);
    };
    runs(u"factorio-g09"_s, {u"image=factoriotools/factorio:1.1.110"_s, u"value=PORT 34300"_s, u"value=RCON_PORT 27300"_s});
    runs(u"backup-box"_s, {u"image=registry.example.com/backup:7"_s});
    for (QStringList &facts : state.unitFacts)
        facts.replaceInStrings(u"PORT 34197"_s, u"PORT 34500"_s);
}

void Shots::adopting()
{
    m_window.setMode(Mode::Design);
    const QString host = m_window.derived().topology().hosts.constFirst().name;
    const auto opened = [this](const QString &action) {
        m_window.actions().get(action)->trigger();
        return m_window.findChild<AdoptDialog *>();
    };
    const auto shown = [this](AdoptDialog *dialog, const char *part, const QString &name) {
        const auto isThere = [&] { return dialog && dialog->findChild<QWidget *>(QLatin1StringView(part))->isVisible(); };
        if (QTest::qWaitFor(isThere, 20000))
            picture(*dialog, name);
        else
            m_failures.append(QObject::tr("%1 does not come").arg(name));
        if (dialog)
            dialog->close();
        QTest::qWait(50);
    };
    m_window.selection().set({ItemId::host(host)});
    m_demo.hosts().change(host, makeDifferent);
    shown(opened(u"adopt"_s), "proposals", u"adopt"_s);
    shown(opened(u"adopt-new"_s), "adopt-read", u"adopt-new"_s);
    AdoptDialog *nobody = opened(u"adopt-new"_s);
    nobody->findChild<QLineEdit *>(u"adopt-address"_s)->setText(u"127.0.0.1"_s);
    nobody->findChild<QSpinBox *>(u"adopt-port"_s)->setValue(1);
    nobody->findChild<QPushButton *>(u"adopt-read"_s)->click();
    shown(nobody, "adopt-error", u"adopt-error"_s);
    m_demo.hosts().cut(host);
    AdoptDialog *waiting = opened(u"adopt"_s);
    shown(waiting, "adopt-wait", u"adopt-wait"_s);
    m_demo.hosts().mend(host);
}

} // namespace gui
