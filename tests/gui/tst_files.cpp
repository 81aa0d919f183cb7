// SPDX-License-Identifier: GPL-3.0-or-later
// The open file among other programs: nothing of either side is ever lost, and what has to be decided is asked.

#include "gui/derived.h"
#include "gui/files/conflictdialog.h"
#include "gui/files/filekeeper.h"
#include "tests/gui/filetest.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>

#include <sys/stat.h>

using namespace tests;

class TestFiles : public FileTest
{
    Q_OBJECT

private slots:
    void initTestCase() { useEmptySettings(); }
    void init() { start(); }
    void cleanup() { stop(); }

    void whatAnotherProgramSavesIsReadAtOnce()
    {
        m_window->selection().set({g02});
        otherProgramSaves(theirs("34197", "34300"));
        QTRY_COMPARE(portOf(g01), 34300);
        QCOMPARE(m_window->selection().single(), g02);
        QVERIFY(!m_window->isWindowModified());
        QVERIFY2(status().contains(u"read again"_s) && status().contains(u"g01"_s), qPrintable(status()));
        otherProgramSaves(theirs("34197", "34400")); // the watch goes on after the file was replaced
        QTRY_COMPARE(portOf(g01), 34400);
        document().undo();
        QCOMPARE(portOf(g01), 34300);
        QVERIFY(m_window->isWindowModified());
    }

    void boxesThatAnotherWindowMovedMoveHere()
    {
        const ItemId host(u"host/factorio-server"_s);
        FleetDocument other(Catalog::builtIn());
        QVERIFY(other.open(path()));
        other.place(u"Move"_s, {{host, {{-700, -500}, true, false}}});
        QVERIFY(other.save());
        QTRY_COMPARE(m_window->scene().itemBox(host).topLeft(), QPointF(-700, -500));
        QVERIFY(!m_window->isWindowModified());
    }

    void whatFollowsFromTheFleetFollowsAForeignSave()
    {
        Derived derived(document());
        derived.complete();
        QVERIFY(m_window->perform(port(g02, 35000)));
        const QByteArrayList saves{"# new\n# lines\n" + theirs("34197", "34300"), "# new\n# lines\n# only\n" + theirs("34197", "34300"),
                                   theirs("name: g03", "name: g33").replace("34197", "34300"), theirs("factorio-server-mini", "little"), m_text};
        for (const QByteArray &bytes : saves) {
            otherProgramSaves(bytes);
            QTRY_COMPARE(document().savedText(), bytes);
            Derived anew(document());
            anew.complete();
            derived.complete();
            QCOMPARE(derived.diagnostics(), anew.diagnostics());
            QVERIFY(std::ranges::equal(derived.tree(), anew.tree(), [](const auto &a, const auto &b) { return a.first == b.first && a.second.text == b.second.text; }));
        }
    }

    void nothingChangesUnderADrag()
    {
        const QPoint at = m_window->canvas().mapTo(m_window.get(), QPoint(4, 4));
        QTest::mousePress(m_window->windowHandle(), Qt::LeftButton, {}, at);
        QVERIFY(QGuiApplication::mouseButtons() != Qt::NoButton);
        otherProgramSaves(theirs("34197", "34300"));
        QVERIFY(!m_window->files().keeper().settle(FileKeeper::Occasion::Noticed));
        QCOMPARE(portOf(g01), 34197);
        QTest::mouseRelease(m_window->windowHandle(), Qt::LeftButton, {}, at);
        QTRY_COMPARE(portOf(g01), 34300);
    }

    void changesToDifferentThingsAreMergedSilently()
    {
        QVERIFY(m_window->perform(port(g02, 35000)));
        otherProgramSaves(theirs("34197", "34300"));
        QTRY_COMPARE(portOf(g01), 34300);
        QCOMPARE(portOf(g02), 35000);
        QVERIFY(m_window->isWindowModified());
        QVERIFY2(status().contains(u"merged"_s), qPrintable(status()));
        save();
        QCOMPARE(onDisk(), theirs("34197", "34300").replace("34198", "35000"));
        QVERIFY(!m_window->isWindowModified());
        QVERIFY(!QFile::exists(path() + u".theirs"_s));
        document().undo();
        document().undo();
        QCOMPARE(printFleet(document().fleet()), m_text);
    }

    void aForeignSaveJustBeforeOursIsNotOverwritten()
    {
        QVERIFY(m_window->perform(port(g02, 35000)));
        otherProgramSaves(theirs("34197", "34300")); // no time for the watch to notice
        save();
        QCOMPARE(onDisk(), theirs("34197", "34300").replace("34198", "35000"));
    }

    void contradictionsAreAskedAbout()
    {
        QVERIFY(m_window->perform({{}, {SetField{g01, u"udp-port"_s, 35000}, SetField{g01, u"rcon-port"_s, 28000}}}));
        const QByteArray foreign = theirs("34197", "34300").replace("27015", "28100").replace("example.com", "example.org");
        QStringList seen;
        const Answer answer(u"conflict-dialog"_s, [&](QWidget *dialog) {
            for (const QRadioButton *button : dialog->findChildren<QRadioButton *>())
                seen.append(button->text());
            QVERIFY(dialog->findChild<QPushButton *>(u"merge"_s)->isDefault());
            press(dialog, u"theirs-0"_s);
            press(dialog, u"merge"_s);
        });
        otherProgramSaves(foreign);
        save();
        QVERIFY(answer.done());
        QVERIFY2(seen.size() == 4 && seen.contains(u"35000"_s) && seen.contains(u"34300"_s) && seen.contains(u"28000"_s) && seen.contains(u"28100"_s),
                 qPrintable(seen.join(u' ')));
        const auto game = document().fleet().find(g01);
        const bool udpFirst = game->values.at(u"udp-port").toInt() == 34300;
        QCOMPARE(game->values.at(u"udp-port").toInt(), udpFirst ? 34300 : 35000);
        QCOMPARE(game->values.at(u"rcon-port").toInt(), udpFirst ? 28000 : 28100);
        QVERIFY(onDisk().contains("example.org"));
        QCOMPARE(tests::readFile(path() + u".theirs"_s), foreign);
        QVERIFY(!m_window->isWindowModified());
    }

    void cancellingTheQuestionLosesNothing()
    {
        QVERIFY(m_window->perform(port(g01, 35000)));
        const QByteArray foreign = theirs("34197", "34300");
        for (int round = 0; round < 2; ++round) {
            const Answer answer(u"conflict-dialog"_s, [](QWidget *dialog) { QTest::keyClick(dialog, Qt::Key_Escape); });
            otherProgramSaves(foreign);
            save();
            QVERIFY(answer.done());
            QCOMPARE(portOf(g01), 35000);
            QCOMPARE(onDisk(), foreign);
            QVERIFY(m_window->isWindowModified());
        }
        const Answer mine(u"conflict-dialog"_s, [](QWidget *dialog) {
            press(dialog, u"all-theirs"_s);
            press(dialog, u"all-mine"_s);
            press(dialog, u"merge"_s);
        });
        save();
        QCOMPARE(onDisk(), theirs("34197", "35000"));
        QCOMPARE(tests::readFile(path() + u".theirs"_s), foreign);
    }

    void whatCannotBeReadIsSaidWithItsLine()
    {
        QVERIFY(m_window->perform(port(g01, 35000)));
        const QByteArray foreign = m_text + "games: [\n";
        otherProgramSaves(foreign);
        QTRY_VERIFY(status().contains(u"line "_s));
        QCOMPARE(portOf(g01), 35000);
        QVERIFY(m_window->isWindowModified());
        {
            const Answer cancel(u"foreign-unreadable"_s, [](QWidget *box) { pressText(box, u"Cancel"_s); });
            save();
            QVERIFY(cancel.done());
            QCOMPARE(onDisk(), foreign);
        }
        const Answer mine(u"foreign-unreadable"_s, [](QWidget *box) { pressText(box, u"Keep mine"_s); });
        save();
        QCOMPARE(onDisk(), theirs("34197", "35000"));
        QCOMPARE(tests::readFile(path() + u".theirs"_s), foreign);
    }

    void aFileThatIsGoneIsWrittenAnew()
    {
        QVERIFY(QFile::remove(path()));
        QTRY_VERIFY(status().contains(u"gone"_s));
        QVERIFY(m_window->isWindowModified()); // the only copy is here
        save();
        QCOMPARE(onDisk(), m_text);
        QVERIFY(!m_window->isWindowModified());
    }

    void whereItCannotBeSavedAnotherPlaceIsOffered()
    {
        QVERIFY(m_window->perform(port(g01, 35000)));
        QVERIFY(::chmod(QFile::encodeName(path()).constData(), 0444) == 0);
        QString words;
        {
            const Answer cancel(u"save-failed"_s, [&](QWidget *box) {
                words = static_cast<QMessageBox *>(box)->text() + static_cast<QMessageBox *>(box)->informativeText();
                pressText(box, u"Cancel"_s);
            });
            save();
            QVERIFY(cancel.done());
        }
        QVERIFY2(words.contains(path()) && words.contains(u"read-only"_s) && words.contains(u"another name"_s), qPrintable(words));
        QCOMPARE(onDisk(), m_text);
        QVERIFY(m_window->isWindowModified());
        QCOMPARE(drafts().size(), 1); // whatever happens next
        const QString other = m_dir->filePath(u"other.yaml"_s);
        const Answer elsewhere(u"save-failed"_s, [](QWidget *box) { pressText(box, u"Save as…"_s); });
        const Answer choose(u"QFileDialog"_s, [&](QWidget *dialog) {
            dialog->findChild<QLineEdit *>(u"fileNameEdit"_s)->setText(other);
            static_cast<QFileDialog *>(dialog)->findChild<QLineEdit *>(u"fileNameEdit"_s)->setFocus();
            QTest::keyClick(dialog->findChild<QLineEdit *>(u"fileNameEdit"_s), Qt::Key_Return);
        });
        save();
        QVERIFY(elsewhere.done() && choose.done());
        QCOMPARE(tests::readFile(other), theirs("34197", "35000"));
        QVERIFY(!m_window->isWindowModified());
        QTRY_COMPARE(drafts().size(), 0);
    }

    void aVanishedFolderIsSaidAndLosesNothing()
    {
        QVERIFY(m_window->perform(port(g01, 35000)));
        const QString away = m_dir->path() + u"-away"_s;
        QVERIFY(QDir().rename(m_dir->path(), away));
        QString words;
        {
            const Answer cancel(u"save-failed"_s, [&](QWidget *box) {
                words = static_cast<QMessageBox *>(box)->text();
                pressText(box, u"Cancel"_s);
            });
            save();
            QVERIFY(cancel.done());
        }
        QVERIFY2(words.contains(m_dir->path() + u" does not exist"_s), qPrintable(words));
        QVERIFY(m_window->isWindowModified() && portOf(g01) == 35000);
        QDir(m_dir->path()).removeRecursively(); // the drafts' folder was made again
        QVERIFY(QDir().rename(away, m_dir->path()));
        save();
        QCOMPARE(onDisk(), theirs("34197", "35000"));
    }

    void aQuestionComesByItselfInTheActiveWindow()
    {
        QVERIFY(m_window->perform(port(g01, 35000)));
        const Answer answer(u"conflict-dialog"_s, [](QWidget *dialog) {
            press(dialog, u"all-theirs"_s);
            press(dialog, u"merge"_s);
        });
        otherProgramSaves(theirs("34197", "34300"));
        QTRY_COMPARE(portOf(g01), 34300);
        QVERIFY(answer.done() && !m_window->isWindowModified());
        QVERIFY(!QFile::exists(path() + u".theirs"_s)); // nothing of theirs was overruled
        document().undo();
        QCOMPARE(portOf(g01), 35000);
    }
};

QTEST_MAIN(TestFiles)
#include "tst_files.moc"
