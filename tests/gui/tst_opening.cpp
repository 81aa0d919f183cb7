// SPDX-License-Identifier: GPL-3.0-or-later
// A big fleet is opened: its picture comes first, the rest in slices between which the window answers; whatever a person does
// meanwhile is right, and in the end all is as had it been made at once.

#include "gui/actions/actions.h"
#include "gui/actions/recentfiles.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/kindpalette.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "gui/watch/watchpanel.h"
#include "nixgen/generate.h"
#include "tests/gui/fixture.h"
#include "tests/model/fleets.h"

#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QToolBar>
#include <QSignalSpy>
#include <QDeadlineTimer>
#include <QTemporaryDir>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

namespace {

/// Looks when a widget is about to be painted for the first time.
class OnFirstPaint : public QObject
{
public:
    OnFirstPaint(QWidget &of, std::function<void()> then) : m_then(std::move(then)) { of.installEventFilter(this); }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_then)
            std::exchange(m_then, nullptr)();
        return false;
    }

private:
    std::function<void()> m_then;
};

} // namespace

class OpeningTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_big, m_other;
    std::unique_ptr<Window> m_window;

    QString saved(const QString &name, const QByteArray &text)
    {
        const QString path = m_dir.filePath(name);
        return tests::writeFile(path, text) ? path : QString();
    }
    const Derived &derived() { return m_window->derived(); }
    void openBig()
    {
        QVERIFY(m_window->openFile(m_big));
        QVERIFY(derived().isChecking());
    }
    void untilSlicesBegin()
    {
        // One turn of the loop after the other: between two looks of QTRY_VERIFY all slices may have come.
        const auto hasBegun = [this] { return !derived().awaitsPicture() && (derived().tree().size() > 3 || !derived().isChecking()); };
        for (const QDeadlineTimer deadline(10000); !hasBegun() && !deadline.hasExpired();)
            QCoreApplication::processEvents();
        QVERIFY(derived().isChecking()); // some are still to come
    }
    void untilComplete() { QTRY_VERIFY_WITH_TIMEOUT(!derived().isChecking(), 60000); }

    /// What the window shows is what a program shows that makes all of it at once.
    void isAsMadeAtOnce()
    {
        const FleetDocument &document = m_window->document();
        const auto tree = nixgen::generate(document.fleet(), Catalog::builtIn());
        QVERIFY(tree);
        QCOMPARE(derived().tree().size(), tree->size());
        for (const auto &[path, file] : *tree) {
            QVERIFY2(derived().tree().contains(path), qPrintable(path));
            QVERIFY2(derived().tree().at(path).text == file.text && derived().tree().at(path).origins == file.origins, qPrintable(path));
        }
        QVERIFY(derived().topology() == resolve(document.fleet(), Catalog::builtIn()));
        QCOMPARE(derived().diagnostics(), document.readDiagnostics() + validate(document.fleet(), Catalog::builtIn()));
        QCOMPARE(m_window->problems().topLevelItemCount(), int(derived().diagnostics().size()));
        QVERIFY(tree->contains(m_window->preview().currentFile()));
        for (const PlacedHost &host : derived().topology().hosts)
            QVERIFY(m_window->scene().itemBox(host.id).isValid());
    }

private slots:
    void initTestCase()
    {
        tests::useEmptySettings();
        QVERIFY(m_dir.isValid());
        m_big = saved(u"big.yaml"_s, tests::manyHosts(90, 2200));
        m_other = saved(u"other.yaml"_s, tests::manyHosts(70, 2100));
        QVERIFY(!m_big.isEmpty() && !m_other.isEmpty());
    }
    void init() { m_window = tests::openWindow(tests::templateFleet()); }
    void cleanup() { m_window.reset(); }

    void thePictureComesFirstAndTheWindowAnswers()
    {
        openBig();
        QVERIFY(derived().awaitsPicture());
        QCOMPARE(derived().topology().hosts.size(), 90);
        QVERIFY(m_window->scene().itemBox(ItemId(u"host/box-89"_s)).isValid());
        QVERIFY(derived().tree().empty());
        int answers = 0, filesBefore = 0;
        QTimer other; // what else waits for its turn, e.g. keys
        connect(&other, &QTimer::timeout, this, [&] {
            ++answers;
            filesBefore += derived().isChecking() && !derived().awaitsPicture() && !derived().tree().empty();
        });
        other.start(0);
        const int messages = int(m_window->findChildren<QLabel *>().size());
        untilComplete();
        other.stop();
        QVERIFY(messages > 0);
        QVERIFY2(filesBefore >= 3, qPrintable(QString::number(filesBefore))); // 180 files and more, 40 a slice
        QVERIFY(answers > filesBefore);
        isAsMadeAtOnce();
    }

    void anEditBetweenSlices()
    {
        openBig();
        untilSlicesBegin();
        const ItemId game = derived().topology().items.constFirst().source.isEmpty() ? m_window->document().fleet().items().constFirst()->id
                                                                                    : derived().topology().items.constFirst().source;
        const QByteArray before = printFleet(m_window->document().fleet());
        QVERIFY(m_window->perform({{}, {RemoveItem{game}}}, ItemId::host(u"box-3"_s)));
        QCOMPARE(m_window->selection().single(), ItemId::host(u"box-3"_s));
        QVERIFY(m_window->isWindowModified());
        untilComplete();
        isAsMadeAtOnce();
        m_window->document().undo();
        QCOMPARE(printFleet(m_window->document().fleet()), before);
        untilComplete();
        isAsMadeAtOnce();
    }

    void anEditBeforeThePicture()
    {
        openBig();
        QVERIFY(derived().awaitsPicture());
        QVERIFY(m_window->perform({{}, {SetField{ItemId::fleet(), u"domain"_s, u"example.net"_s}}}));
        untilComplete();
        isAsMadeAtOnce();
    }

    void anotherBigFleetBetweenSlices()
    {
        openBig();
        untilSlicesBegin();
        QVERIFY(m_window->openFile(m_other));
        QCOMPARE(derived().topology().hosts.size(), 70);
        QVERIFY(derived().tree().empty());
        untilComplete();
        isAsMadeAtOnce();
    }

    void aSmallFleetBetweenSlices()
    {
        openBig();
        untilSlicesBegin();
        QSignalSpy completed(&derived(), &Derived::completed);
        m_window->showFleet(tests::templateFleet());
        QVERIFY(!derived().isChecking());
        isAsMadeAtOnce();
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(completed.size(), 0); // nothing of the other one comes late
        isAsMadeAtOnce();
    }

    void theEndBetweenSlices()
    {
        openBig();
        untilSlicesBegin();
        m_window->close();
        m_window.reset();
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QVERIFY(!m_window);
    }

    void deployBetweenSlicesIsComplete()
    {
        openBig();
        untilSlicesBegin();
        m_window->setMode(Mode::Deploy); // a plan needs every file
        QVERIFY(!derived().isChecking());
        isAsMadeAtOnce();
        QVERIFY(m_window->deployPanel().isVisible());
    }

    void whatIsNeverPaintedIsCompleteAsWell()
    {
        m_window->hide();
        openBig();
        untilComplete();
        isAsMadeAtOnce();
    }

    void theStartOfTheProgram()
    {
        m_window = std::make_unique<Window>(Catalog::builtIn(), Dialing{});
        m_window->expectPicture();
        m_window->show();
        const QString path = saved(u"small.yaml"_s, tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s)));
        QVERIFY(m_window->openFile(path));
        QVERIFY(derived().isChecking()); // small, yet its picture comes first
        QVERIFY(m_window->scene().itemBox(ItemId(u"host/factorio-server"_s)).isValid());
        QVERIFY(!m_window->inspector().findChild<QWidget *>(u"domain"_s));
        untilComplete();
        isAsMadeAtOnce();
        QVERIFY(m_window->inspector().findChild<QWidget *>(u"domain"_s));
        QCOMPARE(RecentFiles::last(), path); // written once the picture was there
        QVERIFY(m_window->openFile(path)); // from now on at once
        QVERIFY(!derived().isChecking());
    }

    /// The first picture is the canvas in its place; the panels come after it, into room that was kept for them.
    void panelsComeAfterTheFirstPictureAndMoveNothing()
    {
        m_window = std::make_unique<Window>(Catalog::builtIn(), Dialing{});
        m_window->expectPicture();
        struct Look
        {
            QRect canvas, shown;
            QMap<QString, QRect> docks;
            bool operator==(const Look &) const = default;
        };
        const auto look = [this] {
            Look now{{m_window->canvas().mapTo(m_window.get(), QPoint()), m_window->canvas().viewport()->size()}, m_window->canvas().shownRect().toAlignedRect(), {}};
            for (const QDockWidget *dock : m_window->docks())
                now.docks.insert(dock->objectName(), dock->visibleRegion().isEmpty() ? QRect() : dock->geometry()); // none behind another tab
            return now;
        };
        Look first;
        bool hadPanels = true, hadHosts = false, hadBars = false;
        OnFirstPaint onPaint(*m_window->canvas().viewport(), [&] {
            first = look();
            hadPanels = m_window->hasPanels();
            hadHosts = m_window->scene().itemBox(ItemId(u"host/factorio-server"_s)).isValid();
            hadBars = m_window->menuBar()->isVisible() && m_window->actions().toolBar()->isVisible();
        });
        m_window->show();
        QVERIFY(m_window->openFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s)));
        QVERIFY(!m_window->hasPanels());
        QTRY_VERIFY(m_window->hasPanels());
        QVERIFY(!hadPanels && hadHosts && hadBars);
        untilComplete();
        QCoreApplication::processEvents();
        QCOMPARE(first.docks.size(), 6);
        QCOMPARE(look().docks, first.docks);
        QCOMPARE(look().canvas, first.canvas);
        QVERIFY(look() == first);
        for (const QWidget *panel : {static_cast<QWidget *>(&m_window->palettePanel()), static_cast<QWidget *>(&m_window->inspector()), static_cast<QWidget *>(&m_window->preview())})
            QVERIFY2(panel->isVisible() && panel->height() > 100, panel->metaObject()->className());
        QVERIFY(m_window->preview().height() >= first.docks.value(u"dock-preview"_s).height() - 40);
        QCOMPARE(KindPalette::room(Catalog::builtIn()), m_window->palettePanel().sizeHint().width());
        isAsMadeAtOnce();
    }

    void whatIsAskedForBeforeThePictureIsThere()
    {
        Window window(Catalog::builtIn(), Dialing{});
        window.showFleet(tests::templateFleet());
        window.setTheme(ThemeChoice::Light);
        window.setLocked(true);
        QVERIFY(!window.hasPanels());
        QSignalSpy made(&window, &Window::panelsMade);
        QVERIFY(window.preview().currentFile().size() > 0);
        QCOMPARE(made.size(), 1);
        QVERIFY(!window.palettePanel().isEnabled() && !window.inspector().widget()->isEnabled());
        QVERIFY(window.problems().topLevelItemCount() > 0);
        QCOMPARE(made.size(), 1);
        window.setLocked(false);
        QVERIFY(window.palettePanel().isEnabled() && window.inspector().widget()->isEnabled());
    }

    /// A start waits for no library that only a login, a deploy or a graph needs.
    void panelsOfOtherModesAreMadeWhenTheyAreFirstSeen()
    {
        QVERIFY(!m_window->findChild<DeployPanel *>() && !m_window->findChild<WatchPanel *>());
        const auto dock = [this](const char *name) { return m_window->findChild<QDockWidget *>(QString::fromLatin1(name)); };
        for (int round = 0; round < 2; ++round) {
            QTest::keyClick(m_window.get(), Qt::Key_F6);
            QVERIFY(m_window->deployPanel().isVisible() && dock("dock-deploy")->isVisible());
            QCOMPARE(m_window->deployPanel().size(), dock("dock-deploy")->widget()->size());
            QTest::keyClick(m_window.get(), Qt::Key_F7);
            QVERIFY(m_window->watchPanel().isVisible() && m_window->watchPanel().isActive() && !m_window->deployPanel().isVisible());
            QVERIFY(m_window->watchPanel().width() >= 400);
            QTest::keyClick(m_window.get(), Qt::Key_F5);
            QVERIFY(!m_window->watchPanel().isVisible() && !m_window->watchPanel().isActive() && m_window->inspector().isVisible());
        }
        QCOMPARE(m_window->findChildren<DeployPanel *>().size(), 1);
        QCOMPARE(m_window->findChildren<WatchPanel *>().size(), 1);
    }
};

QTEST_MAIN(OpeningTest)
#include "tst_opening.moc"
