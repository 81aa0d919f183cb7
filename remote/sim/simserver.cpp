// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sim/simserver.h"

#include "remote/sim/simanswer.h"
#include "remote/sim/simconnection.h"

#include <libssh/libssh.h>

#include <QDateTime>

#include <csignal>
#include <fcntl.h>
#include <list>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace sim {

namespace {

constexpr int AcceptMs = 50;

struct Serving
{
    int socket = -1; ///< a duplicate, to end the connection from outside
    std::shared_ptr<std::atomic_bool> stop = std::make_shared<std::atomic_bool>(false);
    std::shared_ptr<std::atomic_bool> done = std::make_shared<std::atomic_bool>(false);
    std::thread thread;
};

} // namespace

SimKey SimKey::make()
{
    ssh_key key = nullptr;
    SimKey result;
    if (ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) != SSH_OK)
        return result;
    char *text = nullptr;
    if (ssh_pki_export_privkey_base64(key, nullptr, nullptr, nullptr, &text) == SSH_OK)
        result.privateText = text;
    ssh_string_free_char(text);
    text = nullptr;
    if (ssh_pki_export_pubkey_base64(key, &text) == SSH_OK)
        result.publicLine = QStringLiteral("ssh-ed25519 ") + QLatin1StringView(text);
    ssh_string_free_char(text);
    ssh_key_free(key);
    return result;
}

struct SimServer::Private
{
    std::shared_ptr<SimHost> host;
    QString clientKey;
    mutable std::mutex mutex; ///< of hostKey and serving
    SimKey hostKey;
    std::list<Serving> serving;
    int listener = -1;
    quint16 port = 0;
    std::atomic_bool stop = false, silent = false;
    std::thread acceptor;

    void acceptAll();
    void accept();
    void endConnections(bool onlyDone);
};

SimServer::SimServer(std::shared_ptr<SimHost> host, SimKey hostKey, QString clientKey)
    : d(std::make_unique<Private>())
{
    [[maybe_unused]] static const auto once = std::signal(SIGPIPE, SIG_IGN);
    d->host = std::move(host);
    d->hostKey = std::move(hostKey);
    d->clientKey = std::move(clientKey);
}

SimServer::~SimServer()
{
    d->stop = true;
    if (d->acceptor.joinable())
        d->acceptor.join();
    d->endConnections(false);
    if (d->listener >= 0)
        ::close(d->listener);
}

bool SimServer::listen()
{
    d->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): what the socket interface asks for
    if (d->listener < 0
        || ::bind(d->listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0
        || ::listen(d->listener, 128) != 0
        || ::getsockname(d->listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return false;
    // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
    d->port = ntohs(address.sin_port);
    d->acceptor = std::thread([this] { d->acceptAll(); });
    return true;
}

quint16 SimServer::port() const
{
    return d->port;
}

QString SimServer::hostKey() const
{
    const std::lock_guard lock(d->mutex);
    return d->hostKey.publicLine;
}

void SimServer::setSilent(bool silent)
{
    d->silent = silent;
}

void SimServer::rekey(SimKey hostKey)
{
    {
        const std::lock_guard lock(d->mutex);
        d->hostKey = std::move(hostKey);
    }
    d->endConnections(false);
}

void SimServer::Private::acceptAll()
{
    while (!stop) {
        pollfd waiting{listener, POLLIN, 0};
        if (silent)
            std::this_thread::sleep_for(std::chrono::milliseconds(AcceptMs));
        else if (::poll(&waiting, 1, AcceptMs) > 0)
            accept();
        endConnections(true);
    }
}

void SimServer::Private::accept()
{
    const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0)
        return;
    {
        const std::lock_guard lock(host->mutex);
        advance(host->state, QDateTime::currentMSecsSinceEpoch());
        if (!admits(host->state)) {
            ::close(socket);
            return;
        }
    }
    const int one = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one,
                 sizeof one); // else every answer waits 40 ms for an acknowledgement
    const std::lock_guard lock(mutex);
    Serving &entry = serving.emplace_back();
    entry.socket = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    entry.thread =
        std::thread([this, socket, key = hostKey, ended = entry.stop, done = entry.done] {
            serveConnection(socket, {host, key, clientKey, *ended, silent});
            *done = true;
        });
}

void SimServer::Private::endConnections(bool onlyDone)
{
    std::list<Serving> ending;
    {
        const std::lock_guard lock(mutex);
        for (auto entry = serving.begin(); entry != serving.end();) {
            const auto next = std::next(entry);
            if (!onlyDone || *entry->done)
                ending.splice(ending.end(), serving, entry);
            entry = next;
        }
    }
    for (Serving &entry : ending) {
        *entry.stop = true;
        ::shutdown(entry.socket, SHUT_RDWR);
    }
    for (Serving &entry : ending) {
        entry.thread.join();
        ::close(entry.socket);
    }
}

} // namespace sim
