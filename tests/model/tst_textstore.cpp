// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/linediff.h"
#include "model/textstore.h"
#include "tests/support.h"

#include <QCryptographicHash>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using model::TextStore;

// Texts that were generated or deployed are found by hash, secrets are never among them, and what nobody names goes.
class TextStoreTest : public QObject
{
    Q_OBJECT

    static QString hash(const QByteArray &text)
    {
        return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
    }

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void findsWhatItKept()
    {
        const QTemporaryDir dir;
        const TextStore texts(dir.path());
        QVERIFY(texts.keep({{u"flake.nix"_s, {"a\n", {}}}, {u"hosts/b.nix"_s, {"b\n", {}}}}));
        QCOMPARE(texts.find(hash("a\n")), std::optional<QByteArray>("a\n"));
        QCOMPARE(texts.find(u"sha256:"_s + hash("b\n")), std::optional<QByteArray>("b\n"));
        QCOMPARE(texts.find(hash("c\n")), std::nullopt);
        QCOMPARE(texts.find(u"../manifest.json"_s), std::nullopt);
        QCOMPARE(tests::readFile(dir.filePath(u".switchyard/.gitignore"_s)), "/texts/\n");
        QVERIFY(tests::writeFile(dir.filePath(u".switchyard/texts/"_s + hash("a\n")), "damaged"));
        QCOMPARE(texts.find(hash("a\n")), std::nullopt);
    }

    void keepsNoSecret()
    {
        const QTemporaryDir dir;
        const QByteArray secret = "turn: planted-secret\n", binary = QByteArray("PK\0\1", 4);
        QVERIFY(TextStore(dir.path()).keep({{u"secrets/shared.yaml"_s, {secret, {}}}, {u"mods/a.zip"_s, {binary, {}}}}));
        QCOMPARE(QDir(dir.filePath(u".switchyard/texts"_s)).entryList(QDir::Files), QStringList());
    }

    void prunesWhatNoRecordNames()
    {
        const QTemporaryDir dir;
        const TextStore texts(dir.path());
        QVERIFY(texts.keep({{u"a"_s, {"a", {}}}, {u"b"_s, {"b", {}}}, {u"c"_s, {"c", {}}}}));
        const QByteArray record = "sha256:" + hash("a").toLatin1();
        QVERIFY(tests::writeFile(dir.filePath(u".switchyard/manifest.json"_s), record));
        QVERIFY(tests::writeFile(dir.filePath(u".switchyard/deployed/mini.json"_s), hash("b").toLatin1()));
        texts.prune(3);
        QVERIFY(texts.find(hash("c"))); // not so many yet
        texts.prune(2);
        QVERIFY(texts.find(hash("a")) && texts.find(hash("b")) && !texts.find(hash("c")));
    }

    void saysWhatItCannotWrite()
    {
        const QTemporaryDir dir;
        QVERIFY(tests::writeFile(dir.filePath(u".switchyard"_s), "a file"));
        const auto done = TextStore(dir.path()).keep({{u"a"_s, {"a", {}}}});
        QVERIFY(!done && done.error().message.contains(u".switchyard"_s));
    }

    void countsLines()
    {
        QCOMPARE(model::countChanges("a\nb\nc\n", "a\nx\ny\nc\n"), (model::LineCount{2, 1}));
        QCOMPARE(model::countChanges("a\n", "a\n"), model::LineCount());
        QCOMPARE(model::countChanges("a\nc\n", "a\nb\nc\n"), (model::LineCount{1, 0}));
        QCOMPARE(model::countChanges("ab\nac\nad", "ab\nad"), (model::LineCount{0, 1}));
        QCOMPARE(model::countChanges("a\nb", "a\nb\n"), (model::LineCount{1, 0}));
        QCOMPARE(model::countChanges("", "a\n"), (model::LineCount{1, 0}));
        QCOMPARE(model::countChanges("x\na1\ny\nb1\nz", "x\na2\ny\nb2\nz"), (model::LineCount{2, 2}));
    }
};

QTEST_GUILESS_MAIN(TextStoreTest)
#include "tst_textstore.moc"
