// SPDX-License-Identifier: GPL-3.0-or-later
// Help, exports, full screen, themes: what a person finds in the menus beside editing.

#include "gui/actions/actions.h"
#include "gui/actions/helpactions.h"
#include "gui/derived.h"
#include "gui/design/preview.h"
#include "gui/fullscreen.h"
#include "gui/help/guide.h"
#include "gui/help/tabledialog.h"
#include "gui/motion.h"
#include "gui/overlay/toast.h"
#include "gui/systemtheme.h"
#include "gui/theme.h"
#include "model/validate.h"
#include "tests/gui/fixture.h"

#include <QClipboard>
#include <QDirIterator>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPdfWriter>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolBar>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestWindowHelp : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    void trigger(const QString &name) { m_window->actions().get(name)->trigger(); }
    QStringList tableTexts()
    {
        QStringList texts;
        auto *dialog = m_window->findChild<TableDialog *>();
        auto *table = dialog ? dialog->findChild<QTreeWidget *>() : nullptr;
        for (const QTreeWidgetItem *row : table ? table->findItems(QString(), Qt::MatchContains | Qt::MatchRecursive) : QList<QTreeWidgetItem *>()) {
            QStringList cells;
            for (int column = 0; column < table->columnCount(); ++column)
                cells.append(row->text(column));
            texts.append(cells.join(u'|'));
        }
        return texts;
    }
    QString exportTo(const QString &action, const QString &path)
    {
        QTimer::singleShot(0, this, [path] {
            auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            auto *line = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
            line->setText(path);
            QTest::keyClick(line, Qt::Key_Return);
        });
        trigger(action);
        return path;
    }

private slots:
    void initTestCase()
    {
        tests::useEmptySettings();
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    }
    void init()
    {
        m_window = tests::openWindow(tests::templateFleet());
        m_window->canvas().setFocus();
    }
    void cleanup() { m_window.reset(); }

    void theShortcutSheetIsMadeFromTheActions_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("F1") << int(Qt::Key_F1);
        QTest::newRow("?") << int(Qt::Key_Question);
    }
    void theShortcutSheetIsMadeFromTheActions()
    {
        QFETCH(int, key);
        QTest::keyClick(&m_window->canvas(), Qt::Key(key));
        const QStringList rows = tableTexts();
        QVERIFY(!rows.isEmpty());
        for (const QAction *action : m_window->actions().all()) {
            if (const QString keys = Actions::keysText(action); !keys.isEmpty())
                QVERIFY2(rows.contains(Actions::title(action) + u'|' + keys), qPrintable(action->text()));
        }
    }

    /// What has no action stands there by hand; it must not say what is not so.
    void theShortcutSheetKnowsTheCanvas()
    {
        trigger(u"shortcuts"_s);
        const QString rows = tableTexts().join(u'\n');
        m_window->findChild<TableDialog *>()->close();
        const ItemId host = ItemId::host(u"factorio-server-mini"_s);
        m_window->selection().set({host});
        const QPointF before = m_window->scene().itemBox(host).topLeft();
        QTest::keyClick(&m_window->canvas(), Qt::Key_Right);
        QVERIFY2(m_window->scene().itemBox(host).left() == before.x() + 1 && rows.contains(QRegularExpression(u"Nudge[^|]*\\|Arrow keys"_s)), qPrintable(rows));
        QTest::keyClick(&m_window->canvas(), Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(m_window->selection().single() != host && rows.contains(QRegularExpression(u"neighbour\\|Ctrl\\+Arrow keys"_s)));
    }

    void noTwoActionsShareAKey()
    {
        QHash<QString, QString> keys;
        for (const QAction *action : m_window->actions().all()) {
            for (const QKeySequence &key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString() + u": "_s + keys.value(key.toString()) + u" and "_s + action->objectName()));
                keys.insert(key.toString(), action->objectName());
            }
        }
    }

    void everyActionIsInAMenu()
    {
        QSet<QAction *> inMenus;
        for (QMenu *menu : m_window->menuBar()->findChildren<QMenu *>()) {
            for (QAction *action : menu->actions())
                inMenus.insert(action);
        }
        for (QAction *action : m_window->actions().all())
            QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
    }

    void theRulesAreListedFromTheRulesThemselves()
    {
        trigger(u"rules"_s);
        const QStringList rows = tableTexts();
        const auto docs = model::ruleDocs(Catalog::builtIn());
        QVERIFY(docs.size() > 20);
        QCOMPARE(rows.size(), docs.size());
        for (const model::RuleDoc &rule : docs)
            QVERIFY2(rows.join(u'\n').contains(rule.code + u'|'), qPrintable(rule.code));
        auto *dialog = m_window->findChild<TableDialog *>();
        auto *table = dialog->findChild<QTreeWidget *>();
        QTest::keyClicks(dialog->findChild<QLineEdit *>(), docs.constFirst().code);
        int shown = 0;
        for (int i = 0; i < table->topLevelItemCount(); ++i)
            shown += !table->topLevelItem(i)->isHidden();
        QVERIFY(shown >= 1 && shown < docs.size());
    }

    void debugInformationHoldsVersionsAndNoSecrets()
    {
        trigger(u"debug-information"_s);
        const QString text = QGuiApplication::clipboard()->text();
        for (const QString &needed : {u"Qt: "_s, QString::fromLatin1(qVersion()), u"SSH agent"_s, u"offscreen"_s, u"Code font"_s, u"3 hosts"_s})
            QVERIFY2(text.contains(needed), qPrintable(needed));
        const QString fleet = QString::fromUtf8(printFleet(m_window->document().fleet()));
        for (const QString &forbidden : {u"factorio"_s, u"203.0.113"_s, u"example.com"_s, u"ssh-ed25519"_s, QString(QDir::homePath() + u'/'), qEnvironmentVariable("USER", u"nobody-here"_s)})
            QVERIFY2(!text.contains(forbidden), qPrintable(forbidden));
        QVERIFY(fleet.contains(u"factorio"_s));
        QTemporaryDir folder;
        QCOMPARE(QString::fromUtf8(tests::readFile(exportTo(u"save-debug-information"_s, folder.filePath(u"debug.txt"_s)))), text);
        exportTo(u"save-debug-information"_s, u"/proc/debug.txt"_s); // said, not swallowed
        QVERIFY2(m_window->toast().isVisible() && m_window->toast().words().contains(u"/proc"_s), qPrintable(m_window->toast().words()));
        trigger(u"doctor"_s);
        QVERIFY(tableTexts().join(u'\n').contains(u"SSH agent"_s));
        const QList<QTreeWidgetItem *> fine = m_window->findChildren<TableDialog *>().constLast()->findChild<QTreeWidget *>()->findItems(u"✓ fine"_s, Qt::MatchRecursive);
        QVERIFY(!fine.isEmpty());
        QCOMPARE(fine.constFirst()->foreground(0).color(), m_window->theme().good);
    }

    void aboutNamesVersionAndLicence()
    {
        trigger(u"about"_s);
        auto *box = m_window->findChild<QMessageBox *>();
        QVERIFY(box && box->informativeText().contains(u"General Public License"_s));
    }

    void theTourPointsAtEachPartAndCanBeRepeated()
    {
        m_window->help().startTourOnce();
        m_window->help().startTourOnce(); // seen
        QCOMPARE(m_window->findChildren<Guide *>().size(), 1);
        auto *guide = m_window->findChild<Guide *>();
        const ItemId chosen = m_window->selection().single();
        QVERIFY(!chosen.isEmpty());
        int stations = 0;
        for (QPointer<Guide> open = guide; open && open->isVisible(); ++stations) {
            QVERIFY(m_window->rect().contains(open->geometry()));
            QVERIFY(!open->findChild<QLabel *>(u"guide-words"_s)->text().isEmpty());
            const QRect part = m_window->findChild<QFrame *>(u"guide-frame"_s)->geometry();
            QVERIFY2(!part.intersects(open->geometry()), qPrintable(QString::number(stations))); // it would hide what it explains
            const CanvasView &canvas = m_window->canvas();
            const QRect box = canvas.mapFromScene(m_window->scene().itemBox(chosen)).boundingRect();
            QVERIFY2(!open->geometry().intersects(QRect(canvas.viewport()->mapTo(m_window.get(), box.topLeft()), box.size())), qPrintable(QString::number(stations))); // nor what is selected
            const bool isLast = stations == 5;
            for (const auto *button : open->findChildren<QPushButton *>())
                QVERIFY(!isLast || !button->isVisible() || !button->text().contains(u"End"_s)); // Done ends it
            QVERIFY(stations != 4 || part.width() < m_window->actions().toolBar()->width() / 2); // the modes alone
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space); // Next
        }
        QCOMPARE(stations, 6);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        trigger(u"take-tour"_s);
        QVERIFY(m_window->findChild<Guide *>());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!m_window->findChild<Guide *>() || !m_window->findChild<Guide *>()->isVisible());
    }

    void picturesAndTablesAreExported()
    {
        QTemporaryDir folder;
        const QByteArray svg = tests::readFile(exportTo(u"export-picture"_s, folder.filePath(u"a.svg"_s)));
        QVERIFY(svg.contains("<svg") && svg.contains("g01"));
        QVERIFY(QImage(exportTo(u"export-picture"_s, folder.filePath(u"a.png"_s))).width() > 500);
        QVERIFY(tests::readFile(exportTo(u"export-picture"_s, folder.filePath(u"a.pdf"_s))).startsWith("%PDF"));
        const QByteArray table = tests::readFile(exportTo(u"export-table"_s, folder.filePath(u"a.csv"_s)));
        QCOMPARE(table.count("\r\n"), 1 + m_window->derived().topology().hosts.size() + m_window->derived().topology().items.size());
        QVERIFY2(table.contains("factorio-server,Factorio game,g02,udp 34198; tcp 27016,,"), table.constData());
    }

    void pictureTableAndNixTextAreCopied()
    {
        trigger(u"copy-picture"_s);
        QVERIFY(QGuiApplication::clipboard()->mimeData()->hasImage());
        QVERIFY(QGuiApplication::clipboard()->mimeData()->data(u"image/svg+xml"_s).contains("<svg"));
        trigger(u"copy-table"_s);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"34198"_s));
        m_window->preview().openFile(u"flake.nix"_s);
        trigger(u"copy-nix"_s);
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), m_window->derived().tree().at(u"flake.nix"_s).text);
    }

    void fullScreenIsLeftByEscapeAndComesBackAtStart()
    {
        QTest::keyClick(&m_window->canvas(), Qt::Key_F11);
        QVERIFY(m_window->isFullScreen() && !m_window->menuBar()->isVisible());
        m_window->selection().set({ItemId(u"game/g01"_s)});
        QTest::keyClick(&m_window->canvas(), Qt::Key_Escape); // first what is nearer
        QVERIFY(m_window->isFullScreen() && m_window->selection().items().isEmpty());
        auto second = tests::openWindow(tests::templateFleet());
        second->fullScreen().restore(); // a start while it was full screen at the end
        QVERIFY(second->isFullScreen());
        second.reset();
        m_window->activateWindow();
        QTest::keyClick(&m_window->canvas(), Qt::Key_Escape);
        QVERIFY(!m_window->isFullScreen() && m_window->menuBar()->isVisible());
        QTest::keyClick(&m_window->canvas(), Qt::Key_F11);
        QTest::keyClick(&m_window->canvas(), Qt::Key_F11);
        QVERIFY(!m_window->isFullScreen());
    }

    void watchingFullScreenHidesThePointerAndKeepsTheScreenOn()
    {
        QList<bool> inhibited;
        FullScreen &full = m_window->fullScreen();
        full.setInhibitor([&](bool on) { inhibited.append(on); });
        full.setPatience(std::chrono::milliseconds(40));
        full.toggle();
        QVERIFY(inhibited.isEmpty()); // designing: a person is there
        m_window->setMode(Mode::Watch);
        QCOMPARE(inhibited, QList{true});
        QTRY_VERIFY(QApplication::overrideCursor() && QApplication::overrideCursor()->shape() == Qt::BlankCursor);
        QTest::mouseMove(m_window->canvas().viewport(), QPoint(60, 60));
        QVERIFY(!QApplication::overrideCursor());
        full.leave();
        QCOMPARE(inhibited, (QList{true, false}));
        QTest::qWait(80);
        QVERIFY(!QApplication::overrideCursor());
    }

    void theThemeFollowsTheDesktopWhileRunning()
    {
        const auto portal = [](uint scheme) {
            SystemTheme::instance().settingChanged(u"org.freedesktop.appearance"_s, u"color-scheme"_s, QDBusVariant(scheme));
        };
        m_window->setTheme(ThemeChoice::System);
        portal(1);
        QVERIFY(m_window->theme().dark);
        portal(2);
        QVERIFY(!m_window->theme().dark);
        m_window->setTheme(ThemeChoice::Dark); // chosen by the person: the desktop has no say
        portal(1);
        portal(2);
        QVERIFY(m_window->theme().dark);
        SystemTheme::instance().settingChanged(u"org.freedesktop.appearance"_s, u"accent-color"_s, QDBusVariant(1u));
        m_window->setTheme(ThemeChoice::System);
        QVERIFY(!m_window->theme().dark);
    }

    void motionCanBeSwitchedOff()
    {
        QVERIFY(m_window->isAnimated());
        trigger(u"reduce-motion"_s);
        QVERIFY(motionReduced() && !m_window->isAnimated());
        QVERIFY(!QApplication::isEffectEnabled(Qt::UI_AnimateMenu));
        auto second = tests::openWindow(tests::templateFleet()); // remembered
        QVERIFY(!second->isAnimated());
        trigger(u"reduce-motion"_s);
        QVERIFY(m_window->isAnimated());
    }

    void nothingAnimatesWithoutAsking()
    {
        // Whoever starts an animation has to ask motionReduced(): found in the sources, since what nobody starts cannot be seen.
        QDirIterator files(tests::sourcePath(u"gui"_s), {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QByteArray text = tests::readFile(files.next());
            if (text.contains("QPropertyAnimation") || text.contains("QVariantAnimation") || text.contains("QTimeLine"))
                QVERIFY2(text.contains("motionReduced()"), qPrintable(files.filePath()));
        }
    }
};

QTEST_MAIN(TestWindowHelp)
#include "tst_windowhelp.moc"
