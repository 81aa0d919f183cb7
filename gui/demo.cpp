// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/demo.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

/// The template with a key in place of its placeholder, so that the demo can be deployed.
static QByteArray demoText()
{
    QFile file(u":/resources/templates/claudetorio.yaml"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("ssh-ed25519 AAAA_REPLACE_ME you@laptop",
                                  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKHEMtLcXhgPjKzBSSQTHCNpdrzSfPp0ltrWCMRmDWVb demo@switchyard");
}

Result<std::unique_ptr<Demo>> Demo::start(const Catalog &catalog)
{
    std::unique_ptr<Demo> demo(new Demo(catalog));
    Result<ParsedFleet> parsed = parseFleet(demoText(), catalog);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    demo->m_fleet = *parsed;
    if (const Result<void> started = demo->m_hosts.start(resolve(parsed->fleet, catalog)); !started)
        return tl::make_unexpected(started.error());
    return demo;
}

Dialing Demo::dialing()
{
    Dialing dialing;
    dialing.demo = true;
    dialing.ssh = m_hosts.settings();
    dialing.redirect = [this](const Fleet &fleet) { return m_hosts.redirect(fleet, m_catalog).value_or(fleet); };
    return dialing;
}

} // namespace gui
