// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sim/simconnection.h"

#include "remote/sim/simanswer.h"
#include "remote/sim/simscript.h"

#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>

#include <QDateTime>

#include <chrono>
#include <list>
#include <thread>

namespace sim {

namespace {

constexpr int PollMs = 50;

struct Channel
{
    ssh_channel handle = nullptr;
    ssh_channel_callbacks_struct callbacks{};
    QByteArray in, command;
    std::optional<ScriptCall> call;
    bool ended = false, closed = false, refused = false; // ended: no more input will come
};

/// Everything a connection's callbacks touch. They only write down what happened; pump() acts on
/// it, because libssh must not be re-entered from within its own callbacks.
struct Connection
{
    explicit Connection(const ConnectionContext &c) : context(c) {}

    void pump();
    void pump(Channel &channel);
    void finish(Channel &channel, const remote::Reply &reply);

    const ConnectionContext &context;
    ssh_session session = nullptr;
    std::list<Channel> channels;
};

qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

int onKey(ssh_session, const char *, ssh_key_struct *key, char state, void *data)
{
    const auto *self = static_cast<Connection *>(data);
    char *text = nullptr;
    ssh_pki_export_pubkey_base64(key, &text);
    const bool known = self->context.clientKey.section(u' ', 1, 1) == QLatin1StringView(text);
    ssh_string_free_char(text);
    const bool proven = state == SSH_PUBLICKEY_STATE_VALID || state == SSH_PUBLICKEY_STATE_NONE;
    return known && proven ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

int onExec(ssh_session, ssh_channel, const char *command, void *data)
{
    static_cast<Channel *>(data)->command = command;
    return SSH_OK;
}

int onData(ssh_session, ssh_channel, void *bytes, uint32_t size, int isError, void *data)
{
    if (isError == 0)
        static_cast<Channel *>(data)->in.append(static_cast<const char *>(bytes), qsizetype(size));
    return int(size);
}

void onEnd(ssh_session, ssh_channel, void *data)
{
    static_cast<Channel *>(data)->ended = true;
}

void onClose(ssh_session, ssh_channel, void *data)
{
    static_cast<Channel *>(data)->closed = true;
}

ssh_channel onChannel(ssh_session session, void *data)
{
    Channel &channel = static_cast<Connection *>(data)->channels.emplace_back();
    channel.handle = ssh_channel_new(session);
    channel.callbacks.userdata = &channel;
    channel.callbacks.channel_exec_request_function = onExec;
    channel.callbacks.channel_data_function = onData;
    channel.callbacks.channel_eof_function = onEnd;
    channel.callbacks.channel_close_function = onClose;
    ssh_callbacks_init(&channel.callbacks);
    ssh_set_channel_callbacks(channel.handle, &channel.callbacks);
    return channel.handle;
}

void Connection::finish(Channel &channel, const remote::Reply &reply)
{
    if (!reply.out.isEmpty())
        ssh_channel_write(channel.handle, reply.out.constData(), uint32_t(reply.out.size()));
    if (!reply.err.isEmpty())
        ssh_channel_write_stderr(channel.handle, reply.err.constData(), uint32_t(reply.err.size()));
    ssh_channel_request_send_exit_status(channel.handle, reply.exitCode);
    ssh_channel_send_eof(channel.handle);
    ssh_channel_close(channel.handle);
    channel.closed = true;
}

void Connection::pump(Channel &channel)
{
    if (channel.command.isEmpty() || channel.closed)
        return;
    if (!channel.command.endsWith("/bin/sh -s")) {
        finish(channel, {127, {}, {}, "simulated host: it runs no shell\n"});
        return;
    }
    if (!channel.call) {
        channel.call = parseCall(channel.in);
        if (channel.call) {
            channel.in.remove(0, channel.call->size);
            ssh_channel_write(channel.handle, "\006", 1); // see remote::ScriptStarted
        } else if (channel.ended) {
            finish(channel, {2, {}, {}, "simulated host: the script broke off\n"});
        }
    }
    if (!channel.call)
        return;
    const auto withState = [this](auto ask) {
        const std::lock_guard lock(context.host->mutex);
        return ask(context.host->state);
    };
    if (!isStreaming(*channel.call)) {
        if (channel.ended)
            finish(channel, withState([&](HostState &state) {
                       return answer(state, *channel.call, channel.in, nowMs());
                   }));
        return;
    }
    for (qsizetype end = 0; (end = channel.in.indexOf('\n')) >= 0;) {
        const QByteArray line = channel.in.left(end);
        channel.in.remove(0, end + 1);
        const QByteArray reply = withState(
            [&](HostState &state) { return answerLine(state, *channel.call, line, nowMs()); });
        ssh_channel_write(channel.handle, reply.constData(), uint32_t(reply.size()));
    }
    if (channel.ended)
        finish(channel, {});
}

void Connection::pump()
{
    for (auto channel = channels.begin(); channel != channels.end();) {
        pump(*channel);
        if (channel->closed && ssh_channel_is_closed(channel->handle)) {
            ssh_remove_channel_callbacks(channel->handle, &channel->callbacks);
            ssh_channel_free(channel->handle);
            channel = channels.erase(channel);
        } else {
            ++channel;
        }
    }
}

/// A bind object for one session, because it takes its key with it when it is freed.
ssh_bind makeBind(const SimKey &key)
{
    ssh_bind bind = ssh_bind_new();
    bool config = false;
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &config);
    ssh_key hostKey = nullptr;
    ssh_pki_import_privkey_base64(key.privateText.constData(), nullptr, nullptr, nullptr, &hostKey);
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, hostKey);
    return bind;
}

void serveSession(Connection &connection)
{
    ssh_session session = connection.session;
    ssh_event event = ssh_event_new();
    ssh_event_add_session(event, session);
    const ConnectionContext &context = connection.context;
    while (!context.stop && ssh_is_connected(session)
           && (ssh_get_status(session) & (SSH_CLOSED | SSH_CLOSED_ERROR)) == 0) {
        if (context.silent)
            std::this_thread::sleep_for(std::chrono::milliseconds(PollMs));
        else if (ssh_event_dopoll(event, PollMs) == SSH_ERROR)
            break;
        else
            connection.pump();
    }
    for (Channel &channel : connection.channels)
        ssh_remove_channel_callbacks(channel.handle, &channel.callbacks);
    ssh_event_remove_session(event, session);
    ssh_event_free(event);
}

} // namespace

void serveConnection(int socket, const ConnectionContext &context)
{
    Connection connection(context);
    ssh_bind bind = makeBind(context.hostKey);
    connection.session = ssh_new();
    ssh_server_callbacks_struct callbacks{};
    callbacks.userdata = &connection;
    callbacks.auth_pubkey_function = onKey;
    callbacks.channel_open_request_session_function = onChannel;
    ssh_callbacks_init(&callbacks);
    if (ssh_bind_accept_fd(bind, connection.session, socket) == SSH_OK) {
        ssh_set_server_callbacks(connection.session, &callbacks);
        ssh_set_auth_methods(connection.session, SSH_AUTH_METHOD_PUBLICKEY);
        if (ssh_handle_key_exchange(connection.session) == SSH_OK)
            serveSession(connection);
    }
    ssh_disconnect(connection.session);
    ssh_free(connection.session); // and the channels that are left
    ssh_bind_free(bind);
}

} // namespace sim
