// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshlookup.h"

#include "remote/words.h"

#include <atomic>
#include <cstring>
#include <mutex>
#include <netdb.h>
#include <sys/eventfd.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxRunning = 64; // lookups that hang in the name service keep their thread
std::atomic_int running = 0;

} // namespace

struct SshLookup::Shared
{
    QByteArray name, port;
    int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    mutable std::mutex mutex;
    bool done = false;
    QList<SocketAddress> addresses;
    QString problem;

    ~Shared()
    {
        if (event >= 0)
            ::close(event);
    }

    void look(int flags)
    {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = flags | AI_NUMERICSERV;
        addrinfo *found = nullptr;
        const int code = getaddrinfo(name.constData(), port.constData(), &hints, &found);
        QList<SocketAddress> list;
        for (const addrinfo *a = found; a; a = a->ai_next) {
            SocketAddress address;
            std::memcpy(&address.storage, a->ai_addr, a->ai_addrlen);
            address.size = a->ai_addrlen;
            list << address;
        }
        if (found)
            freeaddrinfo(found);
        finish(list, code == 0 ? QString() : QString::fromLocal8Bit(gai_strerror(code)));
    }

    void finish(const QList<SocketAddress> &list, const QString &why)
    {
        const std::lock_guard lock(mutex);
        addresses = list;
        problem = why;
        done = true;
        const quint64 one = 1;
        [[maybe_unused]] const auto written = ::write(event, &one, sizeof one);
    }
};

SshLookup::SshLookup(const QString &name, quint16 port) : m_shared(std::make_shared<Shared>())
{
    m_shared->name = name.toUtf8();
    m_shared->port = QByteArray::number(port);
    m_shared->look(AI_NUMERICHOST);
    if (!m_shared->addresses.isEmpty())
        return;
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->done = false;
        quint64 drained = 0;
        [[maybe_unused]] const auto got = ::read(m_shared->event, &drained, sizeof drained);
    }
    if (running.fetch_add(1) >= MaxRunning) {
        --running;
        m_shared->finish({}, Words::tr("the name service does not answer"));
        return;
    }
    try {
        std::thread([shared = m_shared] {
            shared->look(0);
            --running;
        }).detach();
    } catch (const std::system_error &) {
        --running;
        m_shared->finish({}, Words::tr("no thread left to look it up"));
    }
}

SshLookup::~SshLookup() = default;

int SshLookup::descriptor() const
{
    return m_shared->event;
}

bool SshLookup::isDone() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->done;
}

QList<SocketAddress> SshLookup::addresses() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->addresses;
}

QString SshLookup::problem() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->problem;
}

} // namespace remote
