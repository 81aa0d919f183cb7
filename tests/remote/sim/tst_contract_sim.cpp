// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of hosts, held by a simulated one.
#include "remote/sim/simfleet.h"
#include "tests/remote/contract.h"
#include "tests/remote/sim/fleet.h"

using namespace Qt::StringLiterals;

class TestContractSim : public tests::Contract
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        const auto started = m_fleet.start(tests::twoHosts());
        QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
        m_fleet.change(u"mini"_s, [](sim::HostState &state) {
            state.missingFiles = {u"/etc/claudetorio/nonesuch"_s};
        });
    }

protected:
    remote::SshTarget target() const override { return m_fleet.target(u"mini"_s); }
    remote::SshSettings settings() const override { return m_fleet.settings(); }
    QString runningUnit() const override { return u"redis.service"_s; }

private:
    sim::SimFleet m_fleet;
};

QTEST_GUILESS_MAIN(TestContractSim)
#include "tst_contract_sim.moc"
