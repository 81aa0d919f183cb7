// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/diff.h"
#include "model/naming.h"
#include "model/resolution.h"
#include "model/validation.h"
#include "tests/model/randomedit.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

// What follows an edit from what changed is what follows from the whole fleet.
class ResolutionTest : public QObject
{
    Q_OBJECT

private slots:
    void followsRandomEdits();
    void looksAtTouchedHostsOnly();
    void followsReferences();
    void renamesByWhatIsKnown();

private:
    static Fleet parsed(const QByteArray &text) { return parseFleet(text, Catalog::builtIn())->fleet; }
    static Fleet edited(const Fleet &fleet, const Edit &edit)
    {
        const auto after = apply(fleet, Catalog::builtIn(), edit);
        if (!after)
            qFatal("%s", qPrintable(after.error().message));
        return *after;
    }
};

namespace {

const char threeHosts[] = R"(switchyard: 1
name: three
hosts:
  - {name: a, roles: [game-server]}
  - {name: b, roles: [stream-host]}
  - {name: c, roles: [broker]}
games:
  - {name: g1, host: a, udp-port: 34197}
  - {name: g2, host: a, udp-port: 34198, rcon-port: 27016}
clients:
  - {name: c1, host: b, local-port: 9001, game: g1}
)";

/// A host comes to stand behind the others, if it carries nothing.
EditStep movedToEnd(const Fleet &fleet, tests::SeededFleet &random)
{
    if (fleet.hosts().isEmpty())
        return {};
    const QString name = fleet.hosts().at(random.pick(int(fleet.hosts().size())))->name;
    const Value roles(ValueList{random.chance() ? u"broker"_s : u"stream-host"_s}), address(random.chance() ? u"10.1.1.1"_s : u"10.2.2.2"_s);
    const Value ownPublic(ValueList{u"203.0.113.%1"_s.arg(random.pick(200))});
    const ValueMap values{{u"roles"_s, roles}, {u"ssh.address"_s, address}, {u"public"_s, ownPublic}};
    return {{}, {RemoveItem{ItemId::host(name)}, AddItem{u"host"_s, name, {}, values}}};
}

/// All that is there is found, and nothing that was there before and is there no more.
void verifyFound(const Fleet &before, const Fleet &now, const Topology &topology)
{
    for (const Placed &item : topology.items)
        QCOMPARE(topology.find(item.id), &item);
    QSet<ItemId> ids;
    for (const ItemList &list : {now.hosts(), now.items()}) {
        for (const ItemPtr &item : list) {
            ids.insert(item->id);
            QVERIFY(now.isUnique() ? now.find(item->id) == item : now.find(item->id)->id == item->id);
        }
    }
    QCOMPARE(now.isUnique(), ids.size() == now.hosts().size() + now.items().size());
    for (const ItemList &list : {before.hosts(), before.items()}) {
        for (const ItemPtr &item : list)
            QCOMPARE(bool(now.find(item->id)), ids.contains(item->id));
    }
}

} // namespace

void ResolutionTest::followsRandomEdits()
{
    const Catalog &catalog = Catalog::builtIn();
    int followed = 0;
    for (quint32 seed = 0; seed < 60; ++seed) {
        tests::SeededFleet random(seed);
        const auto first = parseFleet(random.text(), catalog);
        if (!first)
            continue;
        const Value keys(ValueList{u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gR/Fjx a"_s});
        QList<Fleet> past{first->fleet};
        if (seed % 2) // without keys every host is looked at each time
            past += edited(first->fleet, SetField{ItemId::fleet(), u"deploy.keys"_s, keys});
        Resolution resolution(catalog);
        Validation validation(catalog);
        for (int step = 0; step < 40; ++step) {
            Fleet now = past.at(random.pick(4) == 0 ? random.pick(int(past.size())) : past.size() - 1); // undo, often far
            const EditStep edit = random.chance(5) ? movedToEnd(now, random) : EditStep{{}, {tests::randomEdit(now, random)}};
            if (auto after = apply(now, catalog, edit))
                now = *after;
            past += now;
            if (!now.m_index)
                now.reindex();
            const Touched hosts = resolution.follow(now);
            followed += !hosts.everything;
            const Topology whole = resolve(now, catalog);
            QVERIFY2(resolution.topology().hosts == whole.hosts, qPrintable(u"hosts, seed %1 step %2"_s.arg(seed).arg(step)));
            QVERIFY2(resolution.topology().items == whole.items, qPrintable(u"items, seed %1 step %2"_s.arg(seed).arg(step)));
            QVERIFY2(resolution.topology().links == whole.links, qPrintable(u"links, seed %1 step %2"_s.arg(seed).arg(step)));
            QVERIFY2(resolution.topology() == whole, qPrintable(u"seed %1 step %2"_s.arg(seed).arg(step)));
            verifyFound(past.at(past.size() - 2), now, resolution.topology());
            validation.follow(now, whole, hosts);
            const Diagnostics expected = validate(now, catalog, whole, Purpose::Design);
            for (qsizetype i = 0; i < std::min(expected.size(), validation.diagnostics().size()); ++i)
                QVERIFY2(validation.diagnostics().at(i) == expected.at(i),
                         qPrintable(u"seed %1 step %2: %3 instead of %4"_s.arg(seed).arg(step).arg(
                             validation.diagnostics().at(i).message, expected.at(i).message)));
            QCOMPARE(validation.diagnostics().size(), expected.size());
        }
    }
    QVERIFY2(followed > 500, qPrintable(QString::number(followed)));
}

void ResolutionTest::looksAtTouchedHostsOnly()
{
    Resolution resolution(Catalog::builtIn());
    const Fleet before = parsed(threeHosts);
    QVERIFY(resolution.follow(before).everything);
    QVERIFY(resolution.follow(before).hosts.isEmpty());

    const Fleet moved = edited(before, MoveItem{ItemId(u"game/g2"_s), u"c"_s});
    const Touched touched = resolution.follow(moved);
    QVERIFY(!touched.everything);
    QCOMPARE(touched.hosts, QSet<QString>({u"a"_s, u"c"_s}));

    QVERIFY(resolution.follow(edited(moved, SetField{ItemId::fleet(), u"domain"_s, Value(u"other.org"_s)})).everything);
}

void ResolutionTest::followsReferences()
{
    Resolution resolution(Catalog::builtIn());
    const Fleet before = parsed(threeHosts);
    resolution.follow(before);
    const Fleet after = edited(before, SetField{ItemId(u"game/g1"_s), u"udp-port"_s, Value(40000)});
    const Touched touched = resolution.follow(after);
    QCOMPARE(touched.hosts, QSet<QString>({u"a"_s, u"b"_s})); // the client's link ends at that port
    QCOMPARE(resolution.topology(), resolve(after, Catalog::builtIn()));
}

/// Who names what is kept from edit to edit, also when history goes back and forth meanwhile.
void ResolutionTest::renamesByWhatIsKnown()
{
    const Catalog &catalog = Catalog::builtIn();
    int renamed = 0, named = 0;
    for (quint32 seed = 0; seed < 60; ++seed) {
        tests::SeededFleet random(seed);
        const auto first = parseFleet(random.text(), catalog);
        if (!first)
            continue;
        QList<Fleet> past{first->fleet};
        Naming known(catalog);
        for (int step = 0; step < 60; ++step) {
            const Fleet now = past.at(random.pick(4) == 0 ? random.pick(int(past.size())) : past.size() - 1);
            Edit edit = tests::randomEdit(now, random);
            if (random.chance())
                edit = SetField{tests::randomItem(now, random), u"name"_s, Value(u"h%1"_s.arg(random.pick(4)))};
            const auto after = apply(now, catalog, EditStep{{}, {edit}}, known), anew = apply(now, catalog, edit);
            QCOMPARE(bool(after), bool(anew));
            if (!after)
                continue;
            const QByteArray text = printFleet(*after);
            QVERIFY2(text == printFleet(*anew), qPrintable(u"seed %1 step %2"_s.arg(seed).arg(step)));
            past += *after;
            const auto *set = std::get_if<SetField>(&edit);
            renamed += set && set->field == "name"_L1;
            named += set && set->field == "name"_L1 && diff(now, *after).changed.size() + diff(now, *after).moved.size() > 0;
        }
    }
    QVERIFY2(renamed > 200 && named > 50, qPrintable(u"%1, %2"_s.arg(renamed).arg(named)));
}

QTEST_GUILESS_MAIN(ResolutionTest)
#include "tst_resolution.moc"
