// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/write.h"
#include "tests/nixgen/fleets.h"
#include "tests/nixgen/nix.h"
#include "tests/nixgen/texts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace model;
using namespace tests;

class GenerateTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void variants_data();
    void variants();
    void anyTextArrives();
    void secretsWithoutModule();
    void missingFacts();
    void everyItemHasLines();
    void originsNest();
    void namesThatAreNone();
    void takesCapturedFiles();
    void unknownPath();
};

void GenerateTest::variants_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("has");
    QTest::addColumn<QStringList>("hasNot");
    const QString game = u"hosts/factorio-server.nix"_s, mini = u"hosts/factorio-server-mini.nix"_s,
                  stream = u"hosts/factorio-server-stream.nix"_s, fleet = u"modules/fleet.nix"_s;
    const auto row = [](const char *name, const QByteArray &yaml, const QString &file,
                        const QStringList &has, const QStringList &hasNot = {}) {
        QTest::newRow(name) << yaml << file << has << hasNot;
    };

    row("docker", variant({{"containers: podman", "containers: docker"}}), fleet,
        {u"claudetorio.containers = \"docker\";"_s});
    row("compose", variant({{"containers: podman", "containers: {compose: /opt/x}"}}), fleet,
        {u"claudetorio.containers = \"compose\";"_s,
         u"claudetorio.composeDirectory = \"/opt/x\";"_s});
    row("public games", variant({{"games-access: mesh", "games-access: public"}}), fleet,
        {u"claudetorio.factorio.access = \"public\";"_s});
    row("no overlay", variant({{"overlay: tailscale", "overlay: none"}}), fleet,
        {u"./secrets.nix"_s}, {u"tailscale"_s});
    row("digest",
        variant({{"{image: factoriotools/factorio}",
                  "{image: factoriotools/factorio, digest: \"sha256:abc\"}"}}),
        fleet, {u"\"factoriotools/factorio@sha256:abc\""_s}, {u"factorio:${"_s});
    row("version of its own",
        variant({{"{image: factoriotools/factorio}",
                  "{image: factoriotools/factorio, version: \"1.1\"}"},
                 {"{image: ghcr.io/your-org/factorio-client}",
                  "{image: ghcr.io/your-org/factorio-client:7}"}}),
        fleet, {u"\"factoriotools/factorio:1.1\""_s, u"\"ghcr.io/your-org/factorio-client:7\""_s},
        {u"let"_s, u"factorioVersion"_s});
    row("relay range", variant({{"49152-49200", "50000-50100"}}), fleet,
        {u"from = 50000;"_s, u"to = 50100;"_s});
    row("sshd", variant({{mesh, mesh + "    sshd: {port: 2222, allow-from: [198.51.100.0/24]}\n"}}),
        mini,
        {u"claudetorio.ssh.port = 2222;"_s,
         u"claudetorio.ssh.allowFrom = [ \"198.51.100.0/24\" ];"_s});
    row("SSH port", variant({{"203.0.113.20, user", "203.0.113.20, port: 2200, user"}}), mini,
        {u"claudetorio.ssh.port = 2200;"_s});
    row("static network",
        variant({{mesh, mesh
                            + "    network: {address: 203.0.113.20/24, gateway: 203.0.113.1, dns: "
                              "[9.9.9.9]}\n"}}),
        mini,
        {u"claudetorio.network.address = \"203.0.113.20/24\";"_s,
         u"claudetorio.network.gateway = \"203.0.113.1\";"_s,
         u"claudetorio.network.dns = [ \"9.9.9.9\" ];"_s});
    row("systemd-boot",
        variant({{"boot: {loader: grub, device: /dev/sda}", "boot: {loader: systemd-boot}"}}), mini,
        {u"boot.loader.systemd-boot.enable = true;"_s,
         u"boot.loader.efi.canTouchEfiVariables = true;"_s},
        {u"grub"_s});
    row("no boot loader",
        variant({{"boot: {loader: grub, device: /dev/sda}", "boot: {loader: none}"}}), mini,
        {u"boot.loader.grub.enable = false;"_s});
    row("user's modules",
        variant({{"overlay: tailscale",
                  "overlay: tailscale\nimports: [./all.nix, \"./my module.nix\", /etc/x.nix]"},
                 {mesh, mesh + "    imports: [./mine.nix]\n"}}),
        fleet, {u"../all.nix"_s, u"(./. + \"/../my module.nix\")"_s, u"/etc/x.nix"_s});
    row("host's modules", variant({{mesh, mesh + "    imports: [./mine.nix]\n"}}), mini,
        {u"../mine.nix"_s});
    row("more inputs",
        variant({{"{nixpkgs: \"github:NixOS/nixpkgs/nixos-26.05\"}",
                  "{disko: \"github:nix-community/disko\"}"}}),
        u"flake.nix"_s,
        {u"disko.url = \"github:nix-community/disko\";"_s,
         u"disko.inputs.nixpkgs.follows = \"nixpkgs\";"_s,
         u"nixpkgs.url = \"github:NixOS/nixpkgs/nixos-26.05\";"_s});
    row("several roles", variant({{"roles: [broker]", "roles: [stream-host, broker]"}}), mini,
        {u"../modules/roles/broker.nix\n    ../modules/roles/stream-host.nix"_s,
         u"claudetorio.stream.domain"_s});
    row("a service beside roles",
        variant({{"services: []", "services: [{name: cache, kind: redis, roles: {server: {hosts: "
                                  "[factorio-server]}}, settings: {port: 7000}}]"}}),
        game, {u"../modules/redis.nix"_s, u"services.redis.servers.\"\".port = 7000;"_s});

    const QByteArray single =
        variant({{"edge: split ", "edge: {mode: single, host: factorio-server-stream} "},
                 {mesh, mesh + "    mesh: 100.64.0.2\n"}});
    row("single edge: behind it", single, mini,
        {u"claudetorio.broker.listenAddress = \"100.64.0.2\";"_s,
         u"# factorio-server-stream has no address on the private network yet"_s,
         u"claudetorio.broker.edges = [ ];"_s});
    row("single edge: the edge", single, stream,
        {u"claudetorio.edge.routes = {\n    \"api.example.com\" = \"100.64.0.2:8000\";\n  };"_s},
        {u"listenAddress"_s});
    row("single edge without roles",
        variant({{"edge: split ", "edge: {mode: single, host: factorio-server} "}}), game,
        {u"../modules/caddy.nix"_s,
         u"\"c01.stream.example.com\" = null;\n    \"c02.stream.example.com\" = null;"_s});
    row("single edge: one name on two hosts",
        variant({{"edge: split ", "edge: {mode: single, host: factorio-server} "},
                 {"roles: [stream-host]", "roles: [stream-host, broker]"}}),
        game, {u"\"api.example.com\" ="_s});
    row("single edge: streams behind it",
        variant({{"edge: split ", "edge: {mode: single, host: factorio-server-mini} "},
                 {mesh, mesh + "    mesh: 100.64.0.2\n"}}),
        stream, {u"claudetorio.stream.edges = [ \"100.64.0.2\" ];"_s});
    row("generation of Selkies",
        variant({{"{image: ghcr.io/your-org/factorio-client}",
                  "{image: ghcr.io/your-org/factorio-client, selkies: v1}"}}),
        fleet, {u"selkies = \"v1\";"_s});
    row("operators",
        variant({{"overlay: tailscale", "overlay: tailscale\noperators: [100.64.0.50/32]"}}), fleet,
        {u"claudetorio.mesh.operators = [ \"100.64.0.50/32\" ];"_s});
    row("mods", variant({{"client: {image", "mods: [krastorio2_1.3.24]\n  client: {image"}}), fleet,
        {u"claudetorio.factorio.mods = [ \"krastorio2_1.3.24\" ];"_s});
    row("anything in a text", variant({{"ops@example.com", "\"a\\\"b${x}\\\\''c\\nd\""}}), fleet,
        {uR"(claudetorio.acme.email = "a\"b\${x}\\''c\nd";)"_s});
}

/// Each variant says what it should, and every file of it is Nix.
void GenerateTest::variants()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, file);
    QFETCH(QStringList, has);
    QFETCH(QStringList, hasNot);
    const FileTree tree = treeOf(read(yaml));
    QVERIFY(tree.contains(file));
    const QString text = QString::fromUtf8(tree.at(file).text);
    for (const QString &part : has)
        QVERIFY2(text.contains(part), qPrintable(part + u"\n\n"_s + text));
    for (const QString &part : hasNot)
        QVERIFY2(!text.contains(part), qPrintable(part + u"\n\n"_s + text));

    NEED_NIX();
    QTemporaryDir dir;
    QVERIFY(nixgen::writeTree(tree, dir.path()));
    QStringList arguments{u"--parse"_s};
    for (const auto &[path, generated] : tree) {
        if (path.endsWith(".nix"_L1))
            arguments.append(dir.filePath(path));
    }
    const tests::NixReply reply = tests::nixInstantiate(arguments);
    QVERIFY2(reply.exitCode == 0, reply.errors.constData());
}

/// Text of any field of the fleet file is the option's value, character by character.
void GenerateTest::anyTextArrives()
{
    NEED_NIX();
    QRandomGenerator random(20261122);
    const auto inYaml = [](const QString &text) {
        QByteArray quoted;
        for (const uint code : text.toUcs4())
            quoted += "\\U" + QByteArray::number(code, 16).rightJustified(8, '0');
        return QByteArray('"' + quoted + '"');
    };
    QTemporaryDir dir;
    QList<QStringList> texts;
    QByteArray files = "map (f: removeAttrs (import f) [ \"imports\" ]) [";
    for (int i = 0; i < 250; ++i) {
        QStringList some;
        while (some.size() < 4)
            some.append(u"x"_s + tests::anyText(random) + u"x"_s);
        texts.append(some);
        const Fleet fleet =
            read(variant({{"ops@example.com", inYaml(some[0])},
                          {"\"ssh-ed25519 AAAA_REPLACE_ME you@laptop\"", inYaml(some[1])},
                          {"image: factoriotools/factorio", "image: " + inYaml(some[2] + u":1"_s)},
                          {"podman\n", "{compose: " + inYaml(some[3]) + "}\n"}}));
        const auto file = nixgen::generateFile(fleet, catalog(), resolve(fleet, catalog()),
                                               u"modules/fleet.nix"_s);
        QVERIFY2(file, file ? "" : qPrintable(file.error().message));
        const QString path = dir.filePath(u"%1.nix"_s.arg(i));
        QVERIFY(tests::writeFile(path, file->text));
        files += ' ' + path.toUtf8();
    }
    const tests::NixReply reply = tests::nixInstantiate(
        {u"--eval"_s, u"--strict"_s, u"--json"_s, u"-E"_s, QString::fromUtf8(files + " ]")});
    QVERIFY2(reply.exitCode == 0, reply.errors.constData());
    const QJsonArray back = QJsonDocument::fromJson(reply.output).array();
    QCOMPARE(back.size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const QJsonObject options = back[i].toObject()[u"claudetorio"_s].toObject();
        QCOMPARE(options[u"acme"_s][u"email"_s].toString(), texts[i][0]);
        QCOMPARE(options[u"deploy"_s][u"keys"_s].toArray().first().toString(), texts[i][1]);
        QCOMPARE(options[u"factorio"_s][u"serverImage"_s].toString(), texts[i][2] + u":1"_s);
        QCOMPARE(options[u"composeDirectory"_s].toString(), texts[i][3]);
    }
}

void GenerateTest::secretsWithoutModule()
{
    const FileTree tree = treeOf(read(variant({{"backend: manual", "backend: stickers"}})));
    QVERIFY(tree.at(u"modules/secrets.nix"_s)
                .text.contains("throw \"switchyard: secrets by stickers are not supported yet"));
}

void GenerateTest::missingFacts()
{
    const FileTree tree = treeOf(read(variant(
        {{"    state-version: \"26.05\"\n    boot: {loader: grub, device: /dev/sda}\n\ngames",
          "    boot: {loader: grub}\n\ngames"},
         {"    boot: {loader: grub, device: /dev/sda}\n\n  # Control", "\n  # Control"}})));
    const QByteArray stream = tree.at(u"hosts/factorio-server-stream.nix"_s).text;
    QVERIFY2(stream.contains("system.stateVersion = throw \"switchyard: the state version of "
                             "factorio-server-stream is not known yet"),
             stream);
    QVERIFY2(stream.contains("boot.loader.grub.device = throw \"switchyard: the boot device of"),
             stream);
    const QByteArray game = tree.at(u"hosts/factorio-server.nix"_s).text;
    QVERIFY2(
        game.contains("boot.loader = throw \"switchyard: the boot loader of factorio-server is"),
        game);
}

/// Wherever a person clicks, the preview has something to mark.
void GenerateTest::everyItemHasLines()
{
    const Fleet fleet = read(demo());
    const FileTree tree = treeOf(fleet);
    const auto marked = [&](const ItemId &id) {
        return std::any_of(tree.begin(), tree.end(),
                           [&](const auto &entry) { return !linesOf(entry.second, id).isEmpty(); });
    };
    const Topology topology = resolve(fleet, catalog());
    for (const Placed &item : topology.items)
        QVERIFY2(marked(item.id), qPrintable(item.id.text()));
    for (const PlacedHost &host : topology.hosts)
        QVERIFY2(marked(host.id), qPrintable(host.id.text()));
    QVERIFY(marked(ItemId::fleet()));

    const GeneratedFile &file = tree.at(u"hosts/factorio-server.nix"_s);
    const QByteArrayList lines = file.text.split('\n');
    QList<QByteArray> ofGame;
    for (const int line : linesOf(file, ItemId(u"game/g02"_s)))
        ofGame.append(lines[line].trimmed());
    QCOMPARE(ofGame, (QList<QByteArray>{"{", "name = \"g02\";", "udpPort = 34198;",
                                        "rconPort = 27016;", "}"}));
    const int port = int(lines.indexOf("      udpPort = 34198;"));
    QCOMPARE(originAt(file, port).item, ItemId(u"game/g02"_s));
    QCOMPARE(originAt(file, port).field, u"udp-port"_s);
}

void GenerateTest::originsNest()
{
    for (const auto &[path, file] : treeOf(read(demo()))) {
        QList<OriginSpan> open;
        for (const OriginSpan &span : file.origins) {
            QVERIFY2(span.begin >= 0 && span.begin < span.end && span.end <= file.text.size(),
                     qPrintable(path));
            while (!open.isEmpty() && open.last().end <= span.begin)
                open.removeLast();
            QVERIFY2(open.isEmpty() || span.end <= open.last().end, qPrintable(path));
            open.append(span);
        }
        QVERIFY2(!file.text.isEmpty() && file.text.endsWith('\n') && !file.text.contains(" \n"),
                 qPrintable(path));
    }
}

void GenerateTest::namesThatAreNone()
{
    QByteArray yaml = demo();
    yaml.replace("name: factorio-server-mini\n", "name: ../../etc\n");
    for (const auto &[path, file] : treeOf(read(yaml)))
        QVERIFY2(!path.contains(".."_L1), qPrintable(path));
}

void GenerateTest::takesCapturedFiles()
{
    const QString path = u"hosts/hardware/factorio-server.nix"_s;
    const FileTree tree =
        treeOf(read(demo()), {{path, "{ }\n"}, {u"hosts/hardware/other.nix"_s, "{ }\n"}});
    QCOMPARE(tree.at(path).text, "{ }\n");
    QVERIFY(!tree.contains(u"hosts/hardware/other.nix"_s));
    QCOMPARE(linesOf(tree.at(path), ItemId::host(u"factorio-server"_s)), QList<int>{0});
}

void GenerateTest::unknownPath()
{
    const Fleet fleet = read(demo());
    const Topology topology = resolve(fleet, catalog());
    for (const QString &path :
         {u""_s, u"x.nix"_s, u"hosts/none.nix"_s, u"hosts/../flake.nix"_s,
          u"hosts/hardware/none.nix"_s, u".sops.yaml"_s, u"hosts/factorio-server"_s}) {
        const auto file = nixgen::generateFile(fleet, catalog(), topology, path);
        QVERIFY2(!file, qPrintable(path));
        QCOMPARE(file.error().code, u"no-such-file"_s);
    }
}

QTEST_GUILESS_MAIN(GenerateTest)
#include "tst_generate.moc"
