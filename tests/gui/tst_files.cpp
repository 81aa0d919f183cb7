// SPDX-License-Identifier: GPL-3.0-or-later
// The open file among other programs and crashes: nothing of either side is ever lost, and what has to be decided is asked.

#include "gui/actions/fileactions.h"
#include "gui/files/conflictdialog.h"
#include "gui/files/filekeeper.h"
#include "gui/files/linediff.h"
#include "gui/files/recoverydialog.h"
#include "tests/gui/fixture.h"

#include <QAbstractButton>
#include <QFileDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSaveFile>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTimer>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

namespace {

const ItemId g01(u"game/g01"_s), g02(u"game/g02"_s);

EditStep port(const ItemId &game, int number)
{
    return {{}, {SetField{game, u"udp-port"_s, number}}};
}

/// Does something with the next dialog of that name, once, as soon as it shows.
class Answer : public QObject
{
public:
    Answer(QString name, std::function<void(QWidget *)> act) : m_name(std::move(name)), m_act(std::move(act))
    {
        m_timer.setInterval(5);
        connect(&m_timer, &QTimer::timeout, this, &Answer::look);
        m_timer.start();
    }
    bool done() const { return m_done; }

private:
    void look()
    {
        QWidget *dialog = QApplication::activeModalWidget();
        const bool fits = dialog && dialog->isVisible() && (dialog->objectName() == m_name || dialog->inherits(m_name.toLatin1().constData()));
        if (!fits || m_done)
            return;
        m_done = true;
        m_timer.stop();
        m_act(dialog);
    }

    QString m_name;
    std::function<void(QWidget *)> m_act;
    QTimer m_timer;
    bool m_done = false;
};

void press(QWidget *dialog, const QString &name)
{
    auto *button = dialog->findChild<QAbstractButton *>(name);
    if (!button)
        return QTest::qFail(qPrintable(name), __FILE__, __LINE__);
    QTest::mouseClick(button, Qt::LeftButton);
}

void pressText(QWidget *dialog, const QString &text)
{
    for (QAbstractButton *button : dialog->findChildren<QAbstractButton *>())
        if (button->text().remove(u'&') == text)
            return QTest::mouseClick(button, Qt::LeftButton);
    QTest::qFail(qPrintable(text), __FILE__, __LINE__);
}

} // namespace

class TestFiles : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Window> m_window;
    QByteArray m_text;

    QString path() const { return m_dir->filePath(u"fleet.yaml"_s); }
    QByteArray onDisk() const { return tests::readFile(path()); }
    QString status() const { return m_window->statusBar()->currentMessage(); }
    FleetDocument &document() { return m_window->document(); }
    int portOf(const ItemId &game) { return int(document().fleet().find(game)->values.at(u"udp-port").toInt()); }
    void save() { m_window->findChild<QAction *>(u"action-save"_s)->trigger(); }
    QStringList drafts() const { return QDir(draftsFolder()).entryList({u"*.draft"_s}, QDir::Files); }
    QByteArray theirs(const char *from, const char *to) const { return QByteArray(m_text).replace(from, to); }
    /// As many editors do: another file takes the name.
    void otherProgramSaves(const QByteArray &bytes)
    {
        QSaveFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit());
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("XDG_STATE_HOME", QFile::encodeName(m_dir->filePath(u"state"_s)));
        qunsetenv("SWITCHYARD_AUTOSAVE_MS");
        m_text = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        QVERIFY(tests::writeFile(path(), m_text));
        open();
    }

    void cleanup()
    {
        m_window.reset();
        m_dir.reset();
    }

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

    void changesToDifferentThingsAreMergedSilently()
    {
        QVERIFY(m_window->perform(port(g02, 35000)));
        otherProgramSaves(theirs("34197", "34300"));
        QTRY_COMPARE(portOf(g01), 34300);
        QCOMPARE(portOf(g02), 35000);
        QVERIFY(m_window->isWindowModified());
        QVERIFY2(status().contains(u"put together"_s), qPrintable(status()));
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
        QCOMPARE(drafts().size(), 0);
    }

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
        QCOMPARE(drafts().size(), 0);
        document().redo();
        QTRY_COMPARE(drafts().size(), 1);
        save();
        QCOMPARE(drafts().size(), 0);
        QVERIFY(m_window->perform(port(g01, 35001)));
        QTRY_COMPARE(drafts().size(), 1);
        const Answer discard(u"QMessageBox"_s, [](QWidget *box) {
            QTest::mouseClick(static_cast<QMessageBox *>(box)->button(QMessageBox::Discard), Qt::LeftButton);
        });
        m_window->close();
        m_window.reset();
        QCOMPARE(drafts().size(), 0);
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
        QCOMPARE(drafts().size(), 0);
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
        QCOMPARE(drafts().size(), 0);
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
        QCOMPARE(drafts().size(), 0);
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
        ConflictDialog conflicts(path(),
                                 {{ItemId::fleet(), u"domain"_s, u"example.com"_s, u"ours.org"_s, u"theirs.org"_s},
                                  {g01, u"udp-port"_s, 34197, 35000, 34300},
                                  {ItemId(u"game/g03"_s), {}, ValueMap{{u"host"_s, u"factorio-server"_s}, {u"udp-port"_s, 34199}}, {}, ValueMap{{u"host"_s, u"box2"_s}}}},
                                 Catalog::builtIn());
        conflicts.show();
        conflicts.grab().save(to + u"/conflicts.png"_s);
        leaveDraft(path(), m_text, theirs("34197", "35000"));
        leaveDraft({}, "switchyard: 1\n", m_text);
        RecoveryDialog recovery(DraftPlace::abandoned(draftsFolder()));
        recovery.show();
        recovery.grab().save(to + u"/recovery.png"_s);
        press(&recovery, u"compare"_s);
        recovery.grab().save(to + u"/recovery-difference.png"_s);
    }

private:
    void open()
    {
        m_window = tests::openWindow(tests::templateFleet());
        QVERIFY(m_window->openFile(path()));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void leaveDraft(const QString &of, const QByteArray &base, const QByteArray &fleet)
    {
        DraftPlace place(draftsFolder());
        QVERIFY(place.write({of, QDateTime::currentDateTimeUtc(), base, fleet, {}}));
    }
};

QTEST_MAIN(TestFiles)
#include "tst_files.moc"
