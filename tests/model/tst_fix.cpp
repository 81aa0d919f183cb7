// SPDX-License-Identifier: GPL-3.0-or-later
// Every finding has a way to mend it; each way mends it, makes nothing worse, and one undo brings back the bytes.

#include "model/document.h"
#include "model/fix.h"
#include "tests/model/findings.h"
#include "tests/model/fleets.h"
#include "tests/model/seededfleet.h"

#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

#include <array>

using tests::Row;
using tests::sound;
using namespace model;
using namespace Qt::StringLiterals;

namespace {

const QString ownKey = u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gRFjxa me@desk"_s;

/// Where no click can know what is right: the finding names the field, and the fix says what to type.
const QList<QByteArray> onlyAPersonKnows = {
    "domain missing", "domain with one label", "image without a tag", "no boot device", "settings is no map", "list is no list", "entry is no map", "entry without a name",
    "service without a kind", "written twice", "key without a value", "unknown key of a service",
    "network ID too short", "a device with a host's key"};

QList<Row> moreRows()
{
    return {
        {"misspelt key", "udp-port: 34198", "udp-prot: 34198", {}, {}},
        {"unknown key", "tags: [eu]", "colour: red", {}, {}},
        {"unknown key of the fleet", "games-access: mesh", "x-note: hello", {}, {}},
        {"unknown nested key", "address: 203.0.113.20", "address: 203.0.113.20, prot: 22", {}, {}},
        {"key without a value", "tags: [eu]", "colour:", {}, {}},
        {"unknown key of a service", "kind: redis,", "kind: redis, colour: red,", {}, {}},
        {"written twice", "ssh: {address: 203.0.113.20}", "ssh: {address: 203.0.113.20}, address: 203.0.113.21", {}, {}},
        {"settings is no map", "settings: {port: 6379}", "settings: 6379", {}, {}},
        {"list is no list", sound.mid(sound.indexOf("services:")), "services: 7\n", {}, {}},
        {"entry is no map", "games:\n", "games:\n  - g00\n", {}, {}},
        {"entry without a name", "games:\n", "games:\n  - {host: big}\n", {}, {}},
        {"service without a kind", "services:\n", "services:\n  - {name: a}\n", {}, {}},
        {"no hosts", sound.mid(sound.indexOf("hosts:")), "", {}, {}},
        {"two brokers at one edge", "edge: split", "edge: {mode: single, host: view}\nx: 1", {}, {}},
        {"narrow relay", "49152-49200", "49152-49152", {}, {}},
        {"broken range", "49152-49200", "49152:49200", {}, {}},
    };
}

struct Weight
{
    std::array<qsizetype, 3> count{}; ///< errors, warnings, notes
    explicit Weight(const Diagnostics &found)
    {
        for (const Diagnostic &each : found)
            ++count[size_t(2 - int(each.severity))];
    }
};

QStringList codes(const Diagnostics &found)
{
    QStringList list;
    for (const Diagnostic &each : found)
        list += each.code + u' ' + each.item.text() + u' ' + each.field + u": "_s + each.message;
    return list;
}

} // namespace

class FixTest : public QObject
{
    Q_OBJECT

    const Catalog &m_catalog = Catalog::builtIn();
    QList<Row> m_rows = tests::rows() + moreRows();
    const Candidates m_desk{{ownKey}, {}};

    QByteArray textOf(const Row &row) const
    {
        QByteArray text = tests::changed(row);
        if (qstrcmp(row.name, "two brokers at one edge") == 0)
            text.replace("roles: [game-server]", "roles: [game-server, broker]").replace("x: 1\n", "");
        if (qstrcmp(row.name, "narrow relay") == 0)
            text.replace("game: g01}\n", "game: g01}\n  - {name: c02, host: view, local-port: 9002}\n");
        return text;
    }

    Diagnostics findings(const FleetDocument &document, Purpose purpose) const
    {
        return document.readDiagnostics() + validate(document.fleet(), m_catalog, purpose);
    }

    /// What is wrong with a fix, in words; empty when it does what it says.
    QString tried(const QByteArray &bytes, const Diagnostic &found, const Fix &fix, Purpose purpose, bool alone = true) const
    {
        FleetDocument document(m_catalog);
        document.adopt(tests::fleetOf(bytes));
        const Diagnostics before = findings(document, purpose);
        const auto done = document.apply(fix.step);
        if (!done)
            return u"refused: "_s + done.error().message;
        const Diagnostics after = findings(document, purpose);
        const auto same = [&](const Diagnostic &d) { return d.code == found.code && d.item == found.item && d.message == found.message; };
        if (std::ranges::any_of(after, same))
            return u"still there; now: "_s + codes(after).join(u" | ");
        if (alone && Weight(after).count >= Weight(before).count)
            return u"nothing is better; before: "_s + codes(before).join(u" | ") + u" now: "_s + codes(after).join(u" | ");
        if (document.undoText() != fix.text)
            return u"the step is called "_s + document.undoText();
        document.undo();
        if (printFleet(document.fleet()) != bytes || document.canUndo())
            return u"one undo does not bring back the bytes"_s;
        return {};
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyWayMends_data()
    {
        QTest::addColumn<int>("index");
        for (qsizetype i = 0; i < m_rows.size(); ++i)
            QTest::newRow(m_rows.at(i).name) << int(i);
    }

    void everyWayMends()
    {
        QFETCH(int, index);
        const Row &row = m_rows.at(index);
        const QByteArray bytes = textOf(row);
        FleetDocument document(m_catalog);
        document.adopt(tests::fleetOf(bytes));
        const Topology topology = resolve(document.fleet(), m_catalog);
        bool anyClick = false;
        QStringList complaints;
        for (const Diagnostic &found : findings(document, row.purpose)) {
            const QList<Fix> ways = fixes(document.fleet(), m_catalog, topology, found, m_desk);
            if (ways.isEmpty())
                complaints += found.code + u": no way to mend it"_s;
            for (const Fix &fix : ways) {
                if (fix.text.isEmpty() || fix.text.contains(QRegularExpression(u"%[1-9]"_s)) || fix.text.size() > 90)
                    complaints += u"bad words: "_s + fix.text;
                if (!fix.isStep() && fix.say.isEmpty())
                    complaints += found.code + u": says nothing: "_s + fix.text;
                if (!fix.isStep() && !fix.item.isEmpty() && !document.fleet().find(fix.item) && !topology.find(fix.item))
                    complaints += u"points nowhere: "_s + fix.item.text();
                anyClick = anyClick || fix.isClick();
                if (!fix.isStep())
                    continue;
                const QString wrong = tried(bytes, found, fix, row.purpose);
                if (!wrong.isEmpty())
                    complaints += found.code + u": "_s + fix.text + u": "_s + wrong;
            }
        }
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
        const bool expected = row.findings.isEmpty() && row.line.isEmpty() && !QByteArray(row.name).contains("key") && findings(document, row.purpose).isEmpty();
        QVERIFY2(anyClick || expected || onlyAPersonKnows.contains(row.name), row.name);
        QVERIFY2(!(anyClick && onlyAPersonKnows.contains(row.name)), "a click can mend it after all");
    }

    /// What cannot be mended by an edit says where to look in the file.
    void theFileItself()
    {
        const Fleet fleet = tests::fleetOf(sound).fleet;
        for (const QString &code : {u"more"_s, u"bad-layout"_s}) {
            const QList<Fix> ways = fixes(fleet, m_catalog, resolve(fleet, m_catalog), {Severity::Note, code, u"words"_s, ItemId::fleet(), {}, {}, {7, 1}});
            QCOMPARE(ways.size(), 1);
            QVERIFY(!ways.first().isStep() && ways.first().item.isEmpty());
            QCOMPARE(ways.first().text, u"Open the file at line 7"_s);
        }
    }

    void freshPortsAreNamed()
    {
        const QByteArray text = QByteArray(sound).replace("udp-port: 34198", "udp-port: 34197");
        const Fleet fleet = tests::fleetOf(text).fleet;
        const Topology topology = resolve(fleet, m_catalog);
        const QList<Fix> ways = fixes(fleet, m_catalog, topology, validate(fleet, m_catalog).first());
        QCOMPARE(ways.at(0).text, u"Give g02 UDP 34198"_s);
        QCOMPARE(ways.at(1).text, u"Give g01 UDP 34198"_s);
    }

    void oneVersionOnBothSides()
    {
        const QByteArray text = QByteArray(sound).replace("image: a/server", "image: a/server, version: 2.0.1");
        const Fleet fleet = tests::fleetOf(text).fleet;
        const QList<Fix> ways = fixes(fleet, m_catalog, resolve(fleet, m_catalog), validate(fleet, m_catalog).first());
        QCOMPARE(ways.size(), 2);
        QCOMPARE(ways.at(0).text, u"Use 1.1.110 on both sides"_s);
        QCOMPARE(ways.at(1).text, u"Use 2.0.1 on both sides"_s);
        const Fleet after = *apply(fleet, m_catalog, ways.at(1).step);
        for (const Placed &item : resolve(after, m_catalog).items) {
            for (const Unit &unit : item.units)
                QVERIFY2(!unit.image.startsWith(u"a/") || unit.image.endsWith(u":2.0.1"), qPrintable(unit.image));
        }
    }

    void theRelayRangeIsWidenedAroundOthers()
    {
        QByteArray text = QByteArray(sound).replace("49152-49200", "49152-49152");
        text.replace("game: g01}\n", "game: g01}\n  - {name: c02, host: view, local-port: 9002}\n");
        text.replace("host: big, udp-port: 34198", "host: view, udp-port: 49153"); // in the way
        const Fleet fleet = tests::fleetOf(text).fleet;
        for (const Diagnostic &found : validate(fleet, m_catalog)) {
            if (found.code == u"narrow-relay"_s)
                QCOMPARE(fixes(fleet, m_catalog, resolve(fleet, m_catalog), found).first().text, u"Widen the range to 49154-49155"_s);
        }
    }

    /// With a catalog whose streams come without a relay, a click adds one.
    void aMissingServiceIsAdded()
    {
        QTemporaryDir folder;
        for (const QString &name : {u"catalog"_s, u"schema"_s}) {
            for (const QString &file : QDir(u":/resources/"_s + name).entryList())
                QVERIFY(tests::writeFile(folder.filePath(name + u'/' + file), tests::readFile(u":/resources/"_s + name + u'/' + file)));
        }
        const QByteArray tables = tests::readFile(u":/resources/catalog.yaml"_s);
        QVERIFY(tests::writeFile(folder.filePath(u"catalog.yaml"_s), QByteArray(tables).replace("brings: [coturn, caddy]", "brings: [caddy]")));
        const auto catalog = Catalog::load(folder.path());
        QVERIFY(catalog.has_value());
        const Fleet fleet = tests::fleetOf(sound, *catalog).fleet;
        const Diagnostics before = validate(fleet, *catalog);
        QCOMPARE(before.first().code, u"unmet-need"_s);
        const QList<Fix> ways = fixes(fleet, *catalog, resolve(fleet, *catalog), before.first());
        QCOMPARE(ways.first().text, u"Add coturn to view"_s);
        const auto after = apply(fleet, *catalog, ways.first().step);
        QVERIFY2(after, qPrintable(after ? QString() : after.error().message));
        QCOMPARE(validate(*after, *catalog).size(), 0);
    }

    void keysAndDigestsComeFromOutside()
    {
        QByteArray text = QByteArray(sound).replace("name: mini/redis, kind: redis, settings: {port: 6379}", "name: mini/broker, kind: broker, settings: {image: a/broker}");
        Fleet fleet = tests::fleetOf(text).fleet;
        const QString digest = u"sha256:"_s + QString(64, u'c');
        const Candidates seen{{}, {{u"a/broker"_s, digest}}};
        const QList<Fix> ways = fixes(fleet, m_catalog, resolve(fleet, m_catalog), validate(fleet, m_catalog).first(), seen);
        QVERIFY(ways.first().isStep());
        fleet = *apply(fleet, m_catalog, ways.first().step);
        QVERIFY(validate(fleet, m_catalog).isEmpty());
        QVERIFY(printFleet(fleet).contains(QByteArray("a/broker@" + digest.toLatin1())));

        const qsizetype key = sound.indexOf("ssh-ed25519");
        text = QByteArray(sound).replace(key, sound.indexOf("]", key) - key, "ssh-ed25519 AAAA_REPLACE_ME you@laptop");
        fleet = tests::fleetOf(text).fleet;
        const Diagnostic placeholder = validate(fleet, m_catalog).first();
        const Topology topology = resolve(fleet, m_catalog);
        QVERIFY(!fixes(fleet, m_catalog, topology, placeholder).first().isStep());
        QCOMPARE(fixes(fleet, m_catalog, topology, placeholder, m_desk).first().text, u"Use your key me@desk"_s);
    }

    /// One's own key takes the place of what is no key, beside those of others; what is no key is not offered.
    void keysOfOthersStay()
    {
        const QByteArray other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops";
        const QByteArray text = QByteArray(sound).replace(other, QByteArray(other + ", ssh-ed25519 AAAAC3Nz damaged"));
        const Fleet fleet = tests::fleetOf(text).fleet;
        const Diagnostic found = validate(fleet, m_catalog).first();
        QCOMPARE(found.code, u"bad-key"_s);
        const QList<Fix> ways = fixes(fleet, m_catalog, resolve(fleet, m_catalog), found, {{u"no key at all"_s, ownKey}, {}});
        const auto own = std::ranges::find(ways, u"Use your key me@desk"_s, &Fix::text);
        QVERIFY(own != ways.end());
        const QStringList keys = apply(fleet, m_catalog, own->step)->setting(u"deploy.keys").texts();
        QCOMPARE(keys, (QStringList{ownKey, QString::fromLatin1(other)}));
        for (const Fix &fix : ways)
            QVERIFY2(!fix.text.contains(u"no key"_s), qPrintable(fix.text));
    }

    /// A hundred games with one port get one each in a single step.
    void allOfOneCode()
    {
        QByteArray text = sound;
        QByteArray games;
        for (int i = 3; i < 40; ++i)
            games += "  - {name: g" + QByteArray::number(i) + ", host: " + (i % 2 ? "big" : "mini") + ", udp-port: 34197, rcon-port: " + QByteArray::number(28000 + i) + "}\n";
        text.replace("clients:\n", QByteArray(games + "clients:\n"));
        FleetDocument document(m_catalog);
        document.adopt(tests::fleetOf(text));
        const Diagnostics before = validate(document.fleet(), m_catalog);
        const EditStep step = fixAll(document.fleet(), m_catalog, before, u"port-clash"_s);
        QVERIFY(document.apply(step));
        for (const Diagnostic &left : validate(document.fleet(), m_catalog))
            QVERIFY2(left.code != u"port-clash"_s, qPrintable(left.message));
        document.undo();
        QCOMPARE(printFleet(document.fleet()), text);
        QVERIFY(fixAll(document.fleet(), m_catalog, before, u"same-endpoint"_s).edits.isEmpty());
    }

    /// Fleets as people write them: no step is refused, each sends its finding away, and undo brings back the bytes.
    void seededFleets()
    {
        QStringList complaints;
        int steps = 0;
        for (quint32 seed = 0; seed < 150; ++seed) {
            const QByteArray bytes = tests::SeededFleet(seed).text();
            const auto parsed = parseFleet(bytes, m_catalog);
            if (!parsed)
                continue;
            FleetDocument document(m_catalog);
            document.adopt(*parsed);
            const Topology topology = resolve(document.fleet(), m_catalog);
            for (const Diagnostic &found : findings(document, Purpose::Deploy)) {
                const QList<Fix> ways = fixes(document.fleet(), m_catalog, topology, found, m_desk);
                if (ways.isEmpty())
                    complaints += u"%1: %2: no way"_s.arg(seed).arg(found.message);
                for (const Fix &fix : ways) {
                    if (!fix.isStep())
                        continue;
                    ++steps;
                    const QString wrong = tried(bytes, found, fix, Purpose::Deploy, false); // "of three" may become "of two"
                    if (!wrong.isEmpty())
                        complaints += u"%1: %2: %3: %4"_s.arg(QString::number(seed), found.code, fix.text, wrong);
                }
            }
        }
        qInfo("%d steps tried", steps);
        QVERIFY2(complaints.isEmpty(), qPrintable(QString::number(complaints.size()) + u" of %1\n"_s.arg(steps) + complaints.value(0).left(1000)));
        QVERIFY(steps > 500);
    }

    /// Ways are worked out for the rows that are seen: those of one row cost a part of what finding all rows costs.
    void theCostOfOne()
    {
        QByteArray text = tests::manyHosts(1000, 10000);
        text.replace("udp-port: 34199", "udp-port: 34197").replace("host: box-17,", "host: bax-17,").replace("game: g7}", "game: x7}");
        text.replace("local-port: 9003", "local-port: 70000").replace("box-31, roles: [game-server]", "box-31, roles: [gane-server]").replace("domain: example.com", "domain: example.com\nturn: {relay-ports: 49152-49153}");
        const Fleet fleet = tests::fleetOf(text).fleet;
        const Topology topology = resolve(fleet, m_catalog);
        Diagnostics all;
        const double whole = tests::cpuMs([&] { all = validate(fleet, m_catalog, topology, Purpose::Deploy); });
        QSet<QString> seen;
        for (const Diagnostic &found : std::as_const(all)) {
            if (seen.contains(found.code))
                continue;
            seen.insert(found.code);
            const double ms = tests::cpuMs([&] { fixes(fleet, m_catalog, topology, found, m_desk); });
            qInfo("%s: %.2f of %.2f ms", qPrintable(found.code), ms, whole);
            QVERIFY2(ms < whole / 2, qPrintable(found.code));
        }
        QVERIFY2(seen.size() >= 7, qPrintable(QStringList(seen.values()).join(u' ')));
    }

    /// Every rule has at least one finding that a click mends. Those without are named here, with what a click would have to know.
    void aClickMendsEveryRule()
    {
        const char *left = "what stands there was left out while reading: only who wrote it knows what it was to be; a click opens the file at its line";
        const QHash<QString, const char *> without{
            {u"bad-entry"_s, left},
            {u"no-name"_s, left},
            {u"no-kind"_s, left},
            {u"wrong-type"_s, left},
            {u"written-twice"_s, "which of the two values is meant"},
            {u"more"_s, "it is no finding of its own: it says that there are more than are listed"},
            {u"bad-layout"_s, "whether places that cannot be read may be thrown away; no edit of the fleet mends that file"},
        };
        const QString digest = u"sha256:"_s + QString(64, u'c');
        const Candidates desk{{ownKey}, {{u"a/broker"_s, digest}}}; // an image that a deploy has seen
        QHash<QString, bool> clicked{{u"unmet-need"_s, true}}; // aMissingServiceIsAdded()
        for (const RuleDoc &doc : ruleDocs(m_catalog))
            clicked.insert(doc.code, clicked.value(doc.code));
        for (const Row &row : m_rows) {
            FleetDocument document(m_catalog);
            document.adopt(tests::fleetOf(textOf(row)));
            const Topology topology = resolve(document.fleet(), m_catalog);
            for (const Diagnostic &found : findings(document, row.purpose)) {
                const QList<Fix> ways = fixes(document.fleet(), m_catalog, topology, found, desk);
                clicked[found.code] = clicked[found.code] || std::ranges::any_of(ways, &Fix::isClick);
            }
        }
        QStringList complaints;
        for (auto it = clicked.cbegin(); it != clicked.cend(); ++it) {
            if (it.value() == without.contains(it.key()))
                complaints += it.key() + (it.value() ? u": a click mends it after all"_s : u": no click mends it"_s);
        }
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u' ')));
    }

    void everyCodeIsMended()
    {
        QSet<QString> documented, tried{u"more"_s, u"bad-layout"_s, u"unmet-need"_s}; // tested below
        for (const RuleDoc &doc : ruleDocs(m_catalog))
            documented.insert(doc.code);
        for (const Row &row : m_rows) {
            const ParsedFleet parsed = tests::fleetOf(textOf(row));
            for (const Diagnostic &each : parsed.diagnostics + validate(parsed.fleet, m_catalog, row.purpose))
                tried.insert(each.code);
        }
        QCOMPARE((documented - tried).values(), QStringList());
        QCOMPARE((tried - documented).values(), QStringList());
    }
};

QTEST_GUILESS_MAIN(FixTest)
#include "tst_fix.moc"
