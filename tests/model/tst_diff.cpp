// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/diff.h"
#include "model/edit.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

const QByteArray text =
    "switchyard: 1\nname: f\ndomain: example.com\nhosts:\n- name: a\n- name: b\n"
    "games:\n- {name: g01, host: a}\n- {name: g02, host: a}\n";

Fleet read(const QByteArray &bytes)
{
    return parseFleet(bytes, Catalog::builtIn()).value().fleet;
}

} // namespace

class DiffTest : public QObject
{
    Q_OBJECT

private slots:
    void namesWhatDiffers()
    {
        const Fleet before = read(text);
        QVERIFY(diff(before, before).isEmpty());
        const ItemId g01(u"game/g01"_s), g02(u"game/g02"_s);
        const auto after = [&](const QList<Edit> &edits) {
            return diff(before, apply(before, Catalog::builtIn(), EditStep{{}, edits}).value());
        };

        FleetChange change;
        change.changed = {g01};
        QVERIFY(after({SetField{g01, u"udp-port"_s, 34300}}) == change);
        change.moved = {g01};
        QVERIFY(after({SetField{g01, u"udp-port"_s, 34300}, MoveItem{g01, u"b"_s}}) == change);
        change = {};
        change.renamed = {{g01, ItemId(u"game/x"_s)}};
        QVERIFY(after({SetField{g01, u"name"_s, u"x"_s}}) == change);
        change = {};
        change.removed = {g02};
        change.added = {ItemId(u"game/g03"_s)};
        QVERIFY(after({RemoveItem{g02}, AddItem{u"game"_s, u"g03"_s, u"b"_s, {}}}) == change);
        change = {};
        change.settings = true;
        QVERIFY(after({SetField{ItemId::fleet(), u"overlay"_s, u"none"_s}}) == change);
        change = {};
        change.renamed = {{ItemId(u"host/a"_s), ItemId(u"host/z"_s)}};
        change.moved = {g01, g02};
        QVERIFY(after({SetField{ItemId(u"host/a"_s), u"name"_s, u"z"_s}}) == change);
    }

    void comparesFilesReadTwice()
    {
        QVERIFY(diff(read(text), read(text)).isEmpty());
        QVERIFY(diff(read(text), read("# note\n" + text)).isEmpty());
        QByteArray other = text;
        other.replace("{name: g02, host: a}", "{name: g02, host: b}");
        QCOMPARE(diff(read(text), read(other)).moved, QList<ItemId>{ItemId(u"game/g02"_s)});
        FleetChange change;
        change.removed = {ItemId(u"game/g02"_s)};
        other.replace("- {name: g02, host: b}\n", "");
        QVERIFY(diff(read(text), read(other)) == change);
    }
};

QTEST_GUILESS_MAIN(DiffTest)
#include "tst_diff.moc"
