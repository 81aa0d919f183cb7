// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "tests/support.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

class CodecTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsTheTemplate()
    {
        const QByteArray bytes = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        const auto parsed = parseFleet(bytes, Catalog::builtIn());
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
        QVERIFY2(parsed->diagnostics.isEmpty(), qPrintable(parsed->diagnostics.value(0).message));
        const Fleet &fleet = parsed->fleet;
        QCOMPARE(fleet.hosts().size(), 3);
        QCOMPARE(fleet.items().size(), 6);
        QCOMPARE(fleet.setting(u"edge.mode"), Value(u"split"_s));
        QCOMPARE(fleet.setting(u"factorio.version"), Value(u"1.1.110"_s));
        QCOMPARE(fleet.find(ItemId(u"game/g02"_s))->values.at(u"udp-port"), Value(34198));
        QCOMPARE(fleet.find(ItemId(u"stream-client/c01"_s))->host, u"factorio-server-stream"_s);
        QCOMPARE(fleet.host(u"factorio-server"_s)->values.at(u"ssh.address"), Value(u"203.0.113.10"_s));
        QCOMPARE(printFleet(fleet), bytes);
    }

    void locatesItemsAndFields_data()
    {
        QTest::addColumn<QString>("item");
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("item") << u"game/g02"_s << QString() << 54 << 5;
        QTest::newRow("field") << u"game/g02"_s << u"udp-port"_s << 54 << 50;
        QTest::newRow("block item") << u"host/factorio-server-mini"_s << QString() << 37 << 5;
        QTest::newRow("nested") << u"host/factorio-server-mini"_s << u"ssh.user"_s << 39 << 40;
        QTest::newRow("absent field") << u"host/factorio-server-mini"_s << u"mesh"_s << 37 << 5;
        QTest::newRow("setting") << u"fleet"_s << u"turn.relay-ports"_s << 19 << 21;
        QTest::newRow("short form") << u"fleet"_s << u"edge.mode"_s << 7 << 7;
        QTest::newRow("nothing") << u"game/none"_s << QString() << 0 << 0;
    }

    void locatesItemsAndFields()
    {
        QFETCH(QString, item);
        QFETCH(QString, field);
        const QByteArray bytes = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        const TextPosition at = locate(parseFleet(bytes, Catalog::builtIn())->fleet, ItemId(item), field);
        QTEST(at.line, "line");
        QTEST(at.column, "column");
    }
};

QTEST_GUILESS_MAIN(CodecTest)
#include "tst_codec.moc"
