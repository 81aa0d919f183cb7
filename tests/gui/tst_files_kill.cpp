// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 of the program itself, at random moments while somebody types and saves; then it is started again and offers what was not
// saved. See typist/typist.cpp for who types.

#include "gui/files/drafts.h"
#include "model/codec.h"
#include "tests/support.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

namespace {

constexpr int intervalMs = 150;
constexpr int slackMs = 40;
const ItemId g01(u"game/g01"_s);

int numberIn(const QByteArray &fleet)
{
    const auto parsed = parseFleet(fleet, Catalog::builtIn());
    const ItemPtr game = parsed ? parsed->fleet.find(g01) : nullptr;
    return game ? int(game->values.at(u"udp-port").toInt()) : -1;
}

struct Journal
{
    QList<std::pair<int, qint64>> edits; ///< number, when it was made
    qint64 last = 0;                     ///< when the last one began
    qint64 turn = 0;                     ///< the longest turn of the event loop: no timer is more punctual
    int saved = 0;
};

Journal readJournal(const QString &path)
{
    Journal journal;
    for (const QByteArray &line : tests::readFile(path).split('\n')) {
        const QByteArrayList words = line.split(' ');
        if (words.size() == 3 && words[0] == "begin") {
            const qint64 now = words[2].toLongLong();
            journal.turn = qMax(journal.turn, journal.last > 0 ? now - journal.last : 0);
            journal.last = now;
        }
        if (words.size() == 3 && words[0] == "end")
            journal.edits.append({words[1].toInt(), words[2].toLongLong()});
        else if (words.size() == 2 && words[0] == "saved")
            journal.saved = words[1].toInt();
    }
    return journal;
}

} // namespace

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

    void killOnce(const QString &task, int afterMs)
    {
        QProcess program;
        start(program, task);
        QTRY_VERIFY2_WITH_TIMEOUT(QFileInfo(journal(task)).size() > 0, qPrintable(m_story), 30000);
        program.waitForFinished(afterMs);
        QVERIFY2(program.state() == QProcess::Running, qPrintable(m_story));
        ::kill(pid_t(program.processId()), SIGKILL);
        program.waitForFinished();
        QCOMPARE(program.exitStatus(), QProcess::CrashExit);
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
        const int rounds = qEnvironmentVariableIsSet("SWITCHYARD_LONG") ? 100 : 6;
        const quint32 seed = qEnvironmentVariableIsSet("SWITCHYARD_SEED") ? qEnvironmentVariable("SWITCHYARD_SEED").toUInt()
                                                                           : QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        int recovered = 0, saved = 0;
        for (int round = 0; round < rounds; ++round) {
            m_story = u"seed %1, round %2"_s.arg(seed).arg(round);
            const QString task = round % 2 == 0 ? u"type"_s : u"save"_s;
            m_dir = std::make_unique<QTemporaryDir>();
            QVERIFY(tests::writeFile(fleet(), m_text));
            killOnce(task, random.bounded(300, 900));
            if (QTest::currentTestFailed())
                return;
            const Journal journal = readJournal(this->journal(task));
            const int inFile = numberIn(tests::readFile(fleet())), inDraft = numberIn(draft());
            checkFile(inFile);
            QVERIFY2(inFile >= journal.saved, qPrintable(m_story));
            for (const auto &[number, when] : journal.edits) {
                if (number > qMax(inFile, inDraft))
                    QVERIFY2(journal.last - when <= intervalMs + slackMs + journal.turn,
                             qPrintable(u"%1: %2 was lost, %3 ms before the end; %4 in the file, %5 in the draft"_s.arg(m_story).arg(number).arg(journal.last - when).arg(inFile).arg(inDraft)));
            }
            saved += journal.saved > 0;
            if (inDraft > inFile) {
                ++recovered;
                checkRecovery(inDraft);
            }
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY2(recovered >= rounds / 3 && saved >= rounds / 3, qPrintable(u"%1: %2 recovered, %3 saved"_s.arg(m_story).arg(recovered).arg(saved)));
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_files_kill.moc"
