// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshsession.h"

#include "remote/sshoptions.h"
#include "remote/sshtrust.h"
#include "remote/words.h"

#include <libssh/libssh.h>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace remote {

using namespace Qt::StringLiterals;

SshSession::SshSession(SshTarget target, SshSettings settings)
    : m_target(std::move(target)), m_settings(std::move(settings))
{
    // libssh writes to sockets whose peer may be gone; the error code is enough.
    [[maybe_unused]] static const auto once = std::signal(SIGPIPE, SIG_IGN);
    if (configure())
        dial();
}

SshSession::~SshSession()
{
    m_auth.reset();
    if (m_session) {
        ssh_disconnect(m_session);
        ssh_free(m_session);
    }
}

bool SshSession::configure()
{
    auto refused = checkTarget(m_target);
    m_session = ssh_new();
    if (!refused && m_session)
        refused = applyOptions(m_session, m_target, m_settings);
    if (refused) {
        m_error = *refused;
        m_state = State::Failed;
    } else if (!m_session) {
        fail(SshFailure::NoConnection, Words::tr("no memory for another SSH session"));
    }
    return m_state != State::Failed;
}

void SshSession::dial()
{
    ssh_set_blocking(m_session, 0);
    const Endpoint endpoint = endpointOf(m_session);
    m_name = endpoint.name;
    m_port = endpoint.port;
    const QStringList program = proxyProgram(m_session, m_target, m_settings);
    if (program.isEmpty()) {
        m_dial =
            std::make_unique<SshDial>(m_name, m_port, m_settings.resolveMs, m_settings.connectMs);
    } else {
        m_dial = std::make_unique<SshDial>(program);
        m_deadline.setRemainingTime(m_settings.connectMs);
    }
}

QString SshSession::where() const
{
    return Words::tr("%1 (%2 port %3)")
        .arg(m_target.host, m_name.isEmpty() ? m_target.address : m_name, QString::number(m_port));
}

SshSession::State SshSession::fail(SshFailure failure, const QString &message, const QString &hint)
{
    if (m_state == State::Failed)
        return m_state;
    m_error.admitted = m_state == State::Open;
    m_error.failure = failure;
    m_error.host = m_target.host;
    m_error.message = message;
    m_error.hint = hint;
    return m_state = State::Failed;
}

SshSession::State SshSession::step()
{
    if (m_state == State::Dialling)
        stepDial();
    if (m_state == State::Handshaking)
        stepHandshake();
    if (m_state == State::Authenticating)
        stepAuth();
    if (m_state == State::Open && !ssh_is_connected(m_session))
        fail(SshFailure::ConnectionLost, Words::tr("the connection to %1 was lost").arg(where()));
    if (m_state < State::Open && m_deadline.hasExpired())
        fail(SshFailure::NoAnswer,
             Words::tr("%1 does not answer as an SSH server in time").arg(where()),
             Words::tr("check that sshd runs there and that no firewall swallows the packets"));
    return m_state;
}

void SshSession::stepDial()
{
    switch (m_dial->step()) {
    case SshDial::State::Looking:
    case SshDial::State::Connecting:
        return;
    case SshDial::State::Failed: {
        const SshFailure failure = m_dial->failure();
        const QString what = failure == SshFailure::NoName
                                 ? Words::tr("the address of %1 cannot be looked up: %2")
                                 : Words::tr("%1 cannot be reached: %2");
        fail(failure, what.arg(where(), m_dial->problem()),
             failure == SshFailure::NoName
                 ? Words::tr("correct ssh.address of the host")
                 : Words::tr("check that it runs and that the port is right"));
        return;
    }
    case SshDial::State::Connected:
        break;
    }
    // libssh closes the descriptor it is given; ours stays for the notifiers.
    const socket_t descriptor = ::fcntl(m_dial->descriptor(), F_DUPFD_CLOEXEC, 0);
    ssh_options_set(m_session, SSH_OPTIONS_FD, &descriptor);
    m_deadline.setRemainingTime(m_settings.authMs);
    m_state = State::Handshaking;
}

void SshSession::stepHandshake()
{
    const int code = ssh_connect(m_session);
    if (code == SSH_AGAIN)
        return;
    if (code != SSH_OK) {
        const QString said = m_dial->programSaid();
        fail(SshFailure::NoConnection,
             Words::tr("%1 cannot be spoken to: %2")
                 .arg(where(), said.isEmpty() ? QString::fromUtf8(ssh_get_error(m_session)) : said),
             said.isEmpty() ? Words::tr("check that it is an SSH server that answers at this port")
                            : Words::tr("check that `ssh` gets through the jump host by itself"));
        return;
    }
    m_fingerprint = offeredFingerprint(m_session);
    if (const auto distrust = checkHostKey(m_session, m_target, m_settings)) {
        m_error = *distrust;
        m_state = State::Failed;
        return;
    }
    m_auth = std::make_unique<SshAuth>(m_session, m_settings);
    m_deadline.setRemainingTime(m_settings.authMs);
    m_state = State::Authenticating;
}

void SshSession::stepAuth()
{
    switch (m_auth->step()) {
    case SshAuth::State::Trying:
        return;
    case SshAuth::State::Done:
        m_deadline = QDeadlineTimer(QDeadlineTimer::Forever);
        m_state = State::Open;
        break;
    case SshAuth::State::Refused:
        if (!ssh_is_connected(m_session)) {
            fail(SshFailure::NoConnection,
                 Words::tr("%1 closed the connection while we logged in").arg(where()),
                 Words::tr("it may refuse this address for a while after failed logins"));
        } else {
            fail(SshFailure::AuthRefused,
                 Words::tr("%1 does not let us in as %2: %3")
                     .arg(where(), endpointOf(m_session).user, m_auth->problem()),
                 m_auth->hint());
        }
        break;
    }
    m_auth.reset();
}

SshWait SshSession::wait() const
{
    if (m_state == State::Failed)
        return {};
    SshWait wait;
    if (m_state == State::Dialling) {
        wait = m_dial->wait();
    } else {
        wait.descriptor = m_dial->descriptor();
        wait.read = true;
        wait.write = (ssh_get_poll_flags(m_session) & SSH_WRITE_PENDING) != 0;
    }
    wait.until = std::min(wait.until, m_deadline);
    return wait;
}

} // namespace remote
