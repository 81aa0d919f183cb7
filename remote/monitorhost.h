// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Monitor's care for one host: dial, probe at its pace, notice silence, tell, wait, dial again.
// Lives in the Monitor's thread.

#include "remote/backoff.h"
#include "remote/monitor.h"
#include "remote/sshdriver.h"
#include "remote/sshexec.h"

#include <QElapsedTimer>

namespace remote {

class MonitorHost : public QObject
{
    Q_OBJECT
public:
    MonitorHost(WatchedHost host, SshSettings settings, model::Clock clock, int intervalMs,
                QObject *parent);
    ~MonitorHost() override;

    const WatchedHost &watched() const { return m_host; }
    void setInterval(int ms);
    void dial(); ///< now, whatever it is doing
    void accept(const QString &fingerprint) { m_settings.acceptedFingerprints << fingerprint; }

signals:
    void sampled(const remote::Sample &sample);
    void reachChanged(const QString &host, remote::Reach reach, const QString &message);
    void hostKeyAsked(const remote::HostKeyQuestion &question);

private:
    void onStepped();
    void startProbe();
    bool stepProbe();
    bool stepChecks();
    void readReply(const QByteArray &reply);
    void ask();
    void askChecks();
    void lost(const SshError &error);
    void giveUp(SshFailure failure, const QString &message);
    void hangUp();
    void tell(Reach reach, const QString &message = {});
    int replyMs() const;

    WatchedHost m_host;
    SshSettings m_settings;
    model::Clock m_clock;
    int m_intervalMs;
    Backoff m_backoff;
    SshDriver *m_driver = nullptr; ///< a child; null between two tries
    std::unique_ptr<SshExec> m_probe, m_checks;
    QByteArray m_out, m_checksOut;
    QTimer m_redial, m_pace, m_late;
    QElapsedTimer m_asked;
    int m_round = 0;
    bool m_started = false, m_waiting = false, m_checksAnswered = false;
    Reading m_before;
    Sample m_last;
    Reach m_reach = Reach::Never;
    QString m_told;
};

} // namespace remote
