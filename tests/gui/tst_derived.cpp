// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/derived.h"
#include "model/codec.h"
#include "nixgen/generate.h"
#include "tests/model/randomedit.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

// What the window shows after any edit is what it would show had it opened that fleet.
class DerivedTest : public QObject
{
    Q_OBJECT

private slots:
    void followsRandomEdits();
};

void DerivedTest::followsRandomEdits()
{
    const Catalog &catalog = Catalog::builtIn();
    int partly = 0;
    for (quint32 seed = 0; seed < 80; ++seed) {
        tests::SeededFleet random(seed);
        const auto parsed = parseFleet(random.text(), catalog);
        if (!parsed)
            continue;
        FleetDocument document(catalog);
        document.adopt(*parsed);
        gui::Derived derived(document);
        for (int step = 0; step < 25; ++step) {
            if (random.pick(5) == 0 && document.canUndo())
                document.undo();
            else
                (void)document.apply(EditStep{{}, {tests::randomEdit(document.fleet(), random)}});
            const QByteArray where = "seed " + QByteArray::number(seed) + " step " + QByteArray::number(step);
            partly += !derived.touchedHosts().everything;
            const auto tree = nixgen::generate(document.fleet(), catalog);
            QVERIFY2(tree, where.constData());
            QVERIFY2(derived.topology() == resolve(document.fleet(), catalog), where.constData());
            QCOMPARE(derived.tree().size(), tree->size());
            for (const auto &[path, file] : *tree) {
                QVERIFY2(derived.tree().contains(path), QByteArray(where + ": " + path.toUtf8()).constData());
                const GeneratedFile &ours = derived.tree().at(path);
                QVERIFY2(ours.text == file.text, QByteArray(where + ": text of " + path.toUtf8() + '\n' + ours.text + "\ninstead of\n" + file.text).constData());
                QVERIFY2(ours.origins == file.origins, QByteArray(where + ": origins of " + path.toUtf8()).constData());
            }
        }
    }
    QVERIFY2(partly > 300, qPrintable(QString::number(partly)));
}

QTEST_MAIN(DerivedTest)
#include "tst_derived.moc"
