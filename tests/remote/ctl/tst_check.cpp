// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/ctl/run.h"
#include "tests/support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using tests::Run;
using tests::runCtl;

namespace {

const QByteArray head = "switchyard: 1\nname: f\ndomain: example.com\n";

QByteArray randomBytes(qsizetype size)
{
    QRandomGenerator random(7);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

QByteArray aliasBomb()
{
    QByteArray bytes = head + "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const QByteArray before = QByteArray::number(i - 1);
        bytes += 'a' + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " ["
                 + QByteArrayList(9, "*a" + before).join(", ") + "]\n";
    }
    return bytes;
}

} // namespace

// Whatever the file holds, `check` says what is wrong and where, soon and with little memory.
class CheckTest : public QObject
{
    Q_OBJECT

private slots:
    void badInput_data();
    void badInput();
    void goodInput();
    void json();
    void fixesAreNamed();
    void keysAreMadeByAnotherVerb();
    void rulesAreListed();
    void manyFindings();
    void unreadable();
    void usage_data();
    void usage();

private:
    QString write(const QByteArray &bytes)
    {
        const QString path = m_dir.filePath(u"fleet.yaml"_s);
        if (!tests::writeFile(path, bytes))
            QTest::qFail("cannot write the test's file", __FILE__, __LINE__);
        return path;
    }

    QTemporaryDir m_dir;
};

void CheckTest::badInput_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("says"); // part of the message

    const auto row = [](const char *name, const QByteArray &bytes, int exitCode,
                        const QByteArray &says) {
        QTest::newRow(name) << bytes << exitCode << says;
    };
    const QByteArray host = head
                            + "deploy: {keys: [\"ssh-ed25519 "
                              "AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gR/"
                              "Fjx a\"]}\nhosts:\n  - {name: a, ssh: 203.0.113.1}\n";
    row("empty file", "", 2, "empty");
    row("list for a map", "- a\n- b\n", 2, "map");
    row("tab", "switchyard: 1\nhosts:\n\t- name: a\n", 2, "line 3, column 1");
    row("20,000 open brackets", "a: " + QByteArray(20000, '['), 2, "64");
    row("20,000 open braces", "a: " + QByteArray(20000, '{'), 2, "64");
    row("alias bomb", aliasBomb(), 2, "anchor");
    row("random bytes", randomBytes(65536), 2, "");
    row("10 MB", head + QByteArray(10'000'000, '#'), 2, "3 MiB");
    row("10 MB of entries",
        head + "games:\n" + QByteArray("  - {name: g, host: a}\n").repeated(450000), 2, "3 MiB");
    row("UTF-16", QByteArray("\xff\xfes\0w\0", 6), 2, "UTF-16");
    row("NUL", head + QByteArray("x: a\0b\n", 7), 2, "NUL");
    row("newer schema", "switchyard: 2\nname: f\ndomain: example.com\n", 2, "newer");
    row("duplicate key", head + "name: g\n", 2, "name");
    row("two documents", head + "---\na: b\n", 2, "document");
    row("port of 70000", host + "games:\n  - {name: g01, host: a, udp-port: 70000}\n", 1, ":8:");
    row("name that looks like an option",
        head + "hosts:\n  - {name: -oProxyCommand=x, ssh: 203.0.113.1}\n", 1, "-oProxyCommand=x");
    row("address that looks like an option",
        head + "hosts:\n  - {name: a, ssh: -oProxyCommand=x}\n", 1, "-oProxyCommand=x");
    row("name that climbs", head + "hosts:\n  - {name: ../../etc, ssh: 203.0.113.1}\n", 1,
        "../../etc");
    row("game that climbs", host + "games:\n  - {name: ../../etc, host: a}\n", 1, "../../etc");
    row("unknown host", host + "games:\n  - {name: g01, host: b}\n", 1, "b");
}

void CheckTest::badInput()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, says);
    const QString path = write(bytes);
    const Run run = runCtl({u"check"_s, path});
    const QByteArray message = run.out + run.err;
    QVERIFY2(run.exitCode == exitCode,
             QByteArray(QByteArray::number(run.exitCode) + ": " + message.left(2000)).constData());
    QVERIFY2(message.contains(says), message.left(2000).constData());
    QVERIFY2(message.contains(path.toUtf8()), message.left(2000).constData());
    QVERIFY2(message.size() < 20000, "a message that nobody reads");
    if (exitCode == 2)
        QVERIFY2(run.err.count('\n') >= 1 && run.out.isEmpty(), message.left(2000).constData());
#if !defined(__SANITIZE_ADDRESS__)
    QVERIFY2(run.seconds < 2, QByteArray::number(run.seconds).constData());
    QVERIFY2(run.megabytes < 200, QByteArray::number(run.megabytes).constData());
#endif
    qInfo("%.2f s, %.0f MB: %s", run.seconds, run.megabytes,
          message.left(160).simplified().constData());
}

void CheckTest::goodInput()
{
    const Run run =
        runCtl({u"check"_s, tests::sourcePath(u"resources/templates/claudetorio.yaml"_s)});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.contains("0 errors, 1 warnings"), run.out.constData());
    QVERIFY2(run.err.isEmpty(), run.err.constData());
}

void CheckTest::json()
{
    const QString path = write(head
                               + "hosts:\n  - {name: a, ssh: 203.0.113.1}\ngames:\n  - {name: g01, "
                                 "host: a, udp-port: 70000}\n");
    const Run run = runCtl({u"check"_s, u"--json"_s, path});
    QCOMPARE(run.exitCode, 1);
    const QJsonArray findings = QJsonDocument::fromJson(run.out).array();
    QVERIFY2(!findings.isEmpty(), run.out.constData());
    bool found = false;
    for (const QJsonValue &value : findings) {
        const QJsonObject finding = value.toObject();
        QCOMPARE(finding.keys(), (QStringList{u"code"_s, u"column"_s, u"field"_s, u"fixes"_s,
                                              u"item"_s, u"line"_s, u"message"_s, u"severity"_s}));
        if (finding[u"item"].toString() == u"game/g01"
            && finding[u"field"].toString() == u"udp-port") {
            found = true;
            QCOMPARE(finding[u"severity"].toString(), u"error"_s);
            QCOMPARE(finding[u"line"].toInt(), 7);
            QVERIFY(finding[u"column"].toInt() > 1);
            QCOMPARE(finding[u"fixes"].toArray().first().toString(), u"Write 34197"_s);
        }
    }
    QVERIFY2(found, run.out.constData());
}

void CheckTest::fixesAreNamed()
{
    const QString path = write(head
                               + "hosts:\n  - {name: a, ssh: 203.0.113.1}\ngames:\n  - {name: g01, "
                                 "host: a}\n  - {name: g02, host: a, rcon-port: 27016}\n");
    const Run run = runCtl({u"check"_s, path});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.out.contains("[port-clash]\n  fix: Give g02 UDP 34198; or Give g01 UDP 34198\n"),
             run.out.constData());
    for (const QByteArray &line : run.out.split('\n'))
        QVERIFY2(line.isEmpty() || line.startsWith("  fix: ") || line.startsWith(path.toUtf8()),
                 line.constData());
}

void CheckTest::keysAreMadeByAnotherVerb()
{
    const QString path = write("switchyard: 1\nname: f\ndomain: example.com\noverlay: wireguard\n"
                               "hosts: [{name: a, ssh: 203.0.113.10}]\n");
    const Run run = runCtl({u"check"_s, path});
    QVERIFY2(run.out.contains("Make a new key for a: switchyardctl secrets FLEET rotate a/wireguard_key"),
             run.out.constData());
}

void CheckTest::rulesAreListed()
{
    Run run = runCtl({u"rules"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.contains("\nport-clash (error): "), run.out.left(2000).constData());
    QVERIFY2(run.out.contains("\nplaceholder (warning, error for a deploy): "), run.out.left(2000).constData());
    QVERIFY2(run.out.contains("\n  mend: Use one version on both sides.\n"), run.out.constData());
    const qsizetype count = run.out.count("\n  mend: ");
    run = runCtl({u"rules"_s, u"--json"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonArray rules = QJsonDocument::fromJson(run.out).array();
    QCOMPARE(rules.size(), count);
    for (const QJsonValue &rule : rules)
        QVERIFY2(!rule[u"mend"].toString().isEmpty(), qPrintable(rule[u"code"].toString()));
}

/// Thousands of findings get their ways to be mended without a wait.
void CheckTest::manyFindings()
{
    QByteArray text = head + "hosts:\n";
    for (int i = 0; i < 300; ++i)
        text += "  - {name: h" + QByteArray::number(i) + ", ssh: 203.0.113.1}\n";
    text += "games:\n";
    for (int i = 0; i < 3000; ++i)
        text += "  - {name: g" + QByteArray::number(i) + ", host: h" + QByteArray::number(i % 300) + "}\n";
    const Run run = runCtl({u"check"_s, write(text)});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.out.count("  fix: ") > 3000);
    qInfo("%.2f s for %d findings", run.seconds, int(run.out.count('[')));
#if !defined(__SANITIZE_ADDRESS__)
    QVERIFY2(run.seconds < 5, QByteArray::number(run.seconds).constData());
#endif
}

void CheckTest::unreadable()
{
    Run run = runCtl({u"check"_s, m_dir.filePath(u"none.yaml"_s)});
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.err.contains("none.yaml"), run.err.constData());
    run = runCtl({u"check"_s, m_dir.path()});
    QCOMPARE(run.exitCode, 2);
    run = runCtl({u"check"_s, u"--json"_s, m_dir.filePath(u"none.yaml"_s)});
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(QJsonDocument::fromJson(run.out).array().size(), 1);
}

void CheckTest::usage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("unknown verb") << QStringList{u"dance"_s};
    QTest::newRow("no fleet") << QStringList{u"check"_s};
    QTest::newRow("too much") << QStringList{u"check"_s, u"a"_s, u"b"_s};
    QTest::newRow("unknown option") << QStringList{u"check"_s, u"a"_s, u"--loud"_s};
    QTest::newRow("option without value") << QStringList{u"generate"_s, u"a"_s, u"--out"_s};
    QTest::newRow("no folder") << QStringList{u"generate"_s, u"a"_s};
    QTest::newRow("set without value") << QStringList{u"set"_s, u"a"_s, u"g01.udp-port"_s};
}

void CheckTest::usage()
{
    QFETCH(QStringList, words);
    const Run run = runCtl(words);
    QCOMPARE(run.exitCode, 64);
    QVERIFY2(run.err.contains("\nusage: switchyardctl "), run.err.constData());
    QVERIFY(run.out.isEmpty());
}

QTEST_GUILESS_MAIN(CheckTest)
#include "tst_check.moc"
