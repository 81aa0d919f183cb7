// SPDX-License-Identifier: GPL-3.0-or-later
// The verb secrets: what it says, its exit codes, and that values come in by standard input and never out.
#include "tests/remote/ctl/run.h"
#include "tests/remote/secrets/keys.h"
#include "tests/support.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using tests::Run;

class SecretsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    QString path(const QString &name) const { return m_dir->filePath(name); }
    Run ctl(const QStringList &words, const QByteArray &input = {}) const
    {
        return tests::runCtl(QStringList{u"secrets"_s, path(u"fleet.yaml"_s)} + words, {u"HOME="_s + m_dir->path(), u"SOPS_AGE_KEY_FILE="_s + path(u"me"_s)}, input);
    }
    void write(const QString &backend) { QVERIFY(tests::writeFile(path(u"fleet.yaml"_s), keys::fleetText(m_dir->path(), backend))); }

private slots:
    void initTestCase()
    {
        if (!keys::areThere())
            QSKIP("age or ssh-keygen is not installed: apt install age openssh-client");
    }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        write(u"agenix"_s);
    }

    void statusUntilAllIsWell()
    {
        const Run before = ctl({});
        QCOMPARE(before.exitCode, 1);
        QVERIFY(before.out.contains("mini/broker_env"));
        QVERIFY(before.out.contains("not there yet: make it"));
        QCOMPARE(ctl({u"make"_s}).exitCode, 0);
        QCOMPARE(ctl({u"status"_s}).exitCode, 0);
        QCOMPARE(ctl({u"rekey"_s}).exitCode, 0);
        QByteArrayList states;
        for (const QByteArray &line : ctl({u"status"_s, u"--json"_s}).out.trimmed().split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            QCOMPARE(object[u"v"_s].toInt(), 1);
            states.append(object[u"secret"_s].toString().toUtf8() + ' ' + object[u"state"_s].toString().toUtf8());
        }
        QCOMPARE(states, QByteArrayList({"big/rcon_password ready", "mini/broker_env ready", "stream/selkies_env ready", "turn_static_auth_secret ready"}));
    }

    void setsFromStandardInput()
    {
        const Run set = ctl({u"set"_s, u"broker_env"_s}, "A=Canary ü\nB=2\n\n");
        QCOMPARE(set.exitCode, 0);
        QVERIFY(!set.out.contains("Canary") && !set.err.contains("Canary"));
        QCOMPARE(keys::opened(path(u"secrets/mini/broker_env.age"_s), path(u"mini"_s)), "A=Canary ü\nB=2\n"); // less one line break
        const Run none = ctl({u"set"_s, u"broker_env"_s});
        QCOMPARE(none.exitCode, 2);
        QVERIFY(none.err.contains("would be empty"));
    }

    void aKeyThatIsSetTellsTheFleetItsPublicHalf()
    {
        QByteArray text = keys::fleetText(m_dir->path(), u"agenix"_s);
        const qsizetype at = text.indexOf("overlay:");
        QVERIFY(at >= 0);
        text.replace(at, text.indexOf('\n', at) - at, "overlay: wireguard");
        QVERIFY(tests::writeFile(path(u"fleet.yaml"_s), text));
        // RFC 7748, 6.1: Alice's keys.
        const Run set = ctl({u"set"_s, u"mini/wireguard_key"_s}, "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=\n");
        QVERIFY2(set.exitCode == 0, set.err.constData());
        QVERIFY(tests::readFile(path(u"fleet.yaml"_s)).contains("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="));
        const QByteArray before = tests::readFile(path(u"fleet.yaml"_s)), file = tests::readFile(path(u"secrets/mini/wireguard_key.age"_s));
        const Run bad = ctl({u"set"_s, u"mini/wireguard_key"_s}, "no key\n");
        QCOMPARE(bad.exitCode, 2);
        QVERIFY2(bad.err.contains("mini/wireguard_key: that is no private key of WireGuard") && bad.err.contains("wg genkey"), bad.err.constData());
        QCOMPARE(tests::readFile(path(u"fleet.yaml"_s)), before);
        QCOMPARE(tests::readFile(path(u"secrets/mini/wireguard_key.age"_s)), file);
    }

    void rotates()
    {
        QCOMPARE(ctl({u"make"_s}).exitCode, 0);
        const QByteArray before = keys::opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"me"_s));
        QCOMPARE(ctl({u"rotate"_s, u"turn_static_auth_secret"_s}).exitCode, 0);
        const QByteArray after = keys::opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"me"_s));
        QCOMPARE(after.size(), before.size());
        QVERIFY(after != before);
    }

    void planRefusesWhatCannotBeRead()
    {
        QCOMPARE(ctl({u"make"_s}).exitCode, 0);
        write(u"agenix"_s); // every host has another key now
        const Run plan = tests::runCtl({u"plan"_s, path(u"fleet.yaml"_s)});
        QCOMPARE(plan.exitCode, 1);
        QVERIFY2(plan.err.contains("cannot read the secret"), plan.err.constData());
    }

    void byHand()
    {
        write(u"manual"_s);
        const Run status = ctl({});
        QCOMPARE(status.exitCode, 0);
        QVERIFY(status.out.contains("/etc/claudetorio/broker.env  (root, 0400)"));
        QVERIFY(status.out.contains("printf 'SELKIES_TURN_SHARED_SECRET=%s\\n' \"$(openssl rand -hex 32)\" | ssh deploy@203.0.113.30 sudo install"));
        QCOMPARE(ctl({u"make"_s}).exitCode, 2);
        const Run plan = tests::runCtl({u"plan"_s, path(u"fleet.yaml"_s)});
        QVERIFY2(plan.out.contains("needs, put there by hand: /etc/claudetorio/broker.env\n"), plan.out.constData());
    }

    void badUsage()
    {
        QCOMPARE(ctl({u"frobnicate"_s}).exitCode, 64);
        QCOMPARE(ctl({u"set"_s}).exitCode, 64);
        QCOMPARE(ctl({u"make"_s, u"broker_env"_s}).exitCode, 64);
        QCOMPARE(ctl({u"set"_s, u"a"_s, u"b"_s}).exitCode, 64);
        const Run unknown = ctl({u"set"_s, u"nonsense"_s}, "x");
        QCOMPARE(unknown.exitCode, 1);
        QVERIFY(unknown.err.contains("turn_static_auth_secret"));
    }
};

QTEST_GUILESS_MAIN(SecretsTest)
#include "tst_secrets.moc"
