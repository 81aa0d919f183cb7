// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/hostreader.h"

namespace remote {

HostReader::HostReader(const model::Catalog &catalog, QObject *parent) : QObject(parent), m_catalog(catalog) {}

HostReader::~HostReader()
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
}

void HostReader::start(const QList<SshTarget> &targets, const SshSettings &settings)
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
    m_cancel = {};
    m_isRunning = true;
    m_thread = std::thread([this, targets, settings, cancel = m_cancel, number = ++m_number] {
        const auto result = readHost(targets, settings, m_catalog, cancel);
        QMetaObject::invokeMethod(this, [this, number, result] { end(number, result); }, Qt::QueuedConnection);
    });
}

void HostReader::cancel()
{
    m_cancel.cancel();
    ++m_number;
    m_isRunning = false;
}

void HostReader::end(quint64 number, const SshResult<model::RunningHost> &result)
{
    if (number != m_number)
        return;
    m_isRunning = false;
    if (result)
        return emit read(*result);
    if (result.error().question)
        emit hostKeyAsked(*result.error().question);
    emit failed(result.error().toError());
}

} // namespace remote
