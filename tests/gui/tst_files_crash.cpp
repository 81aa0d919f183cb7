// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments while a fleet is edited, drafted and saved: the fleet file is always whole, and nothing older than
// one interval is lost. The program kills itself again and again: started with a folder, it is the victim.

#include "gui/files/autosave.h"
#include "tests/gui/killing.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;
using tests::numberIn;

namespace {

constexpr int intervalMs = 60;

QString fleetIn(const QString &folder) { return folder + u"/fleet.yaml"_s; }

/// A line of the journal.
void note(int journal, const QByteArray &line)
{
    if (::write(journal, line.constData(), size_t(line.size())) != line.size())
        _exit(3);
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
        if (!document.apply({{}, {SetField{tests::killedGame, u"udp-port"_s, number}}}))
            _exit(4);
        note(journal, "end " + stamp());
        if (saves && QRandomGenerator::global()->bounded(40) == 0 && document.save())
            note(journal, "saved " + QByteArray::number(number) + '\n');
    });
    beat.start(1);
    return QCoreApplication::exec();
}

} // namespace

class TestCrash : public QObject
{
    Q_OBJECT

    const QByteArray m_text = "switchyard: 1\nname: f # stays\nhosts:\n  - name: a\ngames:\n  # one\n  - {name: g01, host: a, udp-port: 1}\n# end\n";

private slots:
    void killedAtRandomMoments()
    {
        tests::Kills kills(50, 1000);
        QTemporaryDir dir;
        int drafts = 0, files = 0;
        for (int round = 0; round < kills.rounds(); ++round) {
            const QString story = kills.story(round), folder = dir.filePath(QString::number(round));
            QVERIFY(tests::writeFile(fleetIn(folder), m_text));
            QProcess victim;
            victim.setProcessChannelMode(QProcess::ForwardedChannels);
            victim.start(QCoreApplication::applicationFilePath(), {u"--victim"_s, folder, round % 2 ? u"saving"_s : u"drafting"_s});
            QVERIFY2(tests::killWhileEditing(victim, folder + u"/journal"_s, kills.moment(2, 250)), qPrintable(story));
            const auto journal = tests::Journal::read(folder + u"/journal"_s);
            if (journal.edits.isEmpty())
                continue;
            checkFile(folder, journal, story);
            const int recovered = checkDraft(folder, story);
            drafts += recovered > 0;
            files += journal.saved > 0;
            const QString lost = journal.lostTooMuch(numberIn(tests::readFile(fleetIn(folder))), recovered, intervalMs + tests::slackMs);
            QVERIFY2(lost.isEmpty(), qPrintable(story + u": "_s + lost));
            if (QTest::currentTestFailed())
                return;
            QDir(folder).removeRecursively();
        }
        // Half of them draft only: most of those live longer than an interval. The other half save as well.
        QVERIFY2(drafts > kills.rounds() / 8 && files > kills.rounds() / 8, qPrintable(u"%1 drafts, %2 saves"_s.arg(drafts).arg(files)));
    }

private:
    /// Whole, byte by byte what one of the edits made of it, and not older than the last save.
    void checkFile(const QString &folder, const tests::Journal &journal, const QString &story)
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
