// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/fleets.h"

using namespace model;
using namespace Qt::StringLiterals;

namespace {

const char *protocolName(Protocol protocol)
{
    return protocol == Protocol::Tcp ? "tcp" : "udp";
}

const char *scopeName(Scope scope)
{
    return scope == Scope::Local ? "local" : scope == Scope::Mesh ? "mesh" : "public";
}

QString dumped(const Placed &item)
{
    QString text = u"  "_s + item.kind + u' ' + item.id.text()
                   + (item.source.isEmpty() ? u" (brought)"_s : u""_s) + u'\n';
    for (const Port &port : item.ports)
        text += u"    port %1 %2 %3 %4 from %5\n"_s.arg(
            port.name, QLatin1StringView(protocolName(port.protocol)),
            port.first == port.last ? QString::number(port.first)
                                    : u"%1-%2"_s.arg(port.first).arg(port.last),
            QLatin1StringView(scopeName(port.scope)), port.field.isEmpty() ? u"-"_s : port.field);
    for (const Unit &unit : item.units)
        text += u"    unit "_s + unit.name + (unit.image.isEmpty() ? u""_s : u" of "_s + unit.image)
                + u'\n';
    for (const QString &name : item.dnsNames)
        text += u"    name "_s + name + u'\n';
    for (const Route &route : item.routes)
        text += u"    route https://%1 to %2 port %3 of %4\n"_s.arg(
            route.name, route.host, QString::number(route.port), route.from.text());
    for (const Probe &probe : item.probes)
        text += u"    probe %1 %2 %3%4%5\n"_s.arg(
            probe.name, probe.check, probe.url.isEmpty() ? QString::number(probe.port) : probe.url,
            probe.outside ? u" from outside"_s : u""_s,
            probe.gatesDeploy ? u" gates deploys"_s : u""_s);
    for (const ItemId &need : item.needs)
        text += u"    needs "_s + need.text() + u'\n';
    for (const QString &kind : item.unmetNeeds)
        text += u"    lacks "_s + kind + u'\n';
    return text;
}

QString dumped(const Link &link)
{
    return u"link %1 -> %2 %3 %4 %5 over %6\n"_s.arg(
        link.from.isEmpty() ? u"internet"_s : link.from.text(), link.to.text(), link.label,
        QLatin1StringView(protocolName(link.protocol)), link.portText(),
        link.via == Scope::Public ? u"the internet"_s
        : link.via == Scope::Mesh ? u"the mesh"_s
                                  : u"its host"_s);
}

/// The whole picture as text, one fact a line.
QByteArray dump(const Topology &topology)
{
    QString text;
    for (const PlacedHost &host : topology.hosts) {
        text +=
            u"host %1, tier %2, roles %3\n"_s.arg(host.name, host.tier, host.roles.join(u", "_s));
        for (const Placed *item : topology.on(host.name))
            text += dumped(*item);
    }
    for (const Link &link : topology.links)
        text += dumped(link);
    for (const DnsRecord &record : topology.dns)
        text += u"dns %1 at %2 (%3) for %4\n"_s.arg(
            record.name, record.host, record.addresses.join(u", "_s), record.from.text());
    return text.toUtf8();
}

} // namespace

class TopologyTest : public QObject
{
    Q_OBJECT

private:
    const Catalog &m_catalog = Catalog::builtIn();
    QByteArray m_template;

    Topology resolved(const QByteArray &yaml) const
    {
        return resolve(tests::fleetOf(yaml).fleet, m_catalog);
    }

    /// The ClaudeTorio fleet with one stretch of text replaced.
    QByteArray changed(const QByteArray &before, const QByteArray &after) const
    {
        Q_ASSERT(m_template.contains(before));
        return QByteArray(m_template).replace(before, after);
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void initTestCase()
    {
        m_template = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
    }

    void claudetorio()
    {
        COMPARE_GOLDEN(dump(resolved(m_template)), u"tests/model/golden/claudetorio.topology"_s);
    }

    void singleEdge()
    {
        const QByteArray text =
            changed("edge: split", "edge: {mode: single, host: factorio-server-stream} #");
        COMPARE_GOLDEN(dump(resolved(text)), u"tests/model/golden/single-edge.topology"_s);
    }

    /// Behind another box's edge a service listens on the mesh, once its address is known.
    void probesFollowWhereAServiceListens()
    {
        const auto url = [&](const QByteArray &edge, const QByteArray &mesh) {
            QByteArray text = changed("edge: split", "edge: " + edge + " #");
            text.replace("    roles: [broker]\n", QByteArray("    roles: [broker]\n    mesh: " + mesh + '\n'));
            const Topology topology = resolved(text);
            const QList<Probe> probes = topology.find(ItemId(u"factorio-server-mini/broker"_s))->probes;
            const auto health = std::ranges::find(probes, u"health"_s, &Probe::name);
            return health == probes.end() ? QString() : health->url;
        };
        QCOMPARE(url("split", "100.64.0.2"), u"http://127.0.0.1:8000/health"_s);
        QCOMPARE(url("{mode: single, host: factorio-server-mini}", "100.64.0.2"), u"http://127.0.0.1:8000/health"_s);
        QCOMPARE(url("{mode: single, host: factorio-server-stream}", "100.64.0.2"), u"http://100.64.0.2:8000/health"_s);
        QCOMPARE(url("{mode: single, host: factorio-server-stream}", "auto"), QString());
    }

    void unknownEdgeHostMeansSplit()
    {
        const Topology topology =
            resolved(changed("edge: split", "edge: {mode: single, host: nowhere} #"));
        QCOMPARE(topology.edgeHost(u"factorio-server-mini"_s), u"factorio-server-mini"_s);
        QVERIFY(topology.find(ItemId(u"factorio-server-mini/caddy"_s)));
    }

    void publicGames()
    {
        const Topology topology = resolved(changed("games-access: mesh", "games-access: public"));
        const Placed *game = topology.find(ItemId(u"game/g01"_s));
        QVERIFY(game);
        QCOMPARE(game->ports.at(0).scope, Scope::Public);
        QCOMPARE(game->ports.at(1).scope, Scope::Mesh); // RCON never
        const auto fromOutside = std::ranges::count_if(topology.links, [](const Link &link) {
            return link.from.isEmpty() && link.to.text().startsWith(u"game/");
        });
        QCOMPARE(fromOutside, 3);
    }

    void containers_data()
    {
        QTest::addColumn<QByteArray>("containers");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("native");
        QTest::newRow("podman") << QByteArray("podman") << u"podman-factorio-g01.service"_s
                                << u"redis.service"_s;
        QTest::newRow("docker") << QByteArray("docker") << u"docker-factorio-g01.service"_s
                                << u"redis.service"_s;
        QTest::newRow("compose") << QByteArray("{compose: /opt/claudetorio}")
                                 << u"claudetorio-compose.service"_s << u"redis.service"_s;
    }

    void containers()
    {
        QFETCH(QByteArray, containers);
        QFETCH(QString, unit);
        QFETCH(QString, native);
        const Topology topology =
            resolved(changed("containers: podman", "containers: " + containers));
        QCOMPARE(topology.find(ItemId(u"game/g01"_s))->units.at(0).name, unit);
        QCOMPARE(topology.find(ItemId(u"factorio-server-mini/redis"_s))->units.at(0).name, native);
    }

    void images_data()
    {
        QTest::addColumn<QByteArray>("server");
        QTest::addColumn<QString>("image");
        const QByteArray digest = "sha256:" + QByteArray(64, 'a');
        QTest::newRow("one version") << QByteArray("{image: a/b}") << u"a/b:1.1.110"_s;
        QTest::newRow("own version")
            << QByteArray("{image: a/b, version: 2.0.1}") << u"a/b:2.0.1"_s;
        QTest::newRow("digest") << "{image: a/b, digest: \"" + digest + "\"}"
                                << u"a/b@"_s + QString::fromLatin1(digest);
        QTest::newRow("own tag") << QByteArray("{image: a:5000/b:7}") << u"a:5000/b:7"_s;
        QTest::newRow("registry port") << QByteArray("{image: a:5000/b}") << u"a:5000/b:1.1.110"_s;
    }

    void images()
    {
        QFETCH(QByteArray, server);
        QFETCH(QString, image);
        const Topology topology = resolved(changed("{image: factoriotools/factorio}", server));
        QCOMPARE(topology.find(ItemId(u"game/g01"_s))->units.at(0).image, image);
    }

    void whatAnItemCarriesMakesRoles()
    {
        const Topology topology =
            resolved("switchyard: 1\ndomain: a.test\nhosts:\n  - {name: one}\n  - {name: two}\n"
                     "games:\n  - {name: g01, host: one}\nclients:\n  - {name: c01, host: one, "
                     "game: g01}\n");
        const PlacedHost *one = topology.host(u"one"_s);
        QCOMPARE(one->roles, (QStringList{u"game-server"_s, u"stream-host"_s}));
        QVERIFY(topology.find(ItemId(u"one/coturn"_s)));
        QCOMPARE(topology.find(ItemId(u"game/g01"_s))->values.at(u"udp-port").toInt(), 34197);
        QCOMPARE(topology.find(ItemId(u"client/c01"_s)), nullptr);
        QCOMPARE(topology.find(ItemId(u"stream-client/c01"_s))->needs,
                 (QList{ItemId(u"one/coturn"_s), ItemId(u"one/caddy"_s)}));
        const auto toGame = std::ranges::find(topology.links, ItemId(u"game/g01"_s), &Link::to);
        QCOMPARE(toGame->via, Scope::Local); // both on one host
        QCOMPARE(topology.host(u"two"_s)->tier, u"simulation"_s);
        QCOMPARE(topology.host(u"two"_s)->items, QList{ItemId(u"two/tailscale"_s)});
    }

    void overlayDecidesWhatEveryHostCarries()
    {
        const Topology topology = resolved(changed("overlay: tailscale", "overlay: none"));
        QCOMPARE(std::ranges::count(topology.items, u"tailscale"_s, &Placed::kind), 0);
    }

    void services()
    {
        const Topology topology =
            resolved("switchyard: 1\ndomain: a.test\nhosts:\n"
                     "  - {name: mini, roles: [broker]}\n  - {name: a, tags: [eu]}\n  - {name: b, "
                     "tags: [eu]}\n"
                     "services:\n  - {name: mini/redis, kind: redis, settings: {port: 6400}}\n"
                     "  - name: cache\n    kind: redis\n    settings: {port: 1}\n    roles:\n"
                     "      server: {tags: [eu], settings: {port: 2}}\n"
                     "      client: {hosts: {b: {port: 3}}}\n");
        const Placed *configured = topology.find(ItemId(u"mini/redis"_s));
        QCOMPARE(configured->ports.at(0).first, 6400);
        QCOMPARE(configured->source, ItemId(u"service/mini/redis"_s));
        QCOMPARE(topology.find(ItemId(u"a/cache"_s))->ports.at(0).first,
                 2); // the role over the instance
        QCOMPARE(topology.find(ItemId(u"b/cache"_s))->ports.at(0).first,
                 3); // the host over the role
        QCOMPARE(topology.find(ItemId(u"mini/cache"_s)), nullptr);
    }

    void anInstanceTakesThePlaceOfWhatARoleBrings()
    {
        const Topology topology = resolved(
            "switchyard: 1\ndomain: a.test\nhosts:\n  - {name: mini, roles: [broker]}\nservices:\n"
            "  - {name: state, kind: redis, roles: {server: {hosts: [mini]}}}\n");
        QCOMPARE(std::ranges::count(topology.items, u"redis"_s, &Placed::kind), 1);
        QCOMPARE(topology.find(ItemId(u"mini/broker"_s))->needs.at(0), ItemId(u"mini/state"_s));
    }

    /// What is wrong is left out, and nothing falls over.
    void wrongFleets_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        const QByteArray head = "switchyard: 1\ndomain: a.test\nhosts:\n  - {name: one, roles: "
                                "[nope, broker, 7]}\n  - {name: one}\n";
        QTest::newRow("nothing") << QByteArray("switchyard: 1\n");
        QTest::newRow("unknown host") << head + "games:\n  - {name: g01, host: two}\n";
        QTest::newRow("no host") << head + "games:\n  - {name: g01}\n";
        QTest::newRow("wild port")
            << head + "games:\n  - {name: g01, host: one, udp-port: 99999999999}\n";
        QTest::newRow("text for a port")
            << head + "games:\n  - {name: g01, host: one, udp-port: [a]}\n";
        QTest::newRow("unknown kind")
            << head + "services:\n  - {name: x, kind: y, roles: {server: {hosts: [one]}}}\n";
        QTest::newRow("roles of another shape")
            << head + "services:\n  - {name: x, kind: redis, roles: [one]}\n";
        QTest::newRow("a game as a service")
            << head + "services:\n  - {name: x, kind: game, roles: {server: {hosts: [one]}}}\n";
        QTest::newRow("twice")
            << head + "games:\n  - {name: g01, host: one}\n  - {name: g01, host: one}\n";
        QTest::newRow("edge is a list") << head + "edge: [single]\n";
    }

    void wrongFleets()
    {
        QFETCH(QByteArray, yaml);
        const Topology topology = resolved(yaml);
        QVERIFY(topology.hosts.size() <= 1);
        for (const Placed &item : topology.items) {
            QVERIFY(topology.host(item.host));
            QCOMPARE(topology.find(item.id), &item);
            for (const Port &port : item.ports)
                QVERIFY(port.first >= 1 && port.last <= 65535 && port.first <= port.last);
        }
    }

    void portRanges_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::newRow("range") << u"49152-49200"_s << 49152 << 49200;
        QTest::newRow("one") << u"80"_s << 80 << 80;
        QTest::newRow("reversed") << u"20-10"_s << 0 << 0;
        QTest::newRow("too high") << u"1-65536"_s << 0 << 0;
        QTest::newRow("zero") << u"0-5"_s << 0 << 0;
        QTest::newRow("three") << u"1-2-3"_s << 0 << 0;
        QTest::newRow("empty") << u""_s << 0 << 0;
        QTest::newRow("words") << u"a-b"_s << 0 << 0;
    }

    void portRanges()
    {
        QFETCH(QString, text);
        QFETCH(int, first);
        QFETCH(int, last);
        QCOMPARE(portRange(text).value_or(std::pair(0, 0)), std::pair(first, last));
    }

    void expandFillsTemplates()
    {
        const Fleet fleet = tests::fleetOf(m_template).fleet;
        const Topology topology = resolve(fleet, m_catalog);
        const Placed &game = *topology.find(ItemId(u"game/g02"_s));
        QCOMPARE(expand(u"{container}/{host}/{name}:{udp-port} {fleet.domain} {host.ssh.address}"_s,
                        game, fleet, m_catalog),
                 u"podman/factorio-server/g02:34198 example.com 203.0.113.10"_s);
        QCOMPARE(expand(u"{nothing|fleet.nothing|name}"_s, game, fleet, m_catalog), u"g02"_s);
        QVERIFY(expand(u"a{nothing}"_s, game, fleet, m_catalog).isNull());
        QCOMPARE(expand(u"plain {"_s, game, fleet, m_catalog), u"plain {"_s);
    }

    /// Four times the fleet may not cost much more than four times the processor's time.
    void costGrowsWithTheFleet()
    {
        const auto cost = [&](int hosts, int items) {
            const Fleet fleet = tests::fleetOf(tests::manyHosts(hosts, items)).fleet;
            return tests::cpuMs([&] { QVERIFY(resolve(fleet, m_catalog).items.size() > items); });
        };
        const double small = cost(250, 2500), large = cost(1000, 10000);
        qInfo("resolve: 1,000 hosts with 10,000 items in %.1f ms, 250 with 2,500 in %.1f ms", large,
              small);
        QVERIFY2(large < 10 * small, "the cost of resolve() is not linear");
    }
};

QTEST_GUILESS_MAIN(TopologyTest)
#include "tst_topology.moc"
