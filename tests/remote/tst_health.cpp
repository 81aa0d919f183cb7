// SPDX-License-Identifier: GPL-3.0-or-later
// From observations to lamps, and where a host of the fleet is dialled.
#include "remote/health.h"
#include "remote/target.h"
#include "tests/remote/sim/fleet.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace remote;
using model::ItemId;

namespace {

constexpr qint64 Now = 1'000'000;

HostObservation online(const QHash<QString, UnitState> &units, qint64 age = 1000)
{
    HostObservation seen;
    seen.reach = Reach::Online;
    seen.last.t = Now - age;
    seen.last.units = units;
    seen.last.memoryTotal = seen.last.diskTotal = 100;
    return seen;
}

const QHash<QString, UnitState> MiniWell{{u"redis.service"_s, UnitState::Active},
                                         {u"podman-broker.service"_s, UnitState::Active}};
const QHash<QString, UnitState> BigWell{{u"podman-factorio-g01.service"_s, UnitState::Active}};

Health healthOf(const QString &item, const QHash<QString, HostObservation> &hosts)
{
    return assess(tests::twoHosts(), hosts, Now).value(ItemId(item));
}

model::Fleet fleetOf(const model::ValueMap &settings, const model::ValueMap &host)
{
    model::Fleet fleet;
    auto values = [](const model::ValueMap &map) {
        model::Value value{model::ValueMap{}};
        for (const auto &[path, v] : map)
            value = value.with(path, v);
        return value;
    };
    model::Item self;
    self.id = ItemId::fleet();
    self.values = values(settings);
    fleet.m_settings = std::make_shared<model::Item>(self);
    model::Item item;
    item.id = ItemId::host(u"mini"_s);
    item.kind = u"host"_s;
    item.name = u"mini"_s;
    item.values = values(host);
    fleet.m_hosts.append(std::make_shared<model::Item>(item));
    return fleet;
}

} // namespace

class TestHealth : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void allWell()
    {
        const auto health = assess(
            tests::twoHosts(), {{u"mini"_s, online(MiniWell)}, {u"big"_s, online(BigWell)}}, Now);
        QCOMPARE(health.size(), 5);
        for (const Health &one : health) {
            QCOMPARE(one.lamp, Lamp::Good);
            QCOMPARE(one.t, Now - 1000);
        }
    }

    void aDeadUnitTakesDownWhatNeedsIt()
    {
        auto units = MiniWell;
        units[u"redis.service"_s] = UnitState::Inactive;
        const QHash<QString, HostObservation> hosts{{u"mini"_s, online(units)},
                                                    {u"big"_s, online(BigWell)}};
        QCOMPARE(healthOf(u"mini/redis"_s, hosts).lamp, Lamp::Bad);
        QCOMPARE(healthOf(u"mini/redis"_s, hosts).reason, u"redis.service is inactive"_s);
        const Health broker = healthOf(u"mini/broker"_s, hosts);
        QCOMPARE(broker.lamp, Lamp::Bad);
        QCOMPARE(broker.cause, ItemId(u"mini/redis"_s));
        QVERIFY(broker.reason.contains(u"mini/redis"));
        QCOMPARE(healthOf(u"game/g01"_s, hosts).lamp, Lamp::Good);
        QCOMPARE(healthOf(u"host/mini"_s, hosts).lamp, Lamp::Good);
    }

    void statesOfUnits_data()
    {
        QTest::addColumn<UnitState>("state");
        QTest::addColumn<Lamp>("lamp");
        QTest::newRow("active") << UnitState::Active << Lamp::Good;
        QTest::newRow("activating") << UnitState::Activating << Lamp::Warning;
        QTest::newRow("inactive") << UnitState::Inactive << Lamp::Bad;
        QTest::newRow("failed") << UnitState::Failed << Lamp::Bad;
        QTest::newRow("not found") << UnitState::NotFound << Lamp::Bad;
        QTest::newRow("unknown") << UnitState::Unknown << Lamp::Unknown;
    }
    void statesOfUnits()
    {
        QFETCH(UnitState, state);
        QFETCH(Lamp, lamp);
        const Health health = healthOf(
            u"game/g01"_s, {{u"big"_s, online({{u"podman-factorio-g01.service"_s, state}})}});
        QCOMPARE(health.lamp, lamp);
        QCOMPARE(health.reason.isEmpty(), lamp == Lamp::Good);
    }

    void aSilentHostMakesItsItemsUnknown()
    {
        HostObservation gone = online(MiniWell, 20'000);
        gone.reach = Reach::Unreachable;
        gone.message = u"no answer"_s;
        const QHash<QString, HostObservation> hosts{{u"mini"_s, gone}, {u"big"_s, online(BigWell)}};
        QCOMPARE(healthOf(u"mini/redis"_s, hosts).lamp, Lamp::Unknown);
        QCOMPARE(healthOf(u"mini/broker"_s, hosts).lamp, Lamp::Unknown);
        QCOMPARE(healthOf(u"host/mini"_s, hosts).lamp, Lamp::Bad);
        QCOMPARE(healthOf(u"host/mini"_s, hosts).reason, u"no answer"_s);
        QCOMPARE(healthOf(u"host/mini"_s, hosts).t, Now - 20'000);
        QCOMPARE(healthOf(u"host/mini"_s, {}).lamp, Lamp::Unknown);
        QCOMPARE(healthOf(u"mini/redis"_s, {}).t, 0);
    }

    void oldNewsIsStale()
    {
        QCOMPARE(healthOf(u"mini/redis"_s, {{u"mini"_s, online(MiniWell, 11'000)}}).lamp,
                 Lamp::Stale);
        QCOMPARE(healthOf(u"host/mini"_s, {{u"mini"_s, online(MiniWell, 11'000)}}).lamp,
                 Lamp::Stale);
        QCOMPARE(assess(tests::twoHosts(), {{u"mini"_s, online(MiniWell, 11'000)}}, Now, 60'000)
                     .value(ItemId(u"mini/redis"_s))
                     .lamp,
                 Lamp::Good);
    }

    void warnsOfFailingChecksAndFullDisks()
    {
        HostObservation seen = online(MiniWell);
        seen.last.checks.insert(u"mini/redis:ping"_s, false);
        QCOMPARE(healthOf(u"mini/redis"_s, {{u"mini"_s, seen}}).lamp, Lamp::Warning);
        QCOMPARE(healthOf(u"mini/broker"_s, {{u"mini"_s, seen}}).lamp, Lamp::Good);
        seen.last.diskUsed = 95;
        QCOMPARE(healthOf(u"host/mini"_s, {{u"mini"_s, seen}}).lamp, Lamp::Warning);
        QVERIFY(healthOf(u"host/mini"_s, {{u"mini"_s, seen}}).reason.contains(u"95"));
    }

    void survivesNeedsInACircle()
    {
        model::Topology topology = tests::twoHosts();
        topology.items[0].needs << topology.items.at(1).id;
        auto units = MiniWell;
        units[u"podman-broker.service"_s] = UnitState::Failed;
        const auto health = assess(topology, {{u"mini"_s, online(units)}}, Now);
        QCOMPARE(health.value(ItemId(u"mini/redis"_s)).lamp, Lamp::Bad);
        QCOMPARE(health.value(ItemId(u"mini/broker"_s)).reason,
                 u"podman-broker.service has failed"_s);
    }

    void findsTheWayIn()
    {
        const model::Fleet fleet =
            fleetOf({{u"deploy.user"_s, u"ops"_s}}, {{u"ssh.address"_s, u"203.0.113.10"_s},
                                                     {u"ssh.port"_s, 2200},
                                                     {u"first-login.user"_s, u"root"_s},
                                                     {u"first-login.port"_s, 22},
                                                     {u"sshd.port"_s, 2222},
                                                     {u"host-key"_s, u"ssh-ed25519 AAAA"_s}});
        const SshTarget now = *targetOf(fleet, u"mini"_s);
        QCOMPARE(
            now,
            (SshTarget{u"mini"_s, u"203.0.113.10"_s, 2200, u"ops"_s, {}, u"ssh-ed25519 AAAA"_s}));
        QCOMPARE(targetOf(fleet, u"mini"_s, WayIn::FirstLogin)->user, u"root"_s);
        QCOMPARE(targetOf(fleet, u"mini"_s, WayIn::FirstLogin)->port, 22);
        QCOMPARE(targetOf(fleet, u"mini"_s, WayIn::AfterDeploy)->port, 2222);
        QCOMPARE(targetOf(fleet, u"none"_s).error().code, u"unknown-host"_s);

        const model::Fleet plain =
            fleetOf({}, {{u"ssh.address"_s, u"mini-alias"_s}, {u"ssh.jump"_s, u"mini,ops@x:22"_s}});
        QCOMPARE(
            *targetOf(plain, u"mini"_s),
            (SshTarget{u"mini"_s, u"mini-alias"_s, 0, u"deploy"_s, u"mini-alias,ops@x:22"_s, {}}));
        QCOMPARE(targetOf(fleetOf({}, {}), u"mini"_s).error().code, u"no-address"_s);
    }
};

QTEST_GUILESS_MAIN(TestHealth)
#include "tst_health.moc"
