// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshdriver.h"

namespace remote {

SshDriver::SshDriver(SshTarget target, SshSettings settings, QObject *parent)
    : QObject(parent), m_session(std::move(target), std::move(settings))
{
    for (QTimer *timer : {&m_soon, &m_deadline}) {
        timer->setSingleShot(true);
        timer->setTimerType(Qt::PreciseTimer);
        connect(timer, &QTimer::timeout, this, &SshDriver::step);
    }
}

SshDriver::~SshDriver()
{
    watch(-1); // before the session closes the descriptor
}

void SshDriver::stepSoon()
{
    m_soon.start(0);
}

void SshDriver::step()
{
    m_session.step();
    emit stepped();
    rearm();
}

void SshDriver::rearm()
{
    const SshWait wait = m_session.wait();
    watch(wait.descriptor);
    if (m_read) {
        m_read->setEnabled(wait.read);
        m_write->setEnabled(wait.write);
    }
    if (wait.until.isForever())
        m_deadline.stop();
    else
        m_deadline.start(int(wait.until.remainingTime()) + 1);
}

void SshDriver::watch(int descriptor)
{
    if (descriptor == m_watched)
        return;
    m_watched = descriptor;
    // Perhaps we are called by one of them.
    for (QSocketNotifier *notifier :
         {std::exchange(m_read, nullptr), std::exchange(m_write, nullptr)})
        if (notifier) {
            notifier->setEnabled(false);
            notifier->deleteLater();
        }
    if (descriptor < 0)
        return;
    m_read = new QSocketNotifier(descriptor, QSocketNotifier::Read, this);
    m_write = new QSocketNotifier(descriptor, QSocketNotifier::Write, this);
    connect(m_read, &QSocketNotifier::activated, this, &SshDriver::step);
    connect(m_write, &QSocketNotifier::activated, this, &SshDriver::step);
}

} // namespace remote
