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

    void stepsSurviveSaving()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, text));
        FleetDocument document(Catalog::builtIn());
        QVERIFY(document.open(path));
        for (int i = 0; i < 600; ++i) {
            QVERIFY(document.apply(port(35000 + i)));
            if (i % 100 == 50)
                QVERIFY(document.save());
        }
        for (int i = 599; i >= 0; --i) {
            QCOMPARE(document.fleet().find(g01)->values.at(u"udp-port").toInt(), 35000 + i);
            QCOMPARE(document.isDirty(), i != 550); // the last that was saved
            document.undo();
        }
        QVERIFY(!document.canUndo());
        QCOMPARE(printFleet(document.fleet()), text);
        QVERIFY(document.save());
        QCOMPARE(tests::readFile(path), text);
        for (int i = 0; i < 600; ++i)
            document.redo();
        QVERIFY(!document.canRedo());
        QCOMPARE(document.fleet().find(g01)->values.at(u"udp-port").toInt(), 35599);
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

    void aForeignSaveIsNoticedAndMerged()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, text));
        FleetDocument document(Catalog::builtIn());
        QVERIFY(document.open(path));
        QCOMPARE(document.onDisk().state, OnDisk::Same);
        QVERIFY(document.apply(port(34200)));
        QCOMPARE(document.onDisk().state, OnDisk::Same);

        const QByteArray theirs = QByteArray(text).replace("example.com", "example.org");
        QVERIFY(tests::writeFile(path, theirs));
        const auto refused = document.save();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"changed-on-disk"_s);
        QCOMPARE(tests::readFile(path), theirs);
        const OnDisk disk = document.onDisk();
        QCOMPARE(disk.state, OnDisk::Changed);
        QVERIFY(disk.error.code.isEmpty());
        const auto both = document.merged(disk.bytes);
        QVERIFY(both && both->conflicts.isEmpty());
        QSignalSpy changed(&document, &FleetDocument::changed);
        document.takeIn(u"Take in"_s, disk.bytes, both->fleet);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().value<FleetChange>().settings, true);
        QVERIFY(document.isDirty());
        QCOMPARE(document.undoText(), u"Take in"_s);
        QVERIFY(document.save());
        QCOMPARE(tests::readFile(path), QByteArray(theirs).replace("34197", "34200"));
        QCOMPARE(tests::readFile(path + u'~'), theirs);
        document.undo(); // without theirs
        document.undo(); // and without ours
        QCOMPARE(printFleet(document.fleet()), text);
        QVERIFY(document.isDirty());
        document.redo();
        document.redo();
        QVERIFY(!document.isDirty());
    }

    void aForeignSaveAloneIsReadAnew()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, text));
        FleetDocument document(Catalog::builtIn());
        QVERIFY(document.open(path));
        QVERIFY(document.apply(port(34200)) && document.save());
        const QByteArray theirs = text + "- {name: g02, host: a, prot: 1}\n- lost\n";
        QVERIFY(tests::writeFile(path, theirs));
        document.takeIn(u"Take in"_s, theirs, document.merged(theirs)->fleet);
        QVERIFY(!document.isDirty());
        QCOMPARE(printFleet(document.fleet()), theirs);
        QCOMPARE(document.readDiagnostics().size(), 2);
        document.undo();
        QCOMPARE(document.readDiagnostics().size(), 0);
        document.redo();
        QCOMPARE(document.readDiagnostics().size(), 2);
        QVERIFY(document.canUndo() && !document.isDirty());
        QSignalSpy changed(&document, &FleetDocument::changed);
        const QByteArray comment = "# a line more\n" + theirs;
        QVERIFY(tests::writeFile(path, comment));
        document.takeIn(u"Take in"_s, comment, document.merged(comment)->fleet);
        QCOMPARE(changed.size(), 1); // findings stand elsewhere now
        QVERIFY(changed.first().first().value<FleetChange>().isEmpty());
        QCOMPARE(printFleet(document.fleet()), comment);
        QVERIFY(!document.isDirty());
    }

    void whatIsGoneOrBrokenOnDiskIsSaid()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, text));
        FleetDocument document(Catalog::builtIn());
        QCOMPARE(document.onDisk().state, OnDisk::Same); // no file at all
        QVERIFY(document.open(path));
        QVERIFY(tests::writeFile(path, text + "- [\n"));
        const OnDisk broken = document.onDisk();
        QCOMPARE(broken.state, OnDisk::Changed);
        QVERIFY2(broken.error.message.startsWith(u"line "_s), qPrintable(broken.error.message));
        QVERIFY(!document.merged(broken.bytes));
        QVERIFY(QFile::remove(path));
        QCOMPARE(document.onDisk().state, OnDisk::Gone);
        QVERIFY(document.apply(port(34200)) && document.save());
        QVERIFY(tests::readFile(path).contains("34200"));
    }

    void savingWithoutAnEditChangesNoByte()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        const QByteArray layout = "places:\n  host/a:   {y: 2, x: 1}   # mine\n";
        const QByteArrayList variants{text, QByteArray(text).replace("\n", "\r\n"), text.chopped(1),
                                      "# top\n\n" + text + "# end", "# a\r\n" + text};
        for (const QByteArray &bytes : variants) {
            QVERIFY(tests::writeFile(path, bytes) && tests::writeFile(layoutPath(path), layout));
            FleetDocument document(Catalog::builtIn());
            QVERIFY(document.open(path));
            QVERIFY(document.save());
            QVERIFY(document.apply(port(34200)));
            document.undo();
            QVERIFY(!document.isDirty());
            QVERIFY(document.save());
            QCOMPARE(tests::readFile(path), bytes);
            QCOMPARE(tests::readFile(layoutPath(path)), layout);
            QVERIFY(!QFile::exists(path + u'~'));
        }
    }

    void placesOfTwoWindowsComeTogether()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, text));
        FleetDocument one(Catalog::builtIn()), two(Catalog::builtIn());
        QVERIFY(one.open(path) && two.open(path));
        const Place here{{1, 1}, false, false}, there{{2, 2}, false, false};
        one.place(u"x"_s, {{ItemId(u"host/a"_s), here}});
        two.place(u"x"_s, {{ItemId(u"host/b"_s), there}});
        QVERIFY(one.save() && two.save());
        QCOMPARE(parseLayout(tests::readFile(layoutPath(path))).value(),
                 (Layout{{ItemId(u"host/a"_s), here}, {ItemId(u"host/b"_s), there}}));
        QVERIFY(!two.isDirty());
        QSignalSpy moved(&one, &FleetDocument::layoutChanged);
        one.takeInPlaces();
        QCOMPARE(moved.size(), 1);
        QCOMPARE(one.layout(), two.layout());
        QVERIFY(!one.isDirty());
        one.takeInPlaces();
        QVERIFY(tests::writeFile(layoutPath(path), "places: [\n")); // no reason to lose ours
        one.takeInPlaces();
        QCOMPARE(moved.size(), 1);
        QCOMPARE(one.layout(), two.layout());
    }

    void aDraftComesBackAsOneStep()
    {
        FleetDocument document(Catalog::builtIn());
        document.adopt(parseFleet(text, Catalog::builtIn()).value());
        QVERIFY(document.restore(u"Recover"_s, QByteArray(text).replace("34197", "34300"), {}));
        QVERIFY(document.isDirty());
        QCOMPARE(document.undoText(), u"Recover"_s);
        document.undo();
        QVERIFY(!document.isDirty());
        QVERIFY(!document.restore(u"Recover"_s, "- x\n", {}));
    }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "tst_document.moc"
