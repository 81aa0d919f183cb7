// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of hosts, held by a container host of the lab.
#include "tests/remote/contract.h"
#include "tests/support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

class TestContractLab : public tests::Contract
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_state = qEnvironmentVariable("SWITCHYARD_LAB_STATE");
        if (m_state.isEmpty() || !QFileInfo::exists(file(u"hosts.json"_s)))
            bringUp();
        const QJsonArray hosts =
            QJsonDocument::fromJson(tests::readFile(file(u"hosts.json"_s))).array();
        for (const QJsonValue host : hosts)
            if (host[u"name"].toString() == u"factorio-server-mini")
                m_target = {host[u"name"].toString(),
                            host[u"address"].toString(),
                            quint16(host[u"port"].toInt(22)),
                            u"deploy"_s,
                            {},
                            {}};
        QVERIFY2(!m_target.address.isEmpty(), "hosts.json of the lab has no factorio-server-mini");
    }

    void cleanupTestCase()
    {
        if (m_broughtUp)
            lab(u"down"_s);
    }

protected:
    remote::SshTarget target() const override { return m_target; }
    remote::SshSettings settings() const override
    {
        remote::SshSettings settings;
        settings.identityFile = file(u"id_ed25519"_s);
        settings.knownHostsFile = file(u"known_hosts"_s);
        settings.useConfig = false;
        return settings;
    }
    QString runningUnit() const override { return u"ssh.service"_s; }

private:
    QString file(const QString &name) const { return m_state + u'/' + name; }

    int lab(const QString &verb) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"SWITCHYARD_LAB_STATE"_s, m_state);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(tests::sourcePath(u"tests/lab/lab"_s), {verb});
        return process.waitForFinished(600'000) ? process.exitCode() : -1;
    }

    void bringUp()
    {
        m_state = m_folder.path();
        const int code = lab(u"up"_s);
        if (code == 77)
            QSKIP("the lab cannot run here; it said why");
        QCOMPARE(code, 0);
        m_broughtUp = true;
    }

    QTemporaryDir m_folder;
    QString m_state;
    remote::SshTarget m_target;
    bool m_broughtUp = false;
};

QTEST_GUILESS_MAIN(TestContractLab)
#include "tst_contract_lab.moc"
