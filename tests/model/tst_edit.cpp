// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/diff.h"
#include "model/edit.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QTest>

#include <tuple>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

Fleet read(const QByteArray &bytes)
{
    const auto parsed = parseFleet(bytes, Catalog::builtIn());
    if (!parsed)
        QTest::qFail(qPrintable(parsed.error().message), __FILE__, __LINE__);
    return parsed ? parsed->fleet : Fleet();
}

const QByteArray head = "switchyard: 1\nname: f\ndomain: example.com\n";

} // namespace

// Every edit of the fleet is an edit of a person's text.
class EditTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void rewritesOnlyWhatChanges_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("item");
        QTest::addColumn<QString>("field");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("after");

        const auto row = [](const char *name, const QByteArray &before, const QString &item,
                            const QString &field, const Value &value, const QByteArray &after) {
            QTest::newRow(name) << before << item << field << value << after;
        };
        row("value in a flow map", "games:\n  - {name: g01, host: a, udp-port: 34197} # one\n",
            u"game/g01"_s, u"udp-port"_s, 34200,
            "games:\n  - {name: g01, host: a, udp-port: 34200} # one\n");
        row("key added to a flow map", "games:\n  - {name: g01, host: a, rcon-port: 27015}\n",
            u"game/g01"_s, u"udp-port"_s, 34200,
            "games:\n  - {name: g01, host: a, udp-port: 34200, rcon-port: 27015}\n");
        row("key removed from a flow map",
            "games:\n  - {name: g01, host: a, udp-port: 1, rcon-port: 2}\n", u"game/g01"_s,
            u"udp-port"_s, Value(), "games:\n  - {name: g01, host: a, rcon-port: 2}\n");
        row("double quotes stay", "factorio: {version: \"1.1.110\"} # v\n", u"fleet"_s,
            u"factorio.version"_s, u"1.2"_s, "factorio: {version: \"1.2\"} # v\n");
        row("single quotes stay", "factorio: {version: '1.1.110'}\n", u"fleet"_s,
            u"factorio.version"_s, u"it's"_s, "factorio: {version: 'it''s'}\n");
        row("plain stays plain", "factorio:\n  version: 1.10   # v\n", u"fleet"_s,
            u"factorio.version"_s, u"1.20"_s, "factorio:\n  version: 1.20   # v\n");
        row("short form", "edge: split # e\n", u"fleet"_s, u"edge.mode"_s, u"single"_s,
            "edge: single # e\n");
        row("short form grows", "edge: single # e\n", u"fleet"_s, u"edge.host"_s, u"a"_s,
            "edge: {mode: single, host: a} # e\n");
        row("short form is used", "overlay: none\n", u"fleet"_s, u"edge.mode"_s, u"single"_s,
            "edge: single\noverlay: none\n");
        row("nested key added", "acme: {email: a@b.de}\n", u"fleet"_s, u"turn.relay-ports"_s,
            u"49152-49300"_s, "turn: {relay-ports: 49152-49300}\nacme: {email: a@b.de}\n");
        row("last key of a map", "overlay: none\nturn: {relay-ports: 49152-49300}\n", u"fleet"_s,
            u"turn.relay-ports"_s, Value(), "overlay: none\n");
        row("block item",
            "hosts:\n  # the box\n  - name: a   # c\n    system: x86_64-linux # s\n\n    # ssh\n   "
            " ssh: 1.2.3.4\n",
            u"host/a"_s, u"system"_s, u"aarch64-linux"_s,
            "hosts:\n  # the box\n  - name: a   # c\n    system: aarch64-linux # s\n\n    # ssh\n  "
            "  ssh: 1.2.3.4\n");
        row("key added to a block item", "hosts:\n  - name: a # c\n    mesh: auto # m\n",
            u"host/a"_s, u"class"_s, u"unmanaged"_s,
            "hosts:\n  - name: a # c\n    class: unmanaged\n    mesh: auto # m\n");
        row("key added at the end without newline", "hosts:\n  - name: a # c", u"host/a"_s,
            u"class"_s, u"unmanaged"_s, "hosts:\n  - name: a # c\n    class: unmanaged");
        row("first key removed", "hosts:\n  - mesh: auto # m\n    name: a\n", u"host/a"_s,
            u"mesh"_s, Value(), "hosts:\n  - name: a\n");
        row("alias", "hosts:\n  - {name: a, address: 1.2.3.4}\n", u"host/a"_s, u"ssh.address"_s,
            u"1.2.3.5"_s, "hosts:\n  - {name: a, address: 1.2.3.5}\n");
        row("beside an alias", "hosts:\n  - {name: a, address: 1.2.3.4}\n", u"host/a"_s,
            u"ssh.port"_s, 2222, "hosts:\n  - {name: a, address: 1.2.3.4, port: 2222}\n");
        row("short ssh grows", "hosts:\n  - name: a\n    ssh: 1.2.3.4 # s\n", u"host/a"_s,
            u"ssh.port"_s, 2222,
            "hosts:\n  - name: a\n    ssh: {address: 1.2.3.4, port: 2222} # s\n");
        row("fresh short ssh", "hosts:\n  - name: a\n", u"host/a"_s, u"ssh.address"_s, u"1.2.3.4"_s,
            "hosts:\n  - name: a\n    ssh: 1.2.3.4\n");
        row("text that looks like a number is quoted", "hosts:\n  - name: a\n", u"host/a"_s,
            u"state-version"_s, u"26.05"_s, "hosts:\n  - name: a\n    state-version: \"26.05\"\n");
        row("flow list", "hosts:\n  - {name: a, tags: [x, 'y', \"z\"]}\n", u"host/a"_s, u"tags"_s,
            ValueList{u"x"_s, u"w"_s, u"z"_s}, "hosts:\n  - {name: a, tags: [x, w, \"z\"]}\n");
        row("flow list grows", "hosts:\n  - {name: a, tags: [ x ]}\n", u"host/a"_s, u"tags"_s,
            ValueList{u"x"_s, u"w"_s}, "hosts:\n  - {name: a, tags: [ x, w ]}\n");
        row("flow list shrinks", "hosts:\n  - {name: a, tags: [x, 'y', z]}\n", u"host/a"_s,
            u"tags"_s, ValueList{u"'y'"_s.mid(1, 1), u"z"_s},
            "hosts:\n  - {name: a, tags: ['y', z]}\n");
        row("block list grows",
            "secrets:\n  operators:\n    - \"ssh-ed25519 AAAA a\" # me\n    # end\n", u"fleet"_s,
            u"secrets.operators"_s, ValueList{u"ssh-ed25519 AAAA a"_s, u"ssh-ed25519 BBBB b"_s},
            "secrets:\n  operators:\n    - \"ssh-ed25519 AAAA a\" # me\n    - \"ssh-ed25519 BBBB "
            "b\"\n    # end\n");
        row("block list shrinks",
            "secrets:\n  operators:\n    # one\n    - ssh-ed25519 AAAA a\n    # two\n    - "
            "ssh-ed25519 BBBB b\n",
            u"fleet"_s, u"secrets.operators"_s, ValueList{u"ssh-ed25519 AAAA a"_s},
            "secrets:\n  operators:\n    # one\n    - ssh-ed25519 AAAA a\n    # two\n");
        row("block list emptied",
            "secrets:\n  backend: sops\n  operators:\n    - ssh-ed25519 AAAA a\nname2: x\n",
            u"fleet"_s, u"secrets.operators"_s, ValueList{},
            "secrets:\n  backend: sops\n  operators: []\nname2: x\n");
        row("map key by key", "inputs:\n  nixpkgs: \"github:a/b\" # n\n  other: x # o\n",
            u"fleet"_s, u"inputs"_s,
            ValueMap{{u"nixpkgs"_s, u"github:a/c"_s}, {u"other"_s, u"x"_s}},
            "inputs:\n  nixpkgs: \"github:a/c\" # n\n  other: x # o\n");
        row("null value", "games:\n  - name: g01\n    host: a\n    udp-port: # none\n",
            u"game/g01"_s, u"udp-port"_s, 34200,
            "games:\n  - name: g01\n    host: a\n    udp-port: 34200 # none\n");
        row("crlf", "overlay: none\r\nhosts:\r\n  - name: a\r\n    mesh: auto\r\n", u"host/a"_s,
            u"class"_s, u"unmanaged"_s,
            "overlay: none\r\nhosts:\r\n  - name: a\r\n    class: unmanaged\r\n    mesh: auto\r\n");
        row("not ascii", "hosts:\n  # Gerät ü\n  - {name: a, x-note: \"größer\", mesh: auto} # é\n",
            u"host/a"_s, u"mesh"_s, u"100.64.0.1"_s,
            "hosts:\n  # Gerät ü\n  - {name: a, x-note: \"größer\", mesh: 100.64.0.1} # é\n");
        row("service", "services:\n  - name: cache\n    kind: redis\n", u"service/cache"_s,
            u"port"_s, 6380,
            "services:\n  - name: cache\n    kind: redis\n    settings: {port: 6380}\n");
        row("implied service", "hosts:\n  - {name: mini, roles: [broker]}\nservices: [] # s\n",
            u"mini/redis"_s, u"port"_s, 6380,
            "hosts:\n  - {name: mini, roles: [broker]}\nservices: # s\n  - {name: mini/redis, "
            "kind: redis, settings: {port: 6380}}\n");
        row("flow file", "hosts: [{name: a}, {name: b}]\n", u"host/b"_s, u"mesh"_s, u"100.64.0.1"_s,
            "hosts: [{name: a}, {name: b, mesh: 100.64.0.1}]\n");
        row("section between",
            "hosts:\n  - {name: a}\noverlay: none # o\ngames:\n  - {name: g01, host: a}\n",
            u"fleet"_s, u"overlay"_s, u"tailscale"_s,
            "hosts:\n  - {name: a}\noverlay: tailscale # o\ngames:\n  - {name: g01, host: a}\n");
    }

    void rewritesOnlyWhatChanges()
    {
        QFETCH(QByteArray, before);
        QFETCH(QString, item);
        QFETCH(QString, field);
        QFETCH(Value, value);
        QFETCH(QByteArray, after);
        const bool crlf = before.contains('\r');
        const QByteArray top = crlf ? QByteArray(head).replace("\n", "\r\n") : head;
        const Fleet fleet = read(top + before);
        const auto edited = apply(fleet, Catalog::builtIn(), SetField{ItemId(item), field, value});
        QVERIFY2(edited, edited ? "" : qPrintable(edited.error().message));
        QByteArray want = top + after;
        if (const QByteArray text = printFleet(*edited); text != want)
            QFAIL(qPrintable(QString::fromUtf8(text) + u"\n--- expected\n"
                             + QString::fromUtf8(want)));
        QVERIFY(read(want) == *edited);
    }

    void addsMovesAndRemoves_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<EditStep>("step");
        QTest::addColumn<QByteArray>("after");

        const auto row = [](const char *name, const QByteArray &before, const EditStep &step,
                            const QByteArray &after) {
            QTest::newRow(name) << before << step << after;
        };
        const QByteArray hosts = "hosts:\n- name: a\n- name: b\n";
        const Edit g2 = AddItem{u"game"_s, u"g02"_s, u"b"_s, {{u"udp-port"_s, 34198}}};
        row("like its siblings",
            hosts + "games:\n    # first\n    - {name: g01, host: a}\n\n# end\n", {{}, {g2}},
            hosts
                + "games:\n    # first\n    - {name: g01, host: a}\n    - {name: g02, host: b, "
                  "udp-port: 34198}\n\n# end\n");
        row("like its siblings, in a block", hosts + "games:\n  -   name: g01\n      host: a\n",
            {{}, {g2}},
            hosts
                + "games:\n  -   name: g01\n      host: a\n  -   name: g02\n      host: b\n      "
                  "udp-port: 34198\n");
        row("with blank lines between",
            hosts
                + "games:\n  - {name: g00, host: a}\n\n  - {name: g01, host: a}\n\nservices: []\n",
            {{}, {g2}},
            hosts
                + "games:\n  - {name: g00, host: a}\n\n  - {name: g01, host: a}\n\n  - {name: g02, "
                  "host: b, udp-port: 34198}\n\nservices: []\n");
        row("into an empty list", hosts + "games: [] # none\nclients: []\n", {{}, {g2}},
            hosts + "games: # none\n- {name: g02, host: b, udp-port: 34198}\nclients: []\n");
        row("into a list in brackets with comments",
            hosts + "games: [ # none yet\n  # really { none\n] # end\nclients: []\n", {{}, {g2}},
            hosts
                + "games: # none yet\n  # really { none # end\n- {name: g02, host: b, udp-port: "
                  "34198}\nclients: []\n");
        const EditStep cache{{}, {AddItem{u"redis"_s, u"cache"_s, {}, {}}}};
        row("into an absent list below items without end", hosts.chopped(1), cache,
            hosts + "services:\n- {name: cache, kind: redis}\n");
        row("into an absent list below items with a gap, without end",
            "clients:\n\n# c\n- {id: c1, host: a}", cache,
            "clients:\n\n# c\n- {id: c1, host: a}\nservices:\n- {name: cache, kind: redis}\n");
        row("into an absent list below a comment without end",
            "clients: # c\n- {id: c0, host: a}\n\n- {id: c1, host: a}", cache,
            "clients: # c\n- {id: c0, host: a}\n\n- {id: c1, host: a}\nservices:\n- {name: cache, "
            "kind: redis}\n");
        row("into an absent list", hosts + "services: []\n", {{}, {g2}},
            hosts + "games:\n- {name: g02, host: b, udp-port: 34198}\nservices: []\n");
        row("into a list in brackets", hosts + "games: [ {name: g01, host: a} ] # g\n", {{}, {g2}},
            hosts + "games: [ {name: g01, host: a}, {name: g02, host: b, udp-port: 34198} ] # g\n");
        row("after a line without end", "games: []\nhosts:\n  - name: b",
            {{}, {AddItem{u"host"_s, u"c"_s, {}, {{u"ssh.address"_s, u"c.local"_s}}}}},
            "games: []\nhosts:\n  - name: b\n  - name: c\n    ssh: c.local\n");
        row("a service", hosts,
            {{}, {AddItem{u"redis"_s, u"cache"_s, u"a"_s, {{u"port"_s, 6380}}}}},
            hosts
                + "services:\n- {name: cache, kind: redis, settings: {port: 6380}, roles: {server: "
                  "{hosts: [a]}}}\n");
        row("moved", hosts + "games:\n  - {name: g01, host: a} # one\n",
            {{}, {MoveItem{ItemId(u"game/g01"_s), u"b"_s}}},
            hosts + "games:\n  - {name: g01, host: b} # one\n");
        row("removed with its comments",
            hosts
                + "games:\n  # of both\n\n  # of g01\n  # too\n  - {name: g01, host: a} # x\n  # "
                  "of g02\n  - {name: g02, host: a}\n",
            {{}, {RemoveItem{ItemId(u"game/g01"_s)}}},
            hosts + "games:\n  # of both\n\n  # of g02\n  - {name: g02, host: a}\n");
        row("the last one removed",
            hosts
                + "games: # g\n  # of both\n\n  # of g01\n  - {name: g01, host: a} # x\n  # "
                  "below\n",
            {{}, {RemoveItem{ItemId(u"game/g01"_s)}}},
            hosts + "games: [] # g\n  # of both\n\n  # below\n");
        row("removed from brackets",
            hosts + "games: [{name: g01, host: a}, {name: g02, host: a}]\n",
            {{}, {RemoveItem{ItemId(u"game/g01"_s)}}}, hosts + "games: [{name: g02, host: a}]\n");
        row("a host after its items",
            hosts
                + "games:\n  - {name: g01, host: b}\nservices:\n  - {name: b/redis, kind: redis}\n",
            {{}, {MoveItem{ItemId(u"game/g01"_s), u"a"_s}, RemoveItem{ItemId(u"host/b"_s)}}},
            "hosts:\n- name: a\ngames:\n  - {name: g01, host: a}\nservices: []\n");
        row("host renamed everywhere",
            "edge: {mode: single, host: a}\nhosts:\n- name: a # box\n- {name: b, ssh: {address: x, "
            "jump: a}, build-on: a}\n- {name: c, ssh: {address: x, jump: me@a:22}}\n"
            "games:\n  - {name: g01, host: a} # one\nservices:\n  - {name: a/redis, kind: redis}\n "
            " - {name: q, kind: redis, roles: {server: {hosts: [b, a]}}}\n",
            {{}, {SetField{ItemId(u"host/a"_s), u"name"_s, u"new"_s}}},
            "edge: {mode: single, host: new}\nhosts:\n- name: new # box\n- {name: b, ssh: "
            "{address: x, jump: new}, build-on: new}\n- {name: c, ssh: {address: x, jump: "
            "me@new:22}}\n"
            "games:\n  - {name: g01, host: new} # one\nservices:\n  - {name: new/redis, kind: "
            "redis}\n  - {name: q, kind: redis, roles: {server: {hosts: [b, new]}}}\n");
        row("item renamed",
            hosts
                + "games:\n  - {name: g01, host: a}\nclients:\n  - {id: 'c01', host: a, game: "
                  "g01}\n",
            {{},
             {SetField{ItemId(u"game/g01"_s), u"name"_s, u"x"_s},
              SetField{ItemId(u"stream-client/c01"_s), u"name"_s, u"y"_s}}},
            hosts + "games:\n  - {name: x, host: a}\nclients:\n  - {id: 'y', host: a, game: x}\n");
        row("unknown key taken out", hosts + "games:\n  - {name: g01, prot: 1, host: a}\n",
            {{}, {SetField{ItemId(u"game/g01"_s), u"prot"_s, {}}}},
            hosts + "games:\n  - {name: g01, host: a}\n");
    }

    void addsMovesAndRemoves()
    {
        QFETCH(QByteArray, before);
        QFETCH(EditStep, step);
        QFETCH(QByteArray, after);
        const auto edited = apply(read(head + before), Catalog::builtIn(), step);
        QVERIFY2(edited, edited ? "" : qPrintable(edited.error().message));
        if (const QByteArray text = printFleet(*edited); text != head + after)
            QFAIL(qPrintable(QString::fromUtf8(text) + u"\n--- expected\n"
                             + QString::fromUtf8(head + after)));
        QVERIFY(read(head + after) == *edited);
    }

    void refuses_data()
    {
        QTest::addColumn<EditStep>("step");
        QTest::addColumn<QString>("code");

        const auto row = [](const char *name, const Edit &edit, const char *code) {
            QTest::newRow(name) << EditStep{{}, {edit}} << QString::fromLatin1(code);
        };
        const ItemId g01(u"game/g01"_s), host(u"host/a"_s);
        row("unknown item", SetField{ItemId(u"game/x"_s), u"udp-port"_s, 1}, "unknown-item");
        row("unknown field", SetField{g01, u"udp"_s, 1}, "unknown-field");
        row("unknown setting", SetField{ItemId::fleet(), u"edge.color"_s, u"x"_s}, "unknown-field");
        row("unknown host", MoveItem{g01, u"nowhere"_s}, "unknown-host");
        row("port out of range", SetField{g01, u"udp-port"_s, 70000}, "bad-value");
        row("port is a text", SetField{g01, u"udp-port"_s, u"x"_s}, "bad-value");
        row("a map of fields", SetField{host, u"ssh"_s, ValueMap{{u"x"_s, 1}}}, "bad-value");
        row("taken name", SetField{g01, u"name"_s, u"g02"_s}, "taken-name");
        row("bad name", SetField{g01, u"name"_s, u"-oProxyCommand=x"_s}, "bad-name");
        row("name is a path", AddItem{u"game"_s, u"../../etc"_s, u"a"_s, {}}, "bad-name");
        row("no name", SetField{g01, u"name"_s, {}}, "bad-name");
        row("unknown kind", AddItem{u"nothing"_s, u"x"_s, u"a"_s, {}}, "unknown-kind");
        row("added to an unknown host", AddItem{u"game"_s, u"x"_s, u"z"_s, {}}, "unknown-host");
        row("host that carries items", RemoveItem{host}, "host-not-empty");
        row("the settings", RemoveItem{ItemId::fleet()}, "cannot-remove");
        row("what a role brings", RemoveItem{ItemId(u"a/redis"_s)}, "placed-by-role");
        row("what a role brings, moved", MoveItem{ItemId(u"a/redis"_s), u"a"_s}, "placed-by-role");
        row("a host moved", MoveItem{host, u"a"_s}, "placed-by-role");
        row("schema version", SetField{ItemId::fleet(), u"switchyard"_s, {}}, "required");
        row("list that is none", AddItem{u"stream-client"_s, u"c01"_s, u"a"_s, {}}, "cannot-edit");
    }

    void refuses()
    {
        QFETCH(EditStep, step);
        QFETCH(QString, code);
        const Fleet fleet = read(head
                                 + "hosts:\n- {name: a, roles: [broker]}\ngames:\n- {name: g01, "
                                   "host: a}\n- {name: g02, host: a}\nclients: none\n");
        const auto edited = apply(fleet, Catalog::builtIn(), step);
        QVERIFY(!edited);
        QVERIFY2(edited.error().code == code,
                 qPrintable(edited.error().code + u": "_s + edited.error().message));
        QVERIFY(!edited.error().message.isEmpty());
    }

    void readsWhatPeopleType()
    {
        const Catalog &catalog = Catalog::builtIn();
        const auto parse = [&](const char *kind, const char *field, const QString &text) {
            return parseValue(
                *catalog.kind(QString::fromLatin1(kind))->field(QString::fromLatin1(field)), text);
        };
        QCOMPARE(parse("game", "udp-port", u" 34200 "_s).value(), Value(34200));
        QCOMPARE(parse("fleet", "factorio.version", u"1.10"_s).value(), Value(u"1.10"_s));
        QCOMPARE(parse("host", "tags", u"a, b,"_s).value(), Value(ValueList{u"a"_s, u"b"_s}));
        QCOMPARE(parse("host", "tags", u"[a, b]"_s).value(), Value(ValueList{u"a"_s, u"b"_s}));
        QCOMPARE(parse("fleet", "inputs", u"{a: \"b:c\"}"_s).value(),
                 Value(ValueMap{{u"a"_s, u"b:c"_s}}));
        QCOMPARE(parse("host", "tags", u""_s).value(), Value());
        for (const auto &[kind, field, text] : {std::tuple{"game", "udp-port", u"70000"_s},
                                                {"game", "udp-port", u"x"_s},
                                                {"host", "tags", u"[a"_s},
                                                {"host", "public", u"1.2.3"_s},
                                                {"fleet", "edge.mode", u"both"_s}}) {
            const auto value = parse(kind, field, text);
            QVERIFY2(!value && !value.error().message.isEmpty(), qPrintable(text));
        }
        const Field &tags = *catalog.kind(u"host")->field(u"tags");
        for (const Value &value : {Value(ValueList{u"a"_s, u"b"_s}), Value(ValueList{u"a"_s})})
            QCOMPARE(parseValue(tags, valueText(tags, value)).value(), value);
    }

    void describesItself()
    {
        const Fleet fleet = read(head + "hosts:\n- {name: a}\ngames:\n- {name: g01, host: a}\n");
        const auto text = [&](const Edit &edit) {
            return describe(fleet, Catalog::builtIn(), edit);
        };
        QCOMPARE(text(MoveItem{ItemId(u"game/g01"_s), u"b"_s}), u"Move g01 from a to b"_s);
        QCOMPARE(text(SetField{ItemId(u"game/g01"_s), u"udp-port"_s, 5}),
                 u"Set Game port of g01 to 5"_s);
        QCOMPARE(text(SetField{ItemId::fleet(), u"edge.mode"_s, u"single"_s}), u"Set Edge of the fleet to One host for all"_s);
        QCOMPARE(text(SetField{ItemId::fleet(), u"tailscale.auto-join"_s, true}), u"Set Join by auth key of the fleet to Yes"_s);
        QCOMPARE(text(SetField{ItemId::fleet(), u"x-own"_s, u"single"_s}), u"Set x-own of the fleet to single"_s);
        QCOMPARE(text(SetField{ItemId(u"game/g01"_s), u"name"_s, u"x"_s}), u"Rename g01 to x"_s);
        QCOMPARE(text(AddItem{u"game"_s, u"g02"_s, u"a"_s, {}}), u"Add Factorio game g02 to a"_s);
        QCOMPARE(text(RemoveItem{ItemId(u"host/a"_s)}), u"Remove a"_s);
    }
};

QTEST_GUILESS_MAIN(EditTest)
#include "tst_edit.moc"
