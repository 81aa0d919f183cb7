// SPDX-License-Identifier: GPL-3.0-or-later
// Copy, paste and remove as text and steps: fresh names, free ports, own bytes, and words for what is no item.

#include "model/clipboard.h"
#include "model/codec.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

const QByteArray fleetText = "switchyard: 1\nname: f\ndomain: example.com\nhosts:\n  - name: a\n    roles: [game-server]\n"
                             "    ssh: {address: 203.0.113.1} # here\n  - {name: b, ssh: 203.0.113.2}\n"
                             "games:\n  # the first\n  - {name: g01, host: a, udp-port: 34197, rcon-port: 27015} # best\n"
                             "  - {name: g02, host: a, udp-port: 34198, rcon-port: 27016}\n"
                             "clients:\n  - {name: c01, host: b, local-port: 9001, game: g01}\n"
                             "services:\n  - {name: b/redis, kind: redis, settings: {port: 6380}}\n";

Fleet read(const QByteArray &bytes)
{
    const auto parsed = parseFleet(bytes, Catalog::builtIn());
    if (!parsed)
        QTest::qFail(qPrintable(parsed.error().message), __FILE__, __LINE__);
    return parsed ? parsed->fleet : Fleet();
}

Result<Pasted> paste(const Fleet &fleet, const QByteArray &text, const QString &onto = {})
{
    return pasteStep(fleet, Catalog::builtIn(), resolve(fleet, Catalog::builtIn()), text, onto);
}

/// The fleet after pasting; a failed test when it cannot be.
Fleet pasted(const Fleet &fleet, const QByteArray &text, const QString &onto = {})
{
    const auto step = paste(fleet, text, onto);
    if (!step) {
        QTest::qFail(qPrintable(step.error().message + u" / "_s + step.error().hint), __FILE__, __LINE__);
        return fleet;
    }
    const auto after = apply(fleet, Catalog::builtIn(), step->step);
    if (!after)
        QTest::qFail(qPrintable(after.error().message + u" / "_s + after.error().hint), __FILE__, __LINE__);
    return after ? *after : fleet;
}

} // namespace

class ClipboardTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void copiesTheItemsOwnBytes()
    {
        const Fleet fleet = read(fleetText);
        QCOMPARE(copyText(fleet, {ItemId(u"client/c01"_s), ItemId(u"stream-client/c01"_s), ItemId(u"game/g01"_s)}),
                 "games:\n  # the first\n  - {name: g01, host: a, udp-port: 34197, rcon-port: 27015} # best\n"
                 "clients:\n  - {name: c01, host: b, local-port: 9001, game: g01}\n");
        QVERIFY(copyText(fleet, {ItemId(u"a/nothing"_s)}).isEmpty());
    }

    void aHostBringsWhatStandsOnIt()
    {
        const QByteArray text = copyText(read(fleetText), {ItemId::host(u"b"_s)});
        QCOMPARE(text, "hosts:\n  - {name: b, ssh: 203.0.113.2}\nclients:\n  - {name: c01, host: b, local-port: 9001, game: g01}\n"
                       "services:\n  - {name: b/redis, kind: redis, settings: {port: 6380}}\n");
    }

    void pasteGivesFreshNamesAndFreePorts()
    {
        const Fleet fleet = read(fleetText);
        const Fleet after = pasted(fleet, copyText(fleet, {ItemId(u"game/g01"_s)}));
        const QByteArray added = "  # the first\n  - {name: g03, host: a, udp-port: 34199, rcon-port: 27017} # best\n";
        QByteArray expected = fleetText;
        expected.replace("clients:\n", QByteArray(added + "clients:\n"));
        QCOMPARE(printFleet(after), expected); // comments come along, nothing else changes
    }

    void pasteOntoAnotherHostKeepsPortsThatAreFreeThere()
    {
        const Fleet after = pasted(read(fleetText), "games:\n- {name: g01, host: a, udp-port: 34197, rcon-port: 27015}\n", u"b"_s);
        const ItemPtr game = after.find(ItemId(u"game/g03"_s));
        QVERIFY(game);
        QCOMPARE(game->host, u"b"_s);
        QCOMPARE(game->values.at(u"udp-port").toInt(), 34197);
    }

    void referencesInsideTheTextFollow()
    {
        const Fleet fleet = read(fleetText);
        const QByteArray pair = copyText(fleet, {ItemId(u"game/g01"_s), ItemId(u"stream-client/c01"_s)});
        const Fleet after = pasted(fleet, pair);
        QCOMPARE(after.find(ItemId(u"stream-client/c02"_s))->values.at(u"game").text(), u"g03"_s);
        QCOMPARE(after.find(ItemId(u"stream-client/c01"_s))->values.at(u"game").text(), u"g01"_s);
    }

    void aPastedHostTakesItsItemsAlong()
    {
        const Fleet fleet = read(fleetText);
        const Fleet after = pasted(fleet, copyText(fleet, {ItemId::host(u"a"_s), ItemId::host(u"b"_s)}));
        QCOMPARE(after.hosts().size(), 4);
        QCOMPARE(after.find(ItemId(u"game/g03"_s))->host, u"a-2"_s);
        QCOMPARE(after.find(ItemId(u"game/g03"_s))->values.at(u"udp-port").toInt(), 34197); // the new host has all ports free
        QCOMPARE(after.find(ItemId(u"stream-client/c02"_s))->host, u"b-2"_s);
        QVERIFY(after.find(ItemId(u"service/b-2/redis"_s)));
        QCOMPARE(after.find(ItemId(u"service/b-2/redis"_s))->values.at(u"settings.port").toInt(), 6380);
        QVERIFY(printFleet(after).contains("  - name: a-2\n    roles: [game-server]\n    ssh: {address: 203.0.113.1} # here\n"));
    }

    void cutAndPasteGivesTheSameItems()
    {
        const Fleet fleet = read(fleetText);
        const QList<ItemId> ids{ItemId(u"game/g02"_s)};
        const auto cut = apply(fleet, Catalog::builtIn(), removeStep(fleet, ids));
        QVERIFY(cut);
        QCOMPARE(printFleet(pasted(*cut, copyText(fleet, ids))), fleetText);
    }

    void entriesCutOutOfAnEditorNeedNoKey_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("item");
        QTest::newRow("line of a list") << "  - {name: g07, host: a, udp-port: 34300}\n"_ba << u"game/g07"_s;
        QTest::newRow("map alone") << "{name: g07, host: a, udp-port: 34300}"_ba << u"game/g07"_s;
        QTest::newRow("client") << "    - name: c07\n      host: b\n      local-port: 9100\n"_ba << u"stream-client/c07"_s;
        QTest::newRow("block without dash") << "name: c07\nhost: b\nlocal-port: 9100\n"_ba << u"stream-client/c07"_s;
        QTest::newRow("host") << "  - name: box\n    ssh: {address: 203.0.113.9, user: me}\n    roles: []\n"_ba << u"host/box"_s;
        QTest::newRow("service") << "- {name: cache, kind: redis, settings: {port: 6390}, roles: {server: {hosts: [a]}}}"_ba << u"service/cache"_s;
        QTest::newRow("whole file") << "switchyard: 1\nname: other\nhosts: [{name: z}]\n"_ba << u"host/z"_s;
        QTest::newRow("windows line ends") << "games:\r\n  - {name: g07, host: a, udp-port: 34300}\r\n"_ba << u"game/g07"_s;
    }
    void entriesCutOutOfAnEditorNeedNoKey()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, item);
        const Fleet after = pasted(read(fleetText), text);
        QVERIFY2(after.find(ItemId(item)), printFleet(after).constData());
        QCOMPARE(printFleet(read(printFleet(after))), printFleet(after));
    }

    void textThatIsNoItemIsRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << ""_ba << u"no-item"_s << u"empty"_s;
        QTest::newRow("prose") << "Dear Sir, please restart the broker"_ba << u"no-item"_s << u"text"_s;
        QTest::newRow("broken") << "games: [{name: "_ba << u"no-item"_s << u"line"_s;
        QTest::newRow("list of words") << "- one\n- two\n"_ba << u"no-item"_s << u"name"_s;
        QTest::newRow("fits two lists") << "- {name: x, host: a}\n"_ba << u"unclear-list"_s << u"clients, games"_s;
        QTest::newRow("host is not here") << "games:\n- {name: g09, host: box9}\n"_ba << u"unknown-host"_s << u"box9"_s;
        QTest::newRow("only settings") << "switchyard: 1\nname: x\n"_ba << u"no-item"_s << u"no item"_s;
        QTest::newRow("bytes") << "\xff\xfe\x00"_ba << u"no-item"_s << u"UTF"_s;
    }
    void textThatIsNoItemIsRefusedInWords()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, code);
        QFETCH(QString, says);
        const auto result = paste(read(fleetText), text);
        QVERIFY(!result);
        QCOMPARE(result.error().code, code);
        QVERIFY2(result.error().message.contains(says), qPrintable(result.error().message));
        QVERIFY(!result.error().hint.isEmpty());
    }

    void removingAHostTakesItsItems()
    {
        const Fleet fleet = read(fleetText);
        QList<ItemId> left;
        const EditStep step = removeStep(fleet, {ItemId::host(u"a"_s), ItemId::host(u"b"_s), ItemId(u"a/broker"_s)}, &left);
        QCOMPARE(left, QList{ItemId(u"a/broker"_s)});
        const auto after = apply(fleet, Catalog::builtIn(), step);
        QVERIFY2(after, after ? "" : qPrintable(after.error().message));
        QVERIFY(after->hosts().isEmpty() && after->items().isEmpty());
    }
};

QTEST_GUILESS_MAIN(ClipboardTest)
#include "tst_clipboard.moc"
