// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet without hosts: what the canvas offers then, by mouse, by keyboard and by drag.

#include "gui/actions/actions.h"
#include "gui/actions/fileactions.h"
#include "gui/actions/helpactions.h"
#include "gui/actions/recentfiles.h"
#include "gui/canvas/minimap.h"
#include "gui/canvas/scene.h"
#include "gui/canvas/view.h"
#include "gui/help/guide.h"
#include "gui/overlay/startpanel.h"
#include "tests/gui/fixture.h"

#include <QCommandLinkButton>
#include <QDir>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace gui;

class TestWindowStart : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;
    QTemporaryDir m_folder;

    StartPanel *panel() { return m_window->findChild<StartPanel *>(); }
    QAbstractButton *button(const QString &action) { return m_window->findChild<QAbstractButton *>(u"start-action-"_s + action); }
    qsizetype hosts() { return m_window->document().fleet().hosts().size(); }
    QList<QAbstractButton *> recent()
    {
        QList<QAbstractButton *> shown = panel()->findChildren<QAbstractButton *>(u"start-recent"_s);
        shown.removeIf([](const QAbstractButton *row) { return !row->isVisible(); });
        return shown;
    }
    QString saved(const QString &name)
    {
        const QString path = m_folder.filePath(name + u".yaml"_s);
        [&] { QVERIFY(tests::writeFile(path, "switchyard: 1\nname: "_ba + name.toUtf8() + "\ndomain: example.com\nhosts: [{name: a}]\n")); }();
        return path;
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }

    void init()
    {
        QSettings().clear();
        m_window = std::make_unique<Window>(model::Catalog::builtIn(), Dialing{});
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_VERIFY(panel() && panel()->isVisible());
    }

    void cleanup() { m_window.reset(); }

    void aHostCanBeAddedByKeyboardAlone()
    {
        m_window->canvas().setFocus();
        for (int i = 0; i < 50 && QApplication::focusWidget() != button(u"add-host"_s); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), button(u"add-host"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(hosts(), 1);
        QVERIFY(!panel()->isVisible());
        m_window->document().undo();
        QCOMPARE(hosts(), 0);
        QVERIFY(panel()->isVisible());
    }

    void aTemplateSaysWhatItIs()
    {
        auto *link = qobject_cast<QCommandLinkButton *>(button(u"new-claudetorio"_s));
        QVERIFY(link);
        QVERIFY2(link->text().contains(u"ClaudeTorio"_s) && link->description().contains(u"Factorio"_s), qPrintable(link->description()));
        QTest::mouseClick(link, Qt::LeftButton);
        QTRY_VERIFY(hosts() >= 3);
        QVERIFY(!panel()->isVisible());
    }

    void onlyWhereTheFleetCanBeEdited()
    {
        m_window->setMode(Mode::Deploy);
        QVERIFY(!panel()->isVisible());
        m_window->setMode(Mode::Design);
        QVERIFY(panel()->isVisible());
        m_window->setLocked(true);
        QVERIFY(!panel()->isVisible());
        m_window->setLocked(false);
        QVERIFY(panel()->isVisible());
    }

    /// Nor does a strip of the internet or an overview stand there for hosts that are none.
    void nothingElseIsShown()
    {
        m_window->files().templates().constFirst().action->trigger();
        QVERIFY(!m_window->scene().contentsRect().isEmpty());
        m_window->actions().get(u"new"_s)->trigger();
        QCOMPARE(hosts(), 0);
        QVERIFY(m_window->scene().contentsRect().isEmpty());
        QVERIFY(!m_window->canvas().minimap().isVisible());
    }

    void aHostDroppedOnIt()
    {
        QMimeData host;
        host.setData(QLatin1StringView(kindMime), "host");
        const QPoint at = panel()->rect().center(); // Qt hands what the panel does not take to the canvas below
        QDragEnterEvent enter(at, Qt::CopyAction, &host, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(panel(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &host, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(panel(), &drop);
        QTRY_COMPARE(hosts(), 1);
    }

    void fleetsToOpenAgain()
    {
        QVERIFY(recent().isEmpty());
        const QStringList names{u"one"_s, u"two"_s, u"three"_s, u"four"_s, u"five"_s, u"gone"_s};
        for (const QString &name : names)
            QVERIFY(m_window->openFile(saved(name)));
        QVERIFY(!panel()->isVisible());
        QVERIFY(QFile::remove(m_folder.filePath(u"gone.yaml"_s)));
        m_window->actions().get(u"new"_s)->trigger();
        QTRY_VERIFY(panel()->isVisible());
        QCOMPARE(recent().size(), 4);
        QVERIFY(m_window->canvas().rect().contains(panel()->geometry()));
        QCOMPARE(qobject_cast<QCommandLinkButton *>(recent().constFirst())->text(), u"five.yaml"_s);

        m_window->resize(900, 760); // less room: the ways to begin stay, the list gives way
        QTRY_VERIFY(recent().size() < 4);
        QTRY_VERIFY2(m_window->canvas().rect().contains(panel()->geometry()), qPrintable(QString::number(m_window->canvas().height())));
        m_window->resize(1440, 900);
        QTRY_COMPARE(recent().size(), 4);
        QTest::mouseClick(recent().at(1), Qt::LeftButton);
        QTRY_COMPARE(m_window->document().fleet().settings().name, u"four"_s);
    }

    void foldersAreWrittenAsPeopleDo()
    {
        const QString home = QDir::homePath();
        QCOMPARE(RecentFiles::folderOf(home + u"/fleets/fleet.yaml"_s), u"~/fleets"_s);
        QCOMPARE(RecentFiles::folderOf(home + u"/fleet.yaml"_s), u"~"_s);
        QCOMPARE(RecentFiles::folderOf(home + u"s/fleet.yaml"_s), QString(home + u's')); // a neighbour
    }

    /// A tour around an empty canvas would have nothing to show.
    void theTourBringsAnExample()
    {
        m_window->help().startTourOnce(); // not by itself
        QVERIFY(!m_window->findChild<Guide *>());
        QTest::mouseClick(button(u"take-tour"_s), Qt::LeftButton);
        QTRY_VERIFY(m_window->findChild<Guide *>());
        QVERIFY(hosts() >= 3);
        QVERIFY(!m_window->selection().items().isEmpty());
    }
};

QTEST_MAIN(TestWindowStart)
#include "tst_windowstart.moc"
