// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/secrets/run.h"

#include "remote/secrets/words.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QStandardPaths>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace secrets {

using namespace Qt::StringLiterals;
using model::fail;
using model::Result;

namespace {

class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() { close(); }
    Q_DISABLE_COPY_MOVE(Descriptor)
    int get() const { return m_fd; }
    void set(int fd) { m_fd = fd; }
    void close()
    {
        if (m_fd >= 0)
            ::close(std::exchange(m_fd, -1));
    }

private:
    int m_fd = -1;
};

/// Both ends close by themselves in programs that are started.
struct Pipe
{
    Descriptor read, write;
    bool open()
    {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0)
            return false;
        read.set(ends[0]);
        write.set(ends[1]);
        return true;
    }
};

pid_t spawn(const QByteArray &path, const Command &command, const Pipe &in, const Pipe &out,
            const Pipe &err)
{
    QList<QByteArray> words{path};
    for (const QString &argument : command.arguments)
        words.append(argument.toLocal8Bit());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.write.get(), STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    // In a session of its own it has no terminal to ask at.
    const int flags = POSIX_SPAWN_SETSIGDEF | (command.terminal ? 0 : POSIX_SPAWN_SETSID);
    posix_spawnattr_setflags(&attributes, short(flags));
    pid_t pid = -1;
    if (posix_spawn(&pid, path.constData(), &actions, &attributes, argv.data(), environ) != 0)
        pid = -1;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

/// Feeds and drains until both outputs are closed; false when the deadline came first.
class Exchange
{
public:
    Exchange(Descriptor &in, Descriptor &out, Descriptor &err, QByteArrayView input)
        : m_in(in), m_out(out), m_err(err), m_input(input)
    {
        fcntl(in.get(), F_SETFL, O_NONBLOCK);
        m_buffer.resize(16 * 1024);
        if (input.isEmpty())
            in.close();
    }

    bool run(QDeadlineTimer deadline, Outcome &outcome)
    {
        Plaintext errors;
        while (m_out.get() >= 0 || m_err.get() >= 0) {
            std::array<pollfd, 3> all{
                {{m_in.get(), POLLOUT, 0}, {m_out.get(), POLLIN, 0}, {m_err.get(), POLLIN, 0}}};
            const int ready = poll(all.data(), all.size(), int(deadline.remainingTime()));
            if (ready == 0 || (ready < 0 && errno != EINTR))
                return false;
            if (ready < 0)
                continue;
            if (all[0].revents)
                feed();
            if (all[1].revents)
                drain(m_out, outcome.out);
            if (all[2].revents)
                drain(m_err, errors);
        }
        outcome.err = QString::fromUtf8(errors.view()).trimmed();
        return true;
    }

private:
    void feed()
    {
        const ssize_t count = write(m_in.get(), m_input.data(), size_t(m_input.size()));
        if (count > 0)
            m_input = m_input.sliced(count);
        if ((count < 0 && errno != EAGAIN && errno != EINTR) || m_input.isEmpty())
            m_in.close();
    }

    void drain(Descriptor &from, Plaintext &to)
    {
        const ssize_t count = read(from.get(), m_buffer.data(), size_t(m_buffer.size()));
        if (count > 0)
            to.append({m_buffer.data(), count});
        else if (count == 0 || (errno != EINTR && errno != EAGAIN))
            from.close();
    }

    Descriptor &m_in, &m_out, &m_err;
    QByteArrayView m_input;
    Plaintext m_buffer;
};

} // namespace

Result<Outcome> run(const Command &command, const Plaintext &input)
{
    const QString path = QStandardPaths::findExecutable(command.program);
    if (path.isEmpty())
        return fail(u"no-program"_s,
                    Words::tr("the program %1 is not installed here").arg(command.program));
    Pipe in, out, err;
    if (!in.open() || !out.open() || !err.open())
        return fail(u"no-program"_s,
                    Words::tr("%1 cannot be started: too many open files").arg(path));
    [[maybe_unused]] static const auto once =
        std::signal(SIGPIPE, SIG_IGN); // of a program that stops reading
    const pid_t pid = spawn(QFile::encodeName(path), command, in, out, err);
    if (pid < 0)
        return fail(u"no-program"_s,
                    Words::tr("%1 cannot be started: %2").arg(path, qt_error_string(errno)));
    in.read.close();
    out.write.close();
    err.write.close();
    Outcome outcome;
    const bool inTime = Exchange(in.write, out.read, err.read, input.view())
                            .run(QDeadlineTimer(command.deadlineMs), outcome);
    if (!inTime)
        kill(pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!inTime)
        return fail(u"late"_s, Words::tr("%1 did not end within %2 s")
                                   .arg(command.program)
                                   .arg(command.deadlineMs / 1000));
    outcome.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

} // namespace secrets
