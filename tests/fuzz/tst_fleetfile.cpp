// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/edit.h"
#include "model/yamlplain.h"
#include "tests/fuzz/factor.h"
#include "tests/model/fleets.h"
#include "tests/model/seededfleet.h"
#include "tests/support.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

/// Bytes that matter to YAML, or any byte.
QByteArray morsel(tests::SeededFleet &random)
{
    static const QByteArrayList morsels{"\n",       " ",      "  ",          "\t",         "- ",
                                        ": ",       ":",      "#",           " # ",        "[",
                                        "]",        "{",      "}",           ",",          "'",
                                        "\"",       "&a ",    "*a",          "!!str ",     "|\n",
                                        ">-\n",     "? ",     "---\n",       "...\n",      "~",
                                        "null",     "<<: ",   "%YAML 1.2\n", "\\",         "\r\n",
                                        "\xC3\xBC", "games:", "name",        "hosts: []\n"};
    return random.chance(6) ? QByteArray(1, char(random.pick(256)))
                            : morsels.at(random.pick(int(morsels.size())));
}

QByteArray mutated(QByteArray text, tests::SeededFleet &random)
{
    for (int i = 1 + random.pick(2); i > 0 && !text.isEmpty(); --i) {
        const qsizetype at = random.pick(int(text.size()));
        const qsizetype length = random.pick(12);
        switch (random.pick(4)) {
        case 0:
            text.remove(at, length);
            break;
        case 1:
            text.insert(at, text.mid(random.pick(int(text.size())), random.pick(60)));
            break;
        default:
            text.replace(at, random.chance() ? 0 : 1, morsel(random));
        }
    }
    return text;
}

} // namespace

// Whatever a file holds: a clear refusal or a fleet that prints the same bytes and can be edited,
// and never a crash.
class FleetFileFuzz : public QObject
{
    Q_OBJECT

private slots:
    void mutatedFleets_data()
    {
        QTest::addColumn<QByteArray>("text"); // none: another made-up fleet each time
        QTest::addColumn<int>("rounds");
        const auto row = [](const char *name, const QByteArray &text, int rounds) {
            QTest::newRow(name) << text << rounds;
        };
        row("as people write", {}, 6000);
        row("template",
            tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s)), 2000);
        row("lab",
            tests::readFile(tests::sourcePath(u"tests/lab/fleet.yaml.in"_s)).replace('@', 'x'),
            1000);
        row("many", tests::manyHosts(8, 24), 1000);
    }

    void mutatedFleets()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, rounds);
        rounds *= tests::fuzzFactor();
        int opened = 0;
        const auto [first, end] = tests::seeds(rounds);
        for (int seed = first; seed < end && !QTest::currentTestFailed(); ++seed) {
            tests::watchForHang(seed);
            tests::SeededFleet random(quint32(seed) + 1'000'000);
            const QByteArray mutant = mutated(text.isEmpty() ? random.text() : text, random);
            const QString story = u"seed %1:\n"_s.arg(seed) + QString::fromUtf8(mutant);
            if (const auto plain = checkRawText(mutant) ? readPlainYaml(mutant) : std::nullopt) {
                const auto whole = readByLibrary(mutant);
                QVERIFY2((whole && *whole == *plain) || tests::tell(story), qPrintable(story));
            }
            const auto parsed = parseFleet(mutant, Catalog::builtIn());
            if (!parsed) {
                QVERIFY2(parsed.error().message.startsWith(u"line "_s)
                             && !parsed.error().hint.isEmpty(),
                         qPrintable(story));
                continue;
            }
            ++opened;
            QVERIFY2(printFleet(parsed->fleet) == mutant || tests::tell(story), qPrintable(story));
            for (const Diagnostic &d : parsed->diagnostics)
                QVERIFY2(d.position.line > 0 || d.code == u"more"_s, qPrintable(story));
            edit(parsed->fleet, story, random);
        }
        tests::endWatch();
        QVERIFY2(opened >= (end - first) / 5, qPrintable(QString::number(opened))); // a seed alone may be one that does not open
    }

    void randomBytes()
    {
        for (int seed = 0; seed < 200; ++seed) {
            tests::SeededFleet random{quint32(seed)};
            QByteArray bytes;
            for (int i = random.pick(2000); i > 0; --i)
                bytes += char(random.pick(256));
            const auto parsed = parseFleet(bytes, Catalog::builtIn());
            QVERIFY(!parsed && parsed.error().message.startsWith(u"line "_s));
        }
    }

private:
    /// Edits succeed or refuse; what succeeds reads back as what was meant.
    static void edit(const Fleet &fleet, const QString &story, tests::SeededFleet &random)
    {
        QList<Edit> edits{SetField{ItemId::fleet(), u"overlay"_s, u"none"_s},
                          SetField{ItemId::fleet(), u"edge.host"_s, u"h0"_s},
                          AddItem{u"host"_s, u"fresh"_s, {}, {}},
                          AddItem{u"redis"_s, u"fresh"_s, {}, {}}};
        for (const ItemList &list : {fleet.hosts(), fleet.items()})
            for (const ItemPtr &item : list)
                edits +=
                    {SetField{item->id,
                              item->id.text().startsWith(u"host/"_s) ? u"mesh"_s : u"udp-port"_s,
                              {}},
                     RemoveItem{item->id}, SetField{item->id, u"name"_s, u"renamed"_s}};
        for (int i = 0; i < 5; ++i) {
            const Edit &edit = edits.at(random.pick(int(edits.size())));
            const auto after = apply(fleet, Catalog::builtIn(), edit);
            if (!after)
                continue;
            const QByteArray text = printFleet(*after);
            const auto again = parseFleet(text, Catalog::builtIn());
            const QString whole = story + u"\n--- "_s + describe(fleet, Catalog::builtIn(), edit)
                                  + u'\n' + QString::fromUtf8(text);
            const QString seed = story.section(u'\n', 0, 0);
            QVERIFY2(again || tests::tell(again.error().message + u'\n' + whole), qPrintable(seed));
            QVERIFY2(again->fleet == *after || tests::tell(whole), qPrintable(seed));
        }
    }
};

QTEST_GUILESS_MAIN(FleetFileFuzz)
#include "tst_fleetfile.moc"
