// SPDX-License-Identifier: GPL-3.0-or-later
// One edit in an open window against loading the same fleet, one edit's files against generating all, and what 500 steps of history
// weigh. What an edit may cost is 1 % of a load, so 1.00 in the ratios of edits; undoing one may cost what the edit does: an edit
// and its opposite are done and undone, since the two show different things, and what is shown costs its painting.

#include "gui/canvas/view.h"
#include "gui/derived.h"
#include "gui/design/preview.h"
#include "gui/style.h"
#include "gui/window.h"
#include "model/advice.h"
#include "model/codec.h"
#include "model/resolution.h"
#include "model/validate.h"
#include "nixgen/generate.h"
#include "nixgen/manifest.h"
#include "nixgen/write.h"
#include "remote/deployed.h"
#include "tests/bench/fleets.h"

#include <QFile>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <ctime>
#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

/// Processor time: others who are busy on the machine do not count.
double now()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

double seconds(const std::function<void()> &work)
{
    const double begin = now();
    work();
    return now() - begin;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

double residentMegabytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return double(file.readAll().split(' ').value(1).toLongLong()) * 4096 / 1e6;
}

/// What a person would do to take the edit back; the fleet is the one before it.
Edit opposite(const Fleet &fleet, const Edit &edit)
{
    const auto of = [&fleet](const ItemId &id) -> const Item & { return id == ItemId::fleet() ? fleet.settings() : *fleet.find(id); };
    if (const auto *set = std::get_if<SetField>(&edit)) {
        const Item &item = of(set->item);
        if (set->field != u"name"_s || set->item == ItemId::fleet())
            return SetField{set->item, set->field, item.values.at(set->field)};
        return SetField{ItemId(item.kind + u'/' + set->value.text()), u"name"_s, Value(item.name)};
    }
    if (const auto *move = std::get_if<MoveItem>(&edit))
        return MoveItem{move->item, of(move->item).host};
    if (const auto *add = std::get_if<AddItem>(&edit))
        return RemoveItem{ItemId(add->kind + u'/' + add->name)};
    const Item &item = of(std::get<RemoveItem>(edit).item);
    AddItem again{item.kind, item.name, item.host, {}};
    for (const auto &[name, value] : item.values.map())
        again.values.append({name, value});
    return again;
}

void printPart(const char *what, double part, double whole)
{
    std::printf("PART %-34s %9.2f ms  %6.2f %%\n", what, part * 1e3, part / whole * 100);
    std::fflush(stdout);
}

} // namespace

class EditBench : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void history(); // first, while the process is small
    void load();
    void edits_data() { kindsOfEdits(); }
    void edits();
    void advice();
    void comparing_data();
    void comparing();
    void files_data() { kindsOfEdits(); }
    void files();

private:
    static void kindsOfEdits();
    double loaded(double *parse = nullptr);
    double timed(const EditStep &step);
    double undone();

    std::unique_ptr<gui::Window> m_window;
    double m_load = 0;
};

void EditBench::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"switchyard-bench"_s);
    QSettings().clear();
    QApplication::setStyle(new gui::Style); // as the program does
}

void EditBench::load()
{
    const Catalog &catalog = Catalog::builtIn();
    m_window = std::make_unique<gui::Window>(catalog, gui::Dialing{});
    m_window->resize(1920, 1080);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QList<double> parses, loads;
    for (int i = 0; i < 3; ++i) {
        double parse = 0;
        loads.append(loaded(&parse));
        parses.append(parse);
    }
    const double parse = median(parses);
    m_load = median(loads);
    std::printf("LOAD %.0f ms\n", m_load * 1e3);
    printPart("load: parse", parse, m_load);
    printPart("load: window shows it", m_load - parse, m_load);
    const ParsedFleet parsed = *parseFleet(bench::bigFleetText(), catalog);
    Topology topology;
    printPart("load: resolve", seconds([&] { topology = resolve(parsed.fleet, catalog); }), m_load);
    printPart("load: validate", seconds([&] { validate(parsed.fleet, catalog, topology, Purpose::Design); }), m_load);
    printPart("load: generate", seconds([&] { (void)nixgen::generate(parsed.fleet, catalog); }), m_load);
    QVERIFY(qsizetype(topology.items.size()) > 10000);
}

/// Until the picture, all findings and all files are there.
double EditBench::loaded(double *parse)
{
    static const QByteArray text = bench::bigFleetText();
    ParsedFleet parsed;
    const double reading = seconds([&] { parsed = *parseFleet(text, Catalog::builtIn()); });
    if (parse)
        *parse = reading;
    return reading + seconds([&] {
               m_window->showFleet(parsed);
               if (!QTest::qWaitFor([&] { return !m_window->derived().isChecking(); }, 60000))
                   qFatal("the fleet is not read");
               QCoreApplication::processEvents();
           });
}

double EditBench::timed(const EditStep &step)
{
    return seconds([&] {
        if (!m_window->perform(step))
            qFatal("the edit is refused");
        QCoreApplication::processEvents();
    });
}

double EditBench::undone()
{
    return seconds([&] {
        m_window->document().undo();
        QCoreApplication::processEvents();
    });
}

void EditBench::kindsOfEdits()
{
    QTest::addColumn<model::EditStep>("step");
    const ItemId some(u"game/g04932"_s), client(u"stream-client/c04884"_s), host = ItemId::host(u"box-0411"_s); // the game's
    const auto row = [](const char *name, const QList<Edit> &edits) { QTest::newRow(name) << EditStep{{}, edits}; };
    row("set a field", {SetField{some, u"udp-port"_s, Value(40000)}});
    row("set a client's game", {SetField{client, u"game"_s, Value(u"g04932"_s)}});
    row("move a game", {MoveItem{some, u"box-0421"_s}});
    row("move ten games", {MoveItem{some, u"box-0421"_s}, MoveItem{ItemId(u"game/g04933"_s), u"box-0421"_s},
                           MoveItem{ItemId(u"game/g04934"_s), u"box-0421"_s}, MoveItem{ItemId(u"game/g04935"_s), u"box-0421"_s},
                           MoveItem{ItemId(u"game/g04936"_s), u"box-0421"_s}, MoveItem{ItemId(u"game/g04937"_s), u"box-0421"_s},
                           MoveItem{ItemId(u"game/g04938"_s), u"box-0421"_s}, MoveItem{ItemId(u"game/g04939"_s), u"box-0421"_s},
                           MoveItem{ItemId(u"game/g04940"_s), u"box-0421"_s}, MoveItem{ItemId(u"game/g04941"_s), u"box-0421"_s}});
    row("rename a game", {SetField{some, u"name"_s, Value(u"fresh"_s)}});
    row("add a game", {AddItem{u"game"_s, u"added"_s, u"box-0411"_s, {{u"udp-port"_s, Value(40001)}, {u"rcon-port"_s, Value(40002)}}}});
    row("remove a client", {RemoveItem{client}});
    row("set a field of a host", {SetField{host, u"ssh.port"_s, Value(2222)}});
    row("set a host's address", {SetField{host, u"ssh.address"_s, Value(u"10.9.9.9"_s)}});
    row("rename a host", {SetField{host, u"name"_s, Value(u"other"_s)}});
    row("rename a host of clients", {SetField{ItemId::host(u"box-0407"_s), u"name"_s, Value(u"other"_s)}});
    // These show on every host: they cost what they touch, not 1 %.
    row("fleet-wide: e-mail for certificates", {SetField{ItemId::fleet(), u"acme.email"_s, Value(u"ops@example.com"_s)}});
    row("fleet-wide: version of the games", {SetField{ItemId::fleet(), u"factorio.version"_s, Value(u"1.1.200"_s)}});
    row("fleet-wide: domain", {SetField{ItemId::fleet(), u"domain"_s, Value(u"example.org"_s)}});
}

void EditBench::edits()
{
    QFETCH(model::EditStep, step);
    QVERIFY2(m_window, "load the fleet first");
    // As a person works: near, with the item selected.
    const auto itemOf = [](const auto &edit) -> ItemId {
        if constexpr (requires { edit.item; })
            return edit.item;
        else
            return ItemId::host(edit.host);
    };
    const int rounds = std::max(5, qEnvironmentVariableIntValue("SWITCHYARD_BENCH_ROUNDS")); // many make a profile of it
    EditStep byHand;
    for (const Edit &edit : step.edits)
        byHand.edits.append(opposite(m_window->document().fleet(), edit));
    QList<double> loads, there, both, back;
    const bool isEverywhere = std::visit(itemOf, step.edits.constFirst()) == ItemId::fleet(); // a second each
    for (int turn = 0; turn < (isEverywhere ? 1 : 5); ++turn) { // a load and edits in turns: what else the machine does then hits both alike
        loads.append(loaded());
        m_window->canvas().resetZoom();
        m_window->selection().set({std::visit(itemOf, step.edits.constFirst())});
        m_window->canvas().centre(m_window->selection().single());
        QCoreApplication::processEvents();
        for (int i = 0; i <= rounds; ++i) {
            const double edit = timed(step), undo = undone();
            timed(step); // and the other way: what an edit shows and what its undo shows cost each their own
            const double editBack = timed(byHand), undoBack = undone();
            undone();
            if (i == 0) // the first after a load makes what later ones find
                continue;
            there.append(edit);
            both.append(edit + editBack);
            back.append(undo + undoBack);
        }
    }
    const QByteArray name = QTest::currentDataTag();
    bench::printRatio(QByteArray(name + " / 1 % of a load").constData(), median(there), median(loads) / 100);
    bench::printRatio(QByteArray(name + " and back, undone / the edits").constData(), median(back), median(both));
    constexpr double swings = 1.15; // of two times that should be one
    QVERIFY2(isEverywhere || step.edits.size() > 1 || median(there) <= median(loads) / 100, name.constData());
    QVERIFY2(median(back) <= swings * median(both), name.constData());
}

/// What a drag asks for at its begin: whether and how each host could take the item. A frame lasts 16 ms.
void EditBench::advice()
{
    QVERIFY2(m_window, "load the fleet first");
    const Fleet &fleet = m_window->document().fleet();
    const Topology &topology = m_window->derived().topology();
    Measured measured;
    for (const PlacedHost &host : topology.hosts)
        measured.hosts[host.name] = {8, 2.1, 32.0 * (1 << 30), 20.0 * (1 << 30), 1};
    const auto cost = [&](const QString &kind, const ItemId &item) {
        QList<double> times;
        for (int i = 0; i < 9; ++i)
            times.append(seconds([&] { (void)adviseAll(fleet, Catalog::builtIn(), topology, kind, item, measured); }));
        return median(times);
    };
    bench::printRatio("advice of all hosts, a new game / 1 % of a load", cost(u"game"_s, {}), m_load / 100);
    bench::printRatio("advice of all hosts, a game that moves / 1 % of a load", cost({}, ItemId(u"game/g04932"_s)), m_load / 100);
}

void EditBench::comparing_data()
{
    QTest::addColumn<gui::Against>("against");
    QTest::newRow("generated last") << gui::Against::Generated;
    QTest::newRow("deployed to a host") << gui::Against::Deployed;
    QTest::newRow("the files on disk") << gui::Against::Disk;
    QTest::newRow("edits by hand") << gui::Against::Edits;
}

/// The preview beside what lies in the folder: what choosing it costs, which reads or hashes every file, and what an edit costs
/// meanwhile, which compares only the files that it changed.
void EditBench::comparing()
{
    QFETCH(gui::Against, against);
    QVERIFY2(m_window, "load the fleet first");
    const FileTree tree = m_window->derived().tree();
    const QString host = against == gui::Against::Deployed ? u"box-0411"_s : QString();
    QTemporaryDir folder;
    QVERIFY(nixgen::writeTree(tree, folder.path()));
    remote::Deployed deployed;
    for (const auto &[path, file] : tree)
        deployed.files.insert(path, QString::fromLatin1(nixgen::fileHash(file.text)).section(u':', -1));
    QVERIFY(remote::writeDeployed(folder.path(), u"box-0411"_s, deployed));
    QFile edited(folder.filePath(u"hosts/box-0411.nix"_s));
    QVERIFY(edited.open(QIODevice::Append) && edited.write("# by hand\n") > 0);
    edited.close();
    const auto edits = nixgen::handEdits(tree, folder.path());
    QVERIFY(edits && edits->size() == 1);
    gui::Preview &preview = m_window->preview();
    preview.setFolder(folder.path(), *edits, {});

    QList<double> chosen, there;
    for (int i = 0; i < 3; ++i) {
        preview.compareWith(gui::Against::Nothing);
        chosen.append(seconds([&] {
            preview.compareWith(against, host);
            QCoreApplication::processEvents();
        }));
    }
    for (int i = 0; i < 3; ++i) {
        there.append(timed({{}, {SetField{ItemId(u"game/g04932"_s), u"udp-port"_s, Value(40000)}}}));
        QVERIFY(preview.comparison().files.contains(u"hosts/box-0411.nix"_s));
        undone();
    }
    preview.compareWith(gui::Against::Nothing);
    preview.setFolder({}, {}, {});
    const QByteArray name = QByteArray("comparing with ") + QTest::currentDataTag();
    bench::printRatio(QByteArray(name + " / a load").constData(), median(chosen), m_load);
    bench::printRatio(QByteArray(name + ", an edit meanwhile / 1 % of a load").constData(), median(there), m_load / 100);
}

/// The files alone, without a window: those that the edit touches against all.
void EditBench::files()
{
    QFETCH(model::EditStep, step);
    const Catalog &catalog = Catalog::builtIn();
    static const Fleet fleet = parseFleet(bench::bigFleetText(), catalog)->fleet;
    static FileTree tree;
    static double all = 0;
    if (tree.empty()) {
        QList<double> times;
        for (int i = 0; i < 3; ++i)
            times.append(seconds([&] { tree = *nixgen::generate(fleet, catalog); }));
        all = median(times);
    }
    const auto after = apply(fleet, catalog, step);
    QVERIFY(after);
    Resolution resolution(catalog);
    resolution.follow(fleet);
    QList<double> times;
    const std::pair<const Fleet *, const Fleet *> ways[]{{&fleet, &*after}, {&*after, &fleet}};
    for (int i = 0; i < 18; ++i) {
        const auto &[before, now] = ways[i % 2];
        const Touched touched = resolution.follow(*now);
        times.append(seconds([&] {
            if (touched.everything)
                return void(tree = *nixgen::generate(*now, catalog));
            const nixgen::HostFiles files = nixgen::filesOf(touched.hosts, *now, catalog, resolution.topology());
            qsizetype gone = 0;
            for (const QString &path : files.gone)
                gone += qsizetype(tree.erase(path));
            for (const QString &path : files.once) {
                if (!tree.contains(path))
                    tree[path] = *nixgen::generateFile(*now, catalog, resolution.topology(), path);
            }
            for (const QString &path : files.changed + (gone > 0 ? files.withOthers : QStringList()))
                (void)nixgen::regenerateFile(tree[path], *before, *now, catalog, resolution.topology(), path, touched);
        }));
    }
    QVERIFY(tree == *nixgen::generate(fleet, catalog)); // back where it began, every byte and origin
    const QByteArray name = QByteArray("files of: ") + QTest::currentDataTag() + " / 1 % of all files";
    bench::printRatio(name.constData(), median(times), all / 100);
}

void EditBench::history()
{
    const Catalog &catalog = Catalog::builtIn();
    const double empty = residentMegabytes();
    FleetDocument document(catalog);
    document.adopt(*parseFleet(bench::bigFleetText(), catalog));
    malloc_trim(0); // what parsing needed only while it ran
    const double loaded = residentMegabytes() - empty;
    for (int i = 0; i < 500; ++i) {
        const ItemId game(document.fleet().items().at(i * 13)->id);
        const Edit edit = game.text().startsWith(u"game/"_s) ? Edit(SetField{game, u"udp-port"_s, Value(40000 + i)})
                                                             : Edit(SetField{game, u"local-port"_s, Value(12000 + i)});
        QVERIFY(document.apply(EditStep{{}, {edit}}));
    }
    QVERIFY(document.undoText().contains(document.fleet().items().at(499 * 13)->name));
    const double grown = residentMegabytes() - empty - loaded;
    std::printf("RATIO 500 undo steps / the loaded fleet: %.2f (%.1f MB / %.1f MB)\n", grown / loaded, grown, loaded);
    QVERIFY2(grown < 100, qPrintable(QString::number(grown)));
}

QTEST_MAIN(EditBench)
#include "tst_edit.moc"
