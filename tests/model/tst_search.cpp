// SPDX-License-Identifier: GPL-3.0-or-later
// Find by name, domain, port and address, with wildcards; and several items moved to one host.

#include "model/codec.h"
#include "model/moving.h"
#include "model/search.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

class SearchTest : public QObject
{
    Q_OBJECT

    Fleet m_fleet;
    Topology m_topology;

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        const auto parsed = parseFleet(tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s)), Catalog::builtIn());
        QVERIFY(parsed);
        m_fleet = parsed->fleet;
        m_topology = resolve(m_fleet, Catalog::builtIn());
    }

    void finds_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QStringList>("items");
        QTest::newRow("name") << u"g02"_s << QStringList{u"game/g02"_s};
        QTest::newRow("part of a name, any case") << u"-MINI"_s << QStringList{u"host/factorio-server-mini"_s};
        QTest::newRow("port") << u"34199"_s << QStringList{u"game/g03"_s};
        QTest::newRow("part of a port is no port") << u"3419"_s << QStringList{};
        QTest::newRow("inside a port range") << u"49180"_s << QStringList{u"factorio-server-stream/coturn"_s};
        QTest::newRow("address") << u"203.0.113.20"_s << QStringList{u"host/factorio-server-mini"_s};
        QTest::newRow("wildcard address") << u"203.0.113.?0"_s
                                          << QStringList{u"host/factorio-server"_s, u"host/factorio-server-mini"_s, u"host/factorio-server-stream"_s};
        QTest::newRow("wildcard is whole") << u"g0*"_s << QStringList{u"game/g01"_s, u"game/g02"_s, u"game/g03"_s};
        QTest::newRow("wildcard port") << u"3419?"_s << QStringList{u"game/g01"_s, u"game/g02"_s, u"game/g03"_s};
        QTest::newRow("nothing") << u"   "_s << QStringList{};
        QTest::newRow("brackets are no pattern") << u"[("_s << QStringList{};
    }
    void finds()
    {
        QFETCH(QString, words);
        QFETCH(QStringList, items);
        QStringList found;
        for (const ItemId &id : findItems(m_topology, Catalog::builtIn(), words))
            found.append(id.text());
        found.sort();
        items.sort();
        QCOMPARE(found, items);
    }

    void findsByDomain()
    {
        const auto named = std::find_if(m_topology.items.begin(), m_topology.items.end(), [](const Placed &p) { return !p.dnsNames.isEmpty(); });
        QVERIFY(named != m_topology.items.end());
        QVERIFY(findItems(m_topology, Catalog::builtIn(), named->dnsNames.constFirst()).contains(named->id));
        QVERIFY(findItems(m_topology, Catalog::builtIn(), u"*.example.com"_s).contains(named->id));
    }

    void severalMovedItemsGetDifferentPorts()
    {
        const auto parsed = parseFleet("switchyard: 1\nname: f\ndomain: example.com\nhosts: [{name: a}, {name: b}, {name: c}]\ngames:\n"
                                       "  - {name: g01, host: a, udp-port: 34197, rcon-port: 27015}\n  - {name: g02, host: b, udp-port: 34197, rcon-port: 27015}\n"
                                       "  - {name: g03, host: c, udp-port: 34197, rcon-port: 27015}\n", Catalog::builtIn());
        QVERIFY(parsed);
        const Topology topology = resolve(parsed->fleet, Catalog::builtIn());
        const QList<ItemId> all{ItemId(u"game/g01"_s), ItemId(u"game/g02"_s), ItemId(u"game/g03"_s)};
        const auto step = moveStep(parsed->fleet, Catalog::builtIn(), topology, all, u"c"_s);
        QVERIFY2(step, step ? "" : qPrintable(step.error().message));
        const auto after = apply(parsed->fleet, Catalog::builtIn(), *step);
        QVERIFY(after);
        QSet<qint64> ports;
        for (const ItemPtr &game : after->items()) {
            QCOMPARE(game->host, u"c"_s);
            ports.insert(game->values.at(u"udp-port").toInt());
        }
        QCOMPARE(ports.size(), 3);
        QCOMPARE(after->find(all.at(2))->values.at(u"udp-port").toInt(), 34197); // who stood there keeps its own
        const Fleet roles = parseFleet("switchyard: 1\nname: f\nhosts:\n  - {name: a, roles: [broker]}\n  - {name: b}\n", Catalog::builtIn())->fleet;
        const auto brought = moveStep(roles, Catalog::builtIn(), resolve(roles, Catalog::builtIn()), {ItemId(u"a/broker"_s), ItemId(u"a/redis"_s)}, u"b"_s);
        QVERIFY2(brought, brought ? "" : qPrintable(brought.error().message)); // no entry of the file, the role moves
        const auto there = apply(roles, Catalog::builtIn(), *brought);
        QVERIFY(there && resolve(*there, Catalog::builtIn()).find(ItemId(u"b/redis"_s)) && !resolve(*there, Catalog::builtIn()).find(ItemId(u"a/broker"_s)));
        const auto refused = moveStep(parsed->fleet, Catalog::builtIn(), topology, {ItemId(u"a/nothing"_s)}, u"c"_s);
        QVERIFY(!refused && !refused.error().message.isEmpty());
    }
};

QTEST_GUILESS_MAIN(SearchTest)
#include "tst_search.moc"
