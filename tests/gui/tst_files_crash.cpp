// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments while a fleet is edited, drafted and saved: the fleet file is always whole, and nothing older than
// one interval is lost. The program kills itself again and again: started with a folder, it is the victim.

#include "gui/files/autosave.h"
#include "tests/support.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTimer>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

namespace {

constexpr int intervalMs = 60;
constexpr int slackMs = 40;
const ItemId g01(u"game/g01"_s);

QString fleetIn(const QString &folder) { return folder + u"/fleet.yaml"_s; }

/// What the victim did, a line each, written before the next is done: "begin N MS", "end N MS", "saved N".
void note(int journal, const QByteArray &line)
{
    if (::write(journal, line.constData(), size_t(line.size())) != line.size())
        _exit(3);
}

int numberIn(const Fleet &fleet)
{
    const ItemPtr game = fleet.find(g01);
    return game ? int(game->values.at(u"udp-port").toInt()) : -1;
}

/// Edits as fast as it can, and saves now and then if it is to, until it is killed.
int beVictim(const QString &folder, bool saves)
{
    const int journal = ::open(QFile::encodeName(folder + u"/journal"_s).constData(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    FleetDocument document(Catalog::builtIn());
    if (journal < 0 || !document.open(fleetIn(folder)))
        return 2;
    const Autosave autosave(document, folder + u"/drafts"_s, intervalMs);
    QElapsedTimer clock;
    clock.start();
    int number = numberIn(document.fleet());
    QTimer beat;
    QObject::connect(&beat, &QTimer::timeout, &document, [&] {
        number = number % 60000 + 1;
        const auto stamp = [&] { return QByteArray(QByteArray::number(number) + ' ' + QByteArray::number(clock.elapsed()) + '\n'); };
        note(journal, "begin " + stamp());
        if (!document.apply({{}, {SetField{g01, u"udp-port"_s, number}}}))
            _exit(4);
        note(journal, "end " + stamp());
        if (saves && QRandomGenerator::global()->bounded(40) == 0 && document.save())
            note(journal, "saved " + QByteArray::number(number) + '\n');
    });
    beat.start(1);
    return QCoreApplication::exec();
}

struct Journal
{
    QList<std::pair<int, qint64>> edits; ///< number, when it was made
    qint64 last = 0;                     ///< when the last one began
    int saved = 0;
};

Journal readJournal(const QString &folder)
{
    Journal journal;
    for (const QByteArray &line : tests::readFile(folder + u"/journal"_s).split('\n')) {
        const QByteArrayList words = line.split(' ');
        if (words.size() == 3 && words[0] == "begin")
            journal.last = words[2].toLongLong();
        else if (words.size() == 3 && words[0] == "end")
            journal.edits.append({words[1].toInt(), words[2].toLongLong()});
        else if (words.size() == 2 && words[0] == "saved")
            journal.saved = words[1].toInt();
    }
    return journal;
}

} // namespace

class TestCrash : public QObject
{
    Q_OBJECT

    const QByteArray m_text = "switchyard: 1\nname: f # stays\nhosts:\n  - name: a\ngames:\n  # one\n  - {name: g01, host: a, udp-port: 1}\n# end\n";

private slots:
    void killedAtRandomMoments()
    {
        const int rounds = qEnvironmentVariableIsSet("SWITCHYARD_LONG") ? 1000 : 50;
        const quint32 seed = qEnvironmentVariableIsSet("SWITCHYARD_SEED") ? qEnvironmentVariable("SWITCHYARD_SEED").toUInt()
                                                                           : QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        QTemporaryDir dir;
        int drafts = 0, files = 0;
        for (int round = 0; round < rounds; ++round) {
            const QString story = u"seed %1, round %2"_s.arg(seed).arg(round), folder = dir.filePath(QString::number(round));
            QVERIFY(tests::writeFile(fleetIn(folder), m_text));
            killOnce(folder, round % 2 ? u"saving"_s : u"drafting"_s, random.bounded(2, 250));
            const Journal journal = readJournal(folder);
            if (QTest::currentTestFailed() || journal.edits.isEmpty())
                continue;
            checkFile(folder, journal, story);
            const int recovered = checkDraft(folder, story);
            drafts += recovered > 0;
            files += journal.saved > 0;
            checkLoss(journal, qMax(recovered, numberIn(parseFleet(tests::readFile(fleetIn(folder)), Catalog::builtIn())->fleet)), story);
            if (QTest::currentTestFailed())
                return;
            QDir(folder).removeRecursively();
        }
        // Half of them draft only: most of those live longer than an interval. The other half save as well.
        QVERIFY2(drafts > rounds / 8 && files > rounds / 8, qPrintable(u"%1 drafts, %2 saves"_s.arg(drafts).arg(files)));
    }

private:
    void killOnce(const QString &folder, const QString &what, int afterMs)
    {
        QProcess victim;
        victim.setProcessChannelMode(QProcess::ForwardedChannels);
        victim.start(QCoreApplication::applicationFilePath(), {u"--victim"_s, folder, what});
        QVERIFY(victim.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(folder + u"/journal"_s).size() > 0, 20000);
        victim.waitForFinished(afterMs);
        QCOMPARE(victim.state(), QProcess::Running);
        ::kill(pid_t(victim.processId()), SIGKILL);
        victim.waitForFinished();
        QCOMPARE(victim.exitStatus(), QProcess::CrashExit);
    }

    /// Whole, byte by byte what one of the edits made of it, and not older than the last save.
    void checkFile(const QString &folder, const Journal &journal, const QString &story)
    {
        const QByteArray bytes = tests::readFile(fleetIn(folder));
        const auto parsed = parseFleet(bytes, Catalog::builtIn());
        QVERIFY2(parsed, qPrintable(story + u'\n' + QString::fromUtf8(bytes)));
        const int number = numberIn(parsed->fleet);
        QCOMPARE(bytes, QByteArray(m_text).replace("udp-port: 1}", QByteArray("udp-port: " + QByteArray::number(number) + "}")));
        QVERIFY2(number >= journal.saved, qPrintable(u"%1: saved %2, there is %3"_s.arg(story).arg(journal.saved).arg(number)));
        if (QFile::exists(fleetIn(folder) + u'~'))
            QVERIFY2(parseFleet(tests::readFile(fleetIn(folder) + u'~'), Catalog::builtIn()), qPrintable(story));
    }

    /// The number in the draft; 0 when there is none.
    int checkDraft(const QString &folder, const QString &story)
    {
        int number = 0;
        const auto places = DraftPlace::abandoned(folder + u"/drafts"_s);
        if (places.size() > 1)
            QTest::qFail(qPrintable(story), __FILE__, __LINE__);
        for (const auto &place : places) {
            const auto draft = place->read();
            const auto parsed = draft ? parseFleet(draft->fleet, Catalog::builtIn()) : Result<ParsedFleet>(fail({}, {}));
            if (!parsed) {
                QTest::qFail(qPrintable(story), __FILE__, __LINE__);
                return 0;
            }
            number = numberIn(parsed->fleet);
        }
        return number;
    }

    /// From the end of the lost edit to the begin of the last: whoever else runs meanwhile does not count.
    static void checkLoss(const Journal &journal, int kept, const QString &story)
    {
        const qint64 last = journal.last;
        for (const auto &[number, when] : journal.edits)
            if (number > kept)
                QVERIFY2(last - when <= intervalMs + slackMs,
                         qPrintable(u"%1: edit %2 was lost, %3 ms before the end; kept is %4"_s.arg(story).arg(number).arg(last - when).arg(kept)));
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (argc == 4 && qstrcmp(argv[1], "--victim") == 0)
        return beVictim(QString::fromLocal8Bit(argv[2]), qstrcmp(argv[3], "saving") == 0);
    TestCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_files_crash.moc"
