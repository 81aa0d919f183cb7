// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/monitorhost.h"

#include "remote/words.h"

#include <QRandomGenerator>

#include <limits>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr char ReplyEnd = '\036';
constexpr int AdmissionMs =
    8000; // from dialling to the first reply: a dead host is told within 10 s
constexpr qsizetype MaxReply = 1024 * 1024;
constexpr int LinksMs = 5000, DiskMs = 30000,
              ChecksMs = 10000; // what changes slowly is asked slowly

SshError errorOf(SshFailure failure, const QString &host, const QString &message)
{
    return {failure, host, message, {}, {}, true};
}

Reach reachOf(SshFailure failure)
{
    switch (failure) {
    case SshFailure::HostKeyUnknown:
        return Reach::HostKeyUnknown;
    case SshFailure::HostKeyChanged:
        return Reach::HostKeyChanged;
    case SshFailure::AuthRefused:
        return Reach::AuthFailed;
    default:
        return Reach::Unreachable;
    }
}

/// Whether a thing asked every `everyMs` is due in this round.
bool isDue(int round, int intervalMs, int everyMs)
{
    return round % std::max(1, everyMs / intervalMs) == 0;
}

Script checksScript(const QHash<QString, model::Probe> &checks)
{
    QStringList args;
    for (const QString &name : checkNames(checks)) {
        const model::Probe probe = checks.value(name);
        args << probe.check << (probe.check == u"tcp" ? QString::number(probe.port) : probe.url);
    }
    return Script::named(u"probe-checks"_s, args);
}

} // namespace

QStringList checkNames(const QHash<QString, model::Probe> &checks)
{
    QStringList names = checks.keys();
    names.sort();
    return names;
}

MonitorHost::MonitorHost(WatchedHost host, SshSettings settings, model::Clock clock, int intervalMs,
                         QObject *parent)
    : QObject(parent)
    , m_host(std::move(host))
    , m_settings(std::move(settings))
    , m_clock(std::move(clock))
    , m_intervalMs(std::max(100, intervalMs))
{
    m_redial.setSingleShot(true);
    m_late.setSingleShot(true);
    m_pace.setTimerType(Qt::PreciseTimer);
    connect(&m_redial, &QTimer::timeout, this, &MonitorHost::dial);
    connect(&m_pace, &QTimer::timeout, this, &MonitorHost::ask);
    connect(&m_late, &QTimer::timeout, this, [this] {
        giveUp(m_started ? SshFailure::ReplyLate : SshFailure::NoAnswer,
               Words::tr("%1 has not answered for %2 s")
                   .arg(m_host.target.host)
                   .arg((m_started ? replyMs() : AdmissionMs) / 1000));
    });
}

MonitorHost::~MonitorHost()
{
    m_probe.reset();
    m_checks.reset();
}

int MonitorHost::replyMs() const
{
    return std::clamp(3 * m_intervalMs, 5000, std::max(5000, m_settings.replyMs));
}

void MonitorHost::setInterval(int ms)
{
    m_intervalMs = std::max(100, ms);
    if (m_pace.isActive())
        m_pace.start(m_intervalMs);
}

void MonitorHost::tell(Reach reach, const QString &message)
{
    if (reach == m_reach && message == m_told)
        return;
    m_reach = reach;
    m_told = message;
    emit reachChanged(m_host.target.host, reach, message);
}

void MonitorHost::dial()
{
    hangUp();
    if (m_reach == Reach::Never)
        tell(Reach::Connecting);
    m_driver = new SshDriver(m_host.target, m_settings, this);
    connect(m_driver, &SshDriver::stepped, this, &MonitorHost::onStepped);
    m_late.start(AdmissionMs);
    m_driver->stepSoon();
}

/// Ends the connection; the driver may be the one who called us.
void MonitorHost::hangUp()
{
    m_redial.stop();
    m_pace.stop();
    m_late.stop();
    m_probe.reset();
    m_checks.reset();
    m_out.clear();
    m_checksOut.clear();
    m_started = m_waiting = m_checksAnswered = false;
    if (SshDriver *driver = std::exchange(m_driver, nullptr)) {
        disconnect(driver, nullptr, this, nullptr);
        driver->deleteLater();
    }
}

void MonitorHost::giveUp(SshFailure failure, const QString &message)
{
    lost(errorOf(failure, m_host.target.host, message));
}

void MonitorHost::lost(const SshError &error)
{
    hangUp();
    tell(reachOf(error.failure), error.message);
    if (error.question)
        emit hostKeyAsked(*error.question);
    m_redial.start(m_backoff.next(error.failure, QRandomGenerator::global()->generateDouble()));
}

void MonitorHost::onStepped()
{
    const SshSession &session = m_driver->session();
    if (session.state() == SshSession::State::Failed) {
        lost(session.error());
        return;
    }
    if (session.state() != SshSession::State::Open)
        return;
    if (!m_probe)
        startProbe();
    // One channel's step may take the other's packets off the socket: go on until neither has news.
    for (bool news = true; news && m_driver;) {
        news = stepProbe();
        news = stepChecks() || news;
    }
}

void MonitorHost::startProbe()
{
    SshSession &session = m_driver->session();
    m_before = Reading();
    m_round = 0;
    m_probe = std::make_unique<SshExec>(session, "exec /bin/sh -s");
    m_probe->write(scriptPayload(Script::named(u"probe"_s, m_host.units)));
    if (m_host.checks.isEmpty())
        return;
    m_checks = std::make_unique<SshExec>(session, "exec /bin/sh -s");
    m_checks->write(scriptPayload(checksScript(m_host.checks)));
}

/// Whether anything came; the connection may be given up on the way.
bool MonitorHost::stepProbe()
{
    const SshExec::State state = m_probe->step();
    const QByteArray came = m_probe->takeOut();
    const QString said = QString::fromUtf8(m_probe->takeErr().trimmed()).section(u'\n', -1);
    m_out += came;
    if (!m_started && m_out.contains(ScriptStarted)) {
        m_out.remove(0, m_out.indexOf(ScriptStarted) + 1);
        m_started = true;
        m_pace.start(m_intervalMs);
        ask();
    }
    for (qsizetype end = 0; m_driver && (end = m_out.indexOf(ReplyEnd)) >= 0;) {
        const QByteArray reply = m_out.left(end);
        m_out.remove(0, end + 1);
        readReply(reply);
    }
    if (m_driver && (state >= SshExec::State::Finished || m_out.size() > MaxReply)) {
        giveUp(SshFailure::ChannelRefused,
               Words::tr("%1 let us in, but its probe ended: %2")
                   .arg(m_host.target.host, !said.isEmpty() ? said
                                            : state == SshExec::State::Failed
                                                ? m_probe->problem()
                                                : Words::tr("no reason given")));
        return false;
    }
    return m_driver && !came.isEmpty();
}

bool MonitorHost::stepChecks()
{
    if (!m_checks || !m_driver)
        return false;
    const SshExec::State state = m_checks->step();
    const QByteArray came = m_checks->takeOut();
    m_checks->takeErr();
    m_checksOut += came;
    if (const qsizetype start = m_checksOut.indexOf(ScriptStarted); start >= 0) {
        m_checksOut.remove(0, start + 1);
        askChecks();
    }
    if (const qsizetype end = m_checksOut.indexOf(ReplyEnd); end >= 0) {
        m_last.checks = parseChecks(m_checksOut.left(end), checkNames(m_host.checks));
        m_checksOut.remove(0, end + 1);
        m_checksAnswered = true;
    }
    // A host that allows one channel only is watched without checks.
    if (state >= SshExec::State::Finished || m_checksOut.size() > MaxReply)
        m_checks.reset();
    return !came.isEmpty();
}

void MonitorHost::ask()
{
    if (m_waiting)
        return; // m_late counts the silence
    QByteArray wants;
    if (!m_host.units.isEmpty())
        wants += 'u';
    if (isDue(m_round, m_intervalMs, LinksMs))
        wants += 'l';
    if (isDue(m_round, m_intervalMs, DiskMs))
        wants += 'd';
    if (m_checks && m_checksAnswered && isDue(m_round, m_intervalMs, ChecksMs))
        askChecks();
    ++m_round;
    m_waiting = true;
    m_asked.start();
    m_late.start(replyMs());
    m_probe->write(wants + '\n');
    m_driver->stepSoon();
}

void MonitorHost::askChecks()
{
    m_checks->write("\n");
    m_checksAnswered = false;
    m_driver->stepSoon();
}

void MonitorHost::readReply(const QByteArray &reply)
{
    const auto reading = parseReading(reply, m_host.units);
    if (!reading) {
        giveUp(SshFailure::ChannelRefused,
               u"%1: %2"_s.arg(m_host.target.host, reading.error().message));
        return;
    }
    m_late.stop();
    m_waiting = false;
    m_backoff.reset();
    m_last = sampleOf(*reading, m_before, m_last);
    m_before = *reading;
    m_last.host = m_host.target.host;
    m_last.t = m_clock.wallMs();
    m_last.roundTripMs = double(m_asked.nsecsElapsed()) / 1e6;
    tell(Reach::Online);
    emit sampled(m_last);
}

} // namespace remote
