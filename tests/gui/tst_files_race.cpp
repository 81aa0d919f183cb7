// SPDX-License-Identifier: GPL-3.0-or-later
// Another program saves in the middle of our save: between our last look at the file and the exchange. Nothing of either is lost.

#include "gui/files/conflictdialog.h"
#include "tests/gui/filetest.h"
#include "tests/race.h"

#include <QMessageBox>

using namespace tests;

class TestFilesRace : public FileTest
{
    Q_OBJECT

    QByteArrayList m_foreign; ///< what the other program saves inside our next saves, one each
    int m_done = 0;

    void race(const QByteArrayList &texts)
    {
        m_foreign = texts;
        m_done = 0;
        tests::beforeExchange = [this](int) {
            if (m_inside || m_done >= m_foreign.size())
                return;
            m_inside = true;
            otherProgramSaves(m_foreign.at(m_done++));
            m_inside = false;
        };
    }
    bool m_inside = false;

private slots:
    void initTestCase() { useEmptySettings(); }
    void init()
    {
        tests::noRace();
        start();
    }
    void cleanup()
    {
        tests::noRace();
        stop();
    }

    void differentThingsArePutTogether_data()
    {
        QTest::addColumn<bool>("canExchange");
        QTest::newRow("files can be exchanged") << true;
        QTest::newRow("they cannot") << false;
    }
    void differentThingsArePutTogether()
    {
        QFETCH(bool, canExchange);
        tests::canExchange = canExchange;
        QVERIFY(m_window->perform(port(g02, 35000)));
        race({theirs("34197", "34300")});
        save();
        QCOMPARE(m_done, 1);
        QCOMPARE(onDisk(), theirs("34197", "34300").replace("34198", "35000"));
        QCOMPARE(portOf(g01), 34300);
        QVERIFY(!m_window->isWindowModified());
        QVERIFY(!QFile::exists(path() + u".theirs"_s));
        document().undo(); // what came in
        document().undo();
        QCOMPARE(printFleet(document().fleet()), m_text);
    }

    void theSameThingIsAskedAboutAndTheirsKept()
    {
        QVERIFY(m_window->perform(port(g01, 35000)));
        const QByteArray foreign = theirs("34197", "34300");
        race({foreign});
        QByteArray meanwhile;
        const Answer mine(u"conflict-dialog"_s, [&](QWidget *dialog) {
            meanwhile = onDisk();
            press(dialog, u"all-mine"_s);
            press(dialog, u"merge"_s);
        });
        save();
        QVERIFY(mine.done());
        QCOMPARE(meanwhile, foreign); // while nobody has decided theirs stands there
        QCOMPARE(onDisk(), theirs("34197", "35000"));
        QCOMPARE(tests::readFile(path() + u".theirs"_s), foreign);
        QVERIFY(!m_window->isWindowModified());
    }

    void whoSavesAgainAndAgainIsSaid()
    {
        QVERIFY(m_window->perform(port(g02, 35000)));
        QByteArrayList texts;
        for (int i = 0; i < 50; ++i)
            texts.append(theirs("34197", QByteArray::number(34300 + i)));
        race(texts);
        QString words;
        const Answer cancel(u"save-failed"_s, [&](QWidget *box) {
            words = static_cast<QMessageBox *>(box)->text();
            pressText(box, u"Cancel"_s);
        });
        save();
        QVERIFY(cancel.done());
        QVERIFY2(words.contains(path()) && words.contains(u"again and again"_s), qPrintable(words));
        QVERIFY(texts.contains(onDisk())); // one of theirs, whole
        QCOMPARE(portOf(g02), 35000);
        QVERIFY(m_window->isWindowModified());
        tests::noRace();
        save();
        QCOMPARE(portOf(g02), 35000);
        QVERIFY(onDisk().contains("35000") && !m_window->isWindowModified());
    }
};

QTEST_MAIN(TestFilesRace)
#include "tst_files_race.moc"
