// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the model says, it says in the language of the program: problems, ways to mend them, rules, advice, steps and errors.

#include "model/advice.h"
#include "model/document.h"
#include "model/fix.h"
#include "model/safefile.h"
#include "tests/longtexts.h"
#include "tests/model/findings.h"
#include "tests/model/fleets.h"

#include <QCoreApplication>
#include <QTemporaryDir>

using namespace tests;

class TestWords : public QObject
{
    Q_OBJECT

    LongTexts m_language;

    static void check(const QString &text, const QString &where)
    {
        QVERIFY2(text.contains(LongTexts::letter), qPrintable(u"%1 is not translated: %2"_s.arg(where, text)));
    }

private slots:
    void initTestCase() { QVERIFY(QCoreApplication::installTranslator(&m_language)); }

    void problemsAndWaysToMendThem()
    {
        QSet<QString> codes;
        for (const Row &row : rows()) {
            const auto parsed = parseFleet(changed(row), Catalog::builtIn());
            if (!parsed) {
                check(parsed.error().message, QString::fromLatin1(row.name));
                continue;
            }
            const Topology topology = resolve(parsed->fleet, Catalog::builtIn());
            for (const Diagnostic &found : parsed->diagnostics + validate(parsed->fleet, Catalog::builtIn(), topology, row.purpose)) {
                codes.insert(found.code);
                check(found.message, found.code);
                for (const Fix &fix : fixes(parsed->fleet, Catalog::builtIn(), topology, found)) {
                    check(fix.text, u"a way to mend "_s + found.code);
                    QVERIFY2(!isUntranslated(fix.say), qPrintable(found.code + u": "_s + fix.say));
                }
            }
        }
        QVERIFY2(codes.size() > 35, qPrintable(QString::number(codes.size())));
    }

    void rules()
    {
        const QList<RuleDoc> docs = ruleDocs(Catalog::builtIn());
        QVERIFY(docs.size() > 40);
        for (const RuleDoc &rule : docs) {
            check(rule.meaning, rule.code);
            check(rule.mend, rule.code);
        }
    }

    void adviceAndSteps()
    {
        const Fleet fleet = fleetOf(sound).fleet;
        const Topology topology = resolve(fleet, Catalog::builtIn());
        for (const Kind &kind : Catalog::builtIn().kinds()) {
            for (const PlacedHost &host : topology.hosts) {
                const DropAdvice advice = adviseNew(fleet, Catalog::builtIn(), topology, kind.name, host.name, {});
                check(advice.words, kind.name);
                if (advice.allowed)
                    check(advice.step.text, kind.name);
            }
        }
        FleetDocument document(Catalog::builtIn());
        document.adopt(fleetOf(sound));
        const ItemId game(u"game/g01"_s);
        const QList<Edit> edits{SetField{game, u"udp-port"_s, 34300}, SetField{game, u"name"_s, Value(u"g07"_s)}, MoveItem{ItemId(u"game/g02"_s), u"mini"_s},
                                AddItem{u"game"_s, u"g08"_s, u"big"_s, {}}, RemoveItem{ItemId(u"game/g08"_s)}};
        for (const Edit &edit : edits) {
            const auto done = document.apply({{}, {edit}});
            QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
            check(document.undoText(), u"a step"_s);
        }
        const auto refused = document.apply({{}, {SetField{ItemId(u"game/none"_s), u"udp-port"_s, 1}}});
        QVERIFY(!refused);
        check(refused.error().message, u"a refusal"_s);
        check(refused.error().hint, u"a refusal"_s);
    }

    void errorsOfFiles()
    {
        for (const QByteArray &text : {QByteArray("a: [\n"), QByteArray("name: f\n"), QByteArray("switchyard: 99\n"), QByteArray("\xef\xbb\xbf" "switchyard: 1\n"),
                                       QByteArray("switchyard: 1\na: &x 1\nb: *x\n"), QByteArray("switchyard: 1\n---\na: 1\n"), QByteArray("switchyard: 1\nname: a\nname: b\n")}) {
            const auto parsed = parseFleet(text, Catalog::builtIn());
            QVERIFY2(!parsed, text.constData());
            check(parsed.error().message, QString::fromUtf8(text));
            check(parsed.error().hint, QString::fromUtf8(text));
        }
        QTemporaryDir dir;
        FleetDocument document(Catalog::builtIn());
        const auto opened = document.open(dir.filePath(u"none.yaml"_s));
        QVERIFY(!opened);
        check(opened.error().message, u"opening"_s);
        const auto saved = writeSafely(dir.filePath(u"none/f.yaml"_s), "x");
        QVERIFY(!saved);
        check(saved.error().message, u"saving"_s);
        check(saved.error().hint, u"saving"_s);
    }

    /// What goes into generated files says the same in every language: the catalog itself is not translated.
    void theCatalogStaysAsItIs()
    {
        for (const Kind &kind : Catalog::builtIn().kinds()) {
            QVERIFY(!kind.title.contains(LongTexts::letter) && !kind.help.contains(LongTexts::letter));
            for (const Field &field : kind.fields)
                QVERIFY(!field.help.contains(LongTexts::letter));
        }
    }
};

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
