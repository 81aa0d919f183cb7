// SPDX-License-Identifier: GPL-3.0-or-later
// Saving never breaks the file that is there: not on full disks, not beside other programs, not
// through links.
#include "model/document.h"
#include "tests/race.h"
#include "tests/support.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

QStringList filesIn(const QString &dir)
{
    return QDir(dir).entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
}

mode_t modeOf(const QString &path)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? info.st_mode & 07777 : 0;
}

/// As editors do: another file takes the name, or the text is written over in place.
void anotherSaves(const QString &path, const QByteArray &text, bool inPlace)
{
    const QString name = inPlace ? path : path + u".new"_s;
    if (!tests::writeFile(name, text)
        || (!inPlace
            && ::rename(QFile::encodeName(name).constData(), QFile::encodeName(path).constData())
                != 0))
        QTest::qFail("the other program cannot save", __FILE__, __LINE__);
}

const QByteArray fleetText = "switchyard: 1\nname: f\ngames:\n  - {name: g01, host: a}\n";

/// A document that is open on `path` and has an edit that was not saved.
std::unique_ptr<FleetDocument> edited(const QString &path)
{
    auto document = std::make_unique<FleetDocument>(Catalog::builtIn());
    if (!document->open(path)
        || !document->apply({{}, {SetField{ItemId(u"game/g01"_s), u"udp-port"_s, 34200}}}))
        QTest::qFail("cannot edit", __FILE__, __LINE__);
    return document;
}

} // namespace

class SafeFileTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString at(const QString &name) const { return m_dir->filePath(name); }

    /// The save fails with words, the old file is whole, nothing is left behind and the edit is
    /// kept.
    void savesNot(const QString &path, const QByteArray &there, const QString &word)
    {
        const auto document = edited(path);
        const QStringList before = filesIn(QFileInfo(path).path());
        const auto saved = document->save();
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, u"cannot-write"_s);
        QVERIFY2(saved.error().message.contains(path) && saved.error().message.contains(word),
                 qPrintable(saved.error().message));
        QVERIFY2(saved.error().hint.contains(u"another name"_s), qPrintable(saved.error().hint));
        QCOMPARE(tests::readFile(path), there);
        QCOMPARE(filesIn(QFileInfo(path).path()), before);
        QVERIFY(document->isDirty() && document->canUndo());
        QVERIFY(document->saveAs(at(u"elsewhere.yaml"_s)));
        QVERIFY(!document->isDirty());
        QVERIFY(tests::readFile(at(u"elsewhere.yaml"_s)).contains("34200"));
    }

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        tests::noRace();
    }

    void exchangesAndKeepsTheLastOneAsBackup()
    {
        const QString path = at(u"f.yaml"_s);
        QVERIFY(writeSafely(path, "one"));
        QCOMPARE(filesIn(m_dir->path()), QStringList{u"f.yaml"_s});
        QVERIFY(writeSafely(path, "two", {"one"}));
        QCOMPARE(tests::readFile(path), "two");
        QCOMPARE(tests::readFile(path + u'~'), "one");
        QVERIFY(writeSafely(path, "two")); // nothing to do: the backup stays what it is
        QCOMPARE(tests::readFile(path + u'~'), "one");
        QVERIFY(writeSafely(at(u"g"_s), "x", {{}, false})
                && writeSafely(at(u"g"_s), "y", {{}, false}));
        QCOMPARE(filesIn(m_dir->path()), (QStringList{u"f.yaml"_s, u"f.yaml~"_s, u"g"_s}));
    }

    void neverOverwritesWhatAnotherProgramSaved()
    {
        const QString path = at(u"f.yaml"_s);
        QVERIFY(tests::writeFile(path, "theirs"));
        const auto saved = writeSafely(path, "ours", {"one"});
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, u"changed-on-disk"_s);
        QCOMPARE(tests::readFile(path), "theirs");
        QCOMPARE(filesIn(m_dir->path()), QStringList{u"f.yaml"_s});
        QVERIFY(QFile::remove(path));
        QVERIFY(writeSafely(path, "ours", {"one"})); // gone is not changed
        QCOMPARE(tests::readFile(path), "ours");
    }

    void aSaveInsideOursIsPutBack_data()
    {
        QTest::addColumn<bool>("inPlace");
        QTest::newRow("another file takes the name") << false;
        QTest::newRow("written over in place") << true;
    }
    void aSaveInsideOursIsPutBack()
    {
        QFETCH(bool, inPlace);
        const QString path = at(u"f.yaml"_s);
        QVERIFY(tests::writeFile(path, "one"));
        tests::beforeExchange = [&](int number) {
            if (number == 1)
                anotherSaves(path, "theirs", inPlace);
        };
        const auto saved = writeSafely(path, "ours", {"one"});
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, u"changed-on-disk"_s);
        QCOMPARE(tests::exchanges, 2); // in and back
        QCOMPARE(tests::readFile(path), "theirs");
        QCOMPARE(filesIn(m_dir->path()), QStringList{u"f.yaml"_s});
        tests::noRace();
        QVERIFY(writeSafely(path, "ours", {"theirs"}));
        QCOMPARE(tests::readFile(path), "ours");
        QCOMPARE(tests::readFile(path + u'~'), "theirs");
    }

    void aThirdSaveWhileTheSecondIsPutBackIsKept()
    {
        const QString path = at(u"f.yaml"_s);
        QVERIFY(tests::writeFile(path, "one"));
        tests::beforeExchange = [&](int number) {
            anotherSaves(path, number == 1 ? "second" : "third", false);
        };
        const auto saved = writeSafely(path, "ours", {"one"});
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, u"changed-on-disk"_s);
        QCOMPARE(tests::readFile(path), "second");
        QCOMPARE(tests::readFile(path + u".theirs"_s), "third");
        QCOMPARE(filesIn(m_dir->path()), (QStringList{u"f.yaml"_s, u"f.yaml.theirs"_s}));
    }

    void savesWhereFilesCannotBeExchanged()
    {
        tests::canExchange = false;
        const QString path = at(u"f.yaml"_s);
        QVERIFY(tests::writeFile(path, "one"));
        QVERIFY(::chmod(QFile::encodeName(path).constData(), 0640) == 0);
        QVERIFY(writeSafely(path, "two", {"one"}));
        QVERIFY(writeSafely(path, "three", {"two"}));
        QCOMPARE(tests::exchanges, 2);
        QCOMPARE(tests::readFile(path), "three");
        QCOMPARE(tests::readFile(path + u'~'), "two");
        QCOMPARE(modeOf(path), mode_t(0640));
        QVERIFY(writeSafely(path, "four", {{}, false})); // no backup asked: the last one stays
        QCOMPARE(tests::readFile(path + u'~'), "two");
        QCOMPARE(filesIn(m_dir->path()), (QStringList{u"f.yaml"_s, u"f.yaml~"_s}));
    }

    void aSaveInsideOursIsNotOverwrittenWhereFilesCannotBeExchanged()
    {
        tests::canExchange = false;
        const QString path = at(u"f.yaml"_s);
        QVERIFY(tests::writeFile(path, "one"));
        QVERIFY(tests::writeFile(path + u'~', "none"));
        tests::beforeExchange = [&](int) { anotherSaves(path, "theirs", false); };
        const auto saved = writeSafely(path, "ours", {"one"});
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, u"changed-on-disk"_s);
        QCOMPARE(tests::readFile(path), "theirs");
        QCOMPARE(tests::readFile(path + u'~'), "none");
        QCOMPARE(filesIn(m_dir->path()), (QStringList{u"f.yaml"_s, u"f.yaml~"_s}));
    }

    void keepsTheirTextBesideTheFile()
    {
        const QString path = at(u"f.yaml"_s);
        QCOMPARE(keepTheirs(path, "a").value(), path + u".theirs"_s);
        QCOMPARE(keepTheirs(path, "a").value(), path + u".theirs"_s);
        QCOMPARE(keepTheirs(path, "b").value(), path + u".theirs.2"_s);
        QCOMPARE(tests::readFile(path + u".theirs"_s), "a");
        QCOMPARE(tests::readFile(path + u".theirs.2"_s), "b");
    }

    void keepsModeAndOwner()
    {
        const QString path = at(u"f.yaml"_s);
        QVERIFY(tests::writeFile(path, "one"));
        QVERIFY(::chmod(QFile::encodeName(path).constData(), 0640) == 0);
        const bool root = ::geteuid() == 0;
        if (root)
            QVERIFY(::chown(QFile::encodeName(path).constData(), 1234, 2345) == 0);
        QVERIFY(writeSafely(path, "two"));
        QCOMPARE(modeOf(path), mode_t(0640));
        if (root) {
            QCOMPARE(QFileInfo(path).ownerId(), 1234U);
            QCOMPARE(QFileInfo(path).groupId(), 2345U);
        }
        QVERIFY(writeSafely(at(u"secret"_s), "x", {{}, false, true}));
        QCOMPARE(modeOf(at(u"secret"_s)), mode_t(0600));
    }

    void writesThroughLinks()
    {
        QVERIFY(QDir(m_dir->path()).mkdir(u"real"_s));
        const QString link = at(u"fleet.yaml"_s), target = at(u"real/fleet.yaml"_s);
        QVERIFY(QFile::link(u"real/fleet.yaml"_s, link));
        QVERIFY(writeSafely(link, "one")); // to where it points, though nothing is there yet
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(tests::readFile(target), "one");
        QVERIFY(writeSafely(link, "two", {"one"}));
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(tests::readFile(target), "two");
        QCOMPARE(tests::readFile(target + u'~'), "one");
        QCOMPARE(filesIn(m_dir->path()), QStringList{u"fleet.yaml"_s});
    }

    void aReadOnlyFileStaysAsItIs()
    {
        const QString path = at(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, fleetText));
        QVERIFY(::chmod(QFile::encodeName(path).constData(), 0444) == 0);
        savesNot(path, fleetText, u"read-only"_s);
    }

    void aVanishedFolderIsNamed()
    {
        QVERIFY(QDir(m_dir->path()).mkdir(u"sub"_s));
        const QString path = at(u"sub/fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, fleetText));
        const auto document = edited(path);
        QVERIFY(QDir(at(u"sub"_s)).removeRecursively());
        const auto saved = document->save();
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.contains(at(u"sub"_s) + u" does not exist"_s),
                 qPrintable(saved.error().message));
        QVERIFY(document->isDirty());
        QVERIFY(document->saveAs(at(u"there.yaml"_s)));
    }

    void aFullDiskLosesNothing()
    {
        const QString disk = at(u"disk"_s);
        QVERIFY(QDir().mkdir(disk));
        if (::geteuid() != 0
            || ::mount("none", QFile::encodeName(disk).constData(), "tmpfs", 0, "size=16k") != 0)
            QSKIP("a small disk can be mounted only by root");
        const auto away =
            qScopeGuard([&] { ::umount2(QFile::encodeName(disk).constData(), MNT_DETACH); });
        const QString path = disk + u"/fleet.yaml"_s;
        QVERIFY(tests::writeFile(path, fleetText));
        tests::writeFile(disk + u"/rest"_s, QByteArray(64 * 1024, 'x')); // as much as there is room
        savesNot(path, fleetText, u"No space left"_s);
    }

    void aFileTooLargeForTheSystemLosesNothing()
    {
        const QString path = at(u"fleet.yaml"_s);
        const QByteArray text = fleetText + "# " + QByteArray(8000, 'x') + '\n';
        QVERIFY(tests::writeFile(path, text));
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{4096, RLIM_INFINITY};
        rlimit before{};
        QVERIFY(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        const auto document = edited(path);
        QVERIFY(::setrlimit(RLIMIT_FSIZE, &small) == 0);
        const auto saved = document->save();
        QVERIFY(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.contains(u"too large"_s), qPrintable(saved.error().message));
        QCOMPARE(tests::readFile(path), text);
        QCOMPARE(filesIn(m_dir->path()), QStringList{u"fleet.yaml"_s});
        QVERIFY(document->isDirty());
        QVERIFY(document->save());
    }
};

QTEST_GUILESS_MAIN(SafeFileTest)
#include "tst_safefile.moc"
