// SPDX-License-Identifier: GPL-3.0-or-later
// Private networks whose members the fleet file knows: one file tells all hosts of all others.
#include "model/edit.h"
#include "tests/nixgen/fleets.h"

using namespace Qt::StringLiterals;
using namespace model;
using namespace tests;

namespace {

const QString peersOf = u"modules/wireguard-peers.nix"_s;

QByteArray keyOf(int number)
{
    return QByteArray::number(number).rightJustified(42, '0') + "A=";
}

/// The demo fleet on that network, with keys for all but the last host.
QByteArray on(const QByteArray &overlay, const QByteArray &settings, const QByteArrayList &keys)
{
    QByteArray yaml = variant({{"overlay: tailscale", "overlay: " + overlay + '\n' + settings}});
    const QByteArrayList places{"    public: [203.0.113.10]\n", "    public: [203.0.113.20]\n"};
    for (qsizetype i = 0; i < keys.size(); ++i)
        yaml.replace(places.at(i), QByteArray(places.at(i) + "    " + overlay + ": {public-key: \"" + keys.at(i) + "\"}\n"));
    return yaml;
}

QByteArray wired()
{
    return on("wireguard", "wireguard: {operators: {bob: \"" + keyOf(7) + " 10.100.0.9\", ada: \"" + keyOf(8) + "\"}}", {keyOf(1), keyOf(2)});
}

QByteArray manyWired(int hosts)
{
    QByteArray yaml = "switchyard: 1\nname: many\ndomain: example.com\noverlay: wireguard\nsecrets: {backend: manual}\nhosts:\n";
    for (int i = 0; i < hosts; ++i) {
        const QByteArray number = QByteArray::number(i).rightJustified(5, '0');
        yaml += "  - {name: box-" + number + ", ssh: {address: 203.0.113.1}, public: [203.0.113.1], mesh: 10.100.1.1, wireguard: {public-key: \"" + keyOf(i)
            + "\"}}\n";
    }
    return yaml;
}

qsizetype sizeOf(const FileTree &tree)
{
    qsizetype size = 0;
    for (const auto &[path, file] : tree)
        size += file.text.size();
    return size;
}

} // namespace

class PeersTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    /// Keys, addresses and places of all, also where some are missing; devices sorted by name.
    void written_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("path");
        QTest::newRow("keys for most") << wired() << peersOf;
        const QByteArrayList long_{"9eb28aac43861c810fb77d4739249dab7f703d81bfe7bda89cc3cbac45eb5296", "d55ecac2639a58547401a8002804597f9471d89a300bb08a325078cc44f98bcd"};
        QTest::newRow("addresses from keys") << on("yggdrasil", "", long_) << u"modules/yggdrasil-peers.nix"_s;
    }

    void written()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(QString, path);
        const FileTree tree = treeOf(read(yaml));
        QVERIFY(tree.contains(path));
        COMPARE_GOLDEN(tree.at(path).text, u"tests/nixgen/golden/peers/"_s + path.section(u'/', 1));
    }

    /// Without such a network there is no such file.
    void onlyWhereMembersAreKnown()
    {
        for (const QByteArray &overlay : {QByteArray("tailscale"), QByteArray("none"), QByteArray("zerotier\nzerotier: {network: 8056c2e21c000001}")}) {
            for (const auto &[path, file] : treeOf(read(variant({{"overlay: tailscale", "overlay: " + overlay}}))))
                QVERIFY2(!path.contains(u"peers"), qPrintable(path));
        }
    }

    /// An IPv6 address has brackets in front of its port; a host that nobody can dial has no endpoint.
    void endpoints()
    {
        const QByteArray text = treeOf(read(QByteArray(wired()).replace("public: [203.0.113.10]", "public: [\"2001:db8::10\", 203.0.113.10]")
                                                .replace("public: [203.0.113.20]", "public: []")
                                                .replace("operators:", "port: 51900, operators:"))).at(peersOf).text;
        QVERIFY2(text.contains("endpoint = \"[2001:db8::10]:51900\";"), text.constData());
        QCOMPARE(text.count("endpoint ="), 2);
    }

    /// Twice the hosts, about twice the text: nobody's file lists the others.
    void textGrowsLinearly()
    {
        const FileTree few = treeOf(read(manyWired(50))), more = treeOf(read(manyWired(100))), most = treeOf(read(manyWired(200)));
        const qsizetype first = sizeOf(more) - sizeOf(few), second = sizeOf(most) - sizeOf(more);
        QVERIFY2(qAbs(second - 2 * first) < second / 100, qPrintable(u"%1 bytes for 50 hosts more, %2 for 100"_s.arg(first).arg(second)));
        QCOMPARE(most.at(peersOf).text.count("publicKey"), 200);
        for (const auto &[path, file] : most)
            QVERIFY2(path == peersOf || !file.text.contains(keyOf(7)), qPrintable(path));
    }

    void linesKnowWhereTheyComeFrom()
    {
        const GeneratedFile file = treeOf(read(wired())).at(peersOf);
        const auto originAt = [&](const QByteArray &words) -> QString {
            const qsizetype at = file.text.indexOf(words);
            Origin found;
            for (const OriginSpan &span : file.origins) {
                if (span.begin <= at && at < span.end)
                    found = span.origin;
            }
            return found.item.text() + u' ' + found.field;
        };
        QCOMPARE(originAt(keyOf(1)), u"host/factorio-server wireguard.public-key"_s);
        QCOMPARE(originAt("203.0.113.20:"), u"host/factorio-server-mini public"_s);
        QCOMPARE(originAt(keyOf(8)), u"fleet wireguard.operators"_s);
    }

    /// A key is one line, in one file that the change is known to touch; a game touches it not.
    void editsAreSmall()
    {
        const Fleet before = read(wired());
        const auto after = apply(before, catalog(), SetField{ItemId::host(u"factorio-server-mini"_s), u"wireguard.public-key"_s, QString::fromLatin1(keyOf(9))});
        QVERIFY(after);
        const FileTree old = treeOf(before), tree = treeOf(*after);
        QStringList changed;
        for (const auto &[path, file] : tree) {
            if (old.at(path).text != file.text)
                changed.append(path);
        }
        QCOMPARE(changed, QStringList{peersOf});
        QVERIFY(nixgen::filesOf(diff(before, *after), before, *after, catalog()).contains(peersOf));
        const auto game = apply(before, catalog(), SetField{ItemId(u"game/g01"_s), u"udp-port"_s, 40000});
        QVERIFY(game);
        QVERIFY(!nixgen::filesOf(diff(before, *game), before, *game, catalog()).contains(peersOf));
        QVERIFY(nixgen::filesOf({u"factorio-server"_s}, before, catalog(), resolve(before, catalog())).changed.contains(peersOf));
    }
};

QTEST_GUILESS_MAIN(PeersTest)
#include "tst_peers.moc"
