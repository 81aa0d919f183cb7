// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a running host: the real script under dash in a private folder, over a real sshd, and what comes of answers that
// are none.
#include "model/adoption.h"
#include "model/codec.h"
#include "model/recognise.h"
#include "remote/hostreader.h"
#include "tests/remote/fakehost.h"
#include "tests/remote/sshd.h"
#include "tests/support.h"

#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace model;
using tests::FakeHost;

namespace {

/// What podman 4.3.1 of Debian 12 printed for three containers that were created there with a secret of two lines, published
/// ports and a quoted value; the script's own template.
const QByteArray recorded =
    R"(image=factorio-g01 docker.io/factoriotools/factorio:1.1.110
on-network=factorio-g01 host
mount=factorio-g01 /tmp/adopt-podman/img:/factorio
variable=factorio-g01 "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
variable=factorio-g01 "TERM=xterm"
variable=factorio-g01 "container=podman"
variable=factorio-g01 "SECRET=a\nPORT=1"
variable=factorio-g01 "PORT=34197"
variable=factorio-g01 "RCON_PORT=27015"

image=stream-c01 docker.io/factoriotools/factorio:1.1.110
on-network=stream-c01 bridge
published=stream-c01 34197/udp 34200 
published=stream-c01 8080/tcp 9001 127.0.0.1
variable=stream-c01 "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
variable=stream-c01 "TERM=xterm"
variable=stream-c01 "container=podman"
variable=stream-c01 "FACTORIO_GAME=g01"

)";

/// Made by hand in the shape that the NixOS module gives its start scripts: one argument a line.
const QByteArray startScript = R"(#!/bin/sh
set -e
exec podman  \
  run \
  --rm \
  --name=factorio-g02 \
  --log-driver=journald \
  -d \
  -e PORT=34198 \
  -e RCON_PORT=27016 \
  -e SERVER_TOKEN=hidden-in-the-script \
  -p 127.0.0.1:9009:8080 \
  -v /var/lib/factorio/g02:/factorio \
  --network=host \
  factoriotools/factorio:1.1.110
)";

/// As the NixOS module of Caddy writes it: options, a snippet, sites with and without a scheme, braces inside.
const QByteArray caddyfile = R"({
	email ops@example.org
	on_demand_tls {
		ask http://127.0.0.1:2020
	}
}
(headers) {
	header X-Secret-Token planted-in-caddy
}
http://127.0.0.1:2020 {
	respond 404
}
# old.example.org {
c01.stream.example.org, https://c02.stream.example.org:443 {
	log {
		output file /var/log/caddy/access.log
	}
	inner.example.org {
	}
	reverse_proxy {$UPSTREAM}
}
api.example.org {
	reverse_proxy 127.0.0.1:8000
}
)";

const QByteArray turnserver = R"(listening-port=3478
min-port=50000
max-port=50100
static-auth-secret=planted-in-turnserver
realm=turn.example.org
)";

/// What nft 1.0.6 of Debian 12 lists of rules as NixOS makes them.
const QByteArray nft = R"(#!/bin/sh
cat << 'END'
table inet nixos-fw {
	chain input {
		type filter hook input priority filter; policy drop;
		iifname "lo" accept comment "trusted interfaces"
		ct state vmap { invalid : drop, established : accept, related : accept, new : jump input-allow, untracked : jump input-allow }
	}
	chain input-allow {
		tcp dport { 22, 80, 443 } accept
		udp dport { 34197, 50000-50100 } accept
		udp dport 41641 counter packets 3 bytes 180 accept
		iifname "tailscale0" tcp dport 9999 accept
		ip saddr { 198.51.100.0/24 } tcp dport 27015 accept
	}
}
END
)";

const QByteArray iptables = R"(#!/bin/sh
cat << 'END'
-N nixos-fw
-A nixos-fw -i lo -j nixos-fw-accept
-A nixos-fw -p tcp -m tcp --dport 22 -j nixos-fw-accept
-A nixos-fw -p udp -m udp --dport 50000:50100 -j nixos-fw-accept
-A nixos-fw -s 198.51.100.0/24 -p tcp -m tcp --dport 27015 -j nixos-fw-accept
-A nixos-fw -j nixos-fw-log-refuse
END
)";

const QByteArray systemctl = R"(#!/bin/sh
case "$*" in
'show -P ExecStart caddy.service') echo '{ path=/x/caddy ; argv[]=/x/caddy run --config @R@/Caddyfile --adapter caddyfile ; ignore_errors=no }' ;;
'show -P ExecStart coturn.service') echo '{ path=/x/turnserver ; argv[]=/x/turnserver -c @R@/turnserver.cfg ; ignore_errors=no }' ;;
*--state=active*) printf '%s loaded active running x\n' redis.service sshd.service systemd-journald.service postgresql.service podman-factorio-g01.service ;;
*'podman-*.service'*) printf '%s loaded %s\n' podman-factorio-g01.service 'active running' podman-factorio-g02.service 'inactive dead' ;;
'show -P ExecStart podman-factorio-g02.service') echo '{ path=@R@/start-g02 ; argv[]=@R@/start-g02 ; }' ;;
esac
)";

const QByteArray podman = R"(#!/bin/sh
case "$1 $2" in
'ps -a') printf 'factorio-g01\nstream-c01\n' ;;
'ps --format') echo factorio-g01 ;;
'container inspect') cat '@R@/inspected' ;;
esac
)";

void furnish(FakeHost &host)
{
    const QString bin = u"nix/store/old/sw/bin/"_s;
    host.write(u"inspected"_s, recorded);
    host.write(u"start-g02"_s, startScript);
    host.write(bin + u"systemctl"_s, systemctl, true);
    host.write(bin + u"podman"_s, podman, true);
    host.write(bin + u"nixos-version"_s, "#!/bin/sh\necho '26.05 (stand-in)'\n", true);
    host.write(bin + u"nixos-generate-config"_s, "#!/bin/sh\nprintf '{ ... }:\\n{\\n  swapDevices = [ ];\\n}\\n'\n", true);
    host.write(u"etc/os-release"_s, "NAME=NixOS\nPRETTY_NAME=\"NixOS 26.05\"\n");
    host.write(u"etc/NIXOS"_s, "");
    host.write(u"etc/nixos/configuration.nix"_s, "{\n  # system.stateVersion = \"21.05\";\n  system.stateVersion = \"24.11\"; # read the manual\n}\n");
    host.write(u"boot/loader/entries/x.conf"_s, "");
    host.write(u"etc/ssh/ssh_host_ed25519_key.pub"_s, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f root@x\n");
}

RunningHost readOf(FakeHost &host, QByteArray *raw = nullptr)
{
    const auto process = host.start(u"adopt"_s, readableVariables(Catalog::builtIn()));
    process->closeWriteChannel();
    process->waitForFinished(60'000);
    const QByteArray out = process->readAllStandardOutput();
    if (raw)
        *raw = out;
    const auto read = remote::parseReading(out);
    if (!read)
        QTest::qFail(qPrintable(read.error().message + QString::fromUtf8(process->readAllStandardError())), __FILE__, __LINE__);
    return read.value_or(RunningHost());
}

} // namespace

class TestAdopt : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsAHost()
    {
        FakeHost host;
        furnish(host);
        QByteArray raw;
        const RunningHost read = readOf(host, &raw);
        QVERIFY(read.isNixos);
        QCOMPARE(read.osName, u"NixOS 26.05"_s);
        QCOMPARE(read.stateVersions, QStringList{u"24.11"_s}); // not the one in a comment
        QCOMPARE(read.stateVersionFrom, u"configuration"_s);
        QVERIFY(read.stateVersionAt.endsWith(u"/etc/nixos/configuration.nix"_s));
        QCOMPARE(read.loader, u"systemd-boot"_s);
        QVERIFY(read.hostKey.startsWith(u"ssh-ed25519 AAAAC3"_s) && !read.hostKey.contains(u"root@x"_s));
        QVERIFY(read.cores > 0 && read.memory > 1e8);
        QVERIFY(read.hardware.contains("swapDevices"));
        QCOMPARE(read.services, (QStringList{u"redis.service"_s, u"postgresql.service"_s, u"podman-factorio-g01.service"_s}));
        QVERIFY(!raw.contains("hidden-in-the-script") && !raw.contains("a\\nPORT")); // values stay where they are
    }

    void readsContainers()
    {
        FakeHost host;
        furnish(host);
        const QList<RunningContainer> all = readOf(host).containers;
        QCOMPARE(all.size(), 3);
        const RunningContainer &running = all.at(0), &stopped = all.at(1), &loose = all.at(2);
        QCOMPARE(running.name, u"factorio-g01"_s);
        QCOMPARE(running.backend, u"podman"_s);
        QVERIFY(running.hasUnit && running.isActive);
        QCOMPARE(running.image, u"docker.io/factoriotools/factorio:1.1.110"_s);
        QCOMPARE(running.network, u"host"_s);
        QCOMPARE(running.values, (QHash<QString, QString>{{u"PORT"_s, u"34197"_s}, {u"RCON_PORT"_s, u"27015"_s}}));
        QVERIFY(running.variables.contains(u"SECRET"_s));
        // A stopped container is gone; its unit still says what it would be.
        QCOMPARE(stopped.name, u"factorio-g02"_s);
        QVERIFY(stopped.hasUnit && !stopped.isActive);
        QCOMPARE(stopped.image, u"factoriotools/factorio:1.1.110"_s);
        QCOMPARE(stopped.values.value(u"RCON_PORT"_s), u"27016"_s);
        QCOMPARE(stopped.published.value(u"8080/tcp"_s), u"9009"_s);
        QCOMPARE(stopped.volumes, QStringList{u"/var/lib/factorio/g02:/factorio"_s});
        QVERIFY(stopped.variables.contains(u"SERVER_TOKEN"_s));
        QCOMPARE(loose.name, u"stream-c01"_s);
        QVERIFY(!loose.hasUnit && !loose.isActive);
        QCOMPARE(loose.published.value(u"8080/tcp"_s), u"9001"_s);
        QCOMPARE(loose.values.value(u"FACTORIO_GAME"_s), u"g01"_s);
    }

    void readsWhatItServesAndOpens()
    {
        FakeHost host;
        furnish(host);
        QVERIFY(readOf(host).names.isEmpty() && readOf(host).ranges.isEmpty() && !readOf(host).knowsFirewall);
        host.write(u"Caddyfile"_s, caddyfile);
        host.write(u"turnserver.cfg"_s, turnserver);
        host.write(u"nix/store/old/sw/bin/nft"_s, nft, true);
        host.write(u"var/lib/caddy/.local/share/caddy/certificates/acme-v02/c03.stream.example.org/x.crt"_s, "");
        QByteArray raw;
        const RunningHost read = readOf(host, &raw);
        QCOMPARE(read.names, (QStringList{u"api.example.org"_s, u"c01.stream.example.org"_s, u"c02.stream.example.org"_s,
                                          u"c03.stream.example.org"_s, u"turn.example.org"_s}));
        QCOMPARE(read.ranges, (QHash<QString, QString>{{u"turnserver"_s, u"50000-50100"_s}}));
        QVERIFY(!raw.contains("planted"));
        QVERIFY(read.knowsFirewall);
        QCOMPARE(read.open, (QList<OpenPorts>{{u"tcp"_s, 22, 22}, {u"tcp"_s, 80, 80}, {u"tcp"_s, 443, 443}, {u"udp"_s, 34197, 34197},
                                              {u"udp"_s, 50000, 50100}, {u"udp"_s, 41641, 41641}}));
        // A firewall that lets in what no rule names tells nothing; iptables serves as well.
        host.write(u"nix/store/old/sw/bin/nft"_s, QByteArray(nft).replace("policy drop", "policy accept"), true);
        host.write(u"nix/store/old/sw/bin/iptables"_s, "#!/bin/sh\nexit 1\n", true);
        QVERIFY(!readOf(host).knowsFirewall && readOf(host).open.isEmpty());
        host.write(u"nix/store/old/sw/bin/iptables"_s, iptables, true);
        QCOMPARE(readOf(host).open, (QList<OpenPorts>{{u"tcp"_s, 22, 22}, {u"udp"_s, 50000, 50100}}));
    }

    void whatItServesComesBackAsTheFleetSaysIt()
    {
        FakeHost host;
        furnish(host);
        host.write(u"Caddyfile"_s, caddyfile);
        host.write(u"turnserver.cfg"_s, turnserver);
        host.write(u"nix/store/old/sw/bin/nft"_s, nft, true);
        host.write(u"nix/store/old/sw/bin/systemctl"_s, QByteArray(systemctl).replace("redis.service ", "redis.service coturn.service "), true);
        const auto empty = parseFleet("switchyard: 1\nname: ours\ndomain: example.com\noverlay: none\n", Catalog::builtIn());
        QVERIFY(empty);
        const Adoption adoption = propose(empty->fleet, Catalog::builtIn(), readOf(host), {u"old"_s, u"203.0.113.10"_s, u"root"_s, 22, {}, u"bastion"_s});
        QStringList all;
        for (const Proposal &each : adoption.proposals)
            all.append(each.id);
        const auto fleet = apply(empty->fleet, Catalog::builtIn(), acceptedStep(adoption, all));
        QVERIFY2(fleet, fleet ? "" : qPrintable(fleet.error().message));
        QCOMPARE(fleet->setting(u"domain"_s).text(), u"example.org"_s);
        QCOMPARE(fleet->setting(u"turn.relay-ports"_s).text(), u"50000-50100"_s);
        QCOMPARE(fleet->setting(u"games-access"_s).text(), u"public"_s);
        QCOMPARE(fleet->host(u"old"_s)->values.at(u"ssh.jump").text(), u"bastion"_s);
    }

    void stateVersionByItsSources()
    {
        FakeHost host;
        furnish(host);
        host.write(u"etc/nixos/other/old.nix"_s, "{ system.stateVersion = \"23.05\"; }\n");
        QCOMPARE(readOf(host).stateVersions, (QStringList{u"24.11"_s, u"23.05"_s}));
        QFile::remove(host.path(u"etc/nixos/other/old.nix"_s));
        QFile::remove(host.path(u"etc/nixos/configuration.nix"_s));
        const RunningHost guess = readOf(host);
        QCOMPARE(guess.stateVersions, QStringList{u"26.05"_s});
        QCOMPARE(guess.stateVersionFrom, u"release"_s);
        host.write(u"nix/store/first/nixos-version"_s, "25.05\n");
        host.link(host.system(u"first"_s), u"nix/var/nix/profiles/system-1-link"_s);
        QCOMPARE(readOf(host).stateVersions, QStringList{u"25.05"_s});
        QCOMPARE(readOf(host).stateVersionFrom, u"generation"_s);
    }

    void theHardwareAloneForADeploy()
    {
        FakeHost host;
        furnish(host);
        const auto reply = host.call(u"adopt"_s, {u"hardware"_s});
        QVERIFY(reply.data().contains("swapDevices"));
        QCOMPARE(reply[u"host-name"_s], QString());
        QCOMPARE(reply[u"ok"_s], u"1"_s);
    }

    void aHostWithoutNixosIsReadAsFarAsItGoes()
    {
        FakeHost host;
        furnish(host);
        for (const QString &gone : {u"etc/NIXOS"_s, u"nix/store/old/sw/bin/nixos-version"_s, u"nix/store/old/sw/bin/nixos-generate-config"_s})
            QVERIFY(QFile::remove(host.path(gone)));
        host.write(u"etc/os-release"_s, "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
        const RunningHost read = readOf(host);
        QVERIFY(!read.isNixos);
        QCOMPARE(read.osName, u"Debian GNU/Linux 12 (bookworm)"_s);
        QVERIFY(read.missing.contains(u"nixos-generate-config"_s));
        QCOMPARE(read.hardware, QByteArray());
        QCOMPARE(read.containers.size(), 3);
    }

    void answersThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("out");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a greeting") << QByteArray("Welcome to my box\n");
        QTest::newRow("broken off") << QByteArray("host-name=box\nsystem=x86_64-linux\n");
        QTest::newRow("garbage") << QByteArray("\xff\xfe\0\1ok\n=\n==\n", 12).repeated(1000);
        QTest::newRow("ok without a name") << QByteArray("ok=1\ndata\n{ }\n");
    }
    void answersThatAreNone()
    {
        QFETCH(QByteArray, out);
        const auto read = remote::parseReading(out);
        QVERIFY(!read);
        QCOMPARE(read.error().code, u"no-answer"_s);
        QVERIFY(!read.error().hint.isEmpty());
    }

    void whatAHostileHostSaysIsBounded()
    {
        QByteArray out = "host-name=box\x1b[31m\nok=1\nos=" + QByteArray(100'000, 'x') + '\n';
        for (int i = 0; i < 20'000; ++i)
            out += "service=unit-" + QByteArray::number(i) + ".service\nimage=podman/c" + QByteArray::number(i) + " x\n";
        out += "ssh-port=99999\nssh-port=-1\nadministrator=root many\ncores=-5\nmemory-kb=nonsense\nunit=x\nimage=\nvalue=\n";
        const auto read = remote::parseReading(out + "data\n{ \xff }\n");
        QVERIFY(read);
        QCOMPARE(read->hostName, u"box[31m"_s); // nothing that a terminal obeys
        QVERIFY(read->osName.size() <= 400);
        QVERIFY(read->services.size() <= 500 && read->containers.size() <= 500);
        QVERIFY(read->sshPorts.isEmpty() && read->cores == 0 && read->memory == 0);
        QVERIFY(read->hardware.isEmpty());
        QVERIFY(remote::parseReading("host-name=b\nok=1\ndata\n{" + QByteArray(300'000, ' ') + "}\n")->hardware.isEmpty());
        QVERIFY(remote::parseReading("host-name=b\nok=1\ndata\nbash: nixos-generate-config: {}: denied\n")->hardware.isEmpty());
    }

    void overSshInAThread()
    {
        tests::Sshd sshd;
        if (const QString why = sshd.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        remote::HostReader reader(Catalog::builtIn());
        QSignalSpy read(&reader, &remote::HostReader::read), failed(&reader, &remote::HostReader::failed),
            asked(&reader, &remote::HostReader::hostKeyAsked);
        // An unknown key is asked about, and nothing is read before it is answered.
        reader.start({sshd.target()}, sshd.settings());
        QVERIFY(asked.wait(20'000));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(read.isEmpty());
        remote::SshSettings trusting = sshd.settings();
        trusting.acceptedFingerprints = {asked.first().first().value<remote::HostKeyQuestion>().fingerprint};
        reader.start({sshd.target()}, trusting);
        QVERIFY(read.wait(60'000) || !failed.isEmpty());
        if (read.isEmpty()) // who may not become root here is told so
            QCOMPARE(failed.last().first().value<model::Error>().code, u"no-sudo"_s);
        else
            QVERIFY(!read.first().first().value<RunningHost>().hostName.isEmpty());
        // Cancelled at once, it says nothing more.
        failed.clear();
        read.clear();
        reader.start({sshd.target()}, trusting);
        reader.cancel();
        QVERIFY(!reader.isRunning());
        QTest::qWait(0);
        QVERIFY(read.isEmpty() && failed.isEmpty());
        // Nobody there.
        remote::SshTarget nobody = sshd.target();
        nobody.port = tests::freePort();
        reader.start({nobody}, trusting);
        QVERIFY(failed.wait(20'000));
        QCOMPARE(failed.last().first().value<model::Error>().code, u"no-connection"_s);
    }
};

QTEST_GUILESS_MAIN(TestAdopt)
#include "tst_adopt.moc"
