// SPDX-License-Identifier: GPL-3.0-or-later
// Deploy and Watch in the window, on the simulated hosts of the demo: real SSH, nothing of the window replaced.

#include "gui/demo.h"
#include "gui/deploy/deploypanel.h"
#include "gui/design/problems.h"
#include "gui/theme.h"
#include "gui/watch/timechart.h"
#include "gui/watch/watchpanel.h"
#include "tests/gui/fixture.h"

#include <QCryptographicHash>
#include <QLineSeries>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QValueAxis>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestLive : public QObject
{
    Q_OBJECT

    std::unique_ptr<Demo> m_demo;
    std::unique_ptr<Window> m_window;
    const QString m_control = u"factorio-server-mini"_s, m_games = u"factorio-server"_s;

    remote::Lamp lamp(const QString &item) { return m_window->watchPanel().health().value(ItemId(item)).lamp; }
    bool everythingIsGood()
    {
        const auto &health = m_window->watchPanel().health();
        return health.size() == 17 && std::all_of(health.begin(), health.end(), [](const remote::Health &h) { return h.lamp == remote::Lamp::Good; });
    }
    bool deploys()
    {
        QSignalSpy finished(&m_window->deployPanel(), &DeployPanel::finished);
        m_window->setMode(Mode::Deploy);
        m_window->deployPanel().start(true);
        return finished.wait(60000) && finished.constFirst().constFirst().toBool();
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void init()
    {
        auto demo = Demo::start(Catalog::builtIn());
        QVERIFY2(demo, demo ? "" : qPrintable(demo.error().message));
        m_demo = std::move(*demo);
        m_window = tests::openWindow(m_demo->fleet(), m_demo->dialing());
    }
    void cleanup()
    {
        m_window.reset();
        m_demo.reset();
    }

    void lampsGraphsAndTroubles()
    {
        m_window->setMode(Mode::Watch);
        QTRY_VERIFY_WITH_TIMEOUT(everythingIsGood(), 15000);
        m_window->selection().set({ItemId::host(m_games)});
        QTRY_VERIFY_WITH_TIMEOUT(m_window->watchPanel().history().size(m_games) >= 4, 10000);

        const auto *chart = m_window->findChildren<TimeChart *>().value(0);
        QVERIFY(chart);
        const auto *line = qobject_cast<QLineSeries *>(chart->chart()->series().constFirst());
        const auto *axis = qobject_cast<QValueAxis *>(chart->chart()->axes(Qt::Horizontal).constFirst());
        QTRY_VERIFY_WITH_TIMEOUT(line->count() >= 3, 5000);
        const QList<QPointF> points = line->points();
        for (const QPointF &point : points)
            QVERIFY(point.x() >= axis->min() && point.x() <= axis->max()); // what is known is seen
        QVERIFY(points.constFirst().x() < points.constLast().x());

        // What was seen is weighed when something is dragged; of who was never seen, nothing is.
        const model::HostFacts facts = m_window->watchPanel().measured(m_games).hosts.value(m_games);
        QVERIFY(facts.cores > 0 && facts.load1 >= 0 && facts.memoryTotal > facts.memoryFree && facts.memoryFree > 0 && facts.time > 0);
        QVERIFY(m_window->watchPanel().measured(u"never"_s).hosts.isEmpty());

        m_demo->hosts().change(m_control, [](sim::HostState &state) { state.units[u"redis.service"_s] = u"failed"_s; });
        QTRY_COMPARE_WITH_TIMEOUT(lamp(u"factorio-server-mini/redis"_s), remote::Lamp::Bad, 5000);
        QCOMPARE(lamp(u"factorio-server-mini/broker"_s), remote::Lamp::Bad);
        QCOMPARE(lamp(u"game/g01"_s), remote::Lamp::Good);
        const auto *troubles = m_window->findChild<QListWidget *>(u"watch-troubles"_s);
        QCOMPARE(troubles->count(), 1); // one cause, one entry
        QVERIFY(troubles->item(0)->text().contains(u"broker"_s));
        QCOMPARE(m_window->watchPanel().marks().value(ItemId(u"factorio-server-mini/redis"_s)).shape, MarkShape::Bad);
    }

    void aHostThatIsCutOffShowsAndRecovers()
    {
        m_window->setMode(Mode::Watch);
        QTRY_VERIFY_WITH_TIMEOUT(everythingIsGood(), 15000);
        m_window->selection().set({ItemId::host(m_games)});
        QTRY_VERIFY_WITH_TIMEOUT(m_window->watchPanel().history().size(m_games) >= 2, 10000);
        m_demo->hosts().cut(m_games);
        QTRY_COMPARE_WITH_TIMEOUT(lamp(u"host/factorio-server"_s), remote::Lamp::Bad, 10000);
        QCOMPARE(lamp(u"game/g01"_s), remote::Lamp::Unknown);
        QCOMPARE(lamp(u"factorio-server-mini/redis"_s), remote::Lamp::Good);
        const TimeChart *graph = m_window->findChildren<TimeChart *>().value(0);
        const auto *troubles = m_window->findChild<QListWidget *>(u"watch-troubles"_s);
        QTRY_VERIFY_WITH_TIMEOUT(graph->caption().contains(u"last "_s), 5000); // not of now
        QCOMPARE(graph->captionInk(), m_window->theme().dim);
        QTRY_VERIFY(troubles->height() <= troubles->visualItemRect(troubles->item(0)).height() + 8); // no more than it says
        m_demo->hosts().mend(m_games);
        QTRY_VERIFY_WITH_TIMEOUT(everythingIsGood(), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(!graph->caption().contains(u"last "_s), 5000);
        QCOMPARE(graph->captionInk(), m_window->theme().text);
    }

    void aDeployBringsEveryHostLive()
    {
        QVERIFY(deploys());
        QCOMPARE(m_window->deployPanel().phase(m_control), remote::Phase::Live);
        QCOMPARE(m_window->deployPanel().marks().value(ItemId::host(m_control)).shape, MarkShape::Good);
        QCOMPARE(m_demo->hosts().state(m_control).current, 2);
        const auto *log = m_window->deployPanel().findChild<QPlainTextEdit *>();
        QVERIFY(log && !log->toPlainText().isEmpty());
        m_window->setMode(Mode::Design); // what comes next is no part of that log
        QVERIFY(m_window->perform({u"Domain"_s, {model::SetField{model::ItemId::fleet(), u"domain"_s, model::Value(u"example.org"_s)}}}));
        m_window->setMode(Mode::Deploy);
        QCOMPARE(m_window->deployPanel().phase(m_control), remote::Phase::Draft);
        QVERIFY2(log->toPlainText().isEmpty(), qPrintable(log->toPlainText()));
    }

    void aDeployTellsByWhatAnImageCanBePinned()
    {
        const ItemId broker(u"factorio-server-mini/broker"_s);
        QVERIFY(m_window->perform({u"Own image"_s, {model::SetField{broker, u"image"_s, model::Value(u"ghcr.io/us/broker"_s)}}}));
        auto &problems = m_window->problems();
        const auto row = [&]() -> QModelIndex {
            for (int i = 0; i < problems.topLevelItemCount(); ++i) {
                if (problems.topLevelItem(i)->text(ProblemsList::Code) == u"unpinned-image"_s)
                    return problems.model()->index(i, 0);
            }
            return {};
        };
        QTRY_VERIFY(row().isValid());
        QVERIFY(!problems.fixesOf(row()).isEmpty() && !problems.fixesOf(row()).constFirst().isStep()); // nobody has seen it: a person must say it
        QVERIFY2(problems.fixesOf(row()).constFirst().say.contains(u"RepoDigests"_s), qPrintable(problems.fixesOf(row()).constFirst().say));
        QVERIFY(deploys());
        m_window->setMode(Mode::Design);
        m_window->showPanel(&problems);
        QTRY_VERIFY(problems.viewport()->isVisible() && row().isValid());
        problems.scrollTo(row());
        QVERIFY(problems.fixesOf(row()).constFirst().isStep());
        QTest::mouseClick(problems.viewport(), Qt::LeftButton, {}, problems.mendRect(row()).center());
        const QByteArray digest = QCryptographicHash::hash("ghcr.io/us/broker", QCryptographicHash::Sha256).toHex(); // as the simulated registry has it
        QVERIFY(printFleet(m_window->document().fleet()).contains(QByteArray("ghcr.io/us/broker@sha256:" + digest)));
        QTRY_VERIFY(!row().isValid());
        m_window = tests::openWindow(m_demo->fleet(), m_demo->dialing()); // a later window still knows
        QVERIFY(m_window->perform({u"Own image"_s, {model::SetField{broker, u"image"_s, model::Value(u"ghcr.io/us/broker"_s)}}}));
        QTRY_VERIFY(m_window->problems().topLevelItemCount() > 0);
        const auto ways = m_window->problems().fixesOf(m_window->problems().model()->index(0, 0));
        QVERIFY(std::any_of(ways.begin(), ways.end(), [&](const model::Fix &fix) { return fix.isStep() && fix.text.contains(QString::fromLatin1(digest.left(8))); }));
    }

    void aFailedBuildIsToldAndNothingChanges()
    {
        m_demo->hosts().change(m_control, [](sim::HostState &state) { state.buildFails = true; });
        QVERIFY(!deploys());
        QCOMPARE(m_window->deployPanel().phase(m_control), remote::Phase::Failed);
        QVERIFY(m_window->deployPanel().marks().value(ItemId::host(m_control)).text.contains(u"build"_s));
        QCOMPARE(m_demo->hosts().state(m_control).current, 1);
        QCOMPARE(m_demo->hosts().state(m_games).current, 1);
    }

    void aChangedHostKeyIsRefusedWithBothFingerprints()
    {
        Dialing known = m_demo->dialing(); // with the keys as they are known now
        known.redirect = [fleet = known.fleet(m_demo->fleet().fleet)](const model::Fleet &) { return fleet; };
        m_window = tests::openWindow(m_demo->fleet(), known);
        m_demo->hosts().rekey(m_control);
        QVERIFY(!deploys());
        QCOMPARE(m_window->deployPanel().phase(m_control), remote::Phase::Refused);
        const QString words = m_window->deployPanel().marks().value(ItemId::host(m_control)).text;
        QVERIFY2(words.count(u"SHA256:"_s) == 2, qPrintable(words));
        for (QMessageBox *box : m_window->findChildren<QMessageBox *>())
            box->close();
    }
};

QTEST_MAIN(TestLive)
#include "tst_live.moc"
