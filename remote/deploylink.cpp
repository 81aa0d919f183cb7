// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deploylink.h"

#include "remote/words.h"

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 insistMs = 60'000;

Trouble troubleOf(const SshError &error)
{
    QString sentence = error.message;
    if (!error.hint.isEmpty())
        sentence += u"; "_s + error.hint;
    return {sentence, error.failure, error.admitted};
}

/// Trying again may help: the link, not the answer, was the trouble.
bool isPassing(const Trouble &trouble)
{
    if (!trouble.failure)
        return false;
    switch (*trouble.failure) {
    case SshFailure::NoConnection:
    case SshFailure::NoAnswer:
    case SshFailure::ConnectionLost:
    case SshFailure::ReplyLate:
    case SshFailure::ChannelRefused:
        return true;
    default:
        return false;
    }
}

QString lastLine(const QByteArray &text)
{
    const auto lines = QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts);
    return lines.isEmpty() ? QString() : lines.last().trimmed().left(300);
}

} // namespace

QString endpointText(const SshTarget &target)
{
    const QString address =
        target.address.contains(u':') ? u'[' + target.address + u']' : target.address;
    return Words::tr("%1:%2 as %3")
        .arg(address)
        .arg(target.port ? target.port : 22)
        .arg(target.user);
}

void DeployLink::outliveCancel()
{
    m_outlivesCancel = true;
    m_connection.reset();
}

void DeployLink::redirect(const SshTarget &target)
{
    m_target = target;
    m_connection.reset();
}

SshResult<SshConnection> DeployLink::dial()
{
    for (;;) {
        auto connection = SshConnection::open(m_target, m_settings,
                                              m_outlivesCancel ? m_context.quit : m_context.cancel);
        if (connection || connection.error().failure != SshFailure::HostKeyUnknown
            || !connection.error().question)
            return connection;
        const QString fingerprint = connection.error().question->fingerprint;
        if (m_settings.acceptedFingerprints.contains(fingerprint)
            || !m_context.askHostKey(*connection.error().question))
            return connection;
        m_settings.acceptedFingerprints.append(fingerprint);
    }
}

Attempt<ScriptReply> DeployLink::callOnce(const Script &script, int deadlineMs)
{
    if (!m_connection || !m_connection->isOpen()) {
        auto connection = dial();
        if (!connection)
            return tl::make_unexpected(troubleOf(connection.error()));
        m_connection = std::move(*connection);
    }
    const auto reply = m_connection->run(script, deadlineMs);
    if (!reply) {
        if (!m_connection->isOpen())
            m_connection.reset();
        return tl::make_unexpected(troubleOf(reply.error()));
    }
    m_wasIn = true;
    ScriptReply answer = ScriptReply::parse(reply->out);
    if (const QString error = answer[u"error"_s]; !error.isEmpty())
        return tl::make_unexpected(Trouble{error, {}, true});
    if (!reply->ok()) {
        return tl::make_unexpected(Trouble{Words::tr("a step ended with exit %1: %2")
                                               .arg(reply->exitCode)
                                               .arg(lastLine(reply->err)),
                                           {},
                                           true});
    }
    return answer;
}

Attempt<ScriptReply> DeployLink::call(const Script &script, Insist insist, int deadlineMs)
{
    const qint64 end = m_context.clock.monotonicMs() + insistMs;
    for (;;) {
        auto answer = callOnce(script, deadlineMs);
        const bool again = !answer && insist == Insist::UntilLost && m_wasIn
                           && isPassing(answer.error()) && m_context.clock.monotonicMs() < end
                           && !m_context.quit.isCancelled()
                           && (m_outlivesCancel || !m_context.cancel.isCancelled());
        if (!again)
            return answer;
        m_context.pause(1000);
    }
}

} // namespace remote
