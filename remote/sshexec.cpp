// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshexec.h"

#include "model/shellquote.h"

#include <libssh/callbacks.h>
#include <libssh/libssh.h>

#include <array>

namespace remote {

using namespace Qt::StringLiterals;
using model::shellQuote;

namespace {

constexpr qsizetype WriteChunk = 64 * 1024;

/// Reading stops taking packets off the socket at the end of the output; how the command ended
/// comes after it.
void takeLastPackets(ssh_channel channel)
{
#if LIBSSH_VERSION_INT >= SSH_VERSION_INT(0, 11, 0)
    uint32_t code = 0;
    int dumped = 0;
    char *signal = nullptr;
    ssh_channel_get_exit_state(channel, &code, &signal, &dumped);
    ssh_string_free_char(signal);
#else
    ssh_channel_get_exit_status(channel);
#endif
}

} // namespace

struct SshExec::Callbacks
{
    ssh_channel_callbacks_struct table{};

    explicit Callbacks(SshExec *exec)
    {
        table.userdata = exec;
        table.channel_exit_status_function = [](ssh_session, ssh_channel, int status, void *data) {
            auto *self = static_cast<SshExec *>(data);
            self->m_exited = true;
            self->m_exitCode = status;
        };
        table.channel_exit_signal_function = [](ssh_session, ssh_channel, const char *signal, int,
                                                const char *, const char *, void *data) {
            auto *self = static_cast<SshExec *>(data);
            self->m_exited = true;
            self->m_exitCode = -1;
            self->m_signal = QString::fromLatin1(signal);
        };
        ssh_callbacks_init(&table);
    }
};

QByteArray scriptPayload(const Script &script)
{
    QByteArray words;
    for (const QString &arg : script.args)
        words += ' ' + shellQuote(arg);
    return "switchyard_script() {\n" + script.text + "\n}\n{ printf '\\006'; switchyard_script"
           + words + "; exit; }\n";
}

SshExec::SshExec(SshSession &session, QByteArray command)
    : m_session(session)
    , m_command(std::move(command))
    , m_callbacks(std::make_unique<Callbacks>(this))
{
    m_channel = ssh_channel_new(session.handle());
    if (m_channel)
        ssh_set_channel_callbacks(m_channel, &m_callbacks->table);
    else
        giveUp("no channel");
}

SshExec::~SshExec()
{
    if (!m_channel)
        return;
    ssh_remove_channel_callbacks(m_channel, &m_callbacks->table);
    ssh_channel_free(m_channel); // closes it on the host, too
}

void SshExec::write(const QByteArray &bytes)
{
    m_in += bytes;
}

void SshExec::closeInput()
{
    m_closeInput = true;
}

void SshExec::giveUp(const char *what)
{
    m_state = State::Failed;
    m_problem = QString::fromUtf8(what);
}

SshExec::State SshExec::step()
{
    if (m_state == State::Opening)
        stepOpen();
    if (m_state == State::Requesting)
        stepRequest();
    // Each call may have taken packets of the other kind off the socket, of which no notifier will
    // tell.
    while (m_state == State::Running) {
        const bool got = readAll();
        if (m_state == State::Running && !writeSome() && !got)
            break;
    }
    if (m_state == State::Running)
        checkEnd();
    return m_state;
}

void SshExec::stepOpen()
{
    switch (ssh_channel_open_session(m_channel)) {
    case SSH_AGAIN:
        return;
    case SSH_OK:
        m_state = State::Requesting;
        return;
    default:
        giveUp(ssh_get_error(m_session.handle()));
    }
}

void SshExec::stepRequest()
{
    switch (ssh_channel_request_exec(m_channel, m_command.constData())) {
    case SSH_AGAIN:
        return;
    case SSH_OK:
        m_state = State::Running;
        return;
    default:
        giveUp(ssh_get_error(m_session.handle()));
    }
}

/// Whether anything came.
bool SshExec::readAll()
{
    const bool out = readInto(m_out, false);
    return readInto(m_err, true) || out;
}

bool SshExec::readInto(QByteArray &buffer, bool isError)
{
    std::array<char, 32768>
        chunk; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
    bool got = false;
    for (;;) {
        const int size =
            ssh_channel_read_nonblocking(m_channel, chunk.data(), chunk.size(), isError);
        if (size == SSH_ERROR && !ssh_channel_is_eof(m_channel))
            giveUp(ssh_get_error(m_session.handle()));
        if (size <= 0)
            return got;
        buffer.append(chunk.data(), size);
        got = true;
    }
}

void SshExec::checkEnd()
{
    if (!m_exited && ssh_channel_is_eof(m_channel))
        takeLastPackets(m_channel);
    const bool closed = ssh_channel_is_closed(m_channel);
    if (!closed && !(m_exited && ssh_channel_is_eof(m_channel)))
        return;
    if (m_exited)
        m_state = State::Finished;
    else
        giveUp("the host closed the channel without saying how the command ended");
}

/// Whether anything went.
bool SshExec::writeSome()
{
    bool wrote = false;
    // Never more in flight than one chunk, so that a cancel is heard and memory stays bounded.
    while (!m_in.isEmpty() && (ssh_get_poll_flags(m_session.handle()) & SSH_WRITE_PENDING) == 0) {
        const auto room = std::min<qsizetype>(ssh_channel_window_size(m_channel), WriteChunk);
        if (room <= 0)
            return wrote;
        const int written =
            ssh_channel_write(m_channel, m_in.constData(), uint32_t(std::min(room, m_in.size())));
        if (written == SSH_ERROR)
            return wrote; // the host stopped listening; how the command ended is still to come
        m_in.remove(0, written);
        wrote = true;
    }
    if (m_in.isEmpty() && m_closeInput && !m_inputClosed) {
        ssh_channel_send_eof(m_channel);
        m_inputClosed = wrote = true;
    }
    return wrote;
}

} // namespace remote
