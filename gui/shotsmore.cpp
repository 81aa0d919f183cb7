// SPDX-License-Identifier: GPL-3.0-or-later
// What opens over the window and is gone at a click: menus in menus, context menus, lists of choices, stations of the tour; and states
// of the canvas, of problems and of a deploy that one meets only at work.

#include "gui/shots.h"

#include "gui/actions/actions.h"
#include "gui/canvas/view.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/problems.h"
#include "gui/files/drafts.h"
#include "gui/files/recoverydialog.h"
#include "gui/find/picklist.h"
#include "gui/overlay/toast.h"
#include "gui/stage.h"
#include "gui/watch/watchpanel.h"
#include "model/safefile.h"

#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QMouseEvent>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

/// Every menu that opens from an entry of a menu.
void Shots::submenus()
{
    QSettings().setValue(u"recent"_s, QStringList{u"/home/ops/fleets/claudetorio/fleet.yaml"_s, u"/home/ops/fleets/staging/fleet.yaml"_s});
    int number = 0;
    for (const QAction *top : m_window.menuBar()->actions()) {
        for (const QAction *entry : top->menu()->actions()) {
            if (!entry->menu())
                continue;
            entry->menu()->popup(m_window.mapToGlobal(QPoint(60, 60)));
            picture(*entry->menu(), u"submenu-%1"_s.arg(++number));
            entry->menu()->close();
        }
    }
}

/// The menus of a right click, and the list of ways to mend.
void Shots::contextMenus()
{
    const QString host = m_window.derived().topology().hosts.constFirst().name;
    const QPoint at = m_window.mapToGlobal(QPoint(400, 300));
    const Placed *item = m_window.derived().topology().on(host).value(0);
    for (const auto &[name, id] : {std::pair{u"context-host"_s, ItemId::host(host)}, {u"context-item"_s, item->id}}) {
        m_window.selection().set({id});
        emit m_window.canvas().contextAsked(id, at);
        menu(u"context-menu"_s, name);
    }
    m_window.selection().set({});
    clash();
    settle();
    m_window.problems().setCurrentItem(m_window.problems().topLevelItem(0));
    QContextMenuEvent asked(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(m_window.problems().viewport(), &asked);
    menu(u"fixes"_s, u"mend-menu"_s);
    m_window.document().undo();
}

void Shots::manyProblems()
{
    clash();
    EditStep step{{}, {SetField{ItemId::fleet(), u"overlay"_s, Value(u"none"_s)}}};
    for (const PlacedHost &host : m_window.derived().topology().hosts)
        step.edits.append(SetField{host.id, u"state-version"_s, Value()});
    if (!m_window.perform(step))
        m_failures.append(m_window.toast().words());
    m_window.showPanel(&m_window.problems());
    m_window.canvas().fit();
    both(u"design-many-problems"_s);
    for (auto *button : m_window.findChildren<QToolButton *>(QRegularExpression(u"^show-(error|warning|note)$"_s)))
        button->click();
    both(u"design-problems-hidden"_s);
    for (auto *button : m_window.findChildren<QToolButton *>(QRegularExpression(u"^show-(error|warning|note)$"_s)))
        button->click();
    m_window.setMode(Mode::Deploy);
    both(u"deploy-errors"_s);
    m_window.setMode(Mode::Design);
    m_window.document().undo();
    m_window.document().undo();
}

/// The inspector of each kind, and what a list of choices looks like when it is open.
void Shots::inspectors()
{
    QSet<QString> seen;
    for (const Placed &placed : m_window.derived().topology().items) {
        if (seen.contains(placed.kind))
            continue;
        seen.insert(placed.kind);
        m_window.selection().set({placed.id});
        picture(m_window.inspector(), u"inspector-"_s + placed.kind);
    }
    m_window.selection().set({m_window.derived().topology().hosts.constFirst().id});
    picture(*m_window.inspector().widget(), u"inspector-host"_s); // all of it, however long
    m_window.selection().set({});
    picture(*m_window.inspector().widget(), u"inspector-fleet"_s);
    for (auto *choices : m_window.inspector().findChildren<QComboBox *>()) {
        if (choices->count() < 3 || choices->visibleRegion().isEmpty())
            continue;
        choices->showPopup();
        settle();
        picture(*choices->view()->window(), u"choices"_s);
        choices->hidePopup();
        break;
    }
}

void Shots::canvasStates()
{
    CanvasView &canvas = m_window.canvas();
    const auto act = [this](const char *name) { m_window.actions().get(QLatin1StringView(name))->trigger(); };
    act("collapse-all");
    canvas.fit();
    both(u"design-collapsed"_s);
    act("expand-all");
    for (const char *layer : {"show-labels", "show-details"})
        act(layer);
    canvas.fit();
    both(u"design-quiet"_s);
    for (const char *layer : {"show-labels", "show-details"})
        act(layer);
    canvas.fit();
    const auto mouse = [&](QEvent::Type type, const QPoint &at, Qt::MouseButtons held) {
        QMouseEvent event(type, QPointF(at), QPointF(canvas.viewport()->mapToGlobal(at)), type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, held, Qt::NoModifier);
        QApplication::sendEvent(canvas.viewport(), &event);
    };
    const QPoint corner(canvas.viewport()->width() - 20, canvas.viewport()->height() - 12), to(canvas.viewport()->width() / 3, canvas.viewport()->height() / 2);
    mouse(QEvent::MouseButtonPress, corner, Qt::LeftButton);
    mouse(QEvent::MouseMove, (corner + to) / 2, Qt::LeftButton);
    mouse(QEvent::MouseMove, to, Qt::LeftButton);
    both(u"design-rubber-band"_s);
    mouse(QEvent::MouseButtonRelease, to, Qt::NoButton);
    m_window.selection().set({});
}

/// A kind that stands on a host once is brought there again.
void Shots::forbiddenDrop()
{
    const PlacedHost &host = m_window.derived().topology().hosts.constLast();
    for (const Placed *item : m_window.derived().topology().on(host.name)) {
        if (!item->source.isEmpty() || m_window.catalog().kind(item->kind)->container)
            continue;
        QMimeData mime;
        mime.setData(QString::fromLatin1(kindMime), item->kind.toUtf8());
        const QPoint at = m_window.canvas().mapFromScene(m_window.scene().itemBox(host.id).center());
        QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.canvas().viewport(), &enter);
        QDragMoveEvent move(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.canvas().viewport(), &move);
        both(u"drag-refused"_s);
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(m_window.canvas().viewport(), &leave);
        return;
    }
    m_failures.append(QObject::tr("nothing to refuse"));
}

void Shots::guideStations()
{
    m_window.actions().get(u"take-tour"_s)->trigger();
    for (int station = 2; station <= 6; ++station) {
        auto *guide = m_window.findChild<QWidget *>(u"guide"_s);
        if (!guide)
            return m_failures.append(QObject::tr("the tour ends too early"));
        QTest::keyClick(guide, Qt::Key_Right);
        both(u"guide-%1"_s.arg(station));
    }
    if (auto *guide = m_window.findChild<QWidget *>(u"guide"_s))
        guide->close();
    settle();
}

/// Enough hosts that words give way to shapes.
void Shots::bigFleet()
{
    QByteArray text = "switchyard: 1\nname: big\ndomain: example.com\nhosts:\n";
    const QList<Role> &roles = m_window.catalog().roles();
    for (int i = 0; i < 120; ++i)
        text += u"  - {name: box-%1, ssh: 203.0.113.%2, public: [203.0.113.%2], roles: [%3], state-version: \"26.05\"}\n"_s.arg(i, 3, 10, QChar(u'0')).arg(i + 10).arg(roles.at(i % roles.size()).name).toUtf8();
    const Result<ParsedFleet> parsed = parseFleet(text, m_window.catalog());
    if (!parsed)
        return m_failures.append(parsed.error().message);
    m_window.setMode(Mode::Design);
    m_window.showFleet(*parsed);
    m_window.canvas().fit();
    both(u"big-fleet"_s);
    m_window.showFleet(m_demo.fleet());
}

/// The pick list with letters that nothing has, and the draft's difference.
void Shots::emptiedDialogs()
{
    m_window.actions().get(u"commands"_s)->trigger();
    settle();
    if (auto *list = m_window.findChild<PickList *>()) {
        typeInto(*list->findChild<QLineEdit *>(u"picklist-filter"_s), u"qqqq"_s);
        picture(*list, u"commands-nothing"_s);
        list->close();
    }
    const auto place = std::make_shared<DraftPlace>(m_folder.filePath(u".settings/drafts"_s));
    const QByteArray now = printFleet(m_window.document().fleet());
    if (place->write({u"/home/ops/fleets/fleet.yaml"_s, QDateTime(QDate(2026, 1, 15), QTime(14, 3)), now, QByteArray(now).replace("example.com", "example.org"), {}})) {
        RecoveryDialog recovery({place}, &m_window);
        for (auto *button : recovery.findChildren<QPushButton *>()) {
            if (button->isCheckable())
                button->click();
        }
        pictured(u"recovery-difference"_s, [&recovery] { recovery.exec(); });
        place->remove();
    }
    QFileDialog files(&m_window, QObject::tr("Open a fleet"), m_folder.filePath(u".settings"_s));
    files.setOption(QFileDialog::DontUseNativeDialog);
    files.setNameFilter(QObject::tr("Fleets (*.yaml *.yml)")); // as File > Open does
    pictured(u"file-dialog"_s, [&files] { files.exec(); });
}

void Shots::live()
{
    m_window.setMode(Mode::Deploy);
    m_window.selection().set({});
    m_window.canvas().fit();
    both(u"deploy-plan"_s);
    m_window.setMode(Mode::Watch);
    if (!QTest::qWaitFor([this] { return isAllWell(m_window.watchPanel()); }, 15000))
        m_failures.append(QObject::tr("the demo is not well"));
    const QString host = m_window.derived().topology().hosts.constFirst().name;
    m_window.selection().set({ItemId::host(host)});
    const int before = m_window.watchPanel().history().size(host); // of the other theme
    (void)QTest::qWaitFor([&] { return m_window.watchPanel().history().size(host) >= before + 6; }, 9000);
    both(u"watch"_s);
    m_demo.hosts().cut(host);
    (void)QTest::qWaitFor([this] { return isSomethingBad(m_window.watchPanel()); }, 12000);
    both(u"watch-trouble"_s);
    m_demo.hosts().mend(host);
    (void)QTest::qWaitFor([this] { return isAllWell(m_window.watchPanel()); }, 20000);
    m_window.setMode(Mode::Design);
}

/// While it runs, and when a host broke off in the middle.
void Shots::deploying()
{
    m_window.setMode(Mode::Deploy);
    m_window.selection().set({});
    m_window.canvas().fit();
    bool done = false;
    QObject context;
    QObject::connect(&m_window.deployPanel(), &DeployPanel::finished, &context, [&done] { done = true; });
    m_window.deployPanel().start(true);
    const QString first = m_window.derived().topology().hosts.constFirst().name;
    const bool runs = QTest::qWaitFor([&] { return done || m_window.deployPanel().phase(first) != remote::Phase::Draft; }, 60000);
    QTest::qWait(600);
    both(u"deploy-running"_s);
    if (!runs || !QTest::qWaitFor([&] { return done; }, 90000))
        m_failures.append(QObject::tr("the deploy does not end"));
    both(u"deploy-done"_s);
    m_window.setMode(Mode::Design);
}

} // namespace gui
