// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets that are put on hosts by hand: the commands that are told do it, over a real sshd, and
// what is not as the services need it is found before a deploy touches anything.
#include "model/codec.h"
#include "remote/byhand.h"
#include "remote/deploy.h"
#include "remote/deployscript.h"
#include "tests/remote/sshtest.h"

#include <QTest>

#include <unistd.h>

using namespace tests;

class TestByHand : public SshTest
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        start();
        QVERIFY(m_sshd.trust());
        // The operator's ssh, with the key of this test.
        QVERIFY(writeFile(
            m_sshd.path(u"bin/ssh"_s),
            u"#!/bin/sh\nexec /usr/bin/ssh -F none -o BatchMode=yes -i %1 -o UserKnownHostsFile=%2 \"$@\"\n"_s
                .arg(m_sshd.key(), m_sshd.knownHosts())
                .toUtf8()));
        QVERIFY(QFile::setPermissions(m_sshd.path(u"bin/ssh"_s),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    void fleetsNeedTheseFiles()
    {
        const auto fleet = fleetOf({});
        QStringList found;
        for (const Placement &file : placements(fleet, model::Catalog::builtIn()))
            found.append(file.host + u' ' + file.path + u' ' + file.variables.join(u','));
        QCOMPARE(
            found,
            QStringList(
                {u"factorio-server-mini /etc/claudetorio/broker.env "_s,
                 u"factorio-server-stream /etc/claudetorio/selkies.env SELKIES_TURN_SHARED_SECRET"_s}));
        // A relay of its own has the secret in a file of its own.
        const auto relay = fleetOf(
            "services: [{name: relay, kind: coturn, roles: {server: {hosts: [factorio-server]}}}]");
        const auto all = placements(relay, model::Catalog::builtIn());
        QVERIFY(std::any_of(all.begin(), all.end(), [](const Placement &file) {
            return file.path == "/etc/claudetorio/turn_static_auth_secret"_L1
                   && file.owner == "root"_L1;
        }));
    }

    void encryptedFleetsNeedNone()
    {
        QByteArray text = readFile(sourcePath(u"resources/templates/claudetorio.yaml"_s));
        text.replace("backend: manual", "backend: sops");
        const auto parsed = model::parseFleet(text, model::Catalog::builtIn());
        QVERIFY(parsed);
        QVERIFY(placements(parsed->fleet, model::Catalog::builtIn()).isEmpty());
    }

    void aPlanNamesThemByHost()
    {
        const model::FileTree tree{{u"flake.nix"_s, {"{ }\n", {}}}};
        const auto made = plan(fleetOf({}), model::Catalog::builtIn(), tree, {});
        QVERIFY(made);
        for (const HostPlan &host : made->hosts)
            QCOMPARE(host.handFiles.size(), host.host == "factorio-server"_L1 ? 0 : 1);
        const auto back =
            rollbackPlan(fleetOf({}), model::Catalog::builtIn(), {}, u"factorio-server-mini"_s, 1);
        QVERIFY(back);
        QVERIFY(back->hosts.first().handFiles.isEmpty());
    }

    void keysTellTheirPublicPart_data()
    {
        QTest::addColumn<QString>("overlay");
        QTest::addColumn<QString>("field");
        QTest::newRow("wireguard")
            << u"wireguard"_s << u"wg pubkey   # into wireguard.public-key of factorio-server"_s;
        QTest::newRow("yggdrasil")
            << u"yggdrasil"_s << u"   # into yggdrasil.public-key of factorio-server"_s;
    }
    void keysTellTheirPublicPart()
    {
        QFETCH(QString, overlay);
        QFETCH(QString, field);
        const auto files =
            placements(fleetOf("overlay: " + overlay.toUtf8()), model::Catalog::builtIn());
        const auto key = std::find_if(files.begin(), files.end(),
                                      [](const Placement &f) { return !f.publicField.isEmpty(); });
        QVERIFY(key != files.end());
        const QStringList commands = placingCommands(*key, m_sshd.target());
        QCOMPARE(commands.size(), 2);
        QVERIFY2(commands.last().endsWith(field), qPrintable(commands.last()));
    }

    void commandsQuoteAndName()
    {
        const Placement file{u"mini"_s, u"/etc/x"_s,   u"root"_s, u"0400"_s, {},
                             {},        u"printf x"_s, {},        {}};
        SshTarget at{u"mini"_s, u"203.0.113.9"_s, 2222, u"deploy"_s, u"me@bastion"_s, {}};
        QCOMPARE(
            placingCommands(file, at).first(),
            u"printf x | ssh -p 2222 -J me@bastion deploy@203.0.113.9 sudo install -D -m 0400 -o root /dev/stdin /etc/x"_s);
        at = {u"mini"_s, u"a b;c"_s, 22, u"root"_s, {}, {}};
        QCOMPARE(placingCommands(file, at).first(),
                 u"printf x | ssh 'root@a b;c' install -D -m 0400 -o root /dev/stdin /etc/x"_s);
    }

    void findsWhatIsWrongOverSsh()
    {
        Placement file{u"mini"_s,
                       m_sshd.path(u"etc/selkies.env"_s),
                       userName(),
                       u"0400"_s,
                       {},
                       {u"TURN"_s},
                       u"printf 'TURN=%s\\n' \"$(openssl rand -hex 32)\""_s,
                       {},
                       {}};
        QVERIFY(trouble(file).contains(file.path + u" on mini is missing: `"_s + file.recipe
                                       + u" | ssh "_s));
        QVERIFY(QDir().mkpath(file.path));
        QVERIFY(trouble(file).contains("is no file"_L1));
        QVERIFY(QDir().rmpath(file.path));
        put(file.path, "");
        QVERIFY(trouble(file).contains("is empty"_L1));
        put(file.path, "PLANTED=x\nTURN=\n");
        const QString unset = trouble(file);
        QVERIFY2(unset.contains("does not set TURN: `printf"_L1) && !unset.contains("PLANTED"_L1),
                 qPrintable(unset));
        put(file.path, "TURN=abc\n");
        QCOMPARE(trouble(file), QString());
        for (const QFile::Permission more : {QFile::ReadGroup, QFile::ReadOther}) {
            QVERIFY(QFile::setPermissions(file.path, QFile::ReadOwner | more));
            QVERIFY(trouble(file).contains("can be read by others than "_L1));
        }
        QVERIFY(QFile::setPermissions(file.path, QFile::ReadOwner));
        file.owner = u"nonesuch"_s;
        QVERIFY(trouble(file).contains(u"belongs to %1 and not to nonesuch"_s.arg(userName())));
        QVERIFY(!handFileTrouble({file}, ScriptReply::parse("missing=x\n"), {})
                     .isEmpty()); // broken off
    }

    void itsOwnCommandsMendIt()
    {
        if (getuid() != 0)
            QSKIP("puts files of root's there: run me as root");
        const Placement file{u"mini"_s,
                             m_sshd.path(u"new/etc/selkies.env"_s),
                             u"root"_s,
                             u"0400"_s,
                             {},
                             {u"TURN"_s},
                             u"printf 'TURN=%s\\n' \"$(openssl rand -hex 32)\""_s,
                             {},
                             {}};
        obey(trouble(file));
        QCOMPARE(trouble(file), QString());
        QCOMPARE(readFile(file.path).size(), qsizetype(5 + 64 + 1));
        QVERIFY(QFile::setPermissions(file.path, QFile::ReadOwner | QFile::ReadOther));
        obey(trouble(file));
        QCOMPARE(trouble(file), QString());
        QCOMPARE(chown(qPrintable(file.path), 65534, 65534), 0);
        obey(trouble(file));
        QCOMPARE(trouble(file), QString());
        put(file.path, "OTHER=1\n");
        obey(trouble(file));
        QCOMPARE(trouble(file), QString());
        QVERIFY(readFile(file.path).startsWith("OTHER=1\nTURN="));
    }

private:
    static model::Fleet fleetOf(const QByteArray &line)
    {
        QByteArray text = readFile(sourcePath(u"resources/templates/claudetorio.yaml"_s));
        if (!line.isEmpty()) {
            const QByteArray key = '\n' + line.left(line.indexOf(':') + 1);
            const qsizetype at = text.indexOf(key) + 1;
            text.replace(at, text.indexOf('\n', at) - at, line);
        }
        const auto parsed = model::parseFleet(text, model::Catalog::builtIn());
        return parsed ? parsed->fleet : model::Fleet();
    }
    static void put(const QString &path, const QByteArray &text)
    {
        QFile::remove(path);
        QVERIFY(writeFile(path, text));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    }
    QString trouble(const Placement &file)
    {
        auto connection = SshConnection::open(m_sshd.target(), m_sshd.settings());
        if (!connection)
            return connection.error().message;
        Script script = deployScript(u"hand-files"_s, handFileArguments({file}));
        script.sudo = false;
        const auto reply = connection->run(script, 20000);
        return reply ? handFileTrouble({file}, ScriptReply::parse(reply->out), m_sshd.target())
                     : reply.error().message;
    }
    /// Does what the sentence says, in a shell.
    void obey(const QString &sentence)
    {
        const QString command = sentence.section(u'`', 1, 1);
        QVERIFY2(!command.isEmpty(), qPrintable(sentence));
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PATH"_s, m_sshd.path(u"bin:"_s) + environment.value(u"PATH"_s));
        shell.setProcessEnvironment(environment);
        shell.start(u"bash"_s, {u"-eu"_s, u"-o"_s, u"pipefail"_s, u"-c"_s, command});
        QVERIFY(shell.waitForFinished(20000));
        QVERIFY2(shell.exitCode() == 0,
                 qPrintable(command + u'\n' + QString::fromUtf8(shell.readAllStandardError())));
    }
};

QTEST_GUILESS_MAIN(TestByHand)
#include "tst_byhand.moc"
