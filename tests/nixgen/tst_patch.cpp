// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/edit.h"
#include "model/resolution.h"
#include "nixgen/fleetpatch.h"
#include "nixgen/generate.h"
#include "nixgen/sopsfile.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

// The files that list the whole fleet are patched after an edit of a few hosts or items, and are then as if generated anew.
class PatchTest : public QObject
{
    Q_OBJECT

private slots:
    void patches_data();
    void patches();
};

Q_DECLARE_METATYPE(model::Edit)

namespace {

QByteArray fleetText()
{
    QByteArray text = "switchyard: 1\nname: some\ndomain: example.com\noverlay: wireguard\n"
                      "wireguard: {operators: {ada: \"QPJzjmVxHJkNYvbh0JYYXHvNGbPE0vNgXcYmyoVTmEk= 10.100.255.1\"}}\nhosts:\n", games;
    for (int i = 0; i < 6; ++i) {
        const QByteArray n = QByteArray::number(i);
        text += "  - {name: m" + n + ", roles: [game-server], ssh: 10.0.0." + n + ", state-version: \"26.05\"}\n";
        for (int k = 0; k < 3; ++k)
            games += "  - {name: g" + n + QByteArray::number(k) + ", host: m" + n + ", udp-port: " + QByteArray::number(34197 + k) + "}\n";
    }
    return text + "games:\n" + games;
}

} // namespace

void PatchTest::patches_data()
{
    QTest::addColumn<Edit>("edit");
    const ItemId host = ItemId::host(u"m2"_s), game(u"game/g20"_s);
    QTest::newRow("field of a game") << Edit(SetField{game, u"udp-port"_s, Value(40000)});
    QTest::newRow("game moved") << Edit(MoveItem{game, u"m4"_s});
    QTest::newRow("game renamed") << Edit(SetField{game, u"name"_s, Value(u"other"_s)});
    QTest::newRow("game added") << Edit(AddItem{u"game"_s, u"zz"_s, u"m0"_s, {{u"udp-port"_s, Value(40000)}}});
    QTest::newRow("game removed") << Edit(RemoveItem{game});
    QTest::newRow("field of a host") << Edit(SetField{host, u"mesh"_s, Value(u"10.100.0.7"_s)});
    QTest::newRow("key of a host") << Edit(SetField{host, u"wireguard.public-key"_s, Value(u"QPJzjmVxHJkNYvbh0JYYXHvNGbPE0vNgXcYmyoVTmEk="_s)});
    QTest::newRow("public address of a host") << Edit(SetField{host, u"public"_s, Value(QList<Value>{Value(u"203.0.113.9"_s)})});
    QTest::newRow("host key of a host") << Edit(SetField{host, u"host-key"_s, Value(u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gRFjxa a"_s)});
    QTest::newRow("role of a host") << Edit(SetField{host, u"roles"_s, Value(QList<Value>{Value(u"broker"_s), Value(u"game-server"_s)})});
    QTest::newRow("host renamed") << Edit(SetField{host, u"name"_s, Value(u"m22"_s)});
    QTest::newRow("host renamed to be first") << Edit(SetField{host, u"name"_s, Value(u"a"_s)});
    QTest::newRow("host renamed to be last") << Edit(SetField{host, u"name"_s, Value(u"z"_s)});
    QTest::newRow("host without configuration") << Edit(SetField{host, u"class"_s, Value(u"unmanaged"_s)});
    QTest::newRow("host added") << Edit(AddItem{u"host"_s, u"m21"_s, {}, {{u"ssh.address"_s, Value(u"10.0.1.1"_s)}}});
}

void PatchTest::patches()
{
    QFETCH(Edit, edit);
    const Catalog &catalog = Catalog::builtIn();
    const Fleet first = parseFleet(fleetText(), catalog)->fleet;
    const auto edited = apply(first, catalog, edit);
    QVERIFY2(edited, edited ? "" : qPrintable(edited.error().message));
    Resolution resolution(catalog);
    resolution.follow(first);
    FileTree tree = *nixgen::generate(first, catalog);
    for (const auto &[before, now] : {std::pair(&first, &*edited), std::pair(&*edited, &first)}) { // and back
        const Touched touched = resolution.follow(*now);
        QVERIFY(!touched.everything);
        const FileTree expected = *nixgen::generate(*now, catalog);
        const nixgen::Context context(*now, catalog, resolution.topology());
        for (const auto &[path, patch] : {std::pair(u"modules/fleet.nix"_s, &nixgen::patchFleetFile), std::pair(u"flake.nix"_s, &nixgen::patchFlakeFile),
                                         std::pair(u"modules/wireguard-peers.nix"_s, &nixgen::patchPeersFile)}) {
            const QByteArray old = tree[path].text;
            const auto changes = patch(tree[path], *before, context, touched.hosts);
            QVERIFY2(changes, qPrintable(path)); // and not generated anew
            QCOMPARE(QString::fromUtf8(tree[path].text), QString::fromUtf8(expected.at(path).text));
            QCOMPARE(*changes, tree[path].text != old);
            QCOMPARE(tree[path].origins.size(), expected.at(path).origins.size());
            QVERIFY(tree[path].origins == expected.at(path).origins);
        }
        GeneratedFile &sops = tree[u".sops.yaml"_s];
        (void)nixgen::patchSopsFile(sops, *before, context, touched.hosts);
        QCOMPARE(QString::fromUtf8(sops.text), QString::fromUtf8(expected.at(u".sops.yaml"_s).text));
        QVERIFY(sops.origins == expected.at(u".sops.yaml"_s).origins);
    }
}

QTEST_GUILESS_MAIN(PatchTest)
#include "tst_patch.moc"
