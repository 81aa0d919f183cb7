// SPDX-License-Identifier: GPL-3.0-or-later
// The shortcut through plain YAML says what the library says, or nothing.
#include "model/yamlplain.h"
#include "tests/model/fleets.h"
#include "tests/model/seededfleet.h"
#include "tests/support.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

class YamlPlainTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsWhatFleetsConsistOf_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto file = [](const QString &path) {
            QTest::newRow(qPrintable(path)) << tests::readFile(tests::sourcePath(path));
        };
        file(u"resources/templates/claudetorio.yaml"_s);
        file(u"resources/catalog.yaml"_s); // read at every start
        for (const QString &folder : {u"resources/catalog/"_s, u"resources/schema/"_s}) {
            for (const QString &name : QDir(tests::sourcePath(folder)).entryList(QDir::Files))
                file(folder + name);
        }
        QTest::newRow("many hosts") << tests::manyHosts(20, 100);
        QTest::newRow("a key") << QByteArray("a: b");
        QTest::newRow("nested") << QByteArray("a:\n  b:\n    c: 1\n  d: 2 # e\n# f\n\ng:\nh: ~\n");
        QTest::newRow("lists") << QByteArray("a:\n- b\n- c: 1\n  d: [x, 'y z', \"w\"]\ne:\n  - {}\n  -   []\n");
        QTest::newRow("brackets") << QByteArray("a: { b: [ 1 , {c: d} ], e: null }   # f\n");
        QTest::newRow("colons") << QByteArray("a: x:1:y\nb: [2001:db8::1, a:b]\nc: \"d: e\"\n");
        QTest::newRow("escapes") << QByteArray("a: \"b\\n\"\nc: [\"\\\"\\\\\", '\\', \"\\\\n\"]\n");
        QTest::newRow("an entry") << QByteArray("# of the file\n  - {a: b, c: [d]} # e\n");
        QTest::newRow("an entry of lines") << QByteArray("\n- a: b\n  c:\n    - d\n");
        QTest::newRow("entries") << QByteArray(" - a\n -   b: c\n     d: e\n - []\n");
        QTest::newRow("signs") << QByteArray("a: -5\nb: /dev/sda\nc: a#b\nd: it's (so), [or]\ne: ü ö\n");
    }

    void readsWhatFleetsConsistOf()
    {
        QFETCH(QByteArray, text);
        const auto plain = readPlainYaml(text);
        QVERIFY2(plain, "left to the library");
        QVERIFY(*plain == *readByLibrary(text));
    }

    void leavesAllElseToTheLibrary_data()
    {
        QTest::addColumn<QByteArray>("text");
        const QByteArrayList texts{"", "# a\n", "a\n", "- a\nb: c\n", "- a\n---\n", "  - a\n- b\n", "-\n", " a: b\n", "a:\tb\n", "a: b\r\n", "a: &x b\n", "a: *x\n", "a: !!str b\n",
                                   "a: |\n  b\n", "a: >-\n  b\n", "? a\n: b\n", "---\na: b\n", "a: b\n...\n", "a: b\n---\nc: d\n", "%YAML 1.2\n---\na: b\n",
                                   "\"a\": b\n", "'a': b\n", "a: \"b\\x41\"\n", "a: \"b\\\n  c\"\n", "a: \"b\\\"\n", "a: 'it''s'\n", "a: \"b\n  c\"\n", "a: b\n  c\n", "a: [b,\n  c]\n",
                                   "a: {b: c,\n}\n", "a: {b}\n", "a: {b: }\n", "a: [b, ]\n", "a: [b: c]\n", "a: [,]\n", "a: [b\n", "a: {b: c]\n",
                                   "a: b: c\n", "a: b:\n", "a: - b\n", "a: \"b\" c\n", "a: [b] c\n", "a: [b]#c\n", "a: 1\na: 2\n", "a: {b: 1, b: 2}\n",
                                   "null: a\n", "<<: {a: b}\n", "a:\n    b: 1\n  c: 2\n", "a: 1\n  b: 2\n", "a:\n  - b\n   - c\n", "a:\n  - b\n c: d\n",
                                   "a:\n  - b\n  c: d\n", "a:\n- - b\n", "a:\n-\n  b: c\n", "a:\n  b\n", "a:\n  [b]\n", "a: @b\n", "a: `b`\n", "a: %b\n",
                                   "a: ?b\n", "a: [b?]\n", "a: \xEF\xBB\xBF" "b\n", "a: \"b\n", "a:b\n", "a: ]\n", "a: ,\n", "{a: b}\n", "[a]\n"};
        for (const QByteArray &text : texts)
            QTest::newRow(text.toPercentEncoding(" :-[]{},").constData()) << text;
    }

    void leavesAllElseToTheLibrary()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!readPlainYaml(text));
    }

    /// Whatever short text of the characters that matter: no other tree, and nothing read that the library refuses.
    void neverDiffers()
    {
        static const QByteArrayList pieces{"a", "b1", "a: ", "b: ", ": ", ":", "-", "- ", " ", "  ", "\n", "\n  ", "\n    ", "\n- ", "#", " # ", "[", "]", "{", "}", ", ", ",",
                                           "'", "\"", "null", "~", "?", "? ", "|", ">", "&", "*", "!", "%", "@", "\\", "\\n", "\\\"", "\xC3\xBC", "\t", "---", "...", "<<: ", "1.5", "/x"};
        QRandomGenerator random(7);
        int read = 0;
        for (int round = 0; round < 150000; ++round) {
            QByteArray text = round % 3 ? "a: " : "";
            for (int i = random.bounded(12); i >= 0; --i)
                text += pieces.at(random.bounded(random.bounded(2) ? 13 : pieces.size()));
            if (!checkRawText(text))
                continue;
            if (const auto plain = readPlainYaml(text)) {
                ++read;
                const auto whole = readByLibrary(text);
                QVERIFY2(whole && *whole == *plain, text.constData());
            }
        }
        QVERIFY2(read > 5000, qPrintable(QString::number(read)));
    }

    void fleetsThatPeopleWrite()
    {
        int read = 0;
        for (int seed = 0; seed < 600; ++seed) {
            const QByteArray text = tests::SeededFleet(quint32(seed)).text();
            if (const auto plain = readPlainYaml(text)) {
                ++read;
                QVERIFY2(*readByLibrary(text) == *plain, text.constData());
            }
        }
        QVERIFY2(read > 20, qPrintable(QString::number(read)));
    }
};

QTEST_GUILESS_MAIN(YamlPlainTest)
#include "tst_yamlplain.moc"
