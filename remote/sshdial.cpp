// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshdial.h"

#include "remote/words.h"

#include <QFile>
#include <QStringList>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char **environ; // NOLINT: POSIX declares it nowhere

namespace remote {

using namespace Qt::StringLiterals;

namespace {

void closeDescriptor(int &descriptor)
{
    if (descriptor >= 0)
        ::close(descriptor);
    descriptor = -1;
}

QString errorText(int code)
{
    return QString::fromLocal8Bit(std::strerror(code)); // NOLINT(concurrency-mt-unsafe): glibc's is
}

} // namespace

SshDial::SshDial(const QString &name, quint16 port, int resolveMs, int connectMs)
    : m_lookup(std::make_unique<SshLookup>(name, port))
    , m_connectMs(connectMs)
    , m_deadline(resolveMs)
{}

SshDial::SshDial(const QStringList &program)
{
    std::array<int, 2> pair{-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
        fail(SshFailure::NoConnection, errorText(errno));
        return;
    }
    m_socket = pair[0];
    if (spawn(program, pair[1]))
        m_state = State::Connected;
    ::close(pair[1]);
}

SshDial::~SshDial()
{
    closeDescriptor(m_socket);
    closeDescriptor(m_programErrors);
    if (m_program > 0) {
        ::kill(m_program, SIGKILL);
        ::waitpid(m_program, nullptr, 0);
    }
}

bool SshDial::spawn(const QStringList &program, int theirs)
{
    std::vector<QByteArray> bytes;
    for (const QString &word : program)
        bytes.push_back(QFile::encodeName(word));
    std::vector<char *> argv;
    for (QByteArray &word : bytes)
        argv.push_back(word.data());
    argv.push_back(nullptr);

    m_programErrors = memfd_create("switchyard-jump", MFD_CLOEXEC);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, theirs, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, theirs, STDOUT_FILENO);
    if (m_programErrors >= 0)
        posix_spawn_file_actions_adddup2(&actions, m_programErrors, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    const int code = posix_spawnp(&m_program, argv[0], &actions, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (code == 0)
        return true;
    m_program = -1;
    fail(SshFailure::NoConnection,
         Words::tr("cannot start ") % program.value(0) % u": "_s % errorText(code));
    return false;
}

SshDial::State SshDial::fail(SshFailure failure, const QString &problem)
{
    m_failure = failure;
    m_problem = problem;
    return m_state = State::Failed;
}

SshDial::State SshDial::step()
{
    if (m_state == State::Looking) {
        if (!m_lookup->isDone())
            return m_deadline.hasExpired() ? fail(
                       SshFailure::NoName, Words::tr("the name service gave no answer in time"))
                                           : m_state;
        m_addresses = m_lookup->addresses();
        if (m_addresses.isEmpty())
            return fail(SshFailure::NoName, m_lookup->problem());
        m_lookup.reset();
        m_deadline.setRemainingTime(m_connectMs);
        m_state = State::Connecting;
        return connectNext();
    }
    return m_state == State::Connecting ? finishConnect() : m_state;
}

SshDial::State SshDial::connectNext()
{
    closeDescriptor(m_socket);
    while (!m_addresses.isEmpty()) {
        m_addressDeadline.setRemainingTime(m_deadline.remainingTime() / m_addresses.size());
        const SocketAddress address = m_addresses.takeFirst();
        m_socket =
            ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (m_socket < 0) {
            m_problem = errorText(errno);
            continue;
        }
        const int one = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the socket interface
        // asks for
        if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address.storage), address.size)
            == 0)
            return m_state = State::Connected;
        if (errno == EINPROGRESS)
            return m_state;
        m_problem = errorText(errno);
        closeDescriptor(m_socket);
    }
    return fail(m_failure, m_problem);
}

SshDial::State SshDial::finishConnect()
{
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(m_socket, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
        m_failure = SshFailure::NoConnection;
        m_problem = errorText(error);
        return connectNext();
    }
    sockaddr_storage peer{};
    socklen_t peerSize = sizeof peer;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the socket interface asks
    // for
    if (::getpeername(m_socket, reinterpret_cast<sockaddr *>(&peer), &peerSize) == 0)
        return m_state = State::Connected;
    if (!m_addressDeadline.hasExpired())
        return m_state;
    m_failure = SshFailure::NoAnswer;
    m_problem = Words::tr("no answer to the connection request");
    return connectNext();
}

SshWait SshDial::wait() const
{
    if (m_state == State::Looking)
        return {m_lookup->descriptor(), true, false, m_deadline};
    if (m_state == State::Connecting)
        return {m_socket, false, true, m_addressDeadline};
    return {};
}

QString SshDial::programSaid() const
{
    if (m_programErrors < 0)
        return {};
    std::array<char, 4096> buffer{};
    const ssize_t got = ::pread(m_programErrors, buffer.data(), buffer.size(), 0);
    const QByteArray text = QByteArray(buffer.data(), got > 0 ? got : 0).trimmed();
    return QString::fromLocal8Bit(text.mid(text.lastIndexOf('\n') + 1)).trimmed();
}

} // namespace remote
