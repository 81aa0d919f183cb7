// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/edit.h"
#include "model/schema.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

class CodecTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsTheTemplate()
    {
        const QByteArray bytes =
            tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        const auto parsed = parseFleet(bytes, Catalog::builtIn());
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
        QVERIFY2(parsed->diagnostics.isEmpty(), qPrintable(parsed->diagnostics.value(0).message));
        const Fleet &fleet = parsed->fleet;
        QCOMPARE(fleet.hosts().size(), 3);
        QCOMPARE(fleet.items().size(), 6);
        QCOMPARE(fleet.setting(u"edge.mode"), Value(u"split"_s));
        QCOMPARE(fleet.setting(u"factorio.version"), Value(u"1.1.110"_s));
        QCOMPARE(fleet.find(ItemId(u"game/g02"_s))->values.at(u"udp-port"), Value(34198));
        QCOMPARE(fleet.find(ItemId(u"stream-client/c01"_s))->host, u"factorio-server-stream"_s);
        QCOMPARE(fleet.host(u"factorio-server"_s)->values.at(u"ssh.address"),
                 Value(u"203.0.113.10"_s));
        QCOMPARE(printFleet(fleet), bytes);
    }

    void locatesItemsAndFields_data()
    {
        QTest::addColumn<QString>("item");
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("item") << u"game/g02"_s << QString() << 54 << 5;
        QTest::newRow("field") << u"game/g02"_s << u"udp-port"_s << 54 << 50;
        QTest::newRow("block item") << u"host/factorio-server-mini"_s << QString() << 37 << 5;
        QTest::newRow("nested") << u"host/factorio-server-mini"_s << u"ssh.user"_s << 39 << 40;
        QTest::newRow("absent field") << u"host/factorio-server-mini"_s << u"mesh"_s << 37 << 5;
        QTest::newRow("setting") << u"fleet"_s << u"turn.relay-ports"_s << 19 << 21;
        QTest::newRow("short form") << u"fleet"_s << u"edge.mode"_s << 7 << 7;
        QTest::newRow("nothing") << u"game/none"_s << QString() << 0 << 0;
    }

    void locatesItemsAndFields()
    {
        QFETCH(QString, item);
        QFETCH(QString, field);
        const QByteArray bytes =
            tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        const TextPosition at =
            locate(parseFleet(bytes, Catalog::builtIn())->fleet, ItemId(item), field);
        QTEST(at.line, "line");
        QTEST(at.column, "column");
    }

    void refusesWhatCannotBeEdited_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("place");

        const QByteArray head = "switchyard: 1\n";
        const auto row = [](const char *name, const QByteArray &bytes, const char *code,
                            const char *place) {
            QTest::newRow(name) << bytes << QString::fromLatin1(code) << QString::fromLatin1(place);
        };
        row("empty", "", "empty-file", "line 1, column 1");
        row("comments only", "# nothing\n\n", "empty-file", "line 1, column 1");
        row("list", "- a\n- b\n", "not-a-map", "line 1, column 1");
        row("text", "just words\n", "not-a-map", "line 1, column 1");
        row("no schema", "\nname: x\n", "no-schema", "line 2, column 1");
        row("newer schema", "name: x\nswitchyard: 2\n", "newer-schema", "line 2, column 13");
        row("schema of no sort", "switchyard: \"1\"\n", "bad-schema", "line 1, column 13");
        row("schema 0", "switchyard: 0\n", "bad-schema", "line 1, column 13");
        row("tab", head + "hosts:\n\t- name: a\n", "tab", "line 3, column 1");
        row("tab after spaces", head + "deploy:\n  \tuser: a\n", "tab", "line 3, column 3");
        row("20,000 brackets", head + "x: " + QByteArray(20000, '['), "too-deep",
            "line 2, column 68");
        row("20,000 braces over lines", head + "x: " + QByteArray("{a: \n").repeated(20000),
            "too-deep", "line 66, column 1");
        row("20,000 dashes", head + "x:\n  " + QByteArray("- ").repeated(20000), "too-deep",
            "line 3, column 129");
        row(
            "deep maps",
            head +
                [] {
                    QByteArray text;
                    for (int i = 0; i < 100; ++i)
                        text += QByteArray(i, ' ') + "a:\n";
                    return text;
                }(),
            "too-deep", "line 66, column 65");
        row("anchor", head + "a: &x 1\n", "anchor", "line 2, column 4");
        row("alias", head + "a: *x\n", "alias", "line 2, column 4");
        row("alias bomb", head + "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "anchor",
            "line 2, column 4");
        row("merge key", head + "a:\n  <<: {b: c}\n", "merge-key", "line 3, column 3");
        row("second document", head + "---\nname: b\n", "second-document", "line 2, column 1");
        row("duplicate key", head + "name: a\nedge: split\nname: b\n", "duplicate-key",
            "line 4, column 1");
        row("duplicate key inside", head + "hosts:\n  - {name: é, ssh: a, ssh: b}\n",
            "duplicate-key", "line 3, column 23");
        row("list as a key", head + "[a, b]: c\n", "bad-key", "line 2, column 1");
        row("explicit key", head + "? a\n: b\n", "bad-key", "line 2, column 3");
        row("byte order mark", "\xEF\xBB\xBF" + head, "byte-order-mark", "line 1, column 1");
        row("UTF-16", QByteArray("\xFF\xFEs\0w\0", 6), "utf-16", "line 1, column 1");
        row("UTF-16 without mark", QByteArray("s\0w\0i\0", 6), "utf-16", "line 1, column 1");
        row("Latin-1", head + "name: M\xFCller\n", "not-utf8", "line 2, column 8");
        row("overlong", head + "name: \xC0\xAF\n", "not-utf8", "line 2, column 7");
        row("surrogate", head + "name: \xED\xA0\x80\n", "not-utf8", "line 2, column 7");
        row("cut off", head + "name: \xE2\x82", "not-utf8", "line 2, column 7");
        row("NUL", head + QByteArray("name: a\0b\n", 10), "nul-byte", "line 2, column 8");
        row("control character", head + "name: \x1B[31m\n", "control-character",
            "line 2, column 7");
        row("lone carriage return", "switchyard: 1\rname: a\r", "control-character",
            "line 1, column 14");
        row("too large", head + "# " + QByteArray(10 * 1024 * 1024, 'x'), "too-large",
            "line 1, column 1");
        row("too many values", head + "x: [" + QByteArray("a,").repeated(1400000) + "a]\n",
            "too-large", "line 2, column 1199999");
        row("open bracket", head + "hosts: [a, b\n", "not-yaml", "line 3, column 1");
        row("open quote", head + "name: \"a\n", "not-yaml", "line 2, column 7");
        row("wrong indentation", head + "a:\n    b: 1\n  c: 2\n", "not-yaml", "line 4, column 3");
    }

    void refusesWhatCannotBeEdited()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        QFETCH(QString, place);
        const double before = tests::cpuSeconds();
        const auto parsed = parseFleet(bytes, Catalog::builtIn());
        const double took = tests::cpuSeconds() - before;
        QVERIFY2(took < 2 * tests::slowness, qPrintable(QString::number(took)));
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, code);
        QVERIFY2(parsed.error().message.startsWith(place + u": "_s),
                 qPrintable(parsed.error().message));
        QVERIFY(!parsed.error().hint.isEmpty());
    }

    void opensWhatIsWrongOtherwise_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("item");
        QTest::addColumn<QString>("mentions");
        QTest::addColumn<TextPosition>("position");

        const auto row = [](const char *name, const QByteArray &text, const char *code,
                            const char *item, const char *mentions, int line, int column) {
            QTest::newRow(name) << text << QString::fromLatin1(code) << QString::fromLatin1(item)
                                << QString::fromUtf8(mentions) << TextPosition{line, column};
        };
        row("unknown key", "domian: x\n", "unknown-key", "fleet", "did you mean \"domain\"", 2, 1);
        row("unknown list", "games: []\nclient: []\n", "unknown-key", "fleet",
            "did you mean \"clients\"", 3, 1);
        row("unknown key of an item", "games:\n  - {name: g01, udp-prot: 1}\n", "unknown-key",
            "game/g01", "did you mean \"udp-port\"", 3, 17);
        row("unknown nested key", "hosts:\n  - name: a\n    ssh: {adress: x}\n", "unknown-key",
            "host/a", "did you mean \"address\"", 4, 11);
        row("list is a text", "games: none\n", "wrong-type", "fleet", "games", 2, 8);
        row("list is a map", "games: {g01: {}}\n", "wrong-type", "fleet", "games", 2, 8);
        row("entry is a text", "games:\n  - g01\n  - {name: g02, host: a}\n", "bad-entry", "fleet",
            "games", 3, 5);
        row("entry without name", "games:\n  - {host: a}\n", "no-name", "fleet", "games", 3, 5);
        row("name is a list", "games:\n  - {name: [a], host: a}\n", "wrong-type", "fleet", "name",
            3, 12);
        row("settings of a map are a text", "deploy: me\n", "wrong-type", "fleet", "user, keys", 2,
            9);
        row("alias beside name", "hosts:\n  - {name: a, ssh: x, address: y}\n", "written-twice",
            "host/a", "ssh.address", 3, 23);
        row("service without kind", "services:\n  - {name: x}\n", "no-kind", "fleet", "services", 3,
            5);
        row("unknown key of a service", "services:\n  - {name: x, kind: redis, port: 5}\n",
            "unknown-key", "service/x", "settings", 3, 28);
    }

    void opensWhatIsWrongOtherwise()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, code);
        QFETCH(QString, item);
        QFETCH(QString, mentions);
        QFETCH(TextPosition, position);
        const QByteArray bytes = "switchyard: 1\n" + text;
        const auto parsed = parseFleet(bytes, Catalog::builtIn());
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
        QVERIFY(!parsed->diagnostics.isEmpty());
        const Diagnostic &d = parsed->diagnostics.first();
        QCOMPARE(d.code, code);
        QCOMPARE(d.item.text(), item);
        QVERIFY2(d.message.contains(mentions), qPrintable(d.message));
        QCOMPARE(d.position.line, position.line);
        QCOMPARE(d.position.column, position.column);
        QCOMPARE(printFleet(parsed->fleet), bytes);
    }

    void understandsShortFormsAndTypes()
    {
        const QByteArray bytes =
            "switchyard: 1\nname: 5\nedge: split\ncontainers: {compose: /x}\nfactorio: {version: "
            "1.10}\nown: {a: [1, 0x10, 1.5, yes, true, ~, '7']}\n"
            "hosts:\n  - {name: a, address: 1.2.3.4, port: 2222}\n  - {name: b, ssh: 1.2.3.5}\n"
            "games:\n  - {name: g01, host: a, udp-port: \"34197\", rcon-port: 70000}\nclients:\n  "
            "- {id: c01, host: b, game:}\n";
        const auto parsed = parseFleet(bytes, Catalog::builtIn());
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
        const Fleet &fleet = parsed->fleet;
        QCOMPARE(fleet.setting(u"name"), Value(u"5"_s));
        QCOMPARE(fleet.setting(u"edge.mode"), Value(u"split"_s));
        QCOMPARE(fleet.setting(u"containers.compose"), Value(u"/x"_s));
        QCOMPARE(fleet.setting(u"factorio.version"), Value(u"1.10"_s));
        QCOMPARE(fleet.setting(u"own.a"),
                 Value(ValueList{1, 16, 1.5, u"yes"_s, true, Value(), u"7"_s}));
        QCOMPARE(
            fleet.host(u"a"_s)->values,
            Value(ValueMap{{u"ssh"_s, ValueMap{{u"address"_s, u"1.2.3.4"_s}, {u"port"_s, 2222}}}}));
        QCOMPARE(fleet.host(u"b"_s)->values,
                 Value(ValueMap{{u"ssh"_s, ValueMap{{u"address"_s, u"1.2.3.5"_s}}}}));
        QCOMPARE(fleet.find(ItemId(u"game/g01"_s))->values.at(u"udp-port"),
                 Value(u"34197"_s)); // validate() complains
        QCOMPARE(fleet.find(ItemId(u"game/g01"_s))->values.at(u"rcon-port"), Value(70000));
        QCOMPARE(fleet.find(ItemId(u"stream-client/c01"_s))->values, Value(ValueMap()));
    }

    /// What fuzzing found: texts that did not print as they were read.
    void printsOddTextsAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("tag before a bracket")
            << QByteArray("hosts: [{name: a, boot: {device: !dev/sda}}, {name: b}]\nname: f\n");
        QTest::newRow("tag before a comma")
            << QByteArray("hosts: [{name: a, mesh: !x, system: y}, {name: b}]\n");
        QTest::newRow("tag alone, then a quoted key")
            << QByteArray("name: !x\n\"domain\": a.b\nhosts:\n- name: a\n");
        QTest::newRow("verbatim tag")
            << QByteArray("hosts: [{name: a, mesh: !<tag:x,y> z}, {name: b}]\n");
        QTest::newRow("tagged list")
            << QByteArray("hosts:  !!str  # t\n\n    - {name: a}\n\n    # n\n    - name: b\n");
        QTest::newRow("tagged list below")
            << QByteArray("hosts:\n  !!seq\n  # c\n  - {name: a}\n  - name: b\nname: f\n");
        QTest::newRow("tagged map") << QByteArray("hosts: [!a {name: a}, !b{name: b}]\n");
    }

    void printsOddTextsAsTheyAre()
    {
        QFETCH(QByteArray, text);
        const QByteArray bytes = "switchyard: 1\n" + text;
        const auto parsed = parseFleet(bytes, Catalog::builtIn());
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
        QCOMPARE(printFleet(parsed->fleet), bytes);
        for (const ItemPtr &host : parsed->fleet.hosts()) {
            const auto after = apply(parsed->fleet, Catalog::builtIn(), RemoveItem{host->id});
            if (!after)
                continue;
            const auto again = parseFleet(printFleet(*after), Catalog::builtIn());
            QVERIFY2(again && again->fleet == *after, printFleet(*after).constData());
        }
    }

    void survivesHugeFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QByteArray unknown, hosts;
        for (int i = 0; i < 200000; ++i)
            unknown += "k" + QByteArray::number(i) + ": v\n";
        for (int i = 0; hosts.size() < 2900000; ++i)
            hosts += "  - {name: h" + QByteArray::number(i) + ", ssh: 10.0.0.1}\n";
        QTest::newRow("unknown keys") << unknown;
        QTest::newRow("bad entries")
            << QByteArray("games:\n" + QByteArray("- a\n").repeated(550000));
        QTest::newRow("hosts") << QByteArray("hosts:\n" + hosts);
        QTest::newRow("one long list")
            << QByteArray("x: [" + QByteArray("a,").repeated(550000) + "a]\n");
        QTest::newRow("one long text")
            << QByteArray("x: \"" + QByteArray("\\n").repeated(1400000) + "\"\n");
        QTest::newRow("unknown keys of one item") << QByteArray(
            "hosts:\n- name: a\n  ssh:\n" + QByteArray(unknown).replace("k", "    k"));
    }

    void survivesHugeFiles()
    {
        QFETCH(QByteArray, text);
        const QByteArray bytes = "switchyard: 1\n" + text;
        QVERIFY(bytes.size() < 3 * 1024 * 1024);
        const auto parsed = parseFleet(bytes, Catalog::builtIn());
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
        QVERIFY(printFleet(parsed->fleet) == bytes);
        QVERIFY(parsed->diagnostics.size() <= 201);
    }

    void savesAtomicallyWithBackup()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        const QByteArray one = "switchyard: 1 # one\n", two = "switchyard: 1 # two\n";
        QVERIFY(saveFleet(parseFleet(one, Catalog::builtIn())->fleet, path));
        QVERIFY(!QFile::exists(path + u'~'));
        QVERIFY(saveFleet(parseFleet(two, Catalog::builtIn())->fleet, path));
        QCOMPARE(tests::readFile(path), two);
        QCOMPARE(tests::readFile(path + u'~'), one);
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
        QCOMPARE(printFleet(loadFleet(path, Catalog::builtIn())->fleet), two);

        const auto vanished = saveFleet(parseFleet(two, Catalog::builtIn())->fleet,
                                        dir.filePath(u"gone/fleet.yaml"_s));
        QVERIFY(!vanished);
        QCOMPARE(vanished.error().code, u"cannot-write"_s);
        QVERIFY2(vanished.error().message.contains(u"does not exist"),
                 qPrintable(vanished.error().message));
        const auto folder = saveFleet(parseFleet(two, Catalog::builtIn())->fleet, dir.path());
        QVERIFY(!folder && folder.error().code == u"cannot-write"_s);
        const auto missing = loadFleet(dir.filePath(u"none.yaml"_s), Catalog::builtIn());
        QVERIFY(!missing && missing.error().code == u"cannot-read"_s
                && missing.error().message.contains(u"none.yaml"));
        const auto isFolder = loadFleet(dir.path(), Catalog::builtIn());
        QVERIFY(!isFolder && isFolder.error().code == u"cannot-read"_s);
    }

    void doesNotSaveWhereNobodyMayWrite()
    {
        // Root may write into read-only folders too; into /proc nobody can.
        const auto saved = saveFleet(parseFleet("switchyard: 1\n", Catalog::builtIn())->fleet,
                                     u"/proc/self/f.yaml"_s);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, u"cannot-write"_s);
        QVERIFY(saved.error().message.contains(u"/proc/self/f.yaml"_s));
        QVERIFY(!saved.error().hint.isEmpty());
    }

    void publishesItsSchema()
    {
        COMPARE_GOLDEN(fleetSchema(Catalog::builtIn()), u"resources/fleet.schema.json"_s);
    }
};

QTEST_GUILESS_MAIN(CodecTest)
#include "tst_codec.moc"
