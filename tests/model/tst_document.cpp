// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

const QByteArray text =
    "switchyard: 1\nname: f # n\ndomain: example.com\nhosts:\n- name: a\n- name: b\n"
    "games:\n- {name: g01, host: a, udp-port: 34197}\n";
const ItemId g01(u"game/g01"_s);

EditStep port(int number)
{
    return {{}, {SetField{g01, u"udp-port"_s, number}}};
}

} // namespace

class DocumentTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void startsEmptyAndClean()
    {
        const FleetDocument document(Catalog::builtIn());
        QVERIFY(!document.isDirty() && !document.canUndo() && !document.canRedo());
        QVERIFY(document.path().isEmpty() && document.fleet().hosts().isEmpty());
    }

    void tellsOnceWhatChanged()
    {
        FleetDocument document(Catalog::builtIn());
        QSignalSpy changed(&document, &FleetDocument::changed),
            history(&document, &FleetDocument::historyChanged);
        document.adopt(parseFleet(text, Catalog::builtIn()).value());
        QCOMPARE(changed.takeFirst().first().value<FleetChange>().everything, true);
        history.clear();
        QVERIFY(document.apply(port(34200)));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.takeFirst().first().value<FleetChange>().changed, QList<ItemId>{g01});
        QCOMPARE(history.size(), 1);
        QCOMPARE(document.undoText(), u"Set Game port of g01 to 34200"_s);
        QVERIFY(document.apply(port(34200))); // nothing new: no step
        QVERIFY(!document.apply(port(70000)));
        QCOMPARE(changed.size(), 0);
        document.undo();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(document.redoText(), u"Set Game port of g01 to 34200"_s);
        QVERIFY(!document.canUndo());
    }

    void knowsWhetherItDiffersFromTheFile()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, text));
        FleetDocument document(Catalog::builtIn());
        QVERIFY(document.open(path));
        QVERIFY(!document.isDirty());
        QVERIFY(document.apply(port(34200)));
        QVERIFY(document.isDirty());
        QVERIFY(document.apply(port(34197))); // the same content again
        QVERIFY(!document.isDirty());
        QVERIFY(document.apply(port(34201)));
        QVERIFY(document.save());
        QVERIFY(!document.isDirty());
        QVERIFY(tests::readFile(path).contains("34201}") && tests::readFile(path).contains("# n"));
        document.undo(); // history survives saving
        QVERIFY(document.isDirty());
        QCOMPARE(printFleet(document.fleet()), text);
        document.place(u"Move g01"_s, {{g01, {{1, 2}, false, false}}});
        QVERIFY(document.save());
        FleetDocument again(Catalog::builtIn());
        QVERIFY(again.open(path));
        QCOMPARE(again.layout(), document.layout());
        document.undo();
        QVERIFY(document.isDirty() && document.layout().isEmpty());
    }

    void keepsTheOpenFleetWhenOpeningFails()
    {
        QTemporaryDir dir;
        FleetDocument document(Catalog::builtIn());
        document.adopt(parseFleet(text, Catalog::builtIn()).value());
        QVERIFY(tests::writeFile(dir.filePath(u"bad.yaml"_s), "- x\n"));
        const auto opened = document.open(dir.filePath(u"bad.yaml"_s));
        QVERIFY(!opened && opened.error().code == u"not-a-map"_s
                && opened.error().message.contains(u"bad.yaml"));
        QCOMPARE(printFleet(document.fleet()), text);
        QCOMPARE(document.save().error().code, u"no-path"_s);
        QVERIFY(!document.saveAs(dir.filePath(u"no/f.yaml"_s)));
        QVERIFY(document.path().isEmpty());
    }

    void opensInSpiteOfABrokenLayout()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, text) && tests::writeFile(layoutPath(path), "places: [\n"));
        FleetDocument document(Catalog::builtIn());
        QVERIFY(document.open(path));
        QCOMPARE(document.readDiagnostics().value(0).code, u"bad-layout"_s);
        QVERIFY(document.layout().isEmpty());
    }

    void placesFollowNames()
    {
        FleetDocument document(Catalog::builtIn());
        document.adopt(parseFleet(text, Catalog::builtIn()).value());
        const Place one{{1, 1}, false, false}, two{{2, 2}, true, false};
        document.place(u"x"_s,
                       {{ItemId(u"host/a"_s), one}, {ItemId(u"a/cache"_s), two}, {g01, one}});
        QVERIFY(document.apply({{}, {SetField{ItemId(u"host/a"_s), u"name"_s, u"z"_s}}}));
        QCOMPARE(document.layout(),
                 (Layout{{ItemId(u"host/z"_s), one}, {ItemId(u"z/cache"_s), two}, {g01, one}}));
        QVERIFY(document.apply({{}, {RemoveItem{g01}}}));
        QVERIFY(!document.layout().contains(g01));
        document.undo();
        QVERIFY(document.layout().contains(g01));
    }

    void findingsFollowEdits()
    {
        FleetDocument document(Catalog::builtIn());
        document.adopt(
            parseFleet(
                text + "- {name: g02, host: a, prot: 1}\n- {name: g03, host: a, prto: 2}\n- g04\n",
                Catalog::builtIn())
                .value());
        QCOMPARE(document.readDiagnostics().size(), 3);
        QVERIFY(document.apply({{}, {SetField{ItemId(u"game/g02"_s), u"prot"_s, {}}}}));
        QCOMPARE(document.readDiagnostics().size(), 2);
        QVERIFY(document.apply({{}, {RemoveItem{ItemId(u"game/g02"_s)}}}));
        for (const Diagnostic &d : document.readDiagnostics())
            if (d.code == u"unknown-key"_s)
                QCOMPARE(d.position.line, 9);
        document.undo();
        document.undo();
        QCOMPARE(document.readDiagnostics().size(), 3);
    }

    void remembersFiveHundredSteps()
    {
        FleetDocument document(Catalog::builtIn());
        document.adopt(parseFleet(text, Catalog::builtIn()).value());
        for (int i = 0; i < 600; ++i)
            QVERIFY(document.apply(port(35000 + i)));
        for (int i = 0; i < 600; ++i)
            document.undo();
        QCOMPARE(printFleet(document.fleet()), text);
        QVERIFY(!document.canUndo());
    }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "tst_document.moc"
