// SPDX-License-Identifier: GPL-3.0-or-later
// What a drop would do, why it cannot, and which hosts suit best.

#include "model/advice.h"
#include "tests/model/findings.h"
#include "tests/model/fleets.h"

#include <QRegularExpression>

using tests::sound;
using namespace model;
using namespace Qt::StringLiterals;

namespace {

constexpr double gib = 1024.0 * 1024 * 1024;

struct Desk
{
    explicit Desk(const QByteArray &yaml)
        : fleet(tests::fleetOf(yaml).fleet), topology(resolve(fleet, Catalog::builtIn()))
    {}
    DropAdvice fresh(const QString &kind, const QString &host, const Measured &measured = {}) const
    {
        return adviseNew(fleet, Catalog::builtIn(), topology, kind, host, measured);
    }
    DropAdvice move(const QString &item, const QString &host) const
    {
        return adviseMove(fleet, Catalog::builtIn(), topology, ItemId(item), host);
    }
    /// The fleet after the advice was followed.
    Desk after(const DropAdvice &advice) const
    {
        const auto done = apply(fleet, Catalog::builtIn(), advice.step);
        if (!done)
            QTest::qFail(qPrintable(done.error().message), __FILE__, __LINE__);
        return Desk(printFleet(done ? *done : fleet));
    }
    bool stands(const QString &id) const { return topology.find(ItemId(id)); }

    Fleet fleet;
    Topology topology;
};

} // namespace

class AdviceTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void wordsOfANewItem_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("allowed");
        QTest::addColumn<QString>("words");
        QTest::newRow("free ports") << u"game"_s << u"big"_s << true << u"g03 gets UDP 34199, TCP 27017"_s;
        QTest::newRow("first ports") << u"game"_s << u"mini"_s << true << u"g03 gets UDP 34197, TCP 27015"_s;
        QTest::newRow("unmanaged") << u"game"_s << u"old"_s << false << u"old is unmanaged: it is watched, never deployed"_s;
        QTest::newRow("class of later") << u"game"_s << u"mac"_s << false << u"mac is of the class darwin, which cannot be deployed yet"_s;
        QTest::newRow("there already") << u"redis"_s << u"mini"_s << false << u"mini already has Redis"_s;
        QTest::newRow("alone") << u"redis"_s << u"big"_s << true << u"adds redis-01 to big; the role Broker brings Broker, Redis, Caddy"_s;
        QTest::newRow("role") << u"broker"_s << u"big"_s << true << u"big gets the role Broker: Broker, Redis, Caddy"_s;
        QTest::newRow("setting") << u"tailscale"_s << u"big"_s << true << u"Tailscale comes to every host with the fleet's setting overlay: tailscale"_s;
        QTest::newRow("unknown kind") << u"teapot"_s << u"big"_s << false << u"nothing to put here"_s;
        QTest::newRow("unknown host") << u"game"_s << u"moon"_s << false << u"nothing to put here"_s;
    }

    void wordsOfANewItem()
    {
        QFETCH(QString, kind);
        QFETCH(QString, host);
        QFETCH(bool, allowed);
        QFETCH(QString, words);
        QByteArray text = QByteArray(sound).replace("overlay: tailscale", "overlay: none");
        text.replace("games:\n", "  - {name: old, class: unmanaged}\n  - {name: mac, class: darwin}\ngames:\n");
        const Desk desk(text);
        const DropAdvice advice = desk.fresh(kind, host);
        QCOMPARE(advice.words, words);
        QCOMPARE(advice.allowed, allowed);
        QCOMPARE(advice.score > 0, allowed);
        if (allowed)
            QVERIFY(desk.after(advice).stands(advice.item.text()));
    }

    void noPortIsLeft()
    {
        QByteArray text = QByteArray(sound).replace("49152-49200", "34190-65535").replace("roles: [game-server]", "roles: [game-server, stream-host]");
        QCOMPARE(Desk(text).fresh(u"game"_s, u"big"_s).words, u"big has no free port left for Game port"_s);
        QVERIFY(Desk(text).move(u"game/g01"_s, u"view"_s).words.startsWith(u"view has no free port left"_s));
    }

    void aSingleEdge()
    {
        const Desk desk(QByteArray(sound).replace("edge: split", "edge: {mode: single, host: view}"));
        QCOMPARE(desk.fresh(u"caddy"_s, u"big"_s).words, u"view is the edge for all hosts: the only Caddy stands there"_s);
    }

    void moves()
    {
        const Desk desk(QByteArray(sound).replace("games:\n", "  - {name: box2}\ngames:\n").replace("host: big, udp-port: 34198, rcon-port: 27016", "host: box2, udp-port: 34197, rcon-port: 27016"));
        QCOMPARE(desk.move(u"game/g01"_s, u"big"_s).words, u"g01 is already here"_s);
        QCOMPARE(desk.move(u"game/g01"_s, u"mini"_s).words, u"g01 keeps its ports"_s);
        const DropAdvice advice = desk.move(u"game/g01"_s, u"box2"_s);
        QCOMPARE(advice.words, u"g01 gets UDP 34198: its old ports are taken here"_s);
        QCOMPARE(desk.after(advice).topology.find(ItemId(u"game/g01"_s))->host, u"box2"_s);
        QCOMPARE(desk.move(u"game/none"_s, u"box2"_s).words, u"nothing to put here"_s);
    }

    /// What a role brings takes the role along, with its settings.
    void rolesMove()
    {
        const Desk desk(QByteArray(sound).replace("port: 6379", "port: 6400"));
        const DropAdvice advice = desk.move(u"mini/redis"_s, u"big"_s);
        QCOMPARE(advice.words, u"the role Broker moves here from mini: Broker, Redis, Caddy"_s);
        const Desk after = desk.after(advice);
        QVERIFY(after.stands(u"big/redis"_s) && after.stands(u"big/broker"_s) && !after.stands(u"mini/redis"_s));
        QCOMPARE(after.topology.find(ItemId(u"big/redis"_s))->values.at(u"port").toInt(), 6400);
        QCOMPARE(validate(after.fleet, Catalog::builtIn()).size(), 0);

        const DropAdvice implied = desk.move(u"view/coturn"_s, u"big"_s);
        QVERIFY(!implied.allowed); // c01 stands on view and needs it there
        QCOMPARE(implied.words, u"coturn follows what else stands on view: move that, or give big a role that brings it"_s);
        QCOMPARE(desk.move(u"mini/tailscale"_s, u"big"_s).words, u"Tailscale stands on every host by a setting of the fleet"_s);
    }

    void instancesMove()
    {
        const Desk desk(QByteArray(sound).replace("name: mini/redis, kind: redis, settings: {port: 6379}", "name: cache, kind: redis, roles: {server: {hosts: [big]}}"));
        const DropAdvice advice = desk.move(u"big/cache"_s, u"view"_s);
        QCOMPARE(advice.words, u"cache moves here from big"_s);
        QVERIFY(desk.after(advice).stands(u"view/cache"_s));
        const Desk tagged(QByteArray(sound).replace("name: mini/redis, kind: redis, settings: {port: 6379}", "name: cache, kind: redis, roles: {server: {tags: [eu]}}"));
        QVERIFY(tagged.move(u"mini/cache"_s, u"view"_s).words.contains(u"tags"_s));
    }

    void room()
    {
        const Desk desk(sound);
        Measured measured;
        measured.now = 1'000'000'000;
        QCOMPARE(desk.fresh(u"game"_s, u"big"_s, measured).room, u"capacity unknown: see Watch (F7)"_s);
        measured.hosts[u"big"_s] = {8, 2.13, 32 * gib, 20 * gib, measured.now - 20'000};
        QCOMPARE(desk.fresh(u"game"_s, u"big"_s, measured).room, u"8 cores, load 2.1, 20 of 32 GiB free"_s);
        measured.hosts[u"big"_s] = {4, 9, 8 * gib, 0.2 * gib, measured.now - 5 * 60'000};
        QCOMPARE(desk.fresh(u"game"_s, u"big"_s, measured).room, u"4 cores, load 9.0, 0.2 of 8.0 GiB free, busy, memory nearly full (5 min ago)"_s);
        QVERIFY(desk.fresh(u"game"_s, u"big"_s, measured).sentence().startsWith(u"g03 gets UDP 34199, TCP 27017 · 4 cores"_s));
    }

    /// The same role, then free cores and memory, then who carries least.
    void theBestHost()
    {
        const Desk desk(QByteArray(sound).replace("games:\n", "  - {name: box2, roles: [game-server]}\ngames:\n"));
        const auto best = [&](const Measured &measured) {
            const auto all = adviseAll(desk.fleet, Catalog::builtIn(), desk.topology, u"game"_s, {}, measured);
            QString name;
            for (auto it = all.cbegin(); it != all.cend(); ++it) {
                if (name.isEmpty() || it->score > all.value(name).score)
                    name = it.key();
            }
            return name;
        };
        QCOMPARE(best({}), u"box2"_s); // carries nothing yet
        Measured measured;
        measured.hosts[u"box2"_s] = {4, 3.9, 8 * gib, 0.5 * gib, 1};
        measured.hosts[u"big"_s] = {32, 4, 128 * gib, 90 * gib, 1};
        QCOMPARE(best(measured), u"big"_s);
    }

    void allAtOnceIsWhatOneByOneSays()
    {
        const Desk desk(sound);
        const auto all = adviseAll(desk.fleet, Catalog::builtIn(), desk.topology, {}, ItemId(u"game/g01"_s));
        QCOMPARE(all.size(), 3);
        for (auto it = all.cbegin(); it != all.cend(); ++it)
            QCOMPARE(it->words, desk.move(u"game/g01"_s, it.key()).words);
    }
};

QTEST_GUILESS_MAIN(AdviceTest)
#include "tst_advice.moc"
