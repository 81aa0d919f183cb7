// SPDX-License-Identifier: GPL-3.0-or-later
// What a deploy would do: order, changed files, units, ways in.
#include "model/codec.h"
#include "remote/deploy.h"
#include "remote/deployed.h"
#include "remote/deploytree.h"
#include "tests/support.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace remote;

namespace {

const QString games = u"factorio-server"_s;

model::Fleet fleetOf(QByteArray text)
{
    const auto parsed = model::parseFleet(text, model::Catalog::builtIn());
    if (!parsed)
        QTest::qFail(qPrintable(parsed.error().message), __FILE__, __LINE__);
    return parsed ? parsed->fleet : model::Fleet();
}

model::FileTree someTree()
{
    model::FileTree tree;
    for (const QString &path :
         {u"flake.nix"_s, u"hosts/factorio-server.nix"_s, u"hosts/factorio-server-mini.nix"_s,
          u"hosts/hardware/factorio-server.nix"_s, u"modules/base.nix"_s})
        tree[path] = {"# " + path.toUtf8() + '\n', {}};
    return tree;
}

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_text = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void viewersAreServedLast()
    {
        const DeployPlan plan = planned(m_text);
        QStringList order;
        for (const HostPlan &host : plan.hosts)
            order.append(host.host);
        QCOMPARE(order,
                 QStringList({u"factorio-server-mini"_s, games, u"factorio-server-stream"_s}));
        QCOMPARE(plan.hosts.at(1).tier, u"simulation"_s);
    }

    void neverDeployedMeansEverything()
    {
        const HostPlan host = planned(m_text, {games}).hosts.first();
        QCOMPARE(host.changedFiles,
                 QStringList({u"flake.nix"_s, u"hosts/factorio-server.nix"_s,
                              u"hosts/hardware/factorio-server.nix"_s, u"modules/base.nix"_s}));
        QVERIFY(host.startUnits.contains(u"podman-factorio-g01.service"_s));
        QVERIFY(host.stopUnits.isEmpty());
        QCOMPARE(host.images, QStringList{u"factoriotools/factorio:1.1.110"_s});
        QCOMPARE(host.gateUnits, host.startUnits);
    }

    void onlyDifferencesToWhatWasConfirmed()
    {
        const HostPlan before = planned(m_text, {games}).hosts.first();
        Deployed record{3, u"/nix/store/x"_s, u"t"_s, before.gateUnits, {}, 5};
        for (const auto &[path, file] : someTree())
            record.files.insert(path, fileHash(file.text));
        record.files[u"modules/base.nix"_s] = u"another"_s;
        record.files.insert(u"modules/gone.nix"_s, u"x"_s);
        record.files.insert(u"hosts/factorio-server-mini.nix"_s, u"of another host"_s);
        QVERIFY(writeDeployed(m_folder->path(), games, record));
        QCOMPARE(readDeployed(m_folder->path(), games), record);

        const HostPlan host = planned(QByteArray(m_text).replace("g03, host: factorio-server,",
                                                                 "g09, host: factorio-server,"),
                                      {games})
                                  .hosts.first();
        QCOMPARE(host.changedFiles, QStringList({u"modules/base.nix"_s, u"modules/gone.nix"_s}));
        QCOMPARE(host.startUnits, QStringList{u"podman-factorio-g09.service"_s});
        QCOMPARE(host.stopUnits, QStringList{u"podman-factorio-g03.service"_s});
    }

    void brokenRecordCountsAsNone()
    {
        QVERIFY(tests::writeFile(m_folder->filePath(u".switchyard/deployed/factorio-server.json"_s),
                                 "{\"v\": 1, \"units\": 7"));
        QVERIFY(!readDeployed(m_folder->path(), games));
        QVERIFY(!planned(m_text, {games}).hosts.first().changedFiles.isEmpty());
    }

    void lockIsTakenFromTheFolder()
    {
        QVERIFY(planned(m_text).makesLock);
        QVERIFY(tests::writeFile(m_folder->filePath(u"flake.lock"_s), "{}"));
        const DeployPlan plan = planned(m_text);
        QVERIFY(!plan.makesLock);
        QCOMPARE(plan.lock, "{}");
        QVERIFY(!plan.tree.contains(u"flake.lock"_s));
    }

    void ownModulesAndSecretsTravelAlong()
    {
        QVERIFY(tests::writeFile(m_folder->filePath(u"own/extra.nix"_s), "{ }\n"));
        QVERIFY(tests::writeFile(m_folder->filePath(u"secrets/shared.yaml"_s), "sops: {}\n"));
        QVERIFY(tests::writeFile(m_folder->filePath(u"secrets/plain.txt"_s), "hush\n"));
        const QByteArray mod("PK\3\4\0\xff mod", 10);
        QVERIFY(tests::writeFile(m_folder->filePath(u"mods/flib_0.14.0.zip"_s), mod));
        const DeployPlan plan =
            planned(m_text + "imports: [own/extra.nix, ../../etc/passwd, /etc/passwd]\n");
        QCOMPARE(plan.tree.at(u"own/extra.nix"_s).text, "{ }\n");
        QVERIFY(plan.tree.contains(u"secrets/shared.yaml"_s));
        QCOMPARE(plan.tree.at(u"mods/flib_0.14.0.zip"_s).text, mod);
        QCOMPARE(plan.tree.size(), someTree().size() + 3);
    }

    void missingSecretsAreRefused()
    {
        QByteArray text = m_text;
        text.replace("secrets: {backend: manual}", "secrets: {backend: agenix}");
        const auto refused = [&](const QStringList &hosts = {}) {
            const auto plan = remote::plan(fleetOf(text), model::Catalog::builtIn(), someTree(), m_folder->path(), hosts);
            return plan ? model::Error() : plan.error();
        };
        QCOMPARE(refused().code, u"missing-secret"_s);
        QVERIFY(refused().message.contains(
            "broker_env (secrets/factorio-server-mini/broker_env.age, for factorio-server-mini)"_L1));
        QVERIFY(refused().hint.contains("switchyardctl secrets"_L1));
        QCOMPARE(refused({games}).code, QString()); // its only secret is optional
        for (const QString &file : {u"turn_static_auth_secret"_s, u"factorio-server-mini/broker_env"_s,
                                    u"factorio-server-stream/selkies_env"_s})
            QVERIFY(tests::writeFile(m_folder->filePath(u"secrets/"_s + file + u".age"_s), "age-encryption.org/v1\n"));
        QCOMPARE(refused().message, QString());
        const auto plan = remote::plan(fleetOf(text), model::Catalog::builtIn(), someTree(), m_folder->path(), {});
        QVERIFY(plan->tree.contains(u"secrets/factorio-server-mini/broker_env.age"_s));
        QVERIFY(!plan->hosts.at(1).changedFiles.contains(u"secrets/factorio-server-mini/broker_env.age"_s));

        text.replace("backend: agenix", "backend: sops");
        QVERIFY(tests::writeFile(m_folder->filePath(u"secrets/factorio-server-mini.yaml"_s), "other: 1\nsops: {}\n"));
        QVERIFY(refused({u"factorio-server-mini"_s}).message.contains("broker_env"_L1)); // in the file, but not by that name
        QVERIFY(tests::writeFile(m_folder->filePath(u"secrets/factorio-server-mini.yaml"_s), "broker_env: 1\nsops: {}\n"));
        QCOMPARE(refused({u"factorio-server-mini"_s}).message, QString());
    }

    void plainTextAmongSecretsIsRefused()
    {
        QVERIFY(tests::writeFile(m_folder->filePath(u"secrets/notes.yaml"_s), "password: hush\n"));
        const auto plan = remote::plan(fleetOf(m_text), model::Catalog::builtIn(), someTree(), m_folder->path(), {});
        QCOMPARE(plan.error().code, u"plain-secret"_s);
        QVERIFY(plan.error().message.startsWith("secrets/notes.yaml is not encrypted"_L1));
        QVERIFY(!plan.error().message.contains("hush"_L1));
    }

    void hardwareIsCapturedOnce()
    {
        model::FileTree tree = someTree();
        const QString path = u"hosts/hardware/factorio-server.nix"_s;
        tree[path].text =
            "throw \"switchyard: the file systems of factorio-server are not known yet\"\n";
        QVERIFY(planned(m_text, {games}, tree).hosts.first().capturesHardware);
        QVERIFY(tests::writeFile(m_folder->filePath(path), "{ fileSystems = { }; }\n"));
        const DeployPlan plan = planned(m_text, {games}, tree);
        QVERIFY(!plan.hosts.first().capturesHardware);
        QCOMPARE(plan.tree.at(path).text, "{ fileSystems = { }; }\n");
    }

    void confirmationDialsWhatIsSetUp()
    {
        const QByteArray text = QByteArray(m_text).replace(
            "ssh: {address: 203.0.113.10, user: deploy}",
            "ssh: {address: 203.0.113.10, user: deploy}\n    first-login: {user: root, port: "
            "2022}\n    sshd: {port: 2222}\n    mesh: 100.64.0.1");
        HostPlan host = planned(text, {games}).hosts.first();
        QCOMPARE(host.target.user, u"root"_s);
        QCOMPARE(host.target.port, quint16(2022));
        QCOMPARE(host.confirmTarget.port, quint16(2222));
        QCOMPARE(host.confirmTarget.user, u"deploy"_s);
        QCOMPARE(host.confirmAlso.size(), 1);
        QCOMPARE(host.confirmAlso.first().address, u"100.64.0.1"_s);
        QVERIFY(writeDeployed(m_folder->path(), games, {1, {}, {}, {}, {}, 1}));
        host = planned(text, {games}).hosts.first();
        QCOMPARE(host.target.user, u"deploy"_s);
    }

    void refusesWhatCannotBe_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("code");
        QTest::newRow("unknown host")
            << QByteArray() << QByteArray() << u"nowhere"_s << u"unknown-host"_s;
        QTest::newRow("unmanaged")
            << QByteArray("  - name: factorio-server\n")
            << QByteArray("  - name: factorio-server\n    class: unmanaged\n") << games
            << u"not-deployable"_s;
        QTest::newRow("no address")
            << QByteArray("ssh: {address: 203.0.113.10, user: deploy}")
            << QByteArray("ssh: {user: deploy}") << games << u"no-address"_s;
    }
    void refusesWhatCannotBe()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, host);
        QFETCH(QString, code);
        QByteArray text = m_text;
        if (!from.isEmpty())
            text.replace(from, to);
        const auto result =
            plan(fleetOf(text), model::Catalog::builtIn(), someTree(), m_folder->path(), {host});
        QVERIFY(!result);
        QCOMPARE(result.error().code, code);
        QVERIFY(result.error().message.contains(host));
    }

    void rollbackTouchesNoFiles()
    {
        const auto result =
            rollbackPlan(fleetOf(m_text), model::Catalog::builtIn(), m_folder->path(), games, 4);
        QVERIFY(result);
        QCOMPARE(result->hosts.size(), 1);
        QCOMPARE(result->hosts.first().generation, 4);
        QVERIFY(result->tree.empty() && !result->makesLock
                && result->hosts.first().gateUnits.isEmpty());
    }

private:
    DeployPlan planned(const QByteArray &text, const QStringList &hosts = {},
                       const model::FileTree &tree = someTree())
    {
        const auto result =
            plan(fleetOf(text), model::Catalog::builtIn(), tree, m_folder->path(), hosts);
        if (!result)
            QTest::qFail(qPrintable(result.error().message), __FILE__, __LINE__);
        return result.value_or(DeployPlan());
    }

    QByteArray m_text;
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
