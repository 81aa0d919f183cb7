// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What window tests share: the template's fleet in a real window, with its own empty settings.

#include "gui/canvas/view.h"
#include "gui/style.h"
#include "gui/window.h"
#include "tests/support.h"

#include <QFile>
#include <QSettings>
#include <QStandardPaths>

namespace tests {

inline model::ParsedFleet templateFleet()
{
    const auto parsed = model::parseFleet(readFile(sourcePath(QStringLiteral("resources/templates/claudetorio.yaml"))),
                                          model::Catalog::builtIn());
    if (!parsed)
        qFatal("the template does not parse: %s", qPrintable(parsed.error().message));
    return *parsed;
}

/// A second game host, so that games have somewhere to go.
inline model::ParsedFleet twoGameHosts()
{
    QByteArray text = readFile(sourcePath(QStringLiteral("resources/templates/claudetorio.yaml")));
    text.replace("\ngames:", "\n  - name: box2\n    roles: [game-server]\n    ssh: {address: 203.0.113.40, user: deploy}\n"
                             "    state-version: \"26.05\"\n    boot: {loader: grub, device: /dev/sda}\n\ngames:");
    const auto parsed = model::parseFleet(text, model::Catalog::builtIn());
    if (!parsed)
        qFatal("the fleet does not parse: %s", qPrintable(parsed.error().message));
    return *parsed;
}

inline void useEmptySettings()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("switchyard-test"));
    QCoreApplication::setApplicationName(QString::number(QCoreApplication::applicationPid()));
    QSettings().clear();
    QApplication::setStyle(new gui::Style);
}

inline std::unique_ptr<gui::Window> openWindow(const model::ParsedFleet &fleet, const gui::Dialing &dialing = {})
{
    auto window = std::make_unique<gui::Window>(model::Catalog::builtIn(), dialing);
    window->showFleet(fleet);
    window->resize(1600, 1000);
    window->show();
    if (!QTest::qWaitForWindowExposed(window.get()))
        qFatal("the window does not show");
    window->activateWindow();
    if (!QTest::qWaitForWindowActive(window.get()))
        qFatal("the window does not get the keyboard");
    if (!QTest::qWaitFor([&] { return window->hasPanels(); }))
        qFatal("the canvas was not painted, or no panel came after it");
    QCoreApplication::processEvents();
    window->canvas().fit();
    return window;
}

/// Where an item stands in the canvas' viewport.
inline QPoint viewportPoint(gui::Window &window, const model::ItemId &item)
{
    return window.canvas().mapFromScene(window.scene().itemBox(item).center());
}

} // namespace tests
