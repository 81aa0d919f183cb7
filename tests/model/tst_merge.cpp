// SPDX-License-Identifier: GPL-3.0-or-later
// Two people edit one fleet: what does not contradict is put together, the rest is asked about.
#include "model/codec.h"
#include "model/document.h"
#include "model/edit.h"
#include "model/merge.h"
#include "tests/model/randomedit.h"
#include "tests/model/seededfleet.h"
#include "tests/support.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

const QByteArray head = "switchyard: 1\nname: f # n\ndomain: example.com\n";
const QByteArray hosts = "hosts:\n  # the first\n  - name: a\n    tags: [x]\n  - name: b\n";
const QByteArray games = "games:\n  # one\n  - {name: g01, host: a, udp-port: 34197} # 1\n"
                         "  - {name: g02, host: a, udp-port: 34198}\n";
const QByteArray base = head + hosts + games;
const ItemId g01(u"game/g01"_s), g02(u"game/g02"_s), hostA(u"host/a"_s);

Fleet read(const QByteArray &text)
{
    const auto parsed = parseFleet(text, Catalog::builtIn());
    if (!parsed)
        QTest::qFail(qPrintable(parsed.error().message), __FILE__, __LINE__);
    return parsed ? parsed->fleet : Fleet();
}

Fleet with(const Fleet &fleet, const QList<Edit> &edits)
{
    const auto after = apply(fleet, Catalog::builtIn(), EditStep{{}, edits});
    if (!after)
        QTest::qFail(qPrintable(after.error().message), __FILE__, __LINE__);
    return after ? *after : fleet;
}

QByteArray changed(QByteArray text, const char *from, const char *to)
{
    if (!text.contains(from))
        QTest::qFail(from, __FILE__, __LINE__);
    return text.replace(from, to);
}

Merge merged(const QList<Edit> &ours, const QByteArray &theirs, const QList<Side> &choices = {},
             const QByteArray &from = base)
{
    const Fleet was = read(from);
    const auto result = merge(was, with(was, ours), read(theirs), Catalog::builtIn(), choices);
    if (!result)
        QTest::qFail(qPrintable(result.error().message), __FILE__, __LINE__);
    return result ? *result : Merge();
}

QHash<ItemId, Item> byId(const Fleet &fleet)
{
    QHash<ItemId, Item> result{{ItemId::fleet(), fleet.settings()}};
    for (const ItemPtr &item : fleet.hosts().mid(0) + fleet.items().mid(0))
        result.insert(item->id, *item);
    return result;
}

/// Lists in one order: whose additions come first depends on the side.
Value sorted(const Value &value)
{
    ValueList list = value.list();
    ValueMap map = value.map();
    for (auto &[key, entry] : map)
        entry = sorted(entry);
    std::sort(list.begin(), list.end(),
              [](const Value &a, const Value &b) { return a.text() < b.text(); });
    return value.isMap() ? Value(map) : value.isList() ? Value(list) : value;
}

QHash<ItemId, Item> sortedById(const Fleet &fleet)
{
    QHash<ItemId, Item> result = byId(fleet);
    for (Item &item : result)
        item.values = sorted(item.values);
    return result;
}

} // namespace

class MergeTest : public QObject
{
    Q_OBJECT

private slots:
    void oneSideAloneIsTakenAsItIs()
    {
        const QByteArray theirs = changed(base, "# one", "# said by them");
        QCOMPARE(printFleet(merged({}, theirs).fleet), theirs);
        const Fleet was = read(base);
        const Fleet ours = with(was, {SetField{g01, u"udp-port"_s, 40000}});
        QCOMPARE(printFleet(merge(was, ours, read(base), Catalog::builtIn())->fleet),
                 printFleet(ours));
    }

    void differentThingsComeTogether_data()
    {
        QTest::addColumn<QList<Edit>>("ours");
        QTest::addColumn<QByteArray>("theirs");
        QTest::addColumn<QByteArray>("both");
        const auto row = [](const char *name, const QList<Edit> &ours, const QByteArray &theirs,
                            const QByteArray &both) {
            QTest::newRow(name) << ours << theirs << both;
        };
        const QList<Edit> port{SetField{g01, u"udp-port"_s, 40000}};
        row("two items", port, changed(base, "34198", "34300"),
            changed(changed(base, "34198", "34300"), "34197", "40000"));
        row("two fields of an item", port, changed(base, "g01, host: a", "g01, host: b"),
            changed(changed(base, "g01, host: a", "g01, host: b"), "34197", "40000"));
        row("comments and order of theirs stay", port,
            changed(base, "{name: g01, host: a, udp-port: 34197} # 1",
                    "{udp-port: 34197, host: a, name: g01} # eins"),
            changed(base, "{name: g01, host: a, udp-port: 34197} # 1",
                    "{udp-port: 40000, host: a, name: g01} # eins"));
        row("settings", {SetField{ItemId::fleet(), u"domain"_s, u"example.org"_s}},
            changed(base, "name: f", "name: g"),
            changed(changed(base, "name: f", "name: g"), "example.com", "example.org"));
        row("the same twice", port, changed(base, "34197", "40000"),
            changed(base, "34197", "40000"));
        row("added on both sides", {AddItem{u"game"_s, u"g03"_s, u"b"_s, {}}},
            base + "  # four\n  - {name: g04, host: a}\n",
            base + "  # four\n  - {name: g04, host: a}\n  - {name: g03, host: b}\n");
        row("removed here", {RemoveItem{g01}}, changed(base, "34198", "34300"),
            changed(changed(base, "34198", "34300"),
                    "  # one\n  - {name: g01, host: a, udp-port: 34197} # 1\n", ""));
        row("removed there", port, changed(base, "  - {name: g02, host: a, udp-port: 34198}\n", ""),
            changed(changed(base, "  - {name: g02, host: a, udp-port: 34198}\n", ""), "34197",
                    "40000"));
        row("host renamed here, used there", {SetField{hostA, u"name"_s, u"z"_s}},
            base + "  - {name: g03, host: a}\n",
            changed(changed(base, "name: a", "name: z"), "host: a", "host: z")
                + "  - {name: g03, host: z}\n");
        row("host renamed there, used here", {AddItem{u"game"_s, u"g03"_s, u"a"_s, {}}},
            changed(changed(base, "name: a", "name: z"), "host: a", "host: z"),
            changed(changed(base, "name: a", "name: z"), "host: a", "host: z")
                + "  - {name: g03, host: z}\n");
        row("renamed here, changed there", {SetField{g01, u"name"_s, u"big"_s}},
            changed(base, "34197", "34300"),
            changed(changed(base, "34197", "34300"), "name: g01", "name: big"));
        row("lists of both", {SetField{hostA, u"tags"_s, ValueList{u"x"_s, u"ours"_s}}},
            changed(base, "[x]", "[x, theirs]"), changed(base, "[x]", "[x, theirs, ours]"));
        row("unknown keys of theirs", port, "x-own: {a: [1, 2]}\n" + base,
            "x-own: {a: [1, 2]}\n" + changed(base, "34197", "40000"));
    }

    void differentThingsComeTogether()
    {
        QFETCH(QList<Edit>, ours);
        QFETCH(QByteArray, theirs);
        QFETCH(QByteArray, both);
        const Merge result = merged(ours, theirs);
        QCOMPARE(QString::fromUtf8(printFleet(result.fleet)), QString::fromUtf8(both));
        QVERIFY(result.conflicts.isEmpty());
    }

    void contradictionsAreAskedAboutFieldByField()
    {
        const QList<Edit> ours{SetField{g01, u"udp-port"_s, 40000}, MoveItem{g01, u"b"_s},
                               SetField{ItemId::fleet(), u"domain"_s, u"ours.org"_s}};
        const QByteArray theirs =
            changed(changed(base, "34197", "50000"), "example.com", "theirs.org");
        const Merge asked = merged(ours, theirs);
        QCOMPARE(asked.conflicts,
                 (QList<MergeConflict>{{ItemId::fleet(), u"domain"_s, u"example.com"_s,
                                        u"ours.org"_s, u"theirs.org"_s},
                                       {g01, u"udp-port"_s, 34197, 40000, 50000}}));
        const auto port = [](const Merge &m) {
            return m.fleet.find(g01)->values.at(u"udp-port").toInt();
        };
        QCOMPARE(port(asked), 40000); // undecided: ours
        QCOMPARE(asked.fleet.find(g01)->host, u"b"_s);
        const Merge mixed = merged(ours, theirs, {Side::Ours, Side::Theirs});
        QCOMPARE(mixed.conflicts, asked.conflicts);
        QCOMPARE(port(mixed), 50000);
        QCOMPARE(mixed.fleet.setting(u"domain").text(), u"ours.org"_s);
        QCOMPARE(mixed.fleet.find(g01)->host, u"b"_s);
    }

    void removedHereChangedThereAndTheReverse()
    {
        const QByteArray theirs = changed(base, "34197", "50000");
        const Merge here = merged({RemoveItem{g01}}, theirs);
        QCOMPARE(here.conflicts.size(), 1);
        QVERIFY(here.conflicts.first().ours.isNull() && here.conflicts.first().theirs.isMap());
        QVERIFY(!here.fleet.find(g01));
        QCOMPARE(printFleet(merged({RemoveItem{g01}}, theirs, {Side::Theirs}).fleet), theirs);

        const QList<Edit> ours{SetField{g02, u"udp-port"_s, 40000}};
        const QByteArray without = changed(base, "  - {name: g02, host: a, udp-port: 34198}\n", "");
        const Merge there = merged(ours, without);
        QCOMPARE(there.conflicts.size(), 1);
        QVERIFY(there.conflicts.first().theirs.isNull());
        QCOMPARE(there.fleet.find(g02)->values.at(u"udp-port").toInt(), 40000);
        QCOMPARE(printFleet(merged(ours, without, {Side::Theirs}).fleet), without);
    }

    void renamedDifferentlyIsAskedAbout()
    {
        const QByteArray theirs = changed(base, "name: g01", "name: small");
        const QList<Edit> ours{SetField{g01, u"name"_s, u"big"_s}};
        const Merge asked = merged(ours, theirs);
        QCOMPARE(asked.conflicts,
                 (QList<MergeConflict>{{g01, u"name"_s, u"g01"_s, u"big"_s, u"small"_s}}));
        QVERIFY(asked.fleet.find(ItemId(u"game/big"_s)));
        QVERIFY(merged(ours, theirs, {Side::Theirs}).fleet.find(ItemId(u"game/small"_s)));
        // a new name that the other side has given to something else
        const Merge taken = merged(ours, base + "  - {name: big, host: b}\n");
        QCOMPARE(taken.conflicts.size(), 1);
        QVERIFY(taken.fleet.find(ItemId(u"game/big"_s)) && taken.fleet.find(g01));
    }

    void itemsKeepTheirIdentity()
    {
        const Fleet was = read(base);
        const Fleet ours = with(was, {SetField{g01, u"udp-port"_s, 40000}});
        const Fleet both =
            merge(was, ours, read(changed(base, "34198", "34300")), Catalog::builtIn())->fleet;
        const FleetChange change = diff(ours, both);
        QCOMPARE(change.changed, QList<ItemId>{g02});
        QVERIFY(change.added.isEmpty() && change.removed.isEmpty() && !change.settings);
        QVERIFY(both.find(g01) == ours.find(g01)); // shared
    }

    void placesOfBothCount()
    {
        const Place one{{1, 1}, false, false}, two{{2, 2}, false, false},
            three{{3, 3}, true, false};
        const ItemId a(u"host/a"_s), b(u"host/b"_s), c(u"host/c"_s), d(u"host/d"_s);
        QCOMPARE(mergeLayouts({{a, one}, {b, one}, {c, one}, {d, one}},
                              {{a, two}, {b, one}, {d, two}},
                              {{a, one}, {b, three}, {c, one}, {d, three}}),
                 (Layout{{a, two}, {b, three}, {d, two}}));
    }

    /// Whatever both do: what only one side changed is as that side has it, the text reads back,
    /// and swapping the sides with the choices gives the same fleet.
    void anyTwoRunsOfEdits()
    {
        const int rounds = qEnvironmentVariableIsSet("SWITCHYARD_LONG") ? 20000 : 250;
        int conflicts = 0, clean = 0;
        for (int seed = 0; seed < rounds; ++seed) {
            tests::SeededFleet random{quint32(seed)};
            const QByteArray text = random.text();
            const Fleet was = read(text);
            const auto edited = [&](Fleet fleet) {
                for (int i = random.pick(5); i >= 0; --i)
                    if (auto after =
                            apply(fleet, Catalog::builtIn(), tests::randomEdit(fleet, random)))
                        fleet = *after;
                return fleet;
            };
            const Fleet ours = edited(was);
            const Fleet theirs = read(printFleet(edited(read(text))));
            const QString story = u"seed %1\n%2\n--- ours\n%3\n--- theirs\n%4"_s.arg(seed).arg(
                QString::fromUtf8(text), QString::fromUtf8(printFleet(ours)),
                QString::fromUtf8(printFleet(theirs)));
            const auto both = merge(was, ours, theirs, Catalog::builtIn());
            if (!both) {
                QCOMPARE(both.error().code, u"cannot-merge"_s);
                continue;
            }
            const QByteArray print = printFleet(both->fleet);
            QVERIFY2(read(print) == both->fleet, qPrintable(story + QString::fromUtf8(print)));
            conflicts += int(both->conflicts.size());
            clean += both->conflicts.isEmpty() ? 1 : 0;
            if (both->conflicts.isEmpty())
                onlyOneSideCounts(was, ours, theirs, both->fleet,
                                  story + u"\n--- both\n" + QString::fromUtf8(print));
            const auto swapped = merge(was, theirs, ours, Catalog::builtIn());
            if (swapped && both->conflicts.isEmpty() && swapped->conflicts.isEmpty())
                QVERIFY2(sortedById(swapped->fleet) == sortedById(both->fleet), qPrintable(story));
        }
        QVERIFY2(conflicts > rounds / 20 && clean > rounds / 4,
                 qPrintable(u"%1 %2"_s.arg(conflicts).arg(clean)));
    }

private:
    static void onlyOneSideCounts(const Fleet &was, const Fleet &ours, const Fleet &theirs,
                                  const Fleet &both, const QString &story)
    {
        const auto b = byId(was), o = byId(ours), t = byId(theirs), m = byId(both);
        if (o.keys().size() != b.keys().size() || t.keys().size() != b.keys().size())
            return; // came and went: seen by the swap and the rows above
        for (auto it = b.begin(); it != b.end(); ++it) {
            if (!o.contains(it.key()) || !t.contains(it.key()))
                return; // renamed
        }
        for (auto it = b.begin(); it != b.end(); ++it) {
            const Item &here = o[it.key()], &there = t[it.key()];
            if (here == *it)
                QVERIFY2(m.value(it.key()) == there, qPrintable(it.key().text() + u'\n' + story));
            else if (there == *it)
                QVERIFY2(m.value(it.key()) == here, qPrintable(it.key().text() + u'\n' + story));
        }
    }
};

QTEST_GUILESS_MAIN(MergeTest)
#include "tst_merge.moc"
