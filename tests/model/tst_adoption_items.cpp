// SPDX-License-Identifier: GPL-3.0-or-later
// From what runs on a host to entries of the fleet: games, streams, services and their images.

#include "model/document.h"
#include "tests/model/adopting.h"
#include "tests/model/findings.h"

#include <QRegularExpression>
#include <QTest>

using namespace model;
using namespace Qt::StringLiterals;
using namespace tests;

class TestAdoptionItems : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void gamesAndStreams()
    {
        RunningHost host = nixos();
        host.containers = {game(u"g01"_s, 34200, 27015), game(u"g02"_s, 34198, 27016),
                           container(u"stream-c01"_s, u"ghcr.io/ours/factorio-client:1.1.110"_s, {{u"FACTORIO_GAME"_s, u"g02"_s}},
                                     {{u"8080/tcp"_s, u"9005"_s}})};
        host.services = {u"caddy.service"_s, u"coturn.service"_s, u"podman-factorio-g01.service"_s};
        host.listening = {{u"udp"_s, u"turnserver"_s, 5349}, {u"udp"_s, u"turnserver"_s, 3478}};
        const Desk desk(drawn, host);
        const Proposal *port = desk[u"game/g01.udp-port"_s];
        QVERIFY(port && !port->isSafe());
        QCOMPARE(port->before, u"34197"_s);
        QCOMPARE(port->after, u"34200"_s);
        QVERIFY(desk[u"game/g02"_s]->isSafe());
        QVERIFY(!desk[u"host/big.roles.stream-host"_s]); // the stream client brings it
        QVERIFY(!desk.warns(u"not understood"_s));
        const auto after = desk.accept(safeProposals(desk.adoption));
        QVERIFY(after);
        const Topology topology = resolve(*after, Catalog::builtIn());
        QCOMPARE(topology.find(ItemId(u"game/g02"_s))->values.at(u"rcon-port").toInt(), 27016);
        const Placed *stream = topology.find(ItemId(u"stream-client/c01"_s));
        QCOMPARE(stream->host, u"big"_s);
        QCOMPARE(stream->values.at(u"local-port").toInt(), 9005);
        QCOMPARE(stream->values.at(u"game").text(), u"g02"_s);
        QCOMPARE(stream->units.constFirst().image, u"ghcr.io/ours/factorio-client:1.1.110"_s);
        QVERIFY(topology.find(ItemId(u"big/coturn"_s)));
        QCOMPARE(topology.find(ItemId(u"game/g01"_s))->values.at(u"udp-port").toInt(), 34197); // was not accepted
    }

    void theControlPlaneIsARole()
    {
        RunningHost host = nixos();
        host.containers = {container(u"broker"_s, u"ghcr.io/ours/broker:7"_s, {{u"PORT"_s, u"8123"_s}})};
        host.services = {u"redis-server.service"_s, u"caddy.service"_s};
        host.listening = {{u"tcp"_s, u"redis-server"_s, 6400}};
        const Desk desk(drawn, host);
        const auto after = desk.accept(safeProposals(desk.adoption));
        QVERIFY(after);
        QCOMPARE(after->host(u"big"_s)->values.at(u"roles").texts(), QStringList{u"broker"_s});
        const Topology topology = resolve(*after, Catalog::builtIn());
        QCOMPARE(topology.find(ItemId(u"big/redis"_s))->values.at(u"port").toInt(), 6400);
        QCOMPARE(topology.find(ItemId(u"big/broker"_s))->values.at(u"port").toInt(), 8123);
        QCOMPARE(topology.find(ItemId(u"big/broker"_s))->units.constFirst().image, u"ghcr.io/ours/broker:7"_s);
        // Settings of what a role brings mean nothing without the role.
        QVERIFY(!acceptable(desk.adoption, {u"big/redis.port"_s}).contains(u"big/redis.port"_s));
    }

    void aServiceThatNoRoleBringsGetsAnEntry()
    {
        RunningHost host = nixos();
        host.services = {u"redis.service"_s};
        const Desk desk(drawn, host);
        QVERIFY(!desk[u"host/big.roles.broker"_s]); // half of what that role is
        const Proposal *service = desk[u"service/redis"_s];
        QVERIFY(service);
        const auto after = desk.accept({service->id});
        QVERIFY2(after, after ? "" : qPrintable(after.error().message));
        const QList<const Placed *> there = [&] {
            static Topology topology;
            topology = resolve(*after, Catalog::builtIn());
            return topology.on(u"big");
        }();
        QVERIFY(std::any_of(there.begin(), there.end(), [](const Placed *each) { return each->kind == u"redis"; }));
    }

    void sameNameOnAnotherHostIsAMove()
    {
        RunningHost host = nixos();
        host.containers = {game(u"g07"_s, 34197, 27015)};
        const Desk desk(drawn, host);
        const Proposal *move = desk[u"game/g07.host"_s];
        QVERIFY(move && !move->isSafe());
        QVERIFY(move->conflict.contains(u"other"_s));
        QCOMPARE(desk.accept({move->id})->find(ItemId(u"game/g07"_s))->host, u"big"_s);
        QVERIFY(desk.notes(u"g01"_s)); // the fleet has it, the host does not run it
    }

    void imagesAndBackend()
    {
        RunningHost host = nixos();
        host.containers = {game(u"g01"_s, 34197, 27015, u"2.0.1"_s), game(u"g02"_s, 34198, 27016, u"2.0.2"_s)};
        for (RunningContainer &each : host.containers)
            each.backend = u"docker"_s;
        host.containers[0].image = u"ghcr.io/ours/factorio:2.0.1@sha256:"_s + QString(64, u'a');
        const Desk desk(drawn, host);
        QCOMPARE(desk[u"fleet.containers.backend"_s]->after, u"docker"_s);
        QCOMPARE(desk[u"fleet.factorio.server.image"_s]->after, u"ghcr.io/ours/factorio"_s);
        QCOMPARE(desk[u"fleet.factorio.version"_s]->after, u"2.0.1"_s);
        QVERIFY(desk[u"fleet.factorio.server.digest"_s]);
        QVERIFY(desk.warns(u"2.0.2"_s)); // one version for all
    }

    void somebodyElsesNames()
    {
        RunningHost host = nixos();
        RunningContainer mine = game(u"x"_s, 34222, 27022);
        mine.name = u"My_Factorio.World"_s;
        host.containers = {mine, container(u"pihole"_s, u"docker.io/pihole/pihole:latest"_s)};
        RunningContainer loose = container(u"sidecar"_s, u"example.com/sidecar"_s);
        loose.hasUnit = false;
        host.containers.append(loose);
        host.services = {u"postgresql.service"_s};
        const Desk desk(drawn, host);
        const Proposal *game = desk[u"game/my-factorio-world"_s];
        QVERIFY(game && !game->isSafe());
        QVERIFY(game->reason.contains(u"another unit"_s));
        QVERIFY(desk.warns(u"pihole"_s) && desk.warns(u"a deploy stops podman-pihole.service"_s));
        QVERIFY(desk.warns(u"sidecar"_s) && desk.warns(u"leaves it running"_s));
        QVERIFY(desk.warns(u"postgresql.service"_s));
    }
};

QTEST_GUILESS_MAIN(TestAdoptionItems)
#include "tst_adoption_items.moc"
