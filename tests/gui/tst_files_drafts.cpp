// SPDX-License-Identifier: GPL-3.0-or-later
// Unsaved work outlives a crash: drafts are kept, offered at the next start, and gone when nobody needs them.

#include "gui/files/autosave.h"
#include "gui/files/conflictdialog.h"
#include "gui/files/recoverydialog.h"
#include "model/linediff.h"
#include "tests/gui/filetest.h"

#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>

using namespace tests;

class TestDrafts : public FileTest
{
    Q_OBJECT

private slots:
    void initTestCase() { useEmptySettings(); }
    void init() { start(); }
    void cleanup() { stop(); }

    void aDraftIsKeptUntilItIsNotNeeded()
    {
        qputenv("SWITCHYARD_AUTOSAVE_MS", "20");
        open();
        QVERIFY(m_window->perform(port(g01, 35000)));
        QTRY_COMPARE(drafts().size(), 1);
        const auto draft = parseDraft(tests::readFile(draftsFolder() + u'/' + drafts().first()));
        QVERIFY(draft);
        QCOMPARE(draft->path, path());
        QCOMPARE(draft->base, m_text);
        QCOMPARE(draft->fleet, theirs("34197", "35000"));
        QVERIFY(DraftPlace::abandoned(draftsFolder()).isEmpty()); // its window lives
        QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"fleet.yaml"_s});
        document().undo();
        QTRY_COMPARE(drafts().size(), 0);
        document().redo();
        QTRY_COMPARE(drafts().size(), 1);
        save();
        QTRY_COMPARE(drafts().size(), 0);
        QVERIFY(m_window->perform(port(g01, 35001)));
        QTRY_COMPARE(drafts().size(), 1);
        const Answer discard(u"QMessageBox"_s, [](QWidget *box) {
            QTest::mouseClick(static_cast<QMessageBox *>(box)->button(QMessageBox::Discard), Qt::LeftButton);
        });
        m_window->close();
        m_window.reset();
        QTRY_COMPARE(drafts().size(), 0);
    }

    void aDraftIsWrittenEveryMinute()
    {
        qunsetenv("SWITCHYARD_AUTOSAVE_MS");
        QCOMPARE(Autosave::usualInterval(), 60'000);
    }

    void aDraftOutlivesAMomentWithoutChanges()
    {
        qputenv("SWITCHYARD_AUTOSAVE_MS", "20");
        open();
        QVERIFY(m_window->perform(port(g01, 35000)));
        QTRY_COMPARE(drafts().size(), 1);
        document().undo(); // as a field does while one types on
        QVERIFY(m_window->perform(port(g01, 35001)));
        QCOMPARE(drafts().size(), 1);
        QTRY_COMPARE(parseDraft(tests::readFile(draftsFolder() + u'/' + drafts().first()))->fleet, theirs("34197", "35001"));
        save();
        m_window.reset(); // at once: nobody is asked about what is saved
        QCOMPARE(drafts().size(), 0);
    }

    void aDraftKnowsItsFileFromAnywhere()
    {
        qputenv("SWITCHYARD_AUTOSAVE_MS", "20");
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_dir->path()));
        m_window = tests::openWindow(tests::templateFleet());
        QVERIFY(m_window->openFile(u"fleet.yaml"_s));
        QVERIFY(QDir::setCurrent(before));
        QVERIFY(m_window->perform(port(g01, 35000)));
        QTRY_COMPARE(drafts().size(), 1);
        QCOMPARE(parseDraft(tests::readFile(draftsFolder() + u'/' + drafts().first()))->path, path());
    }

    void whatIsTypedSurvivesAForeignSave()
    {
        m_window->selection().set({g01});
        auto *edit = m_window->findChild<QWidget *>(u"inspector"_s)->findChild<QLineEdit *>(u"udp-port"_s);
        QVERIFY(edit);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, u"350"_s);
        otherProgramSaves(theirs("34198", "36000"));
        QTRY_COMPARE(portOf(g02), 36000);
        QCOMPARE(edit->text(), u"350"_s);
        QTest::keyClicks(edit, u"01"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(portOf(g01), 35001);
        QCOMPARE(portOf(g02), 36000); // typing on does not take theirs back
        save();
        QCOMPARE(onDisk(), theirs("34198", "36000").replace("34197", "35001"));
    }

    void aDraftIsOfferedAfterACrash()
    {
        leaveDraft(path(), m_text, theirs("34197", "35000"));
        QString shown;
        const Answer answer(u"recovery-dialog"_s, [&](QWidget *dialog) {
            press(dialog, u"compare"_s);
            shown = dialog->findChild<QPlainTextEdit *>(u"difference"_s)->toPlainText();
            press(dialog, u"recover"_s);
        });
        m_window->files().offerRecovery();
        QTRY_VERIFY(answer.done());
        QTRY_COMPARE(portOf(g01), 35000);
        QVERIFY2(shown.contains(u"\n-"_s) && shown.contains(u"34197"_s) && shown.contains(u"35000"_s) && shown.contains(u"lines as they are"_s), qPrintable(shown));
        QVERIFY(m_window->isWindowModified());
        QCOMPARE(document().path(), path());
        QCOMPARE(drafts().size(), 1); // until it is saved
        save();
        QCOMPARE(onDisk(), theirs("34197", "35000"));
        QTRY_COMPARE(drafts().size(), 0);
        document().undo();
        QCOMPARE(printFleet(document().fleet()), m_text);
    }

    void aDraftMeetsAFileThatChangedSince()
    {
        leaveDraft(path(), m_text, theirs("34197", "35000"));
        otherProgramSaves(theirs("34198", "36000"));
        const Answer answer(u"recovery-dialog"_s, [&](QWidget *dialog) { press(dialog, u"recover"_s); });
        m_window->files().offerRecovery();
        QTRY_COMPARE(portOf(g01), 35000);
        QCOMPARE(portOf(g02), 36000);
        save();
        QCOMPARE(onDisk(), theirs("34197", "35000").replace("34198", "36000"));
    }

    void aFleetThatWasNeverSavedComesBack()
    {
        leaveDraft({}, "switchyard: 1\nname: fleet\n", m_text);
        const Answer answer(u"recovery-dialog"_s, [&](QWidget *dialog) { press(dialog, u"recover"_s); });
        m_window->files().offerRecovery();
        QTRY_VERIFY(document().path().isEmpty());
        QCOMPARE(printFleet(document().fleet()), m_text);
        QVERIFY(m_window->isWindowModified());
    }

    void draftsCanBeDiscardedOrLeft()
    {
        leaveDraft(path(), m_text, theirs("34197", "35000"));
        {
            const Answer later(u"recovery-dialog"_s, [&](QWidget *dialog) { press(dialog, u"later"_s); });
            m_window->files().offerRecovery();
            QTRY_VERIFY(later.done());
            QCOMPARE(drafts().size(), 1);
        }
        QTRY_VERIFY(!m_window->findChild<RecoveryDialog *>()); // and its lock with it
        QVERIFY(tests::writeFile(draftsFolder() + u"/cut.draft"_s, "{\"switchyard-draft\":1"));
        const Answer discard(u"recovery-dialog"_s, [&](QWidget *dialog) {
            QCOMPARE(dialog->findChild<QListWidget *>()->count(), 2);
            press(dialog, u"discard"_s);
            press(dialog, u"discard"_s);
        });
        m_window->files().offerRecovery();
        QTRY_VERIFY(discard.done());
        QTRY_COMPARE(drafts().size(), 0);
        QCOMPARE(portOf(g01), 34197);
    }

    void twoWindowsOnOneFileDoNotFight()
    {
        qputenv("SWITCHYARD_AUTOSAVE_MS", "20");
        open();
        const auto other = tests::openWindow(tests::templateFleet());
        QVERIFY(other->openFile(path()));
        QVERIFY(m_window->perform(port(g01, 35000)) && other->perform(port(g02, 36000)));
        QTRY_COMPARE(drafts().size(), 2);
        QVERIFY(DraftPlace::abandoned(draftsFolder()).isEmpty());
        save();
        QVERIFY(other->files().save());
        QCOMPARE(onDisk(), theirs("34197", "35000").replace("34198", "36000"));
        QTRY_COMPARE(portOf(g02), 36000);
        QVERIFY(!m_window->isWindowModified() && !other->isWindowModified());
        QTRY_COMPARE(drafts().size(), 0);
    }

    void differencesAreShortAndRight()
    {
        QCOMPARE(lineDiff("a\nb\nc\n", "a\nx\nc\n", 0),
                 (QList<DiffLine>{{DiffLine::Skipped, "1"}, {DiffLine::Gone, "b"}, {DiffLine::Come, "x"}, {DiffLine::Skipped, "2"}}));
        QCOMPARE(lineDiff("a\nb", "a\nb", 3), (QList<DiffLine>{{DiffLine::Skipped, "2"}}));
        QByteArray many;
        for (int i = 0; i < 5000; ++i)
            many += QByteArray::number(i) + '\n';
        QCOMPARE(lineDiff(many, QByteArray(many).replace("\n", "x\n"), 0).size(), 10001);
    }

    void picturesForTheEye()
    {
        if (!qEnvironmentVariableIsSet("SWITCHYARD_PICTURES"))
            return;
        const QString to = qEnvironmentVariable("SWITCHYARD_PICTURES");
        leaveDraft({}, "switchyard: 1\n", m_text);
        leaveDraft(path(), m_text, theirs("34197", "35000"));
        const DraftPlaces places = DraftPlace::abandoned(draftsFolder());
        for (const auto &[theme, name] : {std::pair(ThemeChoice::Light, u"light"_s), {ThemeChoice::Dark, u"dark"_s}}) {
            m_window->setTheme(theme);
            ConflictDialog conflicts(path(),
                                     {{ItemId::fleet(), u"domain"_s, u"example.com"_s, u"ours.org"_s, u"theirs.org"_s},
                                      {g01, u"udp-port"_s, 34197, 35000, 34300},
                                      {ItemId(u"game/g03"_s), {}, ValueMap{{u"host"_s, u"factorio-server"_s}, {u"udp-port"_s, 34199}}, {}, ValueMap{{u"host"_s, u"box2"_s}}}},
                                     Catalog::builtIn());
            conflicts.show();
            QVERIFY(conflicts.grab().save(to + u"/conflicts-%1.png"_s.arg(name)));
            RecoveryDialog recovery(places);
            recovery.show();
            QVERIFY(recovery.grab().save(to + u"/recovery-%1.png"_s.arg(name)));
            press(&recovery, u"compare"_s);
            QVERIFY(recovery.grab().save(to + u"/recovery-difference-%1.png"_s.arg(name)));
        }
    }

private:
    void leaveDraft(const QString &of, const QByteArray &base, const QByteArray &fleet)
    {
        DraftPlace place(draftsFolder());
        QVERIFY(place.write({of, QDateTime::currentDateTimeUtc(), base, fleet, {}}));
    }
};

QTEST_MAIN(TestDrafts)
#include "tst_files_drafts.moc"
