// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/findings.h"
#include "tests/model/fleets.h"

#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

using namespace model;
using tests::changed;
using tests::Row;
using tests::rows;
using tests::sound;
using tests::worded;
using namespace Qt::StringLiterals;

class ValidateTest : public QObject
{
    Q_OBJECT

private:
    const Catalog &m_catalog = Catalog::builtIn();
    const QByteArrayList m_ownTests = {"no-hosts", "unmet-need", "name-clash", "narrow-relay"}; ///< codes that no row gives

    const QByteArrayList m_ofReading = {"unknown-key", "written-twice", "wrong-type", "bad-entry", "no-name", "no-kind", "more", "bad-layout"};

    static bool copyCatalog(const QTemporaryDir &folder)
    {
        bool done = tests::writeFile(folder.filePath(u"catalog.yaml"_s), tests::readFile(u":/resources/catalog.yaml"_s));
        for (const QString &name : {u"catalog/"_s, u"schema/"_s}) {
            for (const QString &file : QDir(u":/resources/"_s + name).entryList())
                done = done && tests::writeFile(folder.filePath(name + file), tests::readFile(u":/resources/"_s + name + file));
        }
        return done;
    }
    Diagnostics found(const QByteArray &yaml, Purpose purpose = Purpose::Design) const
    {
        return validate(tests::fleetOf(yaml).fleet, m_catalog, purpose);
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aSoundFleetHasNoFindings()
    {
        for (const Purpose purpose : {Purpose::Design, Purpose::Deploy}) {
            for (const Diagnostic &diagnostic : found(sound, purpose))
                QFAIL(qPrintable(worded(diagnostic) + u": "_s + diagnostic.message));
        }
    }

    void findings_data()
    {
        QTest::addColumn<int>("index");
        for (qsizetype i = 0; i < rows().size(); ++i)
            QTest::newRow(rows().at(i).name) << int(i);
    }

    /// Exactly these findings, in the order of the file, and the first one on its line.
    void findings()
    {
        QFETCH(int, index);
        const Row &row = rows().at(index);
        const QByteArray text = changed(row);
        const Diagnostics diagnostics = found(text, row.purpose);
        QStringList have;
        for (const Diagnostic &each : diagnostics)
            have += worded(each);
        have.sort();
        QStringList want = row.findings;
        want.sort();
        QCOMPARE(have.join(u'\n'), want.join(u'\n'));
        for (const Diagnostic &each : diagnostics) {
            QVERIFY2((each.message.endsWith(u'.') || each.message.endsWith(u'?')) && !each.message.contains(QRegularExpression(u"%[1-9]"_s)), qPrintable(each.message));
            QVERIFY(each.position.line >= 1 && each.position.column >= 1);
        }
        const bool sorted = std::ranges::is_sorted(diagnostics, {}, [](const Diagnostic &each) { return each.position.line; });
        QVERIFY(sorted);
        if (!row.line.isEmpty())
            QVERIFY2(text.split('\n').at(diagnostics.first().position.line - 1).contains(row.line), qPrintable(diagnostics.first().message));
    }

    /// Whom it is about, and with whom it clashes, stand in the words.
    void everyFindingNamesBothParties()
    {
        QStringList complaints;
        int pairs = 0;
        for (const Row &row : rows()) {
            const auto parsed = tests::fleetOf(changed(row));
            const Topology topology = resolve(parsed.fleet, m_catalog);
            const auto nameOf = [&](const ItemId &id) {
                const Placed *placed = topology.find(id);
                const ItemPtr item = parsed.fleet.find(id);
                return placed ? placed->name : item ? item->name : id.text().section(u'/', -1);
            };
            for (const Diagnostic &each : validate(parsed.fleet, m_catalog, topology, row.purpose)) {
                pairs += !each.other.isEmpty();
                for (const ItemId &party : {each.item, each.other}) {
                    if (party.isEmpty() || party == ItemId::fleet() || each.code == u"bad-name"_s) // which quotes a wrong name in part
                        continue;
                    const Placed *placed = topology.find(party);
                    const bool byHost = each.code == u"several-hosts"_s && each.message.contains(placed->host);
                    if (!byHost && !each.message.contains(nameOf(party)))
                        complaints += u"%1: %2 is not in: %3"_s.arg(each.code, nameOf(party), each.message);
                }
            }
        }
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
        QVERIFY2(pairs >= 10, qPrintable(QString::number(pairs)));
    }

    /// What the table of codes holds is what the rows above give, no more and no less.
    void everyCodeIsInTheTableAndTested()
    {
        QSet<QString> documented, given;
        for (const RuleDoc &doc : ruleDocs(m_catalog)) {
            QVERIFY2(!documented.contains(doc.code), qPrintable(doc.code));
            QVERIFY(doc.meaning.endsWith(u'.'));
            QVERIFY2(doc.mend.endsWith(u'.'), qPrintable(doc.code));
            documented.insert(doc.code);
        }
        for (const Row &row : rows()) {
            for (const Diagnostic &each : found(changed(row), row.purpose))
                given.insert(each.code);
        }
        for (const QByteArray &text : m_ownTests + m_ofReading)
            given.insert(QString::fromLatin1(text));
        QCOMPARE((given - documented).values(), QStringList());
        QCOMPARE((documented - given).values(), QStringList());
    }

    void aFleetWithoutHosts()
    {
        const Diagnostics diagnostics = found("switchyard: 1\nname: a\ndomain: a.test\n");
        QCOMPARE(diagnostics.size(), 1);
        QCOMPARE(worded(diagnostics.first()), u"note no-hosts fleet hosts"_s);
    }

    void twoBrokersBehindOneEdge()
    {
        QByteArray text = sound;
        text.replace("edge: split", "edge: {mode: single, host: view}").replace("roles: [game-server]", "roles: [game-server, broker]");
        const Diagnostics diagnostics = found(text);
        QCOMPARE(diagnostics.size(), 1);
        QCOMPARE(worded(diagnostics.first()), u"error name-clash mini/broker"_s);
        QVERIFY(diagnostics.first().message.contains(u"big"_s) && diagnostics.first().message.contains(u"https://api.example.com"_s));
        QCOMPARE(diagnostics.first().other, ItemId(u"big/broker"_s));
    }

    /// The template has one thing to do: to put in one's own key.
    void theTemplate()
    {
        const QByteArray text = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        const Diagnostics design = found(text), deploy = found(text, Purpose::Deploy);
        QCOMPARE(design.size(), 1);
        QCOMPARE(worded(design.first()), u"warning placeholder fleet deploy.keys"_s);
        QCOMPARE(deploy.size(), 1);
        QCOMPARE(worded(deploy.first()), u"error placeholder fleet deploy.keys"_s);
    }

    /// A clash names both parties, the place, and what is free.
    void clashesAreExplained()
    {
        const Diagnostics diagnostics = found(QByteArray(sound).replace("udp-port: 34198", "udp-port: 34197"));
        QCOMPARE(diagnostics.size(), 1);
        QCOMPARE(diagnostics.first().message,
                 u"g01 (Game) and g02 (Game) cannot both have UDP port 34197 on big. Give g02 (Game) another one: 34198 is free."_s);
        QCOMPARE(diagnostics.first().other, ItemId(u"game/g01"_s));
    }

    /// A relay range that is shorter than the streams beside it are many.
    void theRelayRangeIsTooNarrow()
    {
        QByteArray text = sound;
        text.replace("49152-49200", "49152-49153").replace("game: g01}\n", "game: g01}\n  - {name: c02, host: view, local-port: 9002}\n  - {name: c03, host: view, local-port: 9003}\n");
        const Diagnostics diagnostics = found(text);
        QCOMPARE(diagnostics.size(), 1);
        QCOMPARE(worded(diagnostics.first()), u"warning narrow-relay fleet turn.relay-ports"_s);
        QCOMPARE(diagnostics.first().other, ItemId(u"view/coturn"_s));
        QVERIFY2(diagnostics.first().message.contains(u"coturn on view has 2 ports for 3"_s), qPrintable(diagnostics.first().message));
        QCOMPARE(found(text.replace("49152-49153", "49152-49154")).size(), 0);
    }

    /// With a catalog whose streams come without a relay, each stream says so.
    void streamsWithoutARelay()
    {
        QTemporaryDir folder;
        QVERIFY(copyCatalog(folder));
        const QByteArray tables = tests::readFile(u":/resources/catalog.yaml"_s);
        QVERIFY(tables.contains("brings: [coturn, caddy]"));
        QVERIFY(tests::writeFile(folder.filePath(u"catalog.yaml"_s), QByteArray(tables).replace("brings: [coturn, caddy]", "brings: [caddy]")));
        const auto catalog = Catalog::load(folder.path());
        QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().message));
        const Diagnostics diagnostics = validate(tests::fleetOf(sound, *catalog).fleet, *catalog);
        QCOMPARE(diagnostics.size(), 1);
        QCOMPARE(worded(diagnostics.first()), u"error unmet-need stream-client/c01"_s);
        QVERIFY(diagnostics.first().message.contains(u"viewers behind NAT"_s));
    }

    /// A rule about kinds is a line of one kind's file: checked, documented and mended without a word of C++.
    void aRuleOfAKindIsALineOfItsFile()
    {
        QTemporaryDir folder;
        QVERIFY(copyCatalog(folder));
        const QString redis = folder.filePath(u"catalog/redis.yaml"_s);
        QByteArray text = tests::readFile(redis);
        QVERIFY(!text.contains("\nrules:"));
        text += "\nrules:\n  - {code: enough-players, require: at-least-one, when-any: [broker], severity: warning, "
               "message: \"a broker is of no use without a cache\", fix: \"give one host a cache\"}\n";
        QVERIFY(tests::writeFile(redis, text));
        const auto catalog = Catalog::load(folder.path());
        QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().message));
        const auto docs = ruleDocs(*catalog);
        QVERIFY(std::ranges::any_of(docs, [](const RuleDoc &doc) { return doc.code == u"enough-players"_s && doc.mend.contains(u"cache"_s); }));
        QVERIFY(validate(tests::fleetOf(sound, *catalog).fleet, *catalog).isEmpty()); // the role brings a cache
        const QString tables = folder.filePath(u"catalog.yaml"_s);
        QVERIFY(tests::writeFile(tables, tests::readFile(tables).replace("brings: [broker, redis, caddy]", "brings: [broker, caddy]")));
        const auto poor = Catalog::load(folder.path());
        QVERIFY(poor.has_value());
        const Diagnostics found = validate(tests::fleetOf(sound.left(sound.indexOf("services:")), *poor).fleet, *poor);
        const auto rule = std::ranges::find(found, u"enough-players"_s, &Diagnostic::code);
        QVERIFY(rule != found.end() && rule->severity == Severity::Warning);
        QVERIFY2(rule->message.contains(u"of no use without a cache"_s), qPrintable(rule->message));
    }

    void freePorts()
    {
        const Fleet fleet = tests::fleetOf(sound).fleet;
        const Topology topology = resolve(fleet, m_catalog);
        const auto free = [&](const QString &kind, const QString &field, const QString &host) {
            return freePort(topology, m_catalog, kind, field, host);
        };
        QCOMPARE(free(u"game"_s, u"udp-port"_s, u"big"_s), 34199);
        QCOMPARE(free(u"game"_s, u"udp-port"_s, u"mini"_s), 34197);
        QCOMPARE(free(u"game"_s, u"rcon-port"_s, u"big"_s), 27017);
        QCOMPARE(free(u"redis"_s, u"port"_s, u"mini"_s), 6380);
        QCOMPARE(free(u"coturn"_s, u"port"_s, u"view"_s), 3479); // free for UDP and TCP
        QCOMPARE(free(u"game"_s, u"udp-port"_s, u"nowhere"_s), 34197);
        QCOMPARE(free(u"game"_s, u"nothing"_s, u"big"_s), 0);
    }

    void noPortIsFree()
    {
        QByteArray text = QByteArray(sound).replace("49152-49200", "34190-65535");
        text.replace("roles: [game-server]", "roles: [game-server, stream-host]");
        const Fleet fleet = tests::fleetOf(text).fleet;
        QCOMPARE(freePort(resolve(fleet, m_catalog), m_catalog, u"game"_s, u"udp-port"_s, u"big"_s), 0);
    }

    void freshNames()
    {
        const Fleet fleet = tests::fleetOf(sound).fleet;
        QCOMPARE(freshName(fleet, m_catalog, u"game"_s), u"g03"_s);
        QCOMPARE(freshName(fleet, m_catalog, u"stream-client"_s), u"c02"_s);
        QCOMPARE(freshName(fleet, m_catalog, u"redis"_s), u"redis-01"_s);
        QCOMPARE(freshName(tests::fleetOf("switchyard: 1\ngames: [{name: g41, host: a}, {name: g99999999999, host: a}]\n").fleet, m_catalog, u"game"_s),
                 u"g42"_s);
    }

    void names_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fits");
        QTest::newRow("plain") << u"g01"_s << true;
        QTest::newRow("hyphen") << u"factorio-server"_s << true;
        QTest::newRow("63") << QString(63, u'a') << true;
        QTest::newRow("64") << QString(64, u'a') << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("leading hyphen") << u"-a"_s << false;
        QTest::newRow("trailing hyphen") << u"a-"_s << false;
        QTest::newRow("dot") << u"a.b"_s << false;
        QTest::newRow("upper") << u"A"_s << false;
        QTest::newRow("umlaut") << u"ä"_s << false;
        QTest::newRow("line break") << u"a\n"_s << false;
    }

    void names()
    {
        QFETCH(QString, text);
        QFETCH(bool, fits);
        QCOMPARE(isName(text), fits);
    }

    void values_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fits");
        const auto row = [](FieldType type, const char *text, bool fits) {
            QTest::newRow(text) << int(type) << QString::fromUtf8(text) << fits;
        };
        row(FieldType::Address, "bastion", true);
        row(FieldType::Address, "2001:db8::1", true);
        row(FieldType::Address, "my_alias.lan", true);
        row(FieldType::Address, "a b", false);
        row(FieldType::Address, "a;reboot", false);
        row(FieldType::Ip, "::1", true);
        row(FieldType::Ip, "1.2.3", false);
        row(FieldType::Cidr, "10.0.0.0/8", true);
        row(FieldType::Cidr, "2001:db8::/32", true);
        row(FieldType::Cidr, "10.0.0.0/33", false);
        row(FieldType::Cidr, "10.0.0.0/", false);
        row(FieldType::Endpoint, "root@bastion:2222", true);
        row(FieldType::Endpoint, "[2001:db8::1]:22", true);
        row(FieldType::Endpoint, "a,b", true);
        row(FieldType::Endpoint, "bastion:", false);
        row(FieldType::Endpoint, "bastion:99999", false);
        row(FieldType::Endpoint, "", false);
        row(FieldType::Domain, "a.example.co.uk", true);
        row(FieldType::Domain, "-a.example.com", false);
        row(FieldType::Domain, "example.com.", false);
        row(FieldType::Image, "ghcr.io/your-org/claudetorio-broker:latest", true);
        row(FieldType::Image, "localhost:5000/a", true);
        row(FieldType::Image, "a/b c", false);
        row(FieldType::Image, "--privileged", false);
        row(FieldType::Duration, "500ms", true);
        row(FieldType::Duration, "0s", false);
        row(FieldType::Email, "a@b.example", true);
        row(FieldType::Email, "a@@b.example", false);
        row(FieldType::Path, "/dev/disk/by-id/x", true);
        row(FieldType::Path, "./modules/a.nix", true);
        row(FieldType::Path, "a/../../b", false);
    }

    void values()
    {
        QFETCH(int, type);
        QFETCH(QString, text);
        QFETCH(bool, fits);
        Field field;
        field.type = FieldType(type);
        const QString reason = complaint(field, text);
        QVERIFY2(reason.isEmpty() == fits, qPrintable(reason));
    }

    /// Huge and strange values are judged at once, and quoted in short.
    void hugeValues()
    {
        const QString huge(1000000, u'a');
        for (int type = int(FieldType::Text); type <= int(FieldType::Endpoint); ++type) {
            Field field;
            field.type = FieldType(type);
            QVERIFY(complaint(field, huge).size() < 300);
        }
    }

    /// Four times the fleet may not cost much more than four times the processor's time, sound or not.
    void costGrowsWithTheFleet_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("sound") << QByteArray() << QByteArray();
        QTest::newRow("unknown hosts") << QByteArray("host: box-") << QByteArray("host: bax-");
        QTest::newRow("clashes") << QByteArray("rcon-port: ") << QByteArray("rcon-port: 22, x: ");
    }

    void costGrowsWithTheFleet()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const auto cost = [&](int hosts, int items) {
            QByteArray text = tests::manyHosts(hosts, items);
            if (!before.isEmpty())
                text.replace(before, after);
            const Fleet fleet = tests::fleetOf(text).fleet;
            const Topology topology = resolve(fleet, m_catalog);
            return tests::cpuMs([&] { validate(fleet, m_catalog, topology, Purpose::Design); });
        };
        const double small = cost(250, 2500), large = cost(1000, 10000);
        qInfo("validate: 1,000 hosts with 10,000 items in %.1f ms, 250 with 2,500 in %.1f ms", large, small);
        QVERIFY2(large < 10 * small, "the cost of validate() is not linear");
    }
};

QTEST_GUILESS_MAIN(ValidateTest)
#include "tst_validate.moc"
