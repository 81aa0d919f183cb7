// SPDX-License-Identifier: GPL-3.0-or-later
// What an edit does to the tree: which files, and how much of them.
#include "model/edit.h"
#include "tests/nixgen/fleets.h"

using namespace Qt::StringLiterals;
using namespace model;
using namespace tests;

namespace {

/// How many lines went and came between two texts: what is left beside a longest common sequence.
std::pair<int, int> changedLines(const QByteArray &before, const QByteArray &after)
{
    const QByteArrayList a = before.split('\n'), b = after.split('\n');
    QList<int> row(b.size() + 1, 0);
    for (const QByteArray &line : a) {
        int diagonal = 0;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const int above = row[j + 1];
            row[j + 1] = line == b[j] ? diagonal + 1 : qMax(above, row[j]);
            diagonal = above;
        }
    }
    return {int(a.size()) - row.last(), int(b.size()) - row.last()};
}

} // namespace

class EditsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void smallEditsAreSmallDifferences_data();
    void smallEditsAreSmallDifferences();
    void touchesFewFiles_data();
    void touchesFewFiles();
    void touchedFilesAreEnough();
};

void EditsTest::smallEditsAreSmallDifferences_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("gone");
    QTest::addColumn<int>("come");
    const QString fleet = u"modules/fleet.nix"_s, game = u"hosts/factorio-server.nix"_s,
                  mini = u"hosts/factorio-server-mini.nix"_s;
    const ItemId g01(u"game/g01"_s);
    const auto row = [](const char *name, const Edit &edit, const QString &file, int gone,
                        int come) { QTest::newRow(name) << edit << file << gone << come; };
    row("port of a game, its host", SetField{g01, u"udp-port"_s, 40000}, game, 1, 1);
    row("port of a game, the fleet", SetField{g01, u"udp-port"_s, 40000}, fleet, 1, 1);
    const Edit add = AddItem{u"game"_s,
                             u"g04"_s,
                             u"factorio-server"_s,
                             {{u"udp-port"_s, 34200}, {u"rcon-port"_s, 27018}}};
    row("another game, its host", add, game, 0, 5);
    row("another game, the fleet", add, fleet, 0, 6);
    row("a game less", RemoveItem{g01}, game, 5, 0);
    row("version", SetField{ItemId::fleet(), u"factorio.version"_s, u"1.1.111"_s}, fleet, 1, 1);
    row("port of what a role brought",
        SetField{ItemId(u"factorio-server-mini/redis"_s), u"port"_s, 7000}, mini, 0, 2);
    row("mods", SetField{ItemId::fleet(), u"factorio.mods"_s, ValueList{u"quality"_s}}, fleet, 0,
        4);
    row("mesh address", SetField{ItemId::host(u"factorio-server"_s), u"mesh"_s, u"100.64.0.1"_s},
        fleet, 0, 1);
}

/// A person who reads the difference in git sees the edit, not a file laid out anew.
void EditsTest::smallEditsAreSmallDifferences()
{
    QFETCH(Edit, edit);
    QFETCH(QString, file);
    QFETCH(int, gone);
    QFETCH(int, come);
    const Fleet before = read(demo());
    const auto after = apply(before, catalog(), edit);
    QVERIFY2(after, after ? "" : qPrintable(after.error().message));
    const auto [wasGone, hasCome] =
        changedLines(treeOf(before).at(file).text, treeOf(*after).at(file).text);
    QCOMPARE(wasGone, gone);
    QCOMPARE(hasCome, come);
}

void EditsTest::touchesFewFiles_data()
{
    QTest::addColumn<EditStep>("step");
    QTest::addColumn<QStringList>("files");
    const auto row = [](const char *name, const Edit &edit, const QStringList &files) {
        QTest::newRow(name) << EditStep{{}, {edit}} << files;
    };
    const QString fleet = u"modules/fleet.nix"_s, game = u"hosts/factorio-server.nix"_s,
                  mini = u"hosts/factorio-server-mini.nix"_s,
                  stream = u"hosts/factorio-server-stream.nix"_s;
    const ItemId g01(u"game/g01"_s);
    row("field of a game", SetField{g01, u"udp-port"_s, 40000}, {game, fleet});
    row("move", MoveItem{g01, u"factorio-server-stream"_s}, {stream, game, fleet});
    row("remove", RemoveItem{ItemId(u"client/c01"_s)}, {stream, fleet});
    row("add",
        AddItem{u"game"_s,
                u"g09"_s,
                u"factorio-server"_s,
                {{u"udp-port"_s, 40001}, {u"rcon-port"_s, 40002}}},
        {game, fleet});
    row("what a role brought", SetField{ItemId(u"factorio-server-mini/redis"_s), u"port"_s, 7000},
        {mini, fleet});
    row("field of a host", SetField{ItemId::host(u"factorio-server-mini"_s), u"sshd.port"_s, 2222},
        {u"flake.nix"_s, mini, u"hosts/hardware/factorio-server-mini.nix"_s, fleet});
}

/// One item's edit regenerates only the files that show it.
void EditsTest::touchesFewFiles()
{
    QFETCH(EditStep, step);
    QFETCH(QStringList, files);
    const Fleet before = read(demo());
    if (const auto *remove = std::get_if<RemoveItem>(&step.edits.first());
        remove && !before.find(remove->item))
        step.edits.first() = RemoveItem{*before.lookup(u"c01"_s)};
    const auto after = apply(before, catalog(), step);
    QVERIFY2(after, after ? "" : qPrintable(after.error().message));
    QCOMPARE(nixgen::filesOf(diff(before, *after), before, *after, catalog()), files);
}

/// What filesOf() leaves out stays the same: every edit in every edge mode, by comparing whole
/// trees.
void EditsTest::touchedFilesAreEnough()
{
    const QByteArray single = variant(
        {{"edge: split ", "edge: {mode: single, host: factorio-server-stream} "},
         {"backend: manual", "backend: sops"},
         {mesh, mesh + "    mesh: 100.64.0.2\n    tags: [t]\n"},
         {"services: []", "services: [{name: cache, kind: redis, roles: {server: {tags: [t]}}}]"}});
    const QList<Edit> edits{
        SetField{ItemId(u"game/g01"_s), u"udp-port"_s, 40000},
        MoveItem{ItemId(u"game/g01"_s), u"factorio-server-mini"_s},
        SetField{ItemId(u"game/g02"_s), u"name"_s, u"g20"_s},
        SetField{ItemId::fleet(), u"domain"_s, u"example.org"_s},
        SetField{ItemId::host(u"factorio-server-stream"_s), u"mesh"_s, u"100.64.0.3"_s},
        SetField{ItemId::host(u"factorio-server-mini"_s), u"mesh"_s, u"100.64.0.4"_s},
        SetField{ItemId::host(u"factorio-server-mini"_s), u"class"_s, u"unmanaged"_s},
        SetField{ItemId::host(u"factorio-server"_s), u"tags"_s, ValueList{u"t"_s}},
        SetField{ItemId::host(u"factorio-server"_s), u"roles"_s, ValueList{u"broker"_s}},
        SetField{ItemId(u"factorio-server-mini/broker"_s), u"port"_s, 8123},
        AddItem{u"host"_s, u"box2"_s, {}, {}},
        RemoveItem{ItemId::host(u"factorio-server-mini"_s)}};
    int applied = 0;
    for (const QByteArray &yaml : {demo(), single}) {
        const Fleet before = read(yaml);
        const FileTree old = treeOf(before);
        for (const Edit &edit : edits) {
            const auto after = apply(before, catalog(), edit);
            if (!after)
                continue; // e.g. a host that still carries something
            ++applied;
            const FileTree tree = treeOf(*after);
            const QStringList touched =
                nixgen::filesOf(diff(before, *after), before, *after, catalog());
            for (const auto &[path, file] : tree) {
                const bool same = old.contains(path) && old.at(path) == file;
                QVERIFY2(same || touched.contains(path),
                         qPrintable(describe(before, catalog(), edit) + u": "_s + path));
            }
        }
    }
    QVERIFY2(applied >= 20, QByteArray::number(applied).constData());
}

QTEST_GUILESS_MAIN(EditsTest)
#include "tst_edits.moc"
