// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage.h"

#include "gui/watch/watchpanel.h"
#include "gui/window.h"

#include <QApplication>
#include <QLineEdit>
#include <QPixmap>
#include <QTextStream>
#include <QtTest/QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

void useReadableFont()
{
    QFont font = QApplication::font();
    font.setPointSize(10);
    QApplication::setFont(font);
}

bool stage(Window &window, const QSize &size)
{
    window.resize(size);
    window.show();
    window.activateWindow();
    return QTest::qWaitForWindowExposed(&window);
}

void settle()
{
    QTest::qWait(60);
}

void typeInto(QLineEdit &line, const QString &words)
{
    line.setText(words);
    QTest::qWait(250);
}

bool pictureOf(QWidget &widget, const QString &path)
{
    settle();
    const bool saved = widget.grab().save(path);
    QTextStream(stdout) << (saved ? u"ok      "_s : u"FAILED  "_s) << path << Qt::endl;
    return saved;
}

bool isAllWell(const WatchPanel &panel)
{
    const auto &health = panel.health();
    return !health.isEmpty() && std::all_of(health.begin(), health.end(), [](const remote::Health &h) { return h.lamp == remote::Lamp::Good; });
}

bool isSomethingBad(const WatchPanel &panel)
{
    const auto &health = panel.health();
    return std::any_of(health.begin(), health.end(), [](const remote::Health &h) { return h.lamp == remote::Lamp::Bad; });
}

} // namespace gui
