// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshoptions.h"

#include "model/shellquote.h"
#include "remote/sshtrust.h"
#include "remote/words.h"

#include <libssh/libssh.h>

#include <QFile>

#include <cstdlib>

namespace remote {

using namespace Qt::StringLiterals;
using model::shellQuote;

namespace {

// Letters and digits of any script, and what occurs in names, IPv4 and IPv6 addresses with a zone.
bool isPlain(const QString &text, QStringView also)
{
    if (text.startsWith(u'-'))
        return false;
    for (const QChar c : text)
        if (!c.isLetterOrNumber() && !also.contains(c))
            return false;
    return true;
}

SshError badTarget(const SshTarget &target, const QString &message, const QString &hint)
{
    SshError error;
    error.failure = SshFailure::BadTarget;
    error.host = target.host;
    error.message = message;
    error.hint = hint;
    return error;
}

/// A text as it may be shown: control characters made visible.
QString shown(const QString &text)
{
    QString result;
    for (const QChar c : text)
        result += c.isPrint() ? c : QChar(0xfffd);
    return result.left(80);
}

QString option(ssh_session session, ssh_options_e which)
{
    char *value = nullptr;
    if (ssh_options_get(session, which, &value) != SSH_OK)
        return {};
    const QString result = QString::fromUtf8(value);
    ssh_string_free_char(value);
    return result;
}

void setOption(ssh_session session, ssh_options_e which, int value)
{
    ssh_options_set(session, which, &value);
}

/// %h, %p, %r and %% as ssh_config(5) has them; host and user hold nothing that a shell would read.
QString expandTokens(const QString &command, const Endpoint &endpoint)
{
    QString result;
    for (qsizetype i = 0; i < command.size(); ++i) {
        const QChar next = i + 1 < command.size() ? command.at(i + 1) : QChar();
        if (command.at(i) != u'%' || next.isNull()) {
            result += command.at(i);
            continue;
        }
        ++i;
        if (next == u'h' || next == u'n')
            result += endpoint.name;
        else if (next == u'p')
            result += QString::number(endpoint.port);
        else if (next == u'r')
            result += endpoint.user;
        else if (next == u'%')
            result += u'%';
        else
            result += QChar(u'%') % next;
    }
    return result;
}

QStringList jumpProgram(const SshTarget &target, const SshSettings &settings,
                        const Endpoint &endpoint)
{
    const QString jump = target.jump.simplified().remove(u' ');
    QStringList program{u"ssh"_s, u"-o"_s, u"BatchMode=yes"_s, u"-o"_s,
                        u"StrictHostKeyChecking=yes"_s};
    if (!settings.useConfig)
        program << u"-F"_s << u"/dev/null"_s;
    else if (!settings.configFile.isEmpty())
        program << u"-F"_s << settings.configFile;
    if (!settings.identityFile.isEmpty())
        program << u"-i"_s << settings.identityFile;
    if (!settings.knownHostsFile.isEmpty())
        program << u"-o"_s << u"UserKnownHostsFile="_s + settings.knownHostsFile;
    if (const qsizetype last = jump.lastIndexOf(u','); last > 0)
        program << u"-J"_s << jump.left(last);
    program << u"-W"_s << u"[%1]:%2"_s.arg(endpoint.name).arg(endpoint.port);
    return program << u"--"_s << u"ssh://"_s + jump.section(u',', -1);
}

} // namespace

std::optional<SshError> checkTarget(const SshTarget &target)
{
    const auto refuse = [&target](const QString &what, const QString &text) {
        return badTarget(
            target,
            Words::tr("the %1 of %2, “%3”, cannot be dialled").arg(what, target.host, shown(text)),
            Words::tr("use letters, digits, '.', '-', '_' and ':'; it must not begin with '-'"));
    };
    if (target.address.isEmpty())
        return badTarget(target, Words::tr("%1 has no SSH address").arg(target.host),
                         Words::tr("set ssh.address of the host"));
    if (!isPlain(target.address, u".-_:%"))
        return refuse(u"address"_s, target.address);
    if (!isPlain(target.user, u".-_+"))
        return refuse(u"user"_s, target.user);
    for (const QString &hop : target.jump.split(u','))
        if (!isPlain(hop.trimmed(), u".-_:%@[]"))
            return refuse(Words::tr("jump host"), target.jump);
    return std::nullopt;
}

std::optional<SshError> applyOptions(ssh_session_struct *session, const SshTarget &target,
                                     const SshSettings &settings)
{
    // Debian 13's libssh would follow ProxyJump itself, with threads of its own; as a command it is
    // ours to run.
    [[maybe_unused]] static const int once =
        ::setenv("OPENSSH_PROXYJUMP", "1",
                 0); // NOLINT(concurrency-mt-unsafe): once, and libssh asks for it only below

    if (ssh_options_set(session, SSH_OPTIONS_HOST, target.address.toUtf8().constData()) != SSH_OK)
        return badTarget(target,
                         Words::tr("the address of %1, “%2”, is no host name")
                             .arg(target.host, shown(target.address)),
                         Words::tr("correct ssh.address of the host"));
    if (settings.useConfig)
        ssh_options_parse_config(session, settings.configFile.isEmpty()
                                              ? nullptr
                                              : QFile::encodeName(settings.configFile).constData());
    setOption(session, SSH_OPTIONS_PROCESS_CONFIG, 0);
    if (target.port != 0) {
        const unsigned port = target.port;
        ssh_options_set(session, SSH_OPTIONS_PORT, &port);
    }
    if (!target.user.isEmpty())
        ssh_options_set(session, SSH_OPTIONS_USER, target.user.toUtf8().constData());
    if (!settings.knownHostsFile.isEmpty()) {
        ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS,
                        QFile::encodeName(settings.knownHostsFile).constData());
        ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
    }
    if (const QByteArray algorithms = algorithmsFor(target.hostKey); !algorithms.isEmpty())
        ssh_options_set(session, SSH_OPTIONS_HOSTKEYS, algorithms.constData());
    setOption(session, SSH_OPTIONS_NODELAY, 1);
    return std::nullopt;
}

Endpoint endpointOf(ssh_session_struct *session)
{
    unsigned port = 22;
    ssh_options_get_port(session, &port);
    return {option(session, SSH_OPTIONS_HOST), quint16(port), option(session, SSH_OPTIONS_USER)};
}

QStringList proxyProgram(ssh_session_struct *session, const SshTarget &target,
                         const SshSettings &settings)
{
    const Endpoint endpoint = endpointOf(session);
    if (!target.jump.isEmpty())
        return jumpProgram(target, settings, endpoint);
    QString command = option(session, SSH_OPTIONS_PROXYCOMMAND);
    if (command.isEmpty() || command == u"none")
        return {};
    if (command.startsWith(
            u"ssh ")) { // what libssh makes of ProxyJump; nobody is there to be asked
        const QString file = settings.configFile;
        const QString same =
            file.isEmpty() ? QString() : u" -F "_s + QString::fromUtf8(shellQuote(file));
        command = u"ssh -o BatchMode=yes"_s + same + command.mid(3);
    }
    return {u"/bin/sh"_s, u"-c"_s, u"exec "_s + expandTokens(command, endpoint)};
}

} // namespace remote
