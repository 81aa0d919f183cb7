// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalog.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace model;
using namespace Qt::StringLiterals;

class CatalogTest : public QObject
{
    Q_OBJECT

private:
    const Catalog &m_catalog = Catalog::builtIn();

    /// The built-in catalog as files, with one stretch of one file replaced.
    static bool copyWith(const QTemporaryDir &folder, const QString &file, const QByteArray &before,
                         const QByteArray &after)
    {
        QStringList names{u"catalog.yaml"_s};
        for (const QString &below : {u"catalog"_s, u"schema"_s}) {
            for (const QString &name : QDir(u":/resources/"_s + below).entryList())
                names += below + u'/' + name;
        }
        bool replaced = false;
        for (const QString &name : names) {
            QByteArray text = tests::readFile(u":/resources/"_s + name);
            if (name == file) {
                replaced = text.contains(before);
                text.replace(text.indexOf(before), before.size(), after);
            }
            if (!tests::writeFile(folder.filePath(name), text))
                return false;
        }
        return replaced;
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void kindsComeByTierThenByName()
    {
        QStringList names;
        for (const Kind &kind : m_catalog.kinds())
            names += kind.name;
        QCOMPARE(names.join(u' '), u"caddy coturn broker redis stream-client game tailscale wireguard yggdrasil zerotier"_s);
    }

    void lookups()
    {
        QCOMPARE(m_catalog.kindOfSection(u"games"), m_catalog.kind(u"game"));
        QCOMPARE(m_catalog.kindOfSection(u"services"), nullptr);
        QCOMPARE(m_catalog.kindOfSection(u"nothing"), nullptr);
        QCOMPARE(m_catalog.kind(u"nothing"), nullptr);
        QVERIFY(m_catalog.kind(u"host") && m_catalog.kind(u"fleet"));
        QCOMPARE(m_catalog.role(u"broker")->brings,
                 (QStringList{u"broker"_s, u"redis"_s, u"caddy"_s}));
        QCOMPARE(m_catalog.role(u"nothing"), nullptr);
        QCOMPARE(m_catalog.kind(u"host")->field(u"address"),
                 m_catalog.kind(u"host")->field(u"ssh.address"));
        QCOMPARE(m_catalog.kind(u"game")->field(u"nothing"), nullptr);
        QCOMPARE(m_catalog.containerBackend(u"docker")->prefix, u"docker"_s);
        QCOMPARE(m_catalog.containerBackend(u"nothing"), nullptr);
    }

    /// A kind is read with everything its file says.
    void aWholeKind()
    {
        const Kind &game = *m_catalog.kind(u"game");
        QVERIFY(game.container && game.perHost);
        QCOMPARE(game.role, u"game-server"_s);
        QCOMPARE(game.fields.size(), 2);
        QVERIFY(game.fields.at(0).allocate);
        QCOMPARE(game.fields.at(0).type, FieldType::Port);
        QCOMPARE(game.ports.at(0).protocol, Protocol::Udp);
        QCOMPARE(game.ports.at(0).publicWhen.at(u"fleet.games-access"_s), u"public"_s);
        QCOMPARE(game.backup, QStringList{u"/var/lib/factorio/{name}/saves"_s});
        QCOMPARE(game.defaults.at(u"rcon-port").toInt(), 27015);
        QCOMPARE(m_catalog.kind(u"stream-client")->aliases.value(u"id"_s), u"name"_s);
    }

    void effectiveValues()
    {
        const Kind &host = *m_catalog.kind(u"host"), &fleet = *m_catalog.kind(u"fleet");
        const Value written = Value(ValueMap()).with(u"ssh.port", 2222);
        QCOMPARE(m_catalog.effective(host, written, u"ssh.port").toInt(), 2222);
        QCOMPARE(m_catalog.effective(host, written, u"sshd.port").toInt(), 2222); // follows it
        QCOMPARE(m_catalog.effective(host, written, u"ssh.user").text(), u"deploy"_s);
        QVERIFY(m_catalog.effective(host, written, u"state-version").isNull());
        const Value compose = Value(ValueMap()).with(u"containers.compose", u"/opt/x"_s);
        QCOMPARE(m_catalog.effective(fleet, compose, u"containers.backend").text(), u"compose"_s);
    }

    /// All values at once are the values one by one.
    void effectiveMapsAgree()
    {
        const Kind &host = *m_catalog.kind(u"host");
        const Value written =
            Value(ValueMap()).with(u"ssh.port", 2222).with(u"network.address", u"10.0.0.2/24"_s);
        const Value all = m_catalog.effective(host, written);
        for (const Field &field : host.fields)
            QCOMPARE(all.at(field.name), m_catalog.effective(host, written, field.name));
        QCOMPARE(all.at(u"network.mode").text(), u"static"_s);
    }

    /// At a start only what one file tells of itself is looked at; here, all of what is compiled in.
    void whatIsCompiledInKeepsEveryRule()
    {
        const auto catalog = Catalog::load(u":/resources"_s);
        QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().message));
    }

    void aPatternThatIsNoneIsNamed()
    {
        QTemporaryDir folder;
        QVERIFY(copyWith(folder, u"schema/host.yaml"_s, "\"[0-9a-f]{64}\"", "\"[0-9a-f{64}\""));
        const auto catalog = Catalog::load(folder.path());
        QVERIFY(!catalog);
        QVERIFY2(catalog.error().message.contains(u"host.yaml"_s) && catalog.error().message.contains(u"a pattern is a regular expression"_s), qPrintable(catalog.error().message));
    }

    /// A word of the file alone, or with words for people.
    void valuesMayHaveTitles()
    {
        QTemporaryDir folder;
        QVERIFY(copyWith(folder, u"schema/host.yaml"_s, "{value: dhcp, title: DHCP, help: \"The network gives the host its address.\"}", "dhcp"));
        const auto catalog = Catalog::load(folder.path());
        QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().message));
        const Field &mode = *catalog->kind(u"host")->field(u"network.mode");
        QCOMPARE(mode.values, (QStringList{u"dhcp"_s, u"static"_s}));
        QVERIFY(!mode.choices.contains(u"dhcp"_s));
        QCOMPARE(mode.choices.at(u"static"_s).title, u"Fixed address"_s);
        const Field &loader = *catalog->kind(u"host")->field(u"boot.loader");
        QCOMPARE(loader.choices.at(u"systemd-boot"_s).help, u"On hosts that start by EFI."_s);
    }

    /// In forms nobody has to read words of the file.
    void everyChoiceHasATitle()
    {
        int choices = 0;
        QList<const Kind *> kinds{m_catalog.kind(u"fleet"), m_catalog.kind(u"host")};
        for (const Kind &kind : m_catalog.kinds())
            kinds.append(&kind);
        for (const Kind *kind : kinds) {
            for (const Field &field : kind->fields) {
                if (field.type != FieldType::Enum && field.type != FieldType::Host && field.type != FieldType::Ref)
                    continue; // where it is typed, it is typed as in the file
                for (const QString &value : field.values) {
                    const auto words = field.choices.find(value);
                    QVERIFY2(words != field.choices.end() && !words->second.title.isEmpty(), qPrintable(kind->name + u'.' + field.name + u": "_s + value));
                    ++choices;
                }
            }
        }
        QVERIFY2(choices > 20, qPrintable(QString::number(choices)));
    }

    void merging()
    {
        const Value own = Value(ValueMap()).with(u"a.b", 1),
                    other = Value(ValueMap()).with(u"a.b", 2).with(u"a.c", 3).with(u"d", 4);
        QCOMPARE(merged(own, other),
                 Value(ValueMap()).with(u"a.b", 1).with(u"a.c", 3).with(u"d", 4));
        QCOMPARE(merged(Value(), other), other);
        QCOMPARE(merged(own, Value()), own);
        QCOMPARE(merged(u"text"_s, other), Value(u"text"_s));
    }

    void defects_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QString &file, const char *before,
                            const char *after, const QString &message) {
            QTest::newRow(name) << file << QByteArray(before) << QByteArray(after) << message;
        };
        const QString redis = u"catalog/redis.yaml"_s;
        row("unknown key", redis, "icon: redis", "icn: redis", u"redis.yaml:5: icn: unknown key"_s);
        row("unknown key in a field", redis, "default: 6379", "defualt: 6379",
            u"redis.yaml:10: defualt: unknown key"_s);
        row("key twice", redis, "icon: redis", "tier: control",
            u"redis.yaml: line 5, column 1: the key \"tier\" stands twice in this map"_s);
        row("no title", redis, "title: Redis\n", "", u"title: this key must be there"_s);
        row("unknown type", redis, "type: port", "type: prot",
            u"redis.yaml:10: type: \"prot\" is none of"_s);
        row("list for a text", redis, "icon: redis", "icon: [redis]",
            u"redis.yaml:5: icon: a text is expected"_s);
        row("text for a list", redis, "needs: []", "needs: x",
            u"redis.yaml:15: needs: a list is expected"_s);
        row("other file name", redis, "kind: redis", "kind: cache",
            u"redis.yaml:1: kind: the file must be called \"cache.yaml\""_s);
        row("port of no field", redis, "field: port", "field: prt", u"there is no field \"prt\""_s);
        row("port of two sources", redis, "field: port", "field: port, port: 1",
            u"a port is one of"_s);
        row("not YAML", redis, "icon: redis", "icon: [", u"redis.yaml:"_s);
        row("not a map", redis, "kind: redis", "- kind: redis", u"redis.yaml:"_s);
        row("unknown needed kind", u"catalog/broker.yaml"_s, "kind: redis, where: host, why",
            "kind: radis, where: host, why", u"broker.yaml:22: kind: there is no kind \"radis\""_s);
        row("unknown role", u"catalog/broker.yaml"_s, "role: broker", "role: brokr",
            u"broker.yaml:8: role: there is no role \"brokr\""_s);
        row("unknown brought kind", u"catalog.yaml"_s, "brings: [coturn", "brings: [cotrun",
            u"brings: there is no kind \"cotrun\""_s);
        row("unknown tier", u"catalog.yaml"_s, "tier: simulation", "tier: sim",
            u"tier: there is no tier \"sim\""_s);
        row("unknown field of the fleet", u"catalog/coturn.yaml"_s, "fleet-field: turn.relay-ports",
            "fleet-field: turn.ports", u"the fleet has no field \"turn.ports\""_s);
        row("placeholder of nothing", u"catalog/game.yaml"_s, "{fleet.factorio.server.digest}",
            "{fleet.factorio.sever.digest}",
            u"units: nothing can fill {fleet.factorio.sever.digest}"_s);
        row("port of no target", u"catalog/stream-client.yaml"_s, "port: game, via",
            "port: gaem, via", u"links: there is no port \"gaem\" of a kind \"game\""_s);
        const QString host = u"schema/host.yaml"_s;
        const char *dhcp = "{value: dhcp, title: DHCP, help";
        row("enum without values", host, "{name: roles, title: Roles, type: list", "{name: roles, title: Roles, type: enum",
            u"values: an enum needs its values"_s);
        row("value without title", host, dhcp, "{value: dhcp, help", u"title: this key must be there"_s);
        row("value of no name", host, dhcp, "{title: DHCP, help", u"value: this key must be there"_s);
        row("unknown key of a value", host, dhcp, "{value: dhcp, title: DHCP, halp", u"halp: unknown key"_s);
        row("value twice", host, dhcp, "{value: static, title: DHCP, help", u"values: a value stands there twice"_s);
        row("title twice", host, dhcp, "{value: dhcp, title: Fixed address, help",
            u"title: two values are called \"Fixed address\""_s);
        row("a list for a value", host, dhcp, "[dhcp]\n      - {value: auto, title: DHCP, help",
            u"a map of keys and values is expected here"_s);
        row("no such value later", host, "not-yet-values: [darwin]", "not-yet-values: [macos]",
            u"not-yet-values: \"macos\" is none of the values"_s);
    }

    void defects()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, message);
        QTemporaryDir folder;
        QVERIFY(copyWith(folder, file, before, after));
        const auto catalog = Catalog::load(folder.path());
        QVERIFY(!catalog);
        QCOMPARE(catalog.error().code, u"bad-catalog"_s);
        QVERIFY2(catalog.error().message.startsWith(folder.path()),
                 qPrintable(catalog.error().message));
        QVERIFY2(catalog.error().message.contains(message), qPrintable(catalog.error().message));
        QVERIFY(!catalog.error().hint.isEmpty());
    }

    void missingFiles()
    {
        QTemporaryDir folder;
        const auto catalog = Catalog::load(folder.path());
        QVERIFY(!catalog);
        QVERIFY2(catalog.error().message.contains(u"catalog.yaml"_s),
                 qPrintable(catalog.error().message));
    }

    /// A new kind is one more file.
    void aNewKindIsAFile()
    {
        QTemporaryDir folder;
        QVERIFY(copyWith(folder, u"catalog.yaml"_s, "tiers:", "tiers:"));
        QVERIFY(
            tests::writeFile(folder.filePath(u"catalog/postgres.yaml"_s),
                             "kind: postgres\ntitle: PostgreSQL\ntier: control\n"
                             "fields:\n  - {name: port, title: Port, type: port, default: 5432}\n"
                             "ports:\n  - {name: sql, title: SQL, field: port, scope: mesh}\n"));
        const auto catalog = Catalog::load(folder.path());
        QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().message));
        QCOMPARE(catalog->kind(u"postgres")->ports.at(0).scope, Scope::Mesh);
        QCOMPARE(catalog->kind(u"postgres")->fleetKey, u"services"_s);
    }
};

QTEST_GUILESS_MAIN(CatalogTest)
#include "tst_catalog.moc"
