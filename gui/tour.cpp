// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/tour.h"

#include "gui/canvas/view.h"
#include "gui/deploy/deploypanel.h"
#include "gui/design/kindpalette.h"
#include "gui/design/preview.h"
#include "gui/stage.h"
#include "gui/watch/watchpanel.h"

#include <QDrag>
#include <QtTest/QTest>
#include <QTextStream>
#include <QTimer>
#include <QWindow>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

Tour::Tour(Window &window, Demo &demo, const QString &folder) : m_window(window), m_demo(demo), m_folder(folder) {}

QStringList Tour::run()
{
    if (!m_folder.mkpath(u"."_s))
        return {QObject::tr("cannot make the folder %1").arg(m_folder.path())};
    expect(stage(m_window, QSize(1600, 1000)), QObject::tr("the window is shown"));
    m_window.setTheme(ThemeChoice::Dark);
    design();
    drag();
    preview();
    deploy();
    watch();
    trouble();
    light();
    return m_failures;
}

void Tour::expect(bool truth, const QString &what)
{
    QTextStream(stdout) << (truth ? u"ok      "_s : u"FAILED  "_s) << what << Qt::endl;
    if (!truth)
        m_failures.append(what);
}

void Tour::picture(const QString &name)
{
    const QString path = m_folder.filePath(name + u".png"_s);
    if (!pictureOf(m_window, path))
        m_failures.append(QObject::tr("picture %1").arg(path));
}

void Tour::design()
{
    m_window.setMode(Mode::Design);
    settle();
    m_window.canvas().fit();
    expect(m_window.scene().hosts().size() == 3, QObject::tr("the three tiers are drawn"));
    picture(u"design"_s);
}

/// A real drag: press, moves and release go through the window system's event path while QDrag runs its own loop.
bool Tour::dragTo(QWidget *source, const QPoint &from, const QPoint &to, const QString &pictureName)
{
    QWindow *window = m_window.windowHandle();
    const QPoint a = source->mapTo(&m_window, from);
    int step = 0;
    bool grabbed = false, started = false;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        started = started || m_window.findChild<QDrag *>(); // a move from here that began it would run its loop inside this tick, for ever
        if (!started)
            return;
        ++step;
        if (step <= 8) {
            QTest::mouseMove(window, a + (to - a) * step / 8);
        } else if (step == 10) {
            picture(pictureName); // the target glows and says what the drop will do
            grabbed = true;
        } else if (step == 12) {
            QTest::mouseMove(window, to + QPoint(1, 1));
            QTest::mouseRelease(window, Qt::LeftButton, {}, to);
        } else if (step > 60) {
            timer.stop();
            QTest::keyClick(window, Qt::Key_Escape); // a drag that nobody ends must not hang the tour
        }
    });
    QTest::mousePress(window, Qt::LeftButton, {}, a);
    timer.start(30);
    QTest::mouseMove(window, a + QPoint(3, 3));
    QTest::mouseMove(window, a + QPoint(24, 8)); // beyond the drag distance: QDrag takes over until the release
    const bool ended = QTest::qWaitFor([&] { return step >= 14; }, 4000);
    timer.stop();
    return grabbed && ended;
}

void Tour::drag()
{
    auto *palette = m_window.findChild<KindPalette *>();
    const QList<QTreeWidgetItem *> kinds = palette->findItems(QString(), Qt::MatchContains | Qt::MatchRecursive);
    const Kind *wanted = m_window.document().catalog().kindOfSection(u"games"_s);
    QTreeWidgetItem *row = nullptr;
    for (QTreeWidgetItem *kind : kinds) {
        if (wanted && kind->text(0) == wanted->title)
            row = kind;
    }
    const qsizetype before = m_window.document().fleet().items().size();
    HostItem *host = nullptr;
    for (const auto &item : m_window.scene().hosts()) {
        if (!item->geometry().chips.isEmpty() && item->id().text() == u"host/factorio-server"_s)
            host = item.get();
    }
    if (!row || !host)
        return expect(false, QObject::tr("palette and game host are there"));
    CanvasView &view = m_window.canvas();
    const QPoint to = view.viewport()->mapTo(&m_window, view.mapFromScene(host->box().center()));
    expect(dragTo(palette->viewport(), palette->visualItemRect(row).center(), to, u"drag"_s), QObject::tr("the drag ran to its end"));
    expect(m_window.document().fleet().items().size() == before + 1, QObject::tr("a real drag added a game"));
}

void Tour::preview()
{
    const ItemId fresh = m_window.selection().single();
    expect(!fresh.isEmpty(), QObject::tr("the new game is selected"));
    expect(QTest::qWaitFor([&] { return !m_window.preview().markedLines().isEmpty(); }, 2000),
           QObject::tr("the preview marks the lines of the new game"));
    picture(u"preview"_s);
}

void Tour::deploy()
{
    m_window.setMode(Mode::Deploy);
    bool done = false, allLive = false;
    QObject context;
    QObject::connect(&m_window.deployPanel(), &DeployPanel::finished, &context, [&](bool live) {
        done = true;
        allLive = live;
    });
    QTest::qWait(100);
    m_window.deployPanel().start(true);
    const auto midway = [&] {
        const remote::Phase phase = m_window.deployPanel().phase(u"factorio-server-mini"_s);
        return done || phase == remote::Phase::Testing || phase == remote::Phase::AwaitingConfirmation;
    };
    expect(QTest::qWaitFor(midway, 30000), QObject::tr("the first host is tested"));
    picture(u"deploy"_s);
    expect(QTest::qWaitFor([&] { return done; }, 60000) && allLive, QObject::tr("the deploy brought every host live"));
    picture(u"deploy-done"_s);
}

void Tour::watch()
{
    m_window.setMode(Mode::Watch);
    expect(QTest::qWaitFor([this] { return isAllWell(m_window.watchPanel()); }, 15000), QObject::tr("every item is watched and well"));
    expect(QTest::qWaitFor([this] { return m_window.watchPanel().history().size(u"factorio-server"_s) >= 12; }, 20000),
           QObject::tr("a dozen samples came in"));
    picture(u"watch"_s);
}

void Tour::trouble()
{
    m_demo.hosts().change(u"factorio-server-mini"_s, [](sim::HostState &state) {
        for (auto it = state.units.begin(); it != state.units.end(); ++it) {
            if (!it.key().startsWith(u"podman"_s) && it.key().startsWith(u"re"_s))
                it.value() = u"failed"_s;
        }
    });
    expect(QTest::qWaitFor([this] { return isSomethingBad(m_window.watchPanel()); }, 5000), QObject::tr("a failed service shows within 5 s"));
    picture(u"trouble"_s);
}

void Tour::light()
{
    m_window.setTheme(ThemeChoice::Light);
    m_window.setMode(Mode::Design);
    m_window.selection().set({});
    settle();
    m_window.canvas().fit();
    picture(u"light"_s);
}

} // namespace gui
