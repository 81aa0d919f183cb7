// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "nixgen/generate.h"
#include "tests/support.h"

#include <QDirIterator>

using namespace Qt::StringLiterals;

namespace {

model::FileTree treeOf(const QByteArray &yaml)
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    const auto parsed = model::parseFleet(yaml, catalog);
    if (!parsed) {
        QTest::qFail(qPrintable(parsed.error().message), __FILE__, __LINE__);
        return {};
    }
    const auto tree = nixgen::generate(parsed->fleet, catalog);
    if (!tree) {
        QTest::qFail(qPrintable(tree.error().message), __FILE__, __LINE__);
        return {};
    }
    return *tree;
}

/// Tree path → file in nix/modules, as a list of carried files says.
std::map<QString, QString> carriedList(const QString &file)
{
    std::map<QString, QString> files;
    for (const QByteArray &line : tests::readFile(tests::sourcePath(file)).split('\n')) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const QList<QByteArray> words = line.split(' ');
        files[QString::fromUtf8(words.value(0))] = QString::fromUtf8(words.value(1));
    }
    return files;
}

QSet<QString> filesBelow(const QString &folder)
{
    QSet<QString> paths;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext())
        paths.insert(QDir(folder).relativeFilePath(files.next()));
    return paths;
}

} // namespace

// What generate() writes for the demo fleet is what tests/nixgen/golden holds, byte for byte, and
// no file more or less.
class GoldenTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void written_data();
    void written();
    void carried();
    void nothingElse();

private:
    const QString m_golden = u"tests/nixgen/golden/"_s;
    std::map<QString, model::FileTree> m_trees = {{u"claudetorio"_s, {}},
                                                  {u"claudetorio-sops"_s, {}},
                                                  {u"claudetorio-agenix"_s, {}}};

public:
    GoldenTest()
    {
        const QByteArray manual =
            tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        QByteArray sops = manual;
        sops.replace("secrets: {backend: manual}",
                     "secrets: {backend: sops, operators: [age1operator]}");
        m_trees[u"claudetorio"_s] = treeOf(manual);
        m_trees[u"claudetorio-sops"_s] = treeOf(sops);
        m_trees[u"claudetorio-agenix"_s] = treeOf(sops.replace("backend: sops", "backend: agenix"));
    }
};

void GoldenTest::written_data()
{
    QTest::addColumn<QString>("fleet");
    QTest::addColumn<QString>("path");
    for (const auto &[fleet, tree] : m_trees) {
        for (const QString &path : filesBelow(tests::sourcePath(m_golden + fleet)))
            QTest::newRow(qPrintable(fleet + u' ' + path)) << fleet << path;
    }
}

void GoldenTest::written()
{
    QFETCH(QString, fleet);
    QFETCH(QString, path);
    QVERIFY2(m_trees[fleet].contains(path), "is not generated");
    COMPARE_GOLDEN(m_trees[fleet][path].text, m_golden + fleet + u'/' + path);
}

void GoldenTest::carried()
{
    for (const auto &[fleet, tree] : m_trees) {
        for (const auto &[path, source] : carriedList(m_golden + fleet + u".carried"_s)) {
            QVERIFY2(tree.contains(path), qPrintable(path));
            QCOMPARE(tree.at(path).text,
                     tests::readFile(tests::sourcePath(u"nix/modules/"_s + source)));
        }
    }
}

void GoldenTest::nothingElse()
{
    const auto modules = carriedList(m_golden + u"claudetorio.carried"_s);
    QSet<QString> expected = filesBelow(tests::sourcePath(m_golden + u"claudetorio"_s));
    for (const auto &[path, source] : modules)
        expected.insert(path);
    for (const auto &[fleet, tree] : m_trees) {
        QSet<QString> generated;
        for (const auto &[path, file] : tree)
            generated.insert(path);
        QCOMPARE(generated, expected + filesBelow(tests::sourcePath(m_golden + fleet)));
    }
}

QTEST_GUILESS_MAIN(GoldenTest)
#include "tst_golden.moc"
