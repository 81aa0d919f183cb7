// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/diff.h"
#include "model/edit.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QTest>

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

        const auto row = [](const char *name, const QByteArray &before, const QString &item, const QString &field, const Value &value,
                            const QByteArray &after) { QTest::newRow(name) << before << item << field << value << after; };
        row("value in a flow map", "games:\n  - {name: g01, host: a, udp-port: 34197} # one\n", u"game/g01"_s, u"udp-port"_s, 34200,
            "games:\n  - {name: g01, host: a, udp-port: 34200} # one\n");
        row("key added to a flow map", "games:\n  - {name: g01, host: a, rcon-port: 27015}\n", u"game/g01"_s, u"udp-port"_s, 34200,
            "games:\n  - {name: g01, host: a, udp-port: 34200, rcon-port: 27015}\n");
        row("key removed from a flow map", "games:\n  - {name: g01, host: a, udp-port: 1, rcon-port: 2}\n", u"game/g01"_s, u"udp-port"_s,
            Value(), "games:\n  - {name: g01, host: a, rcon-port: 2}\n");
        row("double quotes stay", "factorio: {version: \"1.1.110\"} # v\n", u"fleet"_s, u"factorio.version"_s, u"1.2"_s,
            "factorio: {version: \"1.2\"} # v\n");
        row("single quotes stay", "factorio: {version: '1.1.110'}\n", u"fleet"_s, u"factorio.version"_s, u"it's"_s,
            "factorio: {version: 'it''s'}\n");
        row("plain stays plain", "factorio:\n  version: 1.10   # v\n", u"fleet"_s, u"factorio.version"_s, u"1.20"_s,
            "factorio:\n  version: 1.20   # v\n");
        row("short form", "edge: split # e\n", u"fleet"_s, u"edge.mode"_s, u"single"_s, "edge: single # e\n");
        row("short form grows", "edge: single # e\n", u"fleet"_s, u"edge.host"_s, u"a"_s, "edge: {mode: single, host: a} # e\n");
        row("short form is used", "overlay: none\n", u"fleet"_s, u"edge.mode"_s, u"single"_s, "edge: single\noverlay: none\n");
        row("nested key added", "acme: {email: a@b.de}\n", u"fleet"_s, u"turn.relay-ports"_s, u"49152-49300"_s,
            "turn: {relay-ports: 49152-49300}\nacme: {email: a@b.de}\n");
        row("last key of a map", "overlay: none\nturn: {relay-ports: 49152-49300}\n", u"fleet"_s, u"turn.relay-ports"_s, Value(),
            "overlay: none\n");
        row("block item", "hosts:\n  # the box\n  - name: a   # c\n    system: x86_64-linux # s\n\n    # ssh\n    ssh: 1.2.3.4\n",
            u"host/a"_s, u"system"_s, u"aarch64-linux"_s,
            "hosts:\n  # the box\n  - name: a   # c\n    system: aarch64-linux # s\n\n    # ssh\n    ssh: 1.2.3.4\n");
        row("key added to a block item", "hosts:\n  - name: a # c\n    mesh: auto # m\n", u"host/a"_s, u"class"_s, u"unmanaged"_s,
            "hosts:\n  - name: a # c\n    class: unmanaged\n    mesh: auto # m\n");
        row("key added at the end without newline", "hosts:\n  - name: a # c", u"host/a"_s, u"class"_s, u"unmanaged"_s,
            "hosts:\n  - name: a # c\n    class: unmanaged");
        row("first key removed", "hosts:\n  - mesh: auto # m\n    name: a\n", u"host/a"_s, u"mesh"_s, Value(), "hosts:\n  - name: a\n");
        row("alias", "hosts:\n  - {name: a, address: 1.2.3.4}\n", u"host/a"_s, u"ssh.address"_s, u"1.2.3.5"_s,
            "hosts:\n  - {name: a, address: 1.2.3.5}\n");
        row("beside an alias", "hosts:\n  - {name: a, address: 1.2.3.4}\n", u"host/a"_s, u"ssh.port"_s, 2222,
            "hosts:\n  - {name: a, address: 1.2.3.4, port: 2222}\n");
        row("short ssh grows", "hosts:\n  - name: a\n    ssh: 1.2.3.4 # s\n", u"host/a"_s, u"ssh.port"_s, 2222,
            "hosts:\n  - name: a\n    ssh: {address: 1.2.3.4, port: 2222} # s\n");
        row("fresh short ssh", "hosts:\n  - name: a\n", u"host/a"_s, u"ssh.address"_s, u"1.2.3.4"_s,
            "hosts:\n  - name: a\n    ssh: 1.2.3.4\n");
        row("text that looks like a number is quoted", "hosts:\n  - name: a\n", u"host/a"_s, u"state-version"_s, u"26.05"_s,
            "hosts:\n  - name: a\n    state-version: \"26.05\"\n");
        row("flow list", "hosts:\n  - {name: a, tags: [x, 'y', \"z\"]}\n", u"host/a"_s, u"tags"_s, ValueList{u"x"_s, u"w"_s, u"z"_s},
            "hosts:\n  - {name: a, tags: [x, w, \"z\"]}\n");
        row("flow list grows", "hosts:\n  - {name: a, tags: [ x ]}\n", u"host/a"_s, u"tags"_s, ValueList{u"x"_s, u"w"_s},
            "hosts:\n  - {name: a, tags: [ x, w ]}\n");
        row("flow list shrinks", "hosts:\n  - {name: a, tags: [x, 'y', z]}\n", u"host/a"_s, u"tags"_s, ValueList{u"'y'"_s.mid(1, 1), u"z"_s},
            "hosts:\n  - {name: a, tags: ['y', z]}\n");
        row("block list grows", "secrets:\n  operators:\n    - \"ssh-ed25519 AAAA a\" # me\n    # end\n", u"fleet"_s, u"secrets.operators"_s,
            ValueList{u"ssh-ed25519 AAAA a"_s, u"ssh-ed25519 BBBB b"_s},
            "secrets:\n  operators:\n    - \"ssh-ed25519 AAAA a\" # me\n    - \"ssh-ed25519 BBBB b\"\n    # end\n");
        row("block list shrinks", "secrets:\n  operators:\n    # one\n    - ssh-ed25519 AAAA a\n    # two\n    - ssh-ed25519 BBBB b\n", u"fleet"_s,
            u"secrets.operators"_s, ValueList{u"ssh-ed25519 AAAA a"_s}, "secrets:\n  operators:\n    # one\n    - ssh-ed25519 AAAA a\n    # two\n");
        row("block list emptied", "secrets:\n  backend: sops\n  operators:\n    - ssh-ed25519 AAAA a\nname2: x\n", u"fleet"_s, u"secrets.operators"_s,
            ValueList{}, "secrets:\n  backend: sops\n  operators: []\nname2: x\n");
        row("map key by key", "inputs:\n  nixpkgs: \"github:a/b\" # n\n  other: x # o\n", u"fleet"_s, u"inputs"_s,
            ValueMap{{u"nixpkgs"_s, u"github:a/c"_s}, {u"other"_s, u"x"_s}}, "inputs:\n  nixpkgs: \"github:a/c\" # n\n  other: x # o\n");
        row("null value", "games:\n  - name: g01\n    host: a\n    udp-port: # none\n", u"game/g01"_s, u"udp-port"_s, 34200,
            "games:\n  - name: g01\n    host: a\n    udp-port: 34200 # none\n");
        row("crlf", "overlay: none\r\nhosts:\r\n  - name: a\r\n    mesh: auto\r\n", u"host/a"_s, u"class"_s, u"unmanaged"_s,
            "overlay: none\r\nhosts:\r\n  - name: a\r\n    class: unmanaged\r\n    mesh: auto\r\n");
        row("not ascii", "hosts:\n  # Gerät ü\n  - {name: a, x-note: \"größer\", mesh: auto} # é\n", u"host/a"_s, u"mesh"_s, u"100.64.0.1"_s,
            "hosts:\n  # Gerät ü\n  - {name: a, x-note: \"größer\", mesh: 100.64.0.1} # é\n");
        row("service", "services:\n  - name: cache\n    kind: redis\n", u"service/cache"_s, u"port"_s, 6380,
            "services:\n  - name: cache\n    kind: redis\n    settings: {port: 6380}\n");
        row("implied service", "hosts:\n  - {name: mini, roles: [broker]}\nservices: [] # s\n", u"mini/redis"_s, u"port"_s, 6380,
            "hosts:\n  - {name: mini, roles: [broker]}\nservices: # s\n  - {name: mini/redis, kind: redis, settings: {port: 6380}}\n");
        row("flow file", "hosts: [{name: a}, {name: b}]\n", u"host/b"_s, u"mesh"_s, u"100.64.0.1"_s,
            "hosts: [{name: a}, {name: b, mesh: 100.64.0.1}]\n");
        row("section between", "hosts:\n  - {name: a}\noverlay: none # o\ngames:\n  - {name: g01, host: a}\n", u"fleet"_s, u"overlay"_s,
            u"tailscale"_s, "hosts:\n  - {name: a}\noverlay: tailscale # o\ngames:\n  - {name: g01, host: a}\n");
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
            QFAIL(qPrintable(QString::fromUtf8(text) + u"\n--- expected\n" + QString::fromUtf8(want)));
        QVERIFY(read(want) == *edited);
    }
};

QTEST_GUILESS_MAIN(EditTest)
#include "tst_edit.moc"
