// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

class LayoutTest : public QObject
{
    Q_OBJECT

private slots:
    void printsSortedAndReadsBack()
    {
        const Layout layout{{ItemId(u"host/b"_s), {{10, -20.5}, true, false}},
                            {ItemId(u"a/x"_s), {{0, 1e6}, false, true}}};
        const QByteArray text = printLayout(layout);
        QCOMPARE(text, QByteArray("# Where the boxes of the fleet stand on the "
                                  "canvas.\nswitchyard-layout: 1\nplaces:\n"
                                  "  a/x: {x: 0, y: 1000000, collapsed: true}\n  host/b: {x: 10, "
                                  "y: -20.50, pinned: true}\n"));
        QCOMPARE(parseLayout(text).value(), layout);
        QCOMPARE(parseLayout(printLayout({})).value(), Layout());
        QCOMPARE(parseLayout("").value(), Layout());
    }

    void refusesNonsense_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("list") << QByteArray("- a\n");
        QTest::newRow("text") << QByteArray("places: here\n");
        QTest::newRow("no numbers") << QByteArray("places: {a: {x: 1}}\n");
        QTest::newRow("far out") << QByteArray("places: {a: {x: 1, y: 1e300}}\n");
        QTest::newRow("not a map") << QByteArray("places: {a: 1}\n");
        QTest::newRow("bytes") << QByteArray("\xff\x01");
    }

    void refusesNonsense()
    {
        QFETCH(QByteArray, text);
        const auto layout = parseLayout(text);
        QVERIFY(!layout);
        QVERIFY2(layout.error().message.startsWith(u"line 1"_s),
                 qPrintable(layout.error().message));
    }

    void standsBesideTheFleet()
    {
        QCOMPARE(layoutPath(u"/a/fleet.yaml"_s), u"/a/fleet.layout.yaml"_s);
        QCOMPARE(layoutPath(u"/a.b/fleet"_s), u"/a.b/fleet.layout.yaml"_s);
        QCOMPARE(layoutPath(u"x.y.yml"_s), u"x.y.layout.yaml"_s);
    }
};

QTEST_GUILESS_MAIN(LayoutTest)
#include "tst_layout.moc"
