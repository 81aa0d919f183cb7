// SPDX-License-Identifier: GPL-3.0-or-later
// The bounded history: what is kept, what is dropped, and that thinning never hides a peak.
#include "remote/history.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace remote;

namespace {

Sample sampleAt(qint64 t, double cpu, const QString &host = u"mini"_s)
{
    Sample sample;
    sample.host = host;
    sample.t = t;
    sample.cpu = cpu;
    sample.memoryUsed = 1;
    sample.memoryTotal = 4;
    return sample;
}

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void keepsTheLast()
    {
        History history(100);
        for (int i = 0; i < 250; ++i)
            history.append(sampleAt(i * 1000, i / 1000.0));
        QCOMPARE(history.size(u"mini"_s), 100);
        QCOMPARE(history.size(u"other"_s), 0);
        const auto points = history.series(u"mini"_s, Metric::Cpu, 249'000, 1'000'000, 1000);
        QCOMPARE(points.size(), 100);
        QCOMPARE(points.first().x(), 99'000.0); // oldest first, ms before now
        QCOMPARE(points.last().x(), 0.0);
        QVERIFY(std::abs(points.last().y() - 24.9) < 0.01); // in percent
        for (qsizetype i = 1; i < points.size(); ++i)
            QVERIFY(points.at(i).x() < points.at(i - 1).x());
    }

    void looksBackAsFarAsAsked()
    {
        History history;
        for (int i = 0; i < 100; ++i)
            history.append(sampleAt(i * 1000, 0.5));
        QCOMPARE(history.series(u"mini"_s, Metric::Cpu, 99'000, 10'000, 1000).size(), 11);
        QVERIFY(history.series(u"mini"_s, Metric::Cpu, 999'000, 10'000, 1000).isEmpty());
        QVERIFY(history.series(u"mini"_s, Metric::Cpu, 99'000, 0, 1000).isEmpty());
        QVERIFY(history.series(u"mini"_s, Metric::Cpu, 99'000, 10'000, 0).isEmpty());
    }

    void leavesOutWhatIsNotKnown()
    {
        History history;
        history.append(sampleAt(1000, std::nan("")));
        history.append(sampleAt(2000, 0.5));
        QCOMPARE(history.series(u"mini"_s, Metric::Cpu, 2000, 10'000, 10).size(), 1);
        QCOMPARE(history.series(u"mini"_s, Metric::Memory, 2000, 10'000, 10).last().y(), 25.0);
        QVERIFY(history.series(u"mini"_s, Metric::Disk, 2000, 10'000, 10).isEmpty()); // 0 of 0
    }

    void keepsPeaksWhenThinning()
    {
        History history(4000);
        for (int i = 0; i < 3600; ++i)
            history.append(sampleAt(i * 1000, i == 1234 ? 1.0 : i == 2345 ? 0.0 : 0.5));
        for (int points : {10, 101, 600}) {
            const auto thin = history.series(u"mini"_s, Metric::Cpu, 3'599'000, 3'600'000, points);
            QVERIFY(thin.size() <= points && !thin.isEmpty());
            const auto has = [&thin](double value) {
                return std::any_of(thin.begin(), thin.end(),
                                   [value](const QPointF &p) { return p.y() == value; });
            };
            QVERIFY(has(100.0));
            QVERIFY(has(0.0));
            for (qsizetype i = 1; i < thin.size(); ++i)
                QVERIFY(thin.at(i).x() < thin.at(i - 1).x());
        }
        QCOMPARE(history.series(u"mini"_s, Metric::Cpu, 3'599'000, 3'600'000, 1).size(), 1);
    }

    void forgets()
    {
        History history;
        history.append(sampleAt(1, 0.1));
        history.append(sampleAt(1, 0.1, u"big"_s));
        history.forget(u"mini"_s);
        QCOMPARE(history.size(u"mini"_s), 0);
        QCOMPARE(history.size(u"big"_s), 1);
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
