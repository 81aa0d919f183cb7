// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a running host for a window: in a thread of its own, cancellable, with the question of an unknown host key.

#include "remote/hostreading.h"

#include <QObject>

#include <memory>
#include <thread>

namespace remote {

class HostReader : public QObject
{
    Q_OBJECT
public:
    explicit HostReader(const model::Catalog &catalog, QObject *parent = nullptr);
    ~HostReader() override; ///< cancels and waits, 0.1 s at most

    /// One reading at a time; a new one cancels that before.
    void start(const QList<SshTarget> &targets, const SshSettings &settings);
    void cancel();
    bool isRunning() const { return m_isRunning; }

signals:
    void hostKeyAsked(const remote::HostKeyQuestion &question); ///< unknown or changed; then failed() follows, start anew with the key accepted
    void read(const model::RunningHost &host);
    void failed(const model::Error &error);

private:
    void end(quint64 number, const SshResult<model::RunningHost> &result);

    const model::Catalog &m_catalog;
    CancelFlag m_cancel;
    std::thread m_thread;
    quint64 m_number = 0; ///< of the reading; the answers of older ones are dropped
    bool m_isRunning = false;
};

} // namespace remote
