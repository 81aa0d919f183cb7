// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet's secrets, encrypted by the real age for hosts' real SSH keys: who can open what, what is to be encrypted anew when
// hosts come and rotated when they go. With sops: the real one where it is installed, else the double beside this test.
#include "remote/secrets/readiness.h"

#include "model/codec.h"
#include "nixgen/agekey.h"
#include "tests/remote/secrets/keys.h"
#include "tests/support.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using keys::contents;
using keys::opened;
using secrets::State;
using secrets::Vault;

namespace {

const QByteArray g_canary = "Canary-7f3a: \"quoted\" \\ ${x} 'y'\nsecond line\tend";

model::Fleet read(const QByteArray &text)
{
    const auto parsed = model::parseFleet(text, model::Catalog::builtIn());
    return parsed ? parsed->fleet : model::Fleet();
}

} // namespace

class TestVault : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void startsMissing();
    void makesForThoseWhoNeedIt();
    void setsAValue();
    void hostsThatCome();
    void hostsThatGo();
    void newHostKey();
    void beforeADeploy();
    void hostsCalledAsAFileForSeveral();
    void keepsOtherValuesOfAFile();
    void refusals();
    void missingPrograms();
    void wrongIdentity();
    void brokenFiles();
    void handMade();
    void nothingInPlainText();

private:
    Vault vault() const { return vaultOf(m_text); }
    Vault vaultOf(const QByteArray &text) const
    {
        return Vault(read(text), model::Catalog::builtIn(), m_dir->path(), {{m_dir->filePath(u"me"_s)}, false});
    }
    void put(const QString &id, const QByteArray &value)
    {
        Vault it = vault();
        const auto done = it.put(it.find(id).value(), secrets::Plaintext(value));
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
    }
    void makeAll()
    {
        Vault it = vault();
        const auto all = it.entries();
        for (const auto &entry : all.value()) {
            if (!entry.secret.spec.form.isEmpty())
                QVERIFY(it.make(entry.secret));
        }
    }
    secrets::Entry entry(const QString &id) const { return entryOf(vault(), id); }
    static secrets::Entry entryOf(const Vault &vault, const QString &id)
    {
        const auto all = vault.entries();
        for (const auto &entry : all.value()) {
            if (entry.secret.id() == id)
                return entry;
        }
        return {};
    }
    QString path(const QString &name) const { return m_dir->filePath(name); }
    void chooseSops();
    void addSecond()
    {
        m_text.replace("games:\n", QByteArray("  - {name: second, roles: [stream-host], ssh: 203.0.113.40, host-key: \""
                                              + keys::sshKey(path(u"second"_s)).toUtf8() + "\"}\ngames:\n"));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QByteArray m_text, m_path = qgetenv("PATH");
};

void TestVault::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    if (!keys::areThere())
        QSKIP("age or ssh-keygen is not installed: apt install age openssh-client");
}

void TestVault::init()
{
    qputenv("PATH", m_path);
    m_dir = std::make_unique<QTemporaryDir>();
    m_text = keys::fleetText(m_dir->path(), u"agenix"_s);
}

void TestVault::chooseSops()
{
    m_text.replace("backend: agenix", "backend: sops");
    qputenv("SOPS_AGE_KEY_FILE", path(u"me"_s).toUtf8());
    if (QStandardPaths::findExecutable(u"sops"_s).isEmpty())
        qputenv("PATH", QByteArray(tests::sourcePath(u"tests/remote/secrets/double"_s).toUtf8() + ':' + m_path));
}

void TestVault::startsMissing()
{
    QCOMPARE(entry(u"mini/broker_env"_s).state, State::Missing);
    QCOMPARE(entry(u"turn_static_auth_secret"_s).state, State::Missing);
    QCOMPARE(entry(u"big/rcon_password"_s).state, State::Optional);
    QVERIFY(entry(u"mini/broker_env"_s).sentence().contains("make it"_L1));
    QCOMPARE(entry(u"turn_static_auth_secret"_s).secret.file, u"secrets/turn_static_auth_secret.age"_s);
    QVERIFY(vault().unused().isEmpty());
}

void TestVault::makesForThoseWhoNeedIt()
{
    makeAll();
    const QString file = path(u"secrets/mini/broker_env.age"_s);
    QVERIFY(opened(file, path(u"mini"_s)).startsWith("JWT_SECRET="));
    QCOMPARE(opened(file, path(u"me"_s)), opened(file, path(u"mini"_s)));
    QCOMPARE(opened(file, path(u"big"_s)), "refused");
    QCOMPARE(opened(file, path(u"stream"_s)), "refused");
    QCOMPARE(opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"stream"_s)).size(), 64);
    QCOMPARE(opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"mini"_s)), "refused");
    QCOMPARE(opened(path(u"secrets/big/rcon_password.age"_s), path(u"big"_s)).size(), 24);
    const auto all = vault().entries();
    for (const auto &one : all.value())
        QCOMPARE(one.state, one.secret.spec.form.isEmpty() ? State::Optional : State::Ready);
    QCOMPARE(entry(u"mini/broker_env"_s).sentence(), QString());
}

void TestVault::setsAValue()
{
    put(u"broker_env"_s, g_canary);
    QCOMPARE(opened(path(u"secrets/mini/broker_env.age"_s), path(u"mini"_s)), g_canary);
}

void TestVault::hostsThatCome()
{
    makeAll();
    const QByteArray before = opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"me"_s));
    addSecond();
    const auto known = entry(u"turn_static_auth_secret"_s);
    QCOMPARE(known.state, State::Reencrypt);
    QCOMPARE(known.lacking, QStringList{u"second"_s});
    QVERIFY(known.sentence().contains("second: re-encrypt"_L1));
    Vault it = vault();
    QVERIFY(it.reencrypt(known.secret.file));
    QCOMPARE(opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"second"_s)), before);
    QCOMPARE(entry(u"turn_static_auth_secret"_s).state, State::Ready);
    QCOMPARE(entry(u"mini/broker_env"_s).state, State::Ready); // not theirs: untouched
}

void TestVault::hostsThatGo()
{
    hostsThatCome();
    const qsizetype begin = m_text.indexOf("  - {name: second");
    m_text.remove(begin, m_text.indexOf('\n', begin) + 1 - begin);
    auto left = entry(u"turn_static_auth_secret"_s);
    QCOMPARE(left.state, State::Reencrypt);
    QCOMPARE(left.strangers, QStringList{u"second"_s});
    QCOMPARE(left.mayKnow, QStringList{u"second"_s});

    Vault it = vault();
    QVERIFY(it.reencrypt(left.secret.file)); // it can no longer open the file, but knows what was in it
    QCOMPARE(opened(path(left.secret.file), path(u"second"_s)), "refused");
    left = entry(u"turn_static_auth_secret"_s);
    QCOMPARE(left.state, State::Rotate);
    QVERIFY(left.sentence().contains("rotate: its value is known to second"_L1));
    QCOMPARE(entry(u"mini/broker_env"_s).state, State::Ready); // which it never could read

    const QByteArray before = opened(path(left.secret.file), path(u"me"_s));
    QVERIFY(it.make(left.secret));
    QVERIFY(opened(path(left.secret.file), path(u"me"_s)) != before);
    QCOMPARE(entry(u"turn_static_auth_secret"_s).state, State::Ready);
}

void TestVault::newHostKey()
{
    makeAll();
    const QByteArray former = keys::contents(path(u"mini.pub"_s)).trimmed();
    m_text.replace(former, keys::sshKey(path(u"mini2"_s)).toUtf8());
    const auto now = entry(u"mini/broker_env"_s);
    QCOMPARE(now.state, State::Reencrypt);
    QCOMPARE(now.lacking, QStringList{u"mini"_s});
    QCOMPARE(now.mayKnow, QStringList{u"mini (by its former key)"_s});

    m_text.replace(QByteArray("host-key: \"" + contents(path(u"mini2.pub"_s)).trimmed() + '"'), "tags: []");
    QCOMPARE(entry(u"mini/broker_env"_s).keyless, QStringList{u"mini"_s});
    QVERIFY(entry(u"mini/broker_env"_s).sentence().contains("its host-key is not known"_L1));
}

void TestVault::hostsCalledAsAFileForSeveral()
{
    m_text.replace("name: mini", "name: shared").replace("name: big", "name: fleet").replace("host: big", "host: fleet");
    chooseSops();
    QStringList files;
    const auto all = vault().entries();
    for (const auto &one : all.value())
        files.append(one.secret.file);
    files.removeDuplicates();
    QCOMPARE(files, QStringList({u"secrets/fleet.host.yaml"_s, u"secrets/shared.host.yaml"_s, u"secrets/shared.yaml"_s, u"secrets/stream.yaml"_s}));
}

void TestVault::beforeADeploy()
{
    QVERIFY(secrets::canBeRead(vault(), {})); // what is missing altogether is refused elsewhere
    makeAll();
    QVERIFY(secrets::canBeRead(vault(), {}));
    const QByteArray before = m_text;
    addSecond();
    QVERIFY(secrets::canBeRead(vault(), {u"mini"_s}));
    const auto lacking = secrets::canBeRead(vault(), {});
    QCOMPARE(lacking.error().code, u"unreadable-secret"_s);
    QVERIFY(lacking.error().message.startsWith("second cannot read the secret turn_static_auth_secret yet"_L1));
    QVERIFY(lacking.error().hint.contains("rekey"_L1));
    QVERIFY(vault().reencrypt(u"secrets/turn_static_auth_secret.age"_s));
    QVERIFY(secrets::canBeRead(vault(), {}));

    QCOMPARE(secrets::afterRemoval(vault(), {u"second"_s}), QString());
    m_text = before;
    QCOMPARE(secrets::afterRemoval(vault(), {u"second"_s}),
             u"second could read turn_static_auth_secret: re-encrypt, then rotate"_s);
    QCOMPARE(secrets::afterRemoval(vault(), {u"big"_s}), QString());

    m_text.replace(QByteArray("host-key: \"" + contents(path(u"mini.pub"_s)).trimmed() + '"'), "tags: []");
    // mini's former key is a stranger now, and may be its own: nobody else could tell
    QVERIFY(secrets::canBeRead(vault(), {u"mini"_s}));
    QVERIFY(vault().reencrypt(u"secrets/mini/broker_env.age"_s));
    QVERIFY(secrets::canBeRead(vault(), {u"mini"_s}).error().message.contains("does not know its host-key"_L1));
}

void TestVault::keepsOtherValuesOfAFile()
{
    chooseSops();
    QCOMPARE(entry(u"stream/selkies_env"_s).secret.file, u"secrets/stream.yaml"_s);
    put(u"mini/broker_env"_s, "A=1\n");
    put(u"selkies_env"_s, g_canary);
    put(u"turn_static_auth_secret"_s, "0123");
    put(u"turn_static_auth_secret"_s, "4567");
    const auto text = secrets::decrypt(u"sops"_s, path(u"secrets/stream.yaml"_s), {});
    QVERIFY2(text, qPrintable(text ? QString() : text.error().message));
    QCOMPARE(text->view().toByteArray(),
             QByteArray("selkies_env: \"Canary-7f3a: \\\"quoted\\\" \\\\ ${x} 'y'\\nsecond line\\tend\"\n"));
    const QByteArray shared = contents(path(u"secrets/shared.yaml"_s));
    QVERIFY(!shared.contains("4567"));
    QVERIFY(shared.contains(nixgen::ageRecipient(QString::fromUtf8(contents(path(u"stream.pub"_s))))->toUtf8()));
    QVERIFY(!shared.contains(nixgen::ageRecipient(QString::fromUtf8(contents(path(u"mini.pub"_s))))->toUtf8()));
    QCOMPARE(entry(u"turn_static_auth_secret"_s).state, State::Ready);

    addSecond();
    QCOMPARE(entry(u"turn_static_auth_secret"_s).lacking, QStringList{u"second"_s});
    QVERIFY(vault().reencrypt(u"secrets/shared.yaml"_s));
    QCOMPARE(entry(u"turn_static_auth_secret"_s).state, State::Ready);
}

void TestVault::refusals()
{
    const auto refused = [this](const QString &id, const QByteArray &value) {
        Vault it = vault();
        const auto done = it.put(it.find(id).value(), secrets::Plaintext(value));
        return done ? u"done"_s : done.error().code;
    };
    QCOMPARE(refused(u"broker_env"_s, ""), u"no-value"_s);
    QCOMPARE(refused(u"broker_env"_s, QByteArray("a\0b", 3)), u"no-text"_s);
    QCOMPARE(refused(u"broker_env"_s, "\xff\xfe"), u"no-text"_s);
    QCOMPARE(refused(u"broker_env"_s, QByteArray(70'000, 'x')), u"too-large"_s);
    QCOMPARE(vault().find(u"nonsense"_s).error().code, u"unknown-secret"_s);
    QVERIFY(vault().find(u"nonsense"_s).error().hint.contains("mini/broker_env"_L1));
    m_text.replace(QRegularExpression(u"operators: .*"_s).match(QString::fromUtf8(m_text)).captured().toUtf8(), "operators: []");
    QCOMPARE(refused(u"broker_env"_s, "x"), u"no-operator"_s);
    m_text.replace("backend: agenix", "backend: manual");
    QCOMPARE(refused(u"broker_env"_s, "x"), u"by-hand"_s);
    QVERIFY(!QFile::exists(path(u"secrets"_s)));
}

void TestVault::missingPrograms()
{
    qputenv("PATH", path(u"nothing"_s).toUtf8());
    Vault it = vault();
    const auto done = it.make(it.find(u"broker_env"_s).value());
    QCOMPARE(done.error().code, u"no-program"_s);
    QVERIFY(done.error().hint.contains("package age"_L1));
    m_text.replace("backend: agenix", "backend: sops");
    Vault sops = vault();
    QVERIFY(sops.make(sops.find(u"broker_env"_s).value()).error().hint.contains("getsops/sops"_L1));
    QVERIFY(!QFile::exists(path(u"secrets"_s)));
}

void TestVault::wrongIdentity()
{
    makeAll();
    const QByteArray before = contents(path(u"secrets/mini/broker_env.age"_s));
    keys::ageKey(path(u"other"_s));
    Vault it(read(m_text), model::Catalog::builtIn(), m_dir->path(), {{path(u"other"_s)}, false});
    QCOMPARE(it.reencrypt(u"secrets/mini/broker_env.age"_s).error().code, u"refused"_s);
    Vault none(read(m_text), model::Catalog::builtIn(), m_dir->path(), {{path(u"no such"_s)}, false});
    QCOMPARE(none.reencrypt(u"secrets/mini/broker_env.age"_s).error().code, u"no-identity"_s);
    QCOMPARE(contents(path(u"secrets/mini/broker_env.age"_s)), before);
}

void TestVault::brokenFiles()
{
    makeAll();
    QFile file(path(u"secrets/mini/broker_env.age"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not encrypted");
    file.close();
    QCOMPARE(entry(u"mini/broker_env"_s).state, State::Broken);
    QFile record(path(u"secrets/readers.json"_s));
    QVERIFY(record.open(QIODevice::WriteOnly));
    record.write("{");
    record.close();
    QCOMPARE(vault().entries().error().code, u"bad-record"_s);
}

/// Files that somebody made with age alone: what they say themselves counts.
void TestVault::handMade()
{
    QDir(m_dir->path()).mkpath(u"secrets/mini"_s);
    const QString other = keys::sshKey(path(u"stranger"_s));
    const auto made = keys::run(u"age"_s, {u"--encrypt"_s, u"--armor"_s, u"-r"_s, other, u"-r"_s,
                                           QString::fromUtf8(contents(path(u"me"_s)).split('\n').at(1).split(' ').last()),
                                           u"-o"_s, path(u"secrets/mini/broker_env.age"_s)}, "X=1");
    QCOMPARE(made.code, 0);
    const auto known = entry(u"mini/broker_env"_s);
    QCOMPARE(known.state, State::Reencrypt);
    QCOMPARE(known.lacking, QStringList{u"mini"_s});
    QCOMPARE(known.strangers.size(), 1);
    QVERIFY2(known.strangers.first().startsWith("a key that is not in the fleet (ssh-ed25519 "_L1), qPrintable(known.strangers.first()));
    QVERIFY(vault().reencrypt(known.secret.file));
    QCOMPARE(entry(u"mini/broker_env"_s).state, State::Rotate);

    QFile::copy(path(known.secret.file), path(u"secrets/gone.age"_s));
    QCOMPARE(vault().unused(), QStringList{u"secrets/gone.age"_s});
}

void TestVault::nothingInPlainText()
{
    for (const bool sops : {false, true}) {
        if (sops)
            chooseSops();
        put(u"broker_env"_s, g_canary);
        QDirIterator all(m_dir->path(), QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QString file = all.next();
            QVERIFY2(!contents(file).contains("Canary-7f3a"), qPrintable(file));
        }
    }
    QFile planted(path(u"secrets/planted"_s)); // and the look would see one
    QVERIFY(planted.open(QIODevice::WriteOnly));
    planted.write(g_canary);
    planted.close();
    QVERIFY(contents(path(u"secrets/planted"_s)).contains("Canary-7f3a"));
}

QTEST_GUILESS_MAIN(TestVault)
#include "tst_vault.moc"
