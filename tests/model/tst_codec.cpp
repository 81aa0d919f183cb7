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
};

QTEST_GUILESS_MAIN(CodecTest)
#include "tst_codec.moc"
