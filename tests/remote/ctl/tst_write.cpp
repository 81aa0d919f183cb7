// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/ctl/run.h"
#include "tests/support.h"

#include <QTemporaryDir>

#include <memory>

using namespace Qt::StringLiterals;
using tests::Run;
using tests::runCtl;

// generate, set and move: what they write, and what they leave alone.
class WriteTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_fleet = m_dir->filePath(u"fleet.yaml"_s);
        m_bytes = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        QVERIFY(tests::writeFile(m_fleet, m_bytes));
    }

    void generates();
    void sameBytesAnywhere();
    void refusesDesignErrors();
    void refusesHandEdits();
    void choosesAboutHandEdits();
    void checkNamesHandEdits();
    void keepsWhatWasCaptured();
    void cannotWrite();
    void setsOneField();
    void movesOneItem();
    void refusesEdits_data();
    void refusesEdits();

private:
    Run generate(const QString &out, const QStringList &environment = {})
    {
        return runCtl({u"generate"_s, m_fleet, u"--out"_s, m_dir->filePath(out)}, environment);
    }
    QByteArray read(const QString &path) { return tests::readFile(m_dir->filePath(path)); }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_fleet;
    QByteArray m_bytes;
};

void WriteTest::generates()
{
    const Run first = generate(u"out"_s);
    QVERIFY2(first.exitCode == 0, first.err.constData());
    QVERIFY2(first.out.contains("23 files written, 0 unchanged, 0 removed"), first.out.constData());
    QVERIFY(read(u"out/hosts/factorio-server.nix"_s).contains("udpPort = 34199;"));
    QVERIFY2(generate(u"out"_s).out.contains("0 files written, 23 unchanged"),
             "written again for nothing");

    m_bytes.replace("udp-port: 34199", "udp-port: 34300");
    QVERIFY(tests::writeFile(m_fleet, m_bytes));
    QVERIFY(generate(u"out"_s).out.contains("2 files written, 21 unchanged, 0 removed"));
}

void WriteTest::sameBytesAnywhere()
{
    QCOMPARE(generate(u"a"_s).exitCode, 0);
    QCOMPARE(
        generate(u"b"_s, {u"LC_ALL=tr_TR.UTF-8"_s, u"TZ=Asia/Kathmandu"_s, u"LANG=ar_EG.UTF-8"_s})
            .exitCode,
        0);
    QCOMPARE(generate(u"c"_s, {u"LC_ALL=C"_s, u"QT_HASH_SEED=0"_s}).exitCode, 0);
    for (const QString &path :
         {u"/flake.nix"_s, u"/modules/fleet.nix"_s, u"/.switchyard/manifest.json"_s}) {
        QCOMPARE(read(u"b"_s + path), read(u"a"_s + path));
        QCOMPARE(read(u"c"_s + path), read(u"a"_s + path));
    }
}

void WriteTest::refusesDesignErrors()
{
    m_bytes.replace("udp-port: 34199", "udp-port: 34198");
    QVERIFY(tests::writeFile(m_fleet, m_bytes));
    const Run run = generate(u"out"_s);
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains("34198") && run.err.contains("nothing was written"),
             run.err.constData());
    QVERIFY(!QFile::exists(m_dir->filePath(u"out"_s)));
    QVERIFY(tests::writeFile(m_fleet, "[]"));
    QCOMPARE(generate(u"out"_s).exitCode, 2);
}

void WriteTest::refusesHandEdits()
{
    QCOMPARE(generate(u"out"_s).exitCode, 0);
    QVERIFY(tests::writeFile(m_dir->filePath(u"out/flake.nix"_s), "{ }\n"));
    QVERIFY(tests::writeFile(m_dir->filePath(u"out/flake.lock"_s), "{}\n"));
    QVERIFY(tests::writeFile(m_dir->filePath(u"out/secrets/x.yaml"_s), "x\n"));
    m_bytes.replace("udp-port: 34199", "udp-port: 34300");
    QVERIFY(tests::writeFile(m_fleet, m_bytes));
    const Run run = generate(u"out"_s);
    QCOMPARE(run.exitCode, 3);
    QVERIFY2(run.err.contains("\n  flake.nix: +1 -") && run.err.contains("--move-edits") && !run.err.contains("flake.lock"),
             run.err.constData());
    QVERIFY(read(u"out/hosts/factorio-server.nix"_s).contains("34199"));
    QVERIFY(QFile::remove(m_dir->filePath(u"out/flake.nix"_s)));
    QCOMPARE(generate(u"out"_s).exitCode, 0);
    QCOMPARE(read(u"out/flake.lock"_s), "{}\n");
    QCOMPARE(read(u"out/secrets/x.yaml"_s), "x\n");
}

void WriteTest::choosesAboutHandEdits()
{
    const auto choose = [&](const QStringList &flags) {
        return runCtl(QStringList{u"generate"_s, m_fleet, u"--out"_s, m_dir->filePath(u"out"_s)} + flags);
    };
    QCOMPARE(generate(u"out"_s).exitCode, 0);
    const QString host = u"out/hosts/factorio-server.nix"_s;
    const QByteArray edited = read(host).replace("/dev/sda", "/dev/sdz");
    QVERIFY(tests::writeFile(m_dir->filePath(host), edited));
    QCOMPARE(choose({u"--keep"_s, u"--overwrite"_s}).exitCode, 64);
    QCOMPARE(choose({}).exitCode, 3);
    QCOMPARE(choose({u"--keep"_s}).exitCode, 0);
    QCOMPARE(read(host), edited);
    QCOMPARE(choose({}).exitCode, 3); // it is still an edit

    // The fleet lies elsewhere than the tree: the module goes to both, as each imports it.
    const Run moved = choose({u"--move-edits"_s});
    QVERIFY2(moved.exitCode == 0, moved.err.constData());
    QVERIFY2(moved.out.contains("boot.loader.grub.device"), moved.out.constData());
    const QByteArray module = read(u"out/hosts/overrides/factorio-server.nix"_s);
    QVERIFY(module.contains("lib.mkForce \"/dev/sdz\""));
    QCOMPARE(read(u"hosts/overrides/factorio-server.nix"_s), module);
    QVERIFY(read(host).contains("./overrides/factorio-server.nix") && read(host).contains("/dev/sda"));
    QCOMPARE(read(u"out/.switchyard/edits/hosts/factorio-server.nix"_s), edited);
    const QByteArray fleet = tests::readFile(m_fleet);
    QVERIFY(fleet.contains("imports: [./hosts/overrides/factorio-server.nix]"));
    QCOMPARE(fleet.count('\n'), m_bytes.count('\n') + 1);
    QCOMPARE(choose({}).exitCode, 0);

    QVERIFY(tests::writeFile(m_dir->filePath(host), "{ }\n"));
    const Run over = choose({u"--overwrite"_s});
    QVERIFY2(over.exitCode == 0 && over.out.contains(".switchyard/edits/hosts/factorio-server.nix.2"), over.out.constData());
    QCOMPARE(read(u"out/.switchyard/edits/hosts/factorio-server.nix.2"_s), "{ }\n");
    QCOMPARE(read(u"out/.switchyard/edits/hosts/factorio-server.nix"_s), edited);
}

void WriteTest::checkNamesHandEdits()
{
    const auto check = [&](const QStringList &more = {}) { return runCtl(QStringList{u"check"_s, m_fleet} + more); };
    QVERIFY(!check().out.contains("hand-edit"));
    QCOMPARE(generate(u"."_s).exitCode, 0);
    QVERIFY(!check().out.contains("hand-edit"));
    const QByteArray host = read(u"hosts/factorio-server.nix"_s);
    QVERIFY(tests::writeFile(m_dir->filePath(u"hosts/factorio-server.nix"_s), QByteArray(host).replace("/dev/sda", "/dev/sdz")));
    const Run found = check();
    QCOMPARE(found.exitCode, 0); // a warning
    QVERIFY2(found.out.contains("warning: hosts/factorio-server.nix was edited by hand")
                 && found.out.contains("fix: Move it to a module: switchyardctl generate FLEET --out DIR --move-edits; or "),
             found.out.constData());
    const QByteArray json = check({u"--json"_s}).out;
    QVERIFY2(json.contains("\"code\":\"hand-edit\"") && json.contains("\"field\":\"hosts/factorio-server.nix\"")
                 && json.contains("\"item\":\"host/factorio-server\""),
             json.constData());
    QVERIFY(read(u"hosts/factorio-server.nix"_s).contains("/dev/sdz"));
    QVERIFY(tests::writeFile(m_dir->filePath(u".switchyard/manifest.json"_s), "damaged"));
    QVERIFY(check().out.contains("[hand-edit]") || check().out.contains("manifest"));
}

void WriteTest::keepsWhatWasCaptured()
{
    const QString path = u"hosts/hardware/factorio-server.nix"_s;
    const QByteArray captured = "{ lib, ... }: { }\n";
    QVERIFY(tests::writeFile(m_dir->filePath(path), captured));
    QCOMPARE(generate(u"out"_s).exitCode, 0);
    QCOMPARE(read(u"out/"_s + path), captured);
    QCOMPARE(generate(u"."_s).exitCode, 0); // into the folder of the fleet itself
    QCOMPARE(read(path), captured);
    QVERIFY(read(u"hosts/hardware/factorio-server-mini.nix"_s).contains("throw \"switchyard:"));
}

void WriteTest::cannotWrite()
{
    QVERIFY(tests::writeFile(m_dir->filePath(u"out"_s), "a file"));
    const Run run = generate(u"out"_s);
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.err.contains("out"), run.err.constData());
}

void WriteTest::setsOneField()
{
    const Run run = runCtl({u"set"_s, m_fleet, u"g01.udp-port"_s, u"34200"_s});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(read(u"fleet.yaml"_s),
             QByteArray(m_bytes).replace("udp-port: 34197", "udp-port: 34200"));
    // A clash is saved and told: two edits may pass through it.
    const Run clash = runCtl({u"set"_s, m_fleet, u"game/g01.udp-port"_s, u"34198"_s});
    QCOMPARE(clash.exitCode, 0);
    QVERIFY2(clash.err.contains("error:") && clash.err.contains("g02"), clash.err.constData());
    QCOMPARE(runCtl({u"set"_s, m_fleet, u"fleet.domain"_s, u"example.org"_s}).exitCode, 0);
    QVERIFY(read(u"fleet.yaml"_s).contains("\ndomain: example.org\n"));
    QCOMPARE(runCtl({u"set"_s, m_fleet, u"c01.game"_s, u""_s}).exitCode, 0);
    QVERIFY(read(u"fleet.yaml"_s)
                .contains("{name: c01, host: factorio-server-stream, local-port: 9001}"));
}

void WriteTest::movesOneItem()
{
    const Run run = runCtl({u"move"_s, m_fleet, u"g03"_s, u"factorio-server-stream"_s});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(read(u"fleet.yaml"_s),
             QByteArray(m_bytes).replace("{name: g03, host: factorio-server,",
                                         "{name: g03, host: factorio-server-stream,"));
}

void WriteTest::refusesEdits_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QStringList &words, const char *says) {
        QTest::newRow(name) << words << QByteArray(says);
    };
    row("port of 70000", {u"set"_s, u"g01.udp-port"_s, u"70000"_s}, "65535");
    row("negative port", {u"set"_s, u"g01.udp-port"_s, u"-1"_s}, "port");
    row("no number", {u"set"_s, u"g01.udp-port"_s, u"many"_s}, "many");
    row("unknown item", {u"set"_s, u"g99.udp-port"_s, u"1"_s}, "g99");
    row("unknown field", {u"set"_s, u"g01.colour"_s, u"red"_s}, "colour");
    row("no field", {u"set"_s, u"g01"_s, u"1"_s}, "ITEM.FIELD");
    row("bad name", {u"set"_s, u"g01.name"_s, u"../../etc"_s}, "../../etc");
    row("taken name", {u"set"_s, u"g01.name"_s, u"g02"_s}, "g02");
    row("to no host", {u"move"_s, u"g03"_s, u"nowhere"_s}, "nowhere");
    row("no item", {u"move"_s, u"g99"_s, u"factorio-server"_s}, "g99");
    row("a host", {u"move"_s, u"factorio-server"_s, u"factorio-server-mini"_s}, "factorio-server");
}

void WriteTest::refusesEdits()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, says);
    words.insert(1, m_fleet);
    const Run run = runCtl(words);
    QVERIFY2(run.exitCode == 1,
             QByteArray(QByteArray::number(run.exitCode) + ' ' + run.out + run.err).constData());
    QVERIFY2(run.err.contains(says), run.err.constData());
    QCOMPARE(read(u"fleet.yaml"_s), m_bytes);
    QVERIFY(!QFile::exists(m_fleet + u'~'));
}

QTEST_GUILESS_MAIN(WriteTest)
#include "tst_write.moc"
