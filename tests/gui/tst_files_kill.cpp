// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 of the program itself, at random moments while somebody types and saves; then it is started again and offers what was not
// saved. See typist/typist.cpp for who types.

#include "gui/files/drafts.h"
#include "tests/gui/killing.h"

#include <QCoreApplication>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

using tests::numberIn;

static constexpr int intervalMs = 150;

class TestKill : public QObject
{
    Q_OBJECT

    const QByteArray m_text = "switchyard: 1\nname: f # stays\nhosts:\n  - name: a\ngames:\n  # one\n  - {name: g01, host: a, udp-port: 20000}\n# end\n";
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_story;

    QString fleet() const { return m_dir->filePath(u"fleet.yaml"_s); }
    QString journal(const QString &task) const { return m_dir->filePath(u"journal-"_s + task); }
    QString drafts() const { return m_dir->filePath(u"state/switchyard/drafts"_s); }

    /// The built program on that fleet, with nobody's own settings and a typist.
    void start(QProcess &program, const QString &task)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
            environment.insert(QString::fromLatin1(name), m_dir->path());
        environment.insert(u"XDG_STATE_HOME"_s, m_dir->filePath(u"state"_s));
        environment.remove(u"SSH_AUTH_SOCK"_s);
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.insert(u"QT_PLUGIN_PATH"_s, QCoreApplication::applicationDirPath() + u"/plugins"_s);
        environment.insert(u"QT_QPA_GENERIC_PLUGINS"_s, u"typist"_s);
        environment.insert(u"SWITCHYARD_AUTOSAVE_MS"_s, QString::number(intervalMs));
        environment.insert(u"TYPIST_TASK"_s, task);
        environment.insert(u"TYPIST_JOURNAL"_s, journal(task));
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::ForwardedChannels);
        program.start(tests::program(u"switchyard"_s), {fleet()});
        QVERIFY2(program.waitForStarted(), qPrintable(program.errorString()));
    }

    void checkFile(int number)
    {
        const QByteArray bytes = tests::readFile(fleet());
        QVERIFY2(bytes == QByteArray(m_text).replace("20000", QByteArray::number(number)), qPrintable(m_story + u'\n' + QString::fromUtf8(bytes)));
    }

    QByteArray draft()
    {
        const QStringList names = QDir(drafts()).entryList({u"*.draft"_s}, QDir::Files);
        const auto read = names.size() == 1 ? parseDraft(tests::readFile(drafts() + u'/' + names.first())) : Result<Draft>(fail({}, {}));
        return read ? read->fleet : QByteArray();
    }

    /// Started again, it offers the draft; taken and saved, the file holds it.
    void checkRecovery(int number)
    {
        QProcess program;
        start(program, u"recover"_s);
        QVERIFY2(program.waitForFinished(40000), qPrintable(m_story));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 0);
        const QByteArray noted = tests::readFile(journal(u"recover"_s));
        QVERIFY2(noted.startsWith(QByteArray("offered " + fleet().toUtf8())) && noted.endsWith("\nsaved\n"), noted.constData());
        checkFile(number);
        QVERIFY2(QDir(drafts()).entryList({u"*.draft"_s}, QDir::Files).isEmpty(), qPrintable(m_story));
    }

private slots:
    void killedWhileSomebodyTypes()
    {
        tests::Kills kills(6, 100);
        int recovered = 0, saved = 0;
        for (int round = 0; round < kills.rounds(); ++round) {
            m_story = kills.story(round);
            const QString task = round % 2 == 0 ? u"type"_s : u"save"_s;
            m_dir = std::make_unique<QTemporaryDir>();
            QVERIFY(tests::writeFile(fleet(), m_text));
            QProcess program;
            start(program, task);
            QVERIFY2(tests::killWhileEditing(program, journal(task), kills.moment(300, 900)), qPrintable(m_story));
            const auto journal = tests::Journal::read(this->journal(task));
            const int inFile = numberIn(tests::readFile(fleet())), inDraft = numberIn(draft());
            checkFile(inFile);
            QVERIFY2(inFile >= journal.saved, qPrintable(m_story));
            const QString lost = journal.lostTooMuch(inFile, inDraft, intervalMs + tests::slackMs + journal.turn);
            QVERIFY2(lost.isEmpty(), qPrintable(m_story + u": "_s + lost));
            saved += journal.saved > 0;
            if (inDraft > inFile) {
                ++recovered;
                checkRecovery(inDraft);
            }
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY2(recovered >= kills.rounds() / 3 && saved >= kills.rounds() / 3, qPrintable(u"%1: %2 recovered, %3 saved"_s.arg(m_story).arg(recovered).arg(saved)));
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_files_kill.moc"
