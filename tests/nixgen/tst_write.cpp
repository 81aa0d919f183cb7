// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/manifest.h"
#include "nixgen/write.h"
#include "tests/support.h"

#include <QDateTime>
#include <QTemporaryDir>

#include <memory>

using namespace Qt::StringLiterals;
using nixgen::WriteReport;
using nixgen::writeTree;

namespace {

model::FileTree tree(const std::map<QString, QByteArray> &files)
{
    model::FileTree result;
    for (const auto &[path, text] : files)
        result[path] = {text, {}};
    return result;
}

} // namespace

class WriteTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void writesThenLeavesAlone();
    void replacesItsOwn();
    void stopsAtHandEdits();
    void keepsOrOverwritesEdits();
    void tellsEditsFromWhatTheyWereMadeIn();
    void stopsAtFilesOfOthers();
    void removesWhatIsStale();
    void neverTouchesLockAndSecrets();
    void goesOnAfterARunCutShort();
    void refusesADamagedManifest();
    void saysWhatItCannotWrite();

private:
    WriteReport write(const std::map<QString, QByteArray> &files)
    {
        const auto report = writeTree(tree(files), m_dir->path());
        if (!report)
            QTest::qFail(qPrintable(report.error().message), __FILE__, __LINE__);
        return report.value_or(WriteReport());
    }
    QString at(const QString &path) const { return m_dir->filePath(path); }
    QByteArray read(const QString &path) const { return tests::readFile(at(path)); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void WriteTest::writesThenLeavesAlone()
{
    const std::map<QString, QByteArray> files{{u"flake.nix"_s, "a\n"},
                                              {u"hosts/mini.nix"_s, "b\n"}};
    QCOMPARE(write(files).written, (QStringList{u"flake.nix"_s, u"hosts/mini.nix"_s}));
    QCOMPARE(read(u"hosts/mini.nix"_s), "b\n");
    const QDateTime before = QFileInfo(at(u"flake.nix"_s)).lastModified();
    const WriteReport again = write(files);
    QCOMPARE(again.written, QStringList());
    QCOMPARE(again.unchanged.size(), 2);
    QCOMPARE(QFileInfo(at(u"flake.nix"_s)).lastModified(), before);
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             (QStringList{u".switchyard"_s, u"flake.nix"_s, u"hosts"_s}));
}

void WriteTest::replacesItsOwn()
{
    write({{u"flake.nix"_s, "a\n"}});
    QCOMPARE(write({{u"flake.nix"_s, "b\n"}}).written, QStringList(u"flake.nix"_s));
    QCOMPARE(read(u"flake.nix"_s), "b\n");
}

void WriteTest::stopsAtHandEdits()
{
    write({{u"a.nix"_s, "a\n"}, {u"flake.nix"_s, "a\n"}});
    QVERIFY(tests::writeFile(at(u"flake.nix"_s), "mine\n"));
    const WriteReport report = write({{u"a.nix"_s, "b\n"}, {u"flake.nix"_s, "b\n"}});
    QCOMPARE(report.handEdited, QStringList(u"flake.nix"_s));
    QCOMPARE(read(u"flake.nix"_s), "mine\n");
    QCOMPARE(read(u"a.nix"_s), "a\n"); // nothing was written at all
    // Edited to what would be generated is no conflict.
    QVERIFY(tests::writeFile(at(u"flake.nix"_s), "b\n"));
    QCOMPARE(write({{u"a.nix"_s, "b\n"}, {u"flake.nix"_s, "b\n"}}).written,
             QStringList(u"a.nix"_s));
}

void WriteTest::keepsOrOverwritesEdits()
{
    const std::map<QString, QByteArray> later{{u"a.nix"_s, "b\n"}, {u"c.nix"_s, "d\n"}};
    write({{u"a.nix"_s, "a\n"}, {u"c.nix"_s, "c\n"}, {u"gone.nix"_s, "g\n"}});
    for (const QString &path : {u"a.nix"_s, u"gone.nix"_s})
        QVERIFY(tests::writeFile(at(path), "mine\n"));
    const auto kept = writeTree(tree(later), m_dir->path(), {true, {}});
    QCOMPARE(kept->handEdited, (QStringList{u"a.nix"_s, u"gone.nix"_s}));
    QCOMPARE(kept->written, QStringList(u"c.nix"_s));
    QCOMPARE(read(u"a.nix"_s), "mine\n");
    QCOMPARE(write(later).handEdited, (QStringList{u"a.nix"_s, u"gone.nix"_s})); // they are edits still

    const auto over = writeTree(tree(later), m_dir->path(), {true, {u"a.nix"_s, u"gone.nix"_s, u"c.nix"_s}});
    QCOMPARE(over->backups, (QStringList{u".switchyard/edits/a.nix"_s, u".switchyard/edits/gone.nix"_s}));
    QCOMPARE(read(u".switchyard/edits/a.nix"_s), "mine\n");
    QCOMPARE(read(u"a.nix"_s), "b\n");
    QVERIFY(!QFile::exists(at(u"gone.nix"_s)));
    QCOMPARE(write(later).handEdited, QStringList());
}

void WriteTest::tellsEditsFromWhatTheyWereMadeIn()
{
    write({{u"a.nix"_s, "a\n"}, {u"b.nix"_s, "b\n"}});
    QVERIFY(tests::writeFile(at(u"a.nix"_s), "mine\n"));
    QVERIFY(tests::writeFile(at(u"other.nix"_s), "theirs\n"));
    const auto now = tree({{u"a.nix"_s, "later\n"}, {u"b.nix"_s, "later\n"}, {u"other.nix"_s, "new\n"}});
    auto edits = nixgen::handEdits(now, m_dir->path());
    QCOMPARE(*edits, (QList<nixgen::HandEdit>{{u"a.nix"_s, "mine\n", "a\n", true, false}, {u"other.nix"_s, "theirs\n", "new\n", false, false}}));

    QCOMPARE(nixgen::replaceEdited(u"a.nix"_s, "later\n", m_dir->path()), u".switchyard/edits/a.nix"_s);
    QCOMPARE(read(u"a.nix"_s), "later\n");
    QCOMPARE(read(u".switchyard/edits/a.nix"_s), "mine\n");
    QCOMPARE(nixgen::handEdits(now, m_dir->path())->size(), 1);

    // Where the text is not at hand any more, it is told against what would be generated now.
    QVERIFY(QDir(at(u".switchyard/texts"_s)).removeRecursively());
    QVERIFY(tests::writeFile(at(u"a.nix"_s), "mine\n"));
    QCOMPARE(nixgen::handEdits(now, m_dir->path())->constFirst().base, "later\n");
}

void WriteTest::stopsAtFilesOfOthers()
{
    QVERIFY(tests::writeFile(at(u"flake.nix"_s), "not ours\n"));
    QCOMPARE(write({{u"flake.nix"_s, "a\n"}}).handEdited, QStringList(u"flake.nix"_s));
    QCOMPARE(read(u"flake.nix"_s), "not ours\n");
}

void WriteTest::removesWhatIsStale()
{
    write({{u"flake.nix"_s, "a\n"}, {u"hosts/mini.nix"_s, "b\n"}, {u"hosts/edited.nix"_s, "c\n"}});
    QVERIFY(tests::writeFile(at(u"hosts/own.nix"_s), "own\n"));
    QVERIFY(tests::writeFile(at(u"hosts/edited.nix"_s), "edited\n"));
    QCOMPARE(write({{u"flake.nix"_s, "a\n"}}).handEdited, QStringList(u"hosts/edited.nix"_s));
    QVERIFY(QFile::exists(at(u"hosts/mini.nix"_s)));
    QVERIFY(QFile::remove(at(u"hosts/edited.nix"_s)));
    QCOMPARE(write({{u"flake.nix"_s, "a\n"}}).removed, QStringList(u"hosts/mini.nix"_s));
    QVERIFY(!QFile::exists(at(u"hosts/mini.nix"_s)));
    QVERIFY(QFile::exists(at(u"hosts/own.nix"_s)));
    write({{u"flake.nix"_s, "a\n"}, {u"deep/er/x.nix"_s, "x\n"}});
    write({{u"flake.nix"_s, "a\n"}});
    QVERIFY(!QFile::exists(at(u"deep"_s)));
}

void WriteTest::neverTouchesLockAndSecrets()
{
    for (const QString &path :
         {u"flake.lock"_s, u"secrets/mini.yaml"_s, u"../outside"_s, u"/etc/x"_s, u"a/../../x"_s}) {
        const auto report = writeTree(tree({{path, "x"}}), m_dir->path());
        QVERIFY2(!report, qPrintable(path));
        QCOMPARE(report.error().code, u"bad-path"_s);
    }
    // Nor does a manifest that names them lead us there.
    const QByteArray bytes = "precious\n";
    const QString outside = m_dir->path() + u"-outside"_s;
    QVERIFY(tests::writeFile(at(u"flake.lock"_s), bytes) && tests::writeFile(outside, bytes));
    nixgen::Manifest manifest;
    manifest.files[u"flake.lock"_s] = nixgen::fileHash(bytes);
    manifest.files[u"../"_s + QFileInfo(outside).fileName()] = nixgen::fileHash(bytes);
    QVERIFY(nixgen::writeManifest(manifest, m_dir->path()));
    QCOMPARE(write({{u"flake.nix"_s, "a\n"}}).removed, QStringList());
    QVERIFY(QFile::exists(at(u"flake.lock"_s)) && QFile::exists(outside));
    QFile::remove(outside);
}

void WriteTest::goesOnAfterARunCutShort()
{
    write({{u"a.nix"_s, "old\n"}, {u"b.nix"_s, "old\n"}});
    nixgen::Manifest manifest = *nixgen::readManifest(m_dir->path());
    manifest.previous = manifest.files;
    manifest.previous[u"c.nix"_s] = nixgen::fileHash("stale\n");
    manifest.files = {{u"a.nix"_s, nixgen::fileHash("new\n")},
                      {u"b.nix"_s, nixgen::fileHash("new\n")}};
    QVERIFY(nixgen::writeManifest(manifest, m_dir->path()));
    QVERIFY(tests::writeFile(at(u"a.nix"_s), "new\n")); // and b.nix is still old
    QVERIFY(tests::writeFile(at(u"c.nix"_s), "stale\n"));
    const WriteReport report = write({{u"a.nix"_s, "newer\n"}, {u"b.nix"_s, "newer\n"}});
    QCOMPARE(report.handEdited, QStringList());
    QCOMPARE(report.written.size(), 2);
    QCOMPARE(report.removed, QStringList(u"c.nix"_s));
}

void WriteTest::refusesADamagedManifest()
{
    QVERIFY(tests::writeFile(at(u".switchyard/manifest.json"_s), "[1,"));
    const auto report = writeTree(tree({{u"flake.nix"_s, "a\n"}}), m_dir->path());
    QVERIFY(!report);
    QCOMPARE(report.error().code, u"bad-manifest"_s);
    QVERIFY(!QFile::exists(at(u"flake.nix"_s)));
}

void WriteTest::saysWhatItCannotWrite()
{
    QVERIFY(tests::writeFile(at(u"hosts"_s), "a file where a folder must be"));
    const auto report = writeTree(tree({{u"hosts/mini.nix"_s, "a\n"}}), m_dir->path());
    QVERIFY(!report);
    QCOMPARE(report.error().code, u"cannot-write"_s);
    QVERIFY2(report.error().message.contains(at(u"hosts"_s)), qPrintable(report.error().message));
    QVERIFY(QDir(m_dir->path()).mkpath(u"flake.nix"_s));
    QVERIFY(!writeTree(tree({{u"flake.nix"_s, "a\n"}}), m_dir->path()));
}

QTEST_GUILESS_MAIN(WriteTest)
#include "tst_write.moc"
