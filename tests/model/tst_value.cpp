// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clock.h"
#include "model/filetree.h"
#include "model/value.h"

#include <QStringList>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

class ValueTest : public QObject
{
    Q_OBJECT

private slots:
    void readsScalars()
    {
        QVERIFY(Value().isNull());
        QCOMPARE(Value(true).toBool(), true);
        QCOMPARE(Value(5).toInt(), 5);
        QCOMPARE(Value(u"5"_s).toInt(7), 7);
        QCOMPARE(Value(5).text(), u"5"_s);
        QCOMPARE(Value(false).text(), u"false"_s);
        QCOMPARE(Value(1.5).text(), u"1.5"_s);
        QCOMPARE(Value(ValueList{}).text(u"none"_s), u"none"_s);
        QCOMPARE(Value(ValueList{1, u"a"_s, Value(), ValueList{2}}).texts(),
                 (QStringList{u"1"_s, u"a"_s}));
        QCOMPARE(Value(u"a"_s).texts(), QStringList{u"a"_s});
    }

    void walksPaths()
    {
        const Value value(ValueMap{{u"ssh"_s, ValueMap{{u"port"_s, 22}}}, {u"a"_s, 1}});
        QCOMPARE(value.at(u"ssh.port"), Value(22));
        QVERIFY(value.at(u"ssh.port.x").isNull());
        QVERIFY(value.at(u"b").isNull());
        QCOMPARE(value.with(u"ssh.user", u"x"_s).at(u"ssh.user"), Value(u"x"_s));
        QCOMPARE(value.with(u"ssh.port", {}), Value(ValueMap{{u"a"_s, 1}}));
        QCOMPARE(value.with(u"b.c.d", 1).with(u"b.c.d", {}), value);
        QCOMPARE(value.with(u"b.c", {}), value);
        QCOMPARE(value.with(u"b", ValueMap()).at(u"b"), Value(ValueMap()));
    }

    void comparesMapsWithoutOrder()
    {
        const ValueMap ab{{u"a"_s, 1}, {u"b"_s, 2}}, ba{{u"b"_s, 2}, {u"a"_s, 1}};
        QVERIFY(Value(ab) == Value(ba));
        QVERIFY(Value(ValueList{ab}) == Value(ValueList{ba}));
        QVERIFY(!(Value(ab) == Value(ValueMap{{u"a"_s, 1}, {u"b"_s, 3}})));
        QVERIFY(!(Value(1) == Value(u"1"_s)));
        QVERIFY(!(Value(ValueList{1, 2}) == Value(ValueList{2, 1})));
    }

    void findsLinesAndOrigins()
    {
        const ItemId a(u"game/a"_s), b(u"game/b"_s);
        const GeneratedFile file{"one\ntwo three\nfour\n",
                                 {{0, 18, {a, {}}}, {4, 7, {b, u"x"_s}}, {14, 18, {b, {}}}}};
        QCOMPARE(linesOf(file, a), (QList<int>{0, 1, 2}));
        QCOMPARE(linesOf(file, b), (QList<int>{1, 2}));
        QCOMPARE(linesOf(file, ItemId(u"c"_s)), QList<int>());
        QCOMPARE(originAt(file, 0).item, a);
        QVERIFY(originAt(file, 1) == (Origin{b, u"x"_s}));
        QVERIFY(originAt(file, 3).item.isEmpty());
        QVERIFY(originAt(file, -1).item.isEmpty());
    }

    void systemClockRuns()
    {
        const Clock clock = Clock::system();
        const qint64 before = clock.monotonicMs();
        QVERIFY(clock.wallMs() > 1'600'000'000'000);
        QVERIFY(clock.monotonicMs() >= before);
    }
};

QTEST_GUILESS_MAIN(ValueTest)
#include "tst_value.moc"
