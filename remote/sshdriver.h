// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Turns an SshSession by an event loop: socket notifiers and one timer, switched after every step
// by what it waits for.

#include "remote/sshsession.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

namespace remote {

class SshDriver : public QObject
{
    Q_OBJECT
public:
    SshDriver(SshTarget target, SshSettings settings, QObject *parent = nullptr);
    ~SshDriver() override;

    SshSession &session() { return m_session; }
    void stepSoon(); ///< after something was queued for the host; also starts it all

signals:
    /// Something moved: step your channels, look at the session's state. Delete the driver by
    /// deleteLater() only.
    void stepped();

private:
    void step();
    void rearm();
    void watch(int descriptor);

    SshSession m_session;
    QSocketNotifier *m_read = nullptr, *m_write = nullptr; ///< children of this
    QTimer m_soon, m_deadline;
    int m_watched = -1;
};

} // namespace remote
