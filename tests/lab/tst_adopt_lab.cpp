// SPDX-License-Identifier: GPL-3.0-or-later
// Adopting real hosts: a deployed fleet comes back out of its hosts, by the program and by the window; hosts that are broken or
// hostile are told apart. Run by `tests/lab/lab run`, which puts LAB_… into the environment.

#include "gui/actions/actions.h"
#include "gui/adopt/adoptdialog.h"
#include "gui/adopt/proposaltable.h"
#include "tests/gui/fixture.h"
#include "tests/lab/outcome.h"

#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using model::Catalog;
using model::ItemId;
using tests::Outcome;

namespace {

const QString games = u"factorio-server"_s, control = u"factorio-server-mini"_s, stream = u"factorio-server-stream"_s;

/// What a fleet runs where, as far as a host can tell it.
QStringList runs(const model::Fleet &fleet)
{
    QStringList all;
    for (const model::Placed &each : model::resolve(fleet, Catalog::builtIn()).items) {
        QStringList ports, units;
        for (const model::Port &port : each.ports)
            ports.append(u"%1 %2"_s.arg(port.name).arg(port.first));
        for (const model::Unit &unit : each.units)
            units.append(unit.name + u' ' + unit.image);
        all.append(u"%1 on %2: %3; %4; %5"_s.arg(each.id.text(), each.host, ports.join(u", "), units.join(u", "), each.values.at(u"game").text()));
    }
    all.sort();
    return all;
}

} // namespace

class TestAdoptLab : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_original, m_adopted;

    QStringList ssh() const
    {
        return {u"--identity"_s, qEnvironmentVariable("LAB_KEY"), u"--known-hosts"_s, qEnvironmentVariable("LAB_KNOWN_HOSTS")};
    }
    Outcome ctl(const QStringList &words) { return tests::run(tests::program(u"switchyardctl"_s), words + ssh()); }
    Outcome lab(const QStringList &words) { return tests::run(tests::sourcePath(u"tests/lab/lab"_s), words, 120); }
    Outcome on(const QString &host, const QString &command) { return lab({u"exec"_s, host, u"sh"_s, u"-c"_s, command}); }
    QString address(const QString &host) const
    {
        const qsizetype at = qEnvironmentVariable("LAB_HOSTS").split(u' ').indexOf(host);
        return qEnvironmentVariable("LAB_ADDRESSES").split(u' ').value(at);
    }
    model::Fleet fleet(const QString &path)
    {
        const auto parsed = model::loadFleet(path, Catalog::builtIn());
        return parsed ? parsed->fleet : model::Fleet();
    }
    QJsonObject adopt(const QString &host, const QStringList &more = {})
    {
        const Outcome outcome = ctl(QStringList{u"adopt"_s, m_adopted, u"--host"_s, host, u"--json"_s} + more);
        if (outcome.code != 0)
            QTest::qFail(qPrintable(outcome.err), __FILE__, __LINE__);
        return QJsonDocument::fromJson(outcome.out.toUtf8()).object();
    }
    QStringList ids(const QJsonObject &adoption)
    {
        QStringList all;
        for (const auto &each : adoption["proposals"_L1].toArray())
            all.append(each.toObject()["id"_L1].toString());
        return all;
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("LAB_FLEET"), "run me by: tests/lab/lab run …");
        tests::useEmptySettings();
        m_original = m_folder.filePath(u"original/fleet.yaml"_s);
        m_adopted = m_folder.filePath(u"adopted/fleet.yaml"_s);
        QVERIFY(QDir(m_folder.path()).mkpath(u"original"_s) && QDir(m_folder.path()).mkpath(u"adopted"_s));
        QByteArray text = tests::readFile(qEnvironmentVariable("LAB_FLEET"));
        // Nothing at its default, so that nothing is right by accident.
        text.replace("udp-port: 34199", "udp-port: 34555").replace("rcon-port: 27017", "rcon-port: 27555");
        text.replace("local-port: 9003, game: g03", "local-port: 9333, game: g01");
        text.replace("services: []", "services:\n  - {name: factorio-server-mini/redis, kind: redis, settings: {port: 6390}}\n"
                                     "  - {name: factorio-server-mini/broker, kind: broker, settings: {port: 8123}}\n");
        const auto setting = [&](const QByteArray &name, const QByteArray &value) {
            const QByteArray line = name + ": " + value, key = '\n' + name + ':';
            const qsizetype at = text.indexOf(key) + 1;
            QVERIFY(at > 0);
            text.replace(at, text.indexOf('\n', at) - at, line);
        };
        setting("turn", "{relay-ports: 50000-50060}");
        setting("games-access", "public");
        QVERIFY(tests::writeFile(m_original, text));
        setting("turn", "{relay-ports: 49152-49200}");
        setting("games-access", "mesh");
        setting("domain", "nobody.example");
        text.replace("\"1.1.110\"", "\"9.9.9\"");
        const qsizetype hosts = text.indexOf("\nhosts:");
        QVERIFY(hosts > 0 && tests::writeFile(m_adopted, text.left(hosts + 1)));
        QCOMPARE(fleet(m_adopted).hosts().size(), 0);
        const Outcome deployed = ctl({u"deploy"_s, m_original, u"--yes"_s, u"--json"_s});
        QVERIFY2(deployed.code == 0, qPrintable(deployed.sentence(games) + deployed.sentence(control) + deployed.sentence(stream) + deployed.err));
    }

    void aDeployedFleetComesBackFromItsHosts()
    {
        for (const QString &host : {games, control, stream}) {
            const QJsonObject said = adopt(host, {u"--address"_s, address(host), u"--user"_s, u"deploy"_s});
            QVERIFY(!said["saved"_L1].toBool());
            QVERIFY(!fleet(m_adopted).host(host)); // asking changes nothing
            const QString text = QString::fromUtf8(QJsonDocument(said).toJson());
            for (const QString &file : {u"broker.env"_s, u"selkies.env"_s}) {
                const QString secret = QString::fromUtf8(tests::readFile(qEnvironmentVariable("SWITCHYARD_LAB_STATE") + u"/run/secrets/"_s + file)).section(u'=', 1).trimmed();
                QVERIFY(secret.size() > 20 && !text.contains(secret));
            }
            const QJsonObject taken = adopt(host, {u"--address"_s, address(host), u"--user"_s, u"deploy"_s, u"--accept"_s, u"all"_s});
            QVERIFY(taken["saved"_L1].toBool());
        }
        QCOMPARE(runs(fleet(m_adopted)), runs(fleet(m_original)));
        for (const QString &name : {u"factorio.version"_s, u"domain"_s, u"turn.relay-ports"_s, u"games-access"_s})
            QCOMPARE(fleet(m_adopted).setting(name).text(), fleet(m_original).setting(name).text());
        for (const QString &host : {games, control, stream}) {
            const model::Value now = fleet(m_adopted).host(host)->values, was = fleet(m_original).host(host)->values;
            QCOMPARE(now.at(u"host-key").text(), was.at(u"host-key").text());
            QCOMPARE(now.at(u"state-version").text(), u"26.05"_s);
            QVERIFY(!now.at(u"boot.loader").isNull());
            QVERIFY(tests::readFile(m_folder.filePath(u"adopted/hosts/hardware/%1.nix"_s.arg(host))).contains("availableKernelModules"));
        }
    }

    void whatWasAdoptedIsNotProposedAgain()
    {
        for (const QString &host : {games, control, stream})
            QCOMPARE(ids(adopt(host)), QStringList());
        const Outcome outcome = ctl({u"adopt"_s, m_adopted, u"--host"_s, games});
        QVERIFY(outcome.out.contains(u"the fleet says what the host says"_s));
    }

    void whatWasAdoptedCanBeDeployed()
    {
        const Outcome deployed = ctl({u"deploy"_s, m_adopted, u"--yes"_s, u"--json"_s});
        QVERIFY2(deployed.code == 0, qPrintable(deployed.sentence(games) + deployed.sentence(control) + deployed.sentence(stream) + deployed.err));
        QCOMPARE(on(games, u"systemctl is-active podman-factorio-g03"_s).out.trimmed(), u"active"_s);
    }

    void theWindowAdoptsWhatRunsBesides()
    {
        QVERIFY(on(games, u"printf '[Service]\\nEnvironment=STAND_IN_IMAGE=factoriotools/factorio:1.1.110 PORT=34777 RCON_PORT=27777\\n"
                           "ExecStart=/bin/sleep infinity\\n' > /run/systemd/system/podman-factorio-g77.service; "
                           "printf '[Service]\\nEnvironment=STAND_IN_IMAGE=example.com/mystery:1\\nExecStart=/bin/sleep infinity\\n' "
                           "> /run/systemd/system/podman-mystery.service; systemctl daemon-reload; "
                           "systemctl start podman-factorio-g77 podman-mystery"_s).code == 0);
        gui::Dialing dialing;
        dialing.ssh.identityFile = qEnvironmentVariable("LAB_KEY");
        dialing.ssh.knownHostsFile = qEnvironmentVariable("LAB_KNOWN_HOSTS");
        dialing.ssh.useConfig = false;
        gui::Window window(Catalog::builtIn(), dialing);
        window.show();
        QVERIFY(window.openFile(m_adopted));
        window.selection().set({ItemId::host(games)});
        window.actions().get(u"adopt"_s)->trigger();
        auto *dialog = window.findChild<gui::AdoptDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->table().isVisible() || dialog->findChild<QLabel *>(u"adopt-error"_s)->isVisible(), 60000);
        QVERIFY2(dialog->table().isVisible(), qPrintable(dialog->findChild<QLabel *>(u"adopt-error"_s)->text()));
        QCOMPARE(dialog->table().ticked(), QStringList{u"game/g77"_s});
        QStringList notes;
        const auto *list = dialog->findChild<QListWidget *>(u"adopt-notes"_s);
        for (int i = 0; i < list->count(); ++i)
            notes.append(list->item(i)->text());
        QVERIFY2(notes.join(u'\n').contains(u"a deploy stops podman-mystery.service"_s), qPrintable(notes.join(u'\n')));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"adopt-apply"_s), Qt::LeftButton);
        QTRY_VERIFY(!window.findChild<gui::AdoptDialog *>());
        const model::ItemPtr game = window.document().fleet().find(ItemId(u"game/g77"_s));
        QVERIFY(game);
        QCOMPARE(game->values.at(u"udp-port").toInt(), 34777);
        QCOMPARE(game->host, games);
        window.document().undo();
        QVERIFY(!window.document().fleet().find(ItemId(u"game/g77"_s)));
        QVERIFY(on(games, u"systemctl stop podman-factorio-g77 podman-mystery; rm /run/systemd/system/podman-factorio-g77.service /run/systemd/system/podman-mystery.service"_s).code == 0);
    }

    void whoIsNotLetInIsTold()
    {
        const Outcome stranger = ctl({u"adopt"_s, m_adopted, u"--host"_s, u"other"_s, u"--address"_s, address(games), u"--user"_s, u"nobody"_s});
        QCOMPARE(stranger.code, 5);
        QVERIFY2(stranger.err.contains(u"nobody"_s), qPrintable(stranger.err));
        // One who gets in, and may not become root.
        QVERIFY(on(games, u"useradd -m visitor && install -d -m 0700 -o visitor /home/visitor/.ssh && "
                           "install -m 0600 -o visitor /root/.ssh/authorized_keys /home/visitor/.ssh/"_s).code == 0);
        const Outcome visitor = ctl({u"adopt"_s, m_adopted, u"--host"_s, u"other"_s, u"--address"_s, address(games), u"--user"_s, u"visitor"_s});
        QCOMPARE(visitor.code, 5);
        QVERIFY2(visitor.err.contains(u"sudo"_s), qPrintable(visitor.err));
    }

    void garbageAndFloodsAreRefused()
    {
        // A login that answers whatever it likes.
        const auto answers = [&](const QString &program) {
            return on(games, u"sed 's|^|command=\"%1\" |' /root/.ssh/authorized_keys > /home/visitor/.ssh/authorized_keys"_s.arg(program)).code == 0;
        };
        const QStringList words{u"adopt"_s, m_adopted, u"--host"_s, u"other"_s, u"--address"_s, address(games), u"--user"_s, u"visitor"_s};
        for (const QString &program : {u"echo Welcome to my box"_s, u"head -c 300000 /dev/urandom"_s, u"exit 3"_s, u"cat /dev/zero"_s}) {
            QVERIFY(answers(program));
            const Outcome outcome = ctl(words);
            QVERIFY2(outcome.code == 5, qPrintable(program));
            const qsizetype at = outcome.err.indexOf(u"\nswitchyardctl: "_s); // behind what is to be said of the fleet itself
            QVERIFY2(at > 0 && outcome.err.size() - at < 1500, qPrintable(program + outcome.err.mid(at, 300)));
        }
    }

    void missingProgramsAndCutHostsAreTold()
    {
        QVERIFY(on(control, u"mv /usr/local/bin/nixos-generate-config /root/"_s).code == 0);
        const Outcome without = ctl({u"adopt"_s, m_adopted, u"--host"_s, control});
        QVERIFY(on(control, u"mv /root/nixos-generate-config /usr/local/bin/"_s).code == 0);
        QCOMPARE(without.code, 0);
        QVERIFY2(without.out.contains(u"nixos-generate-config is not there"_s), qPrintable(without.out));
        QVERIFY(lab({u"cut"_s, control}).code == 0);
        QElapsedTimer timer;
        timer.start();
        const Outcome cut = ctl({u"adopt"_s, m_adopted, u"--host"_s, control});
        QVERIFY(lab({u"mend"_s, control}).code == 0);
        QCOMPARE(cut.code, 5);
        QVERIFY2(timer.elapsed() < 30000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(cut.err.contains(address(control)));
    }
};

QTEST_MAIN(TestAdoptLab)
#include "tst_adopt_lab.moc"
