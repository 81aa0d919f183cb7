// SPDX-License-Identifier: GPL-3.0-or-later
// New, open, recent, drop, reopen; and the window as a person left it.

#include "gui/actions/actions.h"
#include "gui/actions/fileactions.h"
#include "gui/actions/recentfiles.h"
#include "gui/overlay/toast.h"
#include "tests/gui/fixture.h"

#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMenu>
#include <QMimeData>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace gui;

class TestWindowFiles : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;
    std::unique_ptr<QTemporaryDir> m_folder;

    QString makeFleet(const QString &name)
    {
        const QString path = m_folder->filePath(name + u".yaml"_s);
        [&] { QVERIFY(tests::writeFile(path, "switchyard: 1\nname: "_ba + name.toUtf8() + "\ndomain: example.com\nhosts: [{name: a}]\n")); }();
        return path;
    }
    QMenu *recent()
    {
        auto *menu = m_window->findChild<QMenu *>(u"menu-recent"_s);
        emit menu->aboutToShow();
        return menu;
    }
    QAction *entry(const QString &path)
    {
        for (QAction *action : recent()->actions()) {
            if (action->data().toString() == path)
                return action;
        }
        return nullptr;
    }
    QDockWidget *dock(const QString &name) { return m_window->findChild<QDockWidget *>(u"dock-"_s + name); }
    void restart()
    {
        m_window->close();
        m_window = std::make_unique<Window>(model::Catalog::builtIn(), Dialing{});
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QCoreApplication::processEvents();
    }
    QString name() { return m_window->document().fleet().settings().name; }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void init()
    {
        QSettings().clear();
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<Window>(model::Catalog::builtIn(), Dialing{});
        m_window->resize(1300, 850);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void tenRecentFilesLatestFirst()
    {
        QStringList paths;
        for (int i = 0; i < 12; ++i) {
            paths.prepend(makeFleet(u"f%1"_s.arg(i)));
            QVERIFY(m_window->openFile(paths.constFirst()));
        }
        QCOMPARE(RecentFiles::others(), paths.mid(0, 10));
        QAction *third = entry(paths.at(2));
        QVERIFY(third && third->isEnabled());
        third->trigger();
        QCOMPARE(name(), u"f9"_s);
        QCOMPARE(RecentFiles::others().constFirst(), paths.at(2));
    }

    void aPinnedFileStaysOnTop()
    {
        const QString pinned = makeFleet(u"pinned"_s);
        QVERIFY(m_window->openFile(pinned));
        m_window->actions().get(u"pin"_s)->trigger();
        for (int i = 0; i < 12; ++i)
            QVERIFY(m_window->openFile(makeFleet(u"f%1"_s.arg(i))));
        QCOMPARE(recent()->actions().constFirst()->data().toString(), pinned);
        QVERIFY(!m_window->actions().get(u"pin"_s)->isChecked()); // another fleet is open now
        for (QAction *action : recent()->actions()) {
            if (action->text().contains(u"Forget"_s)) {
                action->trigger();
                break;
            }
        }
        QVERIFY(entry(pinned));
        QVERIFY(RecentFiles::others().isEmpty());
    }

    void aMissingFileIsGreyAndSaysWhy()
    {
        const QString path = makeFleet(u"gone"_s);
        QVERIFY(m_window->openFile(path));
        QFile::remove(path);
        QVERIFY(!entry(path)->isEnabled());
        QVERIFY(entry(path)->text().contains(u"no longer there"_s));
    }

    void aDroppedFileIsOpened()
    {
        const QString path = makeFleet(u"dropped"_s);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(path)});
        QWidget *target = m_window->canvas().viewport(); // most of the window
        const QPoint at = target->rect().center();
        QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
        QApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
        QApplication::sendEvent(target, &drop);
        QCOMPARE(name(), u"dropped"_s);
    }

    void theLastFleetIsOpenedAtStart()
    {
        QVERIFY(m_window->openFile(makeFleet(u"one"_s)));
        QVERIFY(m_window->openFile(makeFleet(u"two"_s)));
        restart();
        m_window->files().reopenLast();
        QCOMPARE(name(), u"two"_s);
        m_window->actions().get(u"reopen-last"_s)->trigger(); // not wanted
        restart();
        m_window->files().reopenLast();
        QVERIFY(name() != u"two"_s);
        m_window->actions().get(u"reopen-last"_s)->trigger();
        QFile::remove(m_folder->filePath(u"two.yaml"_s));
        restart();
        m_window->files().reopenLast();
        QVERIFY(m_window->toast().words().contains(u"two.yaml"_s)); // says so, and goes on
    }

    void newEmptyAndNewFromTemplate()
    {
        auto *menu = m_window->findChild<QMenu *>(u"menu-templates"_s);
        QVERIFY(!menu->actions().isEmpty());
        QCOMPARE(Actions::title(menu->actions().constFirst()), u"ClaudeTorio"_s); // its title, not its file's name
        menu->actions().constFirst()->trigger();
        QCOMPARE(m_window->document().fleet().hosts().size(), 3);
        QVERIFY(m_window->document().path().isEmpty());
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QVERIFY(m_window->document().fleet().hosts().isEmpty());
    }

    void geometryAndPanelsComeBackPerMode()
    {
        m_window->resize(777, 666); // on a test's screen, which Qt 6.8 keeps windows within
        const QSize size = m_window->size();
        dock(u"inspector"_s)->close();
        m_window->setMode(Mode::Watch);
        m_window->addDockWidget(Qt::LeftDockWidgetArea, dock(u"watch"_s));
        restart();
        QCOMPARE(m_window->size(), size);
        QVERIFY(!dock(u"inspector"_s)->isVisible());
        QVERIFY(dock(u"palette"_s)->isVisible());
        m_window->setMode(Mode::Watch);
        QCOMPARE(m_window->dockWidgetArea(dock(u"watch"_s)), Qt::LeftDockWidgetArea);
        QVERIFY(!dock(u"palette"_s)->isVisible());
        m_window->setMode(Mode::Design);
        QVERIFY(!dock(u"inspector"_s)->isVisible());
    }

    void resetLayoutBringsAllBack()
    {
        dock(u"inspector"_s)->close();
        m_window->addDockWidget(Qt::RightDockWidgetArea, dock(u"palette"_s));
        m_window->actions().get(u"reset-layout"_s)->trigger();
        QVERIFY(dock(u"inspector"_s)->isVisible());
        QCOMPARE(m_window->dockWidgetArea(dock(u"palette"_s)), Qt::LeftDockWidgetArea);
        restart();
        QVERIFY(dock(u"inspector"_s)->isVisible());
    }
};

QTEST_MAIN(TestWindowFiles)
#include "tst_windowfiles.moc"
