// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the probe's replies: a real one, what is missing, and bytes that are no reply at all.
#include "remote/sample.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace remote;

namespace {

const QByteArray Proc =
    "0.52 0.58 0.59 3/389 14213\n"
    "350735.47 234388.90\n"
    "MemTotal:       16000000 kB\n"
    "MemFree:         1000000 kB\n"
    "MemAvailable:   12000000 kB\n"
    "HugePages_Total:       0\n"
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop "
    "fifo colls carrier compressed\n"
    "    lo: 999999   40213    0    0    0     0          0         0 999999   40213    0    0    "
    "0     0       0          0\n"
    "  eth0: 588083072   18101    0    0    0     0          0         0  1041268   13385    0    "
    "0    0     0       0          0\n"
    "wg0: 1000   1    0    0    0     0          0         0  2000   1    0    0    0     0       "
    "0          0\n"
    "cpu  1000 20 300 8000 100 5 15 60 7 0\n"
    "cpu0 500 10 150 4000 50 2 7 30 3 0\n"
    "cpu1 500 10 150 4000 50 3 8 30 4 0\n"
    "intr 123 0 9\n"
    "ctxt 3324074\n";

QByteArray unitBlock(const QByteArray &id, const QByteArray &load, const QByteArray &active)
{
    return "Id=" + id + "\nLoadState=" + load + "\nActiveState=" + active + "\nSubState=x\n";
}

} // namespace

class TestSample : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsAReply()
    {
        const QByteArray text =
            Proc
            + "@links\n/nix/store/abc-nixos-system-mini-26.05\nsystem-42-link\n@disk\nFilesystem "
              "1024-blocks Used Available Capacity Mounted on\n"
              "/dev/sda1 1000 250 750 25% /\n@units\n"
            + unitBlock("redis-server.service", "loaded", "active") + '\n'
            + unitBlock("b.service", "not-found", "inactive") + '\n'
            + unitBlock("c.service", "loaded", "failed") + '\n'
            + unitBlock("d.service", "loaded", "activating") + '\n'
            + unitBlock("e.service", "loaded", "deactivating");
        const auto reading = parseReading(text, {u"redis.service"_s, u"b.service"_s, u"c.service"_s,
                                                 u"d.service"_s, u"e.service"_s, u"f.service"_s});
        QVERIFY(reading);
        QCOMPARE(reading->load1, 0.52);
        QCOMPARE(reading->uptime, 350735.47);
        QCOMPARE(reading->cores, 2);
        QCOMPARE(reading->allTicks, 9500.0);
        QCOMPARE(reading->busyTicks, 1400.0);
        QCOMPARE(reading->memoryTotal, 16000000.0 * 1024);
        QCOMPARE(reading->memoryUsed, 4000000.0 * 1024);
        QCOMPARE(reading->rxBytes, 588084072.0);
        QCOMPARE(reading->txBytes, 1043268.0);
        QCOMPARE(reading->diskTotal, 1024000.0);
        QCOMPARE(reading->diskUsed, 256000.0);
        QCOMPARE(reading->system, u"/nix/store/abc-nixos-system-mini-26.05"_s);
        QCOMPARE(reading->generation, 42);
        QCOMPARE(reading->units.size(), 5);
        QCOMPARE(reading->units.value(u"redis.service"_s),
                 UnitState::Active); // though systemd answered with another name
        QCOMPARE(reading->units.value(u"b.service"_s), UnitState::NotFound);
        QCOMPARE(reading->units.value(u"c.service"_s), UnitState::Failed);
        QCOMPARE(reading->units.value(u"d.service"_s), UnitState::Activating);
        QCOMPARE(reading->units.value(u"e.service"_s), UnitState::Inactive);
    }

    void makesRates()
    {
        Reading first = *parseReading(Proc, {});
        Reading second = first;
        second.uptime += 2;
        second.busyTicks += 50;
        second.allTicks += 200;
        second.rxBytes += 3000;
        second.txBytes += 500;
        const Sample start = sampleOf(first, Reading(), Sample());
        QVERIFY(std::isnan(start.cpu) && std::isnan(start.rxRate));
        Sample last = start;
        last.diskTotal = 77;
        last.generation = 3;
        last.checks.insert(u"a:b"_s, true);
        const Sample sample = sampleOf(second, first, last);
        QCOMPARE(sample.cpu, 0.25);
        QCOMPARE(sample.rxRate, 1500.0);
        QCOMPARE(sample.txRate, 250.0);
        QCOMPARE(sample.diskTotal, 77.0); // not asked this time
        QCOMPARE(sample.generation, 3);
        QCOMPARE(sample.checks.size(), 1);
    }

    void survivesARestart()
    {
        Reading before = *parseReading(Proc, {});
        Reading after = before;
        after.uptime = 3;
        after.rxBytes = 10;
        after.busyTicks = 1;
        after.allTicks = 5;
        const Sample sample = sampleOf(after, before, Sample());
        QVERIFY(std::isnan(sample.cpu) && std::isnan(sample.rxRate) && std::isnan(sample.txRate));
    }

    void readsChecks()
    {
        const QStringList names{u"a"_s, u"b"_s, u"c"_s};
        QCOMPARE(parseChecks("2 ok\n0 failed\n1 unknown\n", names),
                 (QHash<QString, bool>{{u"c"_s, true}, {u"a"_s, false}}));
        QVERIFY(parseChecks("7 ok\n-1 ok\nok\n99999999999 ok\n0 perhaps\n\n", names).isEmpty());
    }

    void refusesWhatIsNoReply_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("shell") << QByteArray("sh: 1: cat: not found\n");
        QTest::newRow("part only") << Proc.left(40);
        QTest::newRow("nan") << QByteArray(Proc).replace("0.52", "nan");
        QTest::newRow("inf") << QByteArray(Proc).replace("350735.47", "inf");
        QTest::newRow("negative") << QByteArray(Proc).replace("0.52", "-1");
    }
    void refusesWhatIsNoReply()
    {
        QFETCH(QByteArray, text);
        const auto reading = parseReading(text, {u"a.service"_s});
        QVERIFY(!reading);
        QCOMPARE(reading.error().code, u"no-probe"_s);
    }

    void neverCrashesOnGarbage()
    {
        const QByteArray whole = Proc + "@links\nsystem-42-link\n@disk\n/dev/a 1 2 3 4% /\n@units\n"
                                 + unitBlock("a", "loaded", "active");
        quint32 x = 42;
        const auto next = [&x](int below) {
            return int((x = x * 1664525 + 1013904223) >> 8) % below;
        };
        for (int round = 0; round < 20000; ++round) {
            QByteArray text = whole;
            const int edits = 1 + next(8);
            for (int i = 0; i < edits && !text.isEmpty(); ++i) {
                const int at = next(int(text.size()));
                switch (next(5)) {
                case 0:
                    text[at] = char(next(256));
                    break;
                case 1:
                    text.remove(at, next(60));
                    break;
                case 2:
                    text.insert(at, QByteArray(next(20), "\n@:= 9-"[next(7)]));
                    break;
                case 3:
                    text.insert(at, text.mid(next(int(text.size())), next(80)));
                    break;
                default:
                    text.truncate(at);
                }
            }
            const auto reading = parseReading(text, {u"a"_s, u"b"_s});
            if (!reading)
                continue;
            const Sample sample = sampleOf(*reading, *parseReading(whole, {}), Sample());
            QVERIFY(std::isnan(sample.cpu) || (sample.cpu >= 0 && sample.cpu <= 1));
            QVERIFY(!(sample.rxRate < 0) && !(sample.memoryUsed < 0) && sample.generation >= 0);
            parseChecks(text, {u"a"_s});
        }
    }
};

QTEST_GUILESS_MAIN(TestSample)
#include "tst_sample.moc"
