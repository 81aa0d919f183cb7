// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document.h"
#include "model/fix.h"
#include "model/mesh.h"
#include "model/resolution.h"
#include "tests/model/findings.h"
#include "tests/model/fleets.h"

using namespace model;
using namespace Qt::StringLiterals;

namespace {

Value settingsOf(const Fleet &fleet)
{
    const Catalog &catalog = Catalog::builtIn();
    return catalog.effective(*catalog.kind(u"fleet"), fleet.settings().values);
}

QString meshOf(const Topology &topology, const QString &host)
{
    return topology.host(host)->values.at(u"mesh").text();
}

QByteArray wiredFleet(int hosts)
{
    QByteArray text = tests::manyHosts(hosts, 0);
    return text.replace("hosts:", "overlay: wireguard\nhosts:");
}

} // namespace

// Addresses on a private network that are known before anybody has joined.
class MeshTest : public QObject
{
    Q_OBJECT

    const Catalog &m_catalog = Catalog::builtIn();

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void ranges_data()
    {
        QTest::addColumn<QString>("cidr");
        QTest::addColumn<quint64>("count");
        QTest::newRow("usual") << u"10.100.0.0/16"_s << quint64(65534);
        QTest::newRow("host bits set") << u"10.100.7.9/16"_s << quint64(65534);
        QTest::newRow("small") << u"192.0.2.0/30"_s << quint64(2);
        QTest::newRow("one address") << u"192.0.2.1/32"_s << quint64(0);
        QTest::newRow("IPv6") << u"fd12:3456::/64"_s << (quint64(1) << 62) - 2;
        QTest::newRow("no prefix") << u"10.100.0.0"_s << quint64(0);
        QTest::newRow("nonsense") << u"ten/16"_s << quint64(0);
        QTest::newRow("too long a prefix") << u"10.0.0.0/64"_s << quint64(0);
    }

    void ranges()
    {
        QFETCH(QString, cidr);
        QFETCH(quint64, count);
        const auto range = AddressRange::of(cidr);
        QCOMPARE(range ? range->count() : 0, count);
        for (int i = 0; range && i < 500; ++i) {
            const QString address = range->addressOf(u"box-%1"_s.arg(i));
            QVERIFY2(range->contains(address), qPrintable(address));
            QVERIFY(!address.endsWith(u"::"_s) && address != cidr.section(u'/', 0, 0));
        }
    }

    void insideAndOutside()
    {
        const auto range = AddressRange::of(u"10.100.0.0/14"_s);
        QVERIFY(range->contains(u"10.103.255.255"_s) && range->contains(u"10.100.0.0"_s));
        QVERIFY(!range->contains(u"10.104.0.0"_s) && !range->contains(u"10.99.255.255"_s));
        QVERIFY(!range->contains(u"fd00::1"_s) && !range->contains(u"auto"_s));
    }

    void freeAddressesRunOut()
    {
        const auto range = AddressRange::of(u"192.0.2.0/29"_s);
        QSet<QString> taken;
        for (int i = 0; i < 6; ++i) {
            const QString next = range->freeAddress(u"x"_s, taken);
            QVERIFY2(range->contains(next) && !taken.contains(next), qPrintable(next));
            taken.insert(next);
        }
        QCOMPARE(range->freeAddress(u"x"_s, taken), QString());
    }

    /// What the program itself says: yggdrasil -address.
    void addressesOfKeys_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("address");
        QTest::newRow("no leading zero") << QString::fromLatin1(tests::longKeys.at(0)) << u"200:c29a:eaa7:78f3:c6fd:e091:571:8db6"_s;
        QTest::newRow("another") << QString::fromLatin1(tests::longKeys.at(1)) << u"200:5542:6a7b:38cb:4f57:17fc:afff:aff7"_s;
        QTest::newRow("third") << QString::fromLatin1(tests::longKeys.at(2)) << u"200:bae1:3f21:c944:5c9:64c:5779:18af"_s;
        QTest::newRow("zeros only") << QString(64, u'0') << u"2ff::"_s;
        QTest::newRow("too short") << u"9eb2"_s << QString();
        QTest::newRow("no digits") << QString(64, u'x') << QString();
    }

    void addressesOfKeys()
    {
        QFETCH(QString, key);
        QFETCH(QString, address);
        QCOMPARE(addressOfKey(key), address);
    }

    /// auto is an address where one is known beforehand, and stays auto where hosts get it on joining.
    void autoIsFilledIn()
    {
        const auto meshIn = [&](const QByteArray &yaml) { return meshOf(resolve(tests::fleetOf(yaml).fleet, m_catalog), u"mini"_s); };
        const auto with = [](const QByteArray &network) { return QByteArray(tests::sound).replace(tests::tailnet, network); };
        QCOMPARE(meshIn(tests::sound), u"auto"_s);
        QCOMPARE(meshIn(with(tests::onNetwork("zerotier", tests::meshKeys, "hosts:", "hosts:"))), u"auto"_s);
        QCOMPARE(meshIn(with(tests::wired())), AddressRange::of(u"10.100.0.0/16"_s)->addressOf(u"mini"_s));
        QCOMPARE(meshIn(with(tests::wired("overlay: wireguard", "overlay: wireguard\nwireguard: {range: \"fd12::/64\"}"))),
                 AddressRange::of(u"fd12::/64"_s)->addressOf(u"mini"_s));
        QCOMPARE(meshIn(with(tests::wired("tags: [eu]", "mesh: 10.100.0.7"))), u"10.100.0.7"_s);
        QCOMPARE(meshIn(with(tests::grown())), u"200:5542:6a7b:38cb:4f57:17fc:afff:aff7"_s);
    }

    /// Who comes, goes or moves in the file changes nobody else's address.
    void addressesStay()
    {
        Fleet fleet = tests::fleetOf(wiredFleet(60)).fleet;
        const Topology before = resolve(fleet, m_catalog);
        const QList<Edit> edits{RemoveItem{ItemId::host(u"box-3"_s)}, AddItem{u"host"_s, u"aaa"_s, {}, {}},
                                SetField{ItemId::host(u"box-9"_s), u"public"_s, ValueList{}}};
        for (const Edit &edit : edits) {
            const auto after = apply(fleet, m_catalog, edit);
            QVERIFY2(after, after ? "" : qPrintable(after.error().message));
            fleet = *after;
        }
        const Topology now = resolve(fleet, m_catalog);
        for (const PlacedHost &host : before.hosts) {
            if (host.name != "box-3"_L1)
                QCOMPARE(meshOf(now, host.name), meshOf(before, host.name));
        }
        QVERIFY(now.host(u"aaa"));
    }

    /// Of many hosts some have an address in common; one click gives each a free one, for good.
    void clashesAreMended()
    {
        QByteArray text = wiredFleet(120);
        text.replace("overlay: wireguard", "overlay: wireguard\nwireguard: {range: 10.9.0.0/23}");
        Fleet fleet = tests::fleetOf(text).fleet;
        const auto clashes = [&] {
            Diagnostics found = validate(fleet, m_catalog);
            found.removeIf([](const Diagnostic &d) { return d.code != "duplicate-mesh"_L1; });
            return found;
        };
        QVERIFY(clashes().size() > 3);
        const EditStep step = fixAll(fleet, m_catalog, clashes(), u"duplicate-mesh"_s, {});
        const auto after = apply(fleet, m_catalog, step);
        QVERIFY2(after, after ? "" : qPrintable(after.error().message));
        fleet = *after;
        QCOMPARE(clashes().size(), 0);
        QCOMPARE(meshAddresses(resolve(fleet, m_catalog), *meshKind(m_catalog, settingsOf(fleet))->mesh, settingsOf(fleet)).size(), 120);
    }

    void devicesHaveAddresses()
    {
        const QByteArray network = tests::wired("overlay: wireguard", "overlay: wireguard\nwireguard: {operators: {ada: \"" + tests::meshKeys.at(3)
                                                + "\", bob: \"" + tests::meshKeys.at(2) + " 10.100.0.9\"}}");
        const Fleet fleet = tests::fleetOf(QByteArray(tests::sound).replace(tests::tailnet, network)).fleet;
        const Value settings = settingsOf(fleet);
        const QList<MeshDevice> devices = meshDevices(*meshKind(m_catalog, settings)->mesh, settings);
        QCOMPARE(devices.size(), 2);
        QCOMPARE(devices.at(0).address, AddressRange::of(u"10.100.0.0/16"_s)->addressOf(u"ada"_s));
        QCOMPARE(devices.at(1).address, u"10.100.0.9"_s);
        QCOMPARE(devices.at(1).key, QString::fromLatin1(tests::meshKeys.at(2)));
    }

    /// What follows an edit knows the same addresses as what looks at everything anew.
    void followingKnowsTheSame()
    {
        const Fleet before = tests::fleetOf(wiredFleet(20)).fleet;
        Resolution resolution(m_catalog);
        resolution.follow(before);
        for (const Edit &edit : QList<Edit>{SetField{ItemId::host(u"box-4"_s), u"mesh"_s, u"10.100.0.77"_s},
                                            SetField{ItemId::fleet(), u"wireguard.range"_s, u"10.7.0.0/16"_s},
                                            SetField{ItemId::fleet(), u"overlay"_s, u"tailscale"_s}}) {
            const auto after = apply(before, m_catalog, edit);
            QVERIFY(after);
            resolution.follow(*after);
            QVERIFY(resolution.topology() == resolve(*after, m_catalog));
        }
    }
};

QTEST_GUILESS_MAIN(MeshTest)
#include "tst_mesh.moc"
