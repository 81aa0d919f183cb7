// SPDX-License-Identifier: GPL-3.0-or-later
// From what a running host says to proposals, and from accepted proposals to a fleet. The hosts here are made by hand; what
// real ones say is tested in tests/remote/tst_adopt.cpp and tests/lab/tst_adopt_lab.cpp.

#include "model/document.h"
#include "tests/model/adopting.h"
#include "tests/model/findings.h"

#include <QRegularExpression>
#include <QTest>

using namespace model;
using namespace Qt::StringLiterals;
using namespace tests;

class TestAdoption : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aNewHostBecomesOneEntry()
    {
        const Desk desk(empty, nixos());
        const QByteArray text = desk.accepted(safeProposals(desk.adoption));
        QVERIFY(text.startsWith("# ours\n")); // the rest of the file is as it was
        const auto parsed = tests::fleetOf(text);
        QVERIFY(parsed.diagnostics.isEmpty());
        const Value big = parsed.fleet.host(u"big"_s)->values;
        QCOMPARE(big.at(u"ssh.address").text(), u"203.0.113.10"_s);
        QCOMPARE(big.at(u"state-version").text(), u"24.11"_s);
        QCOMPARE(big.at(u"boot.loader").text(), u"grub"_s);
        QCOMPARE(big.at(u"boot.device").text(), u"/dev/vda"_s);
        QCOMPARE(big.at(u"host-key").text(), hostKey);
        QCOMPARE(big.at(u"public").texts(), QStringList{u"203.0.113.10"_s});
        QVERIFY(big.at(u"system").isNull() && big.at(u"network").isNull()); // the defaults say so already
        QCOMPARE(acceptedFiles(desk.adoption, safeProposals(desk.adoption)).value(u"hosts/hardware/big.nix"_s), nixos().hardware);
        // Nothing of a host can be accepted without the host.
        QVERIFY(acceptable(desk.adoption, {u"host/big.state-version"_s, u"host/big.hardware"_s}).isEmpty());
        QVERIFY(acceptedFiles(desk.adoption, {u"host/big.hardware"_s}).isEmpty());
        QVERIFY(acceptedStep(desk.adoption, {u"nonsense"_s}).edits.isEmpty());
    }

    void theDomainFollowsFromTheNamesThatItServes()
    {
        RunningHost host = nixos();
        host.names = {u"c01.stream.example.org"_s, u"turn.example.org"_s, u"blog.other.net"_s, u"api.third.net"_s};
        const Desk desk(drawn, host);
        const Proposal *domain = desk[u"fleet.domain"_s];
        QVERIFY(domain);
        QCOMPARE(domain->before, u"example.com"_s);
        QCOMPARE(domain->after, u"example.org"_s);
        QVERIFY(domain->reason.contains(u"c01.stream.example.org, turn.example.org"_s));
        QVERIFY(!domain->isSafe()); // the fleet says another
        QVERIFY(desk.notes(u"it also serves blog.other.net, api.third.net"_s));
        QCOMPARE(desk.accepted({domain->id}), QByteArray(drawn).replace("domain: example.com", "domain: example.org"));
        host.names = {u"api.example.com"_s};
        QVERIFY(!Desk(drawn, host)[u"fleet.domain"_s]);
        host.names = {u"$(reboot).example.com"_s, u"api.bad domain"_s}; // a host is not trusted
        const QStringList odd = Desk(drawn, host).ids();
        QVERIFY2(!odd.contains(u"fleet.domain"_s), qPrintable(odd.join(u' ')));
    }

    void portsOfTheRelayAndOpenGamesAreSettingsOfTheFleet()
    {
        RunningHost host = nixos();
        host.services = {u"coturn.service"_s};
        host.ranges = {{u"turnserver"_s, u"50000-50100"_s}, {u"other"_s, u"1-2"_s}};
        host.containers = {game(u"g01"_s, 34197, 27015)};
        QVERIFY(!Desk(drawn, host)[u"fleet.games-access"_s]); // nothing is known of the firewall
        host.knowsFirewall = true;
        host.open = {{u"tcp"_s, 34197, 34197}, {u"udp"_s, 1, 100}};
        QCOMPARE(Desk(drawn, host)[u"fleet.turn.relay-ports"_s]->after, u"50000-50100"_s);
        QVERIFY(!Desk(drawn, host)[u"fleet.games-access"_s]);
        host.open.append({u"udp"_s, 34000, 34200});
        const Desk open(drawn, host);
        QCOMPARE(open[u"fleet.games-access"_s]->after, u"public"_s);
        QVERIFY(open[u"fleet.games-access"_s]->isSafe());
        const Desk agreed(open.accepted({u"fleet.games-access"_s}), host);
        QVERIFY(!agreed[u"fleet.games-access"_s]);
        host.open.clear();
        const Desk closed(open.accepted({u"fleet.games-access"_s}), host);
        QCOMPARE(closed[u"fleet.games-access"_s]->after, u"mesh"_s);
        host.ranges = {{u"turnserver"_s, u"99999-1"_s}};
        QVERIFY(!Desk(drawn, host)[u"fleet.turn.relay-ports"_s] && Desk(drawn, host).warns(u"99999-1"_s));
    }

    void theWayByAnotherMachineIsKept()
    {
        const Desk desk(empty, nixos(), {u"big"_s, u"10.0.0.4"_s, u"root"_s, 22, {}, u"me@bastion:2222"_s});
        QVERIFY(desk.accepted({u"host/big"_s}).contains("jump"));
        QVERIFY(desk[u"host/big"_s]->reason.contains(u"by way of me@bastion:2222"_s));
    }

    void whatAgreesIsNotProposed()
    {
        const Desk first(empty, nixos());
        const Desk second(first.accepted(first.ids()), nixos(), {u"big"_s, {}, {}, 22, nixos().hardware});
        QCOMPARE(second.ids(), QStringList());
    }

    void whatTheFleetSaysIsAConflict()
    {
        const Desk desk(drawn, nixos());
        const Proposal *version = desk[u"host/big.state-version"_s];
        QVERIFY(version);
        QCOMPARE(version->before, u"26.05"_s);
        QCOMPARE(version->after, u"24.11"_s);
        QVERIFY(version->conflict.contains(u"26.05"_s));
        QVERIFY(version->reason.contains(u"/etc/nixos/configuration.nix"_s));
        QVERIFY(!version->isSafe());
        QVERIFY(!safeProposals(desk.adoption).contains(version->id));
        QVERIFY(desk[u"host/big.host-key"_s]->isSafe());
        QVERIFY(!desk[u"host/big"_s] && !desk[u"host/big.boot.loader"_s]);
        // Accepted all the same, it changes that one value; the comment stays.
        const QByteArray text = desk.accepted({version->id});
        QCOMPARE(text, QByteArray(drawn).replace("\"26.05\"", "\"24.11\""));
    }

    void aGuessedStateVersionIsLeftToAPerson()
    {
        RunningHost host = nixos();
        host.stateVersionFrom = u"release"_s;
        QVERIFY(!Desk(drawn, host)[u"host/big.state-version"_s]); // says nothing against the fleet's
        const Desk desk(empty, host);
        const Proposal *version = desk[u"host/big.state-version"_s];
        QVERIFY(version && !version->isSafe());
        QCOMPARE(version->certainty, Certainty::Guess);
        QVERIFY(version->reason.contains(u"never upgraded"_s));
        host.stateVersionFrom = u"configuration"_s;
        host.stateVersions = {u"24.11"_s, u"23.05"_s};
        QCOMPARE(Desk(empty, host)[u"host/big.state-version"_s]->certainty, Certainty::Guess);
    }

    void networkAndAddresses()
    {
        RunningHost host = nixos();
        host.networkMode = u"static"_s;
        host.address = u"10.0.0.4/24"_s;
        host.gateway = u"10.0.0.1"_s;
        host.dns = {u"9.9.9.9"_s};
        host.addresses = {{u"eth0"_s, u"10.0.0.4/24"_s, false}, {u"tun9"_s, u"100.64.0.7/32"_s, true}, {u"eth0"_s, u"fe80::1/64"_s, false}};
        const Desk desk(empty, host);
        const auto after = desk.accept(safeProposals(desk.adoption));
        QVERIFY(after);
        const Value big = after->host(u"big"_s)->values;
        QCOMPARE(big.at(u"network.address").text(), u"10.0.0.4/24"_s);
        QCOMPARE(big.at(u"network.gateway").text(), u"10.0.0.1"_s);
        QCOMPARE(big.at(u"network.dns").texts(), QStringList{u"9.9.9.9"_s});
        QCOMPARE(big.at(u"private").text(), u"10.0.0.4"_s);
        QCOMPARE(big.at(u"mesh").text(), u"100.64.0.7"_s);
        QCOMPARE(big.at(u"public").texts(), QStringList{u"203.0.113.10"_s}); // where it was reached
        host.gateway.clear();
        QVERIFY(!Desk(empty, host)[u"host/big.network"_s]);
        QVERIFY(Desk(empty, host).warns(u"no default route"_s));
    }

    void accessIsKept()
    {
        RunningHost host = nixos();
        host.login = u"root"_s;
        host.administrators = {{u"root"_s, 2}, {u"anna"_s, 1}};
        host.sshPorts = {2222};
        const Desk desk(drawn, host);
        QCOMPARE(desk[u"host/big.first-login.user"_s]->after, u"root"_s);
        QCOMPARE(desk[u"host/big.sshd.port"_s]->after, u"2222"_s);
        QVERIFY(desk.notes(u"anna"_s));
    }

    void whatNoFieldHoldsIsSaid()
    {
        RunningHost host = nixos();
        host.hostName = u"nixos"_s;
        host.timeZone = u"Europe/Berlin"_s;
        host.configurations = {u"/etc/nixos/flake.nix"_s};
        host.missing = {u"ss"_s};
        host.firmware = u"efi"_s;
        host.bootDevice = u"nodev"_s;
        host.hardware.clear();
        const Desk desk(empty, host);
        QVERIFY(desk.warns(u"calls itself nixos"_s));
        QVERIFY(desk.notes(u"Europe/Berlin"_s));
        QVERIFY(desk.notes(u"/etc/nixos/flake.nix"_s));
        QVERIFY(desk.warns(u"ss is not there"_s));
        QVERIFY(desk.warns(u"efiSupport"_s));
        QVERIFY(desk.warns(u"hardware configuration was not captured"_s));
        host.loader.clear();
        QVERIFY(Desk(empty, host).warns(u"boot loader was not found"_s));
    }

    void anotherSystemIsWatchedOnly()
    {
        RunningHost host = nixos();
        host.isNixos = false;
        host.osName = u"Debian GNU/Linux 12"_s;
        const Desk desk(empty, host);
        QCOMPARE(desk[u"host/big.class"_s]->after, u"unmanaged"_s);
        QVERIFY(desk.warns(u"nixos-anywhere"_s));
        QVERIFY(!desk[u"host/big.state-version"_s] && !desk[u"host/big.hardware"_s]);
        const auto after = desk.accept(safeProposals(desk.adoption));
        QVERIFY(after);
        QCOMPARE(after->host(u"big"_s)->values.at(u"class").text(), u"unmanaged"_s);
    }

    void whatDoesNotFitIsSaidAndLeftOut()
    {
        RunningHost host = nixos();
        host.containers = {game(u"g02"_s, 99999, 27016), game(u"../../etc"_s, 1, 2)};
        host.hostKey = u"not a key"_s;
        host.loader = u"lilo"_s;
        host.stateVersions = {u"\n"_s};
        host.address = u"rubbish"_s;
        host.networkMode = u"static"_s;
        host.gateway = u"-oProxyCommand=x"_s;
        const Desk desk(drawn, host);
        QVERIFY(desk.warns(u"99999"_s) && desk.warns(u"lilo"_s) && desk.warns(u"not a key"_s));
        QVERIFY(desk.accept(desk.ids())); // whatever is left can be applied
        for (const QString &id : desk.ids())
            QVERIFY(!id.contains(u".."_s));
        // A name that cannot be one becomes no path.
        const Desk bad(empty, nixos(), {u"../evil"_s, u"203.0.113.10"_s, {}, 22, {}});
        QCOMPARE(bad.ids(), QStringList());
        QVERIFY(bad.warns(u"cannot be"_s));
    }

    void oneStepIsOneUndo()
    {
        FleetDocument document(Catalog::builtIn());
        document.adopt(tests::fleetOf(empty));
        RunningHost host = nixos();
        host.containers = {game(u"g01"_s, 34197, 27015), game(u"g02"_s, 34198, 27016)};
        const Adoption adoption = propose(document.fleet(), Catalog::builtIn(), host, {u"big"_s, u"203.0.113.10"_s, {}, 22, {}});
        QVERIFY(document.apply(acceptedStep(adoption, safeProposals(adoption))));
        QVERIFY(document.fleet().find(ItemId(u"game/g02"_s)));
        QVERIFY(document.undoText().contains(u"big"_s));
        document.undo();
        QCOMPARE(printFleet(document.fleet()), empty);
    }
};

QTEST_GUILESS_MAIN(TestAdoption)
#include "tst_adoption.moc"
