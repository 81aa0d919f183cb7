// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/sshd.h"

#include "tests/support.h"

#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <pwd.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace tests {

QByteArray outputOf(const QString &program, const QStringList &arguments,
                    const QProcessEnvironment &environment)
{
    QProcess process;
    if (!environment.isEmpty())
        process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(20000) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

QString userName()
{
    const passwd *entry = getpwuid(getuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : u"nobody"_s;
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

Sshd::~Sshd()
{
    stop();
}

bool Sshd::makeKey(const QString &name) const
{
    QFile::remove(path(name));
    QFile::remove(path(name) + u".pub");
    return QProcess::execute(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(),
                                               u"-C"_s, name, u"-f"_s, path(name)})
           == 0;
}

QString Sshd::start()
{
    if (!QFileInfo::exists(u"/usr/sbin/sshd"_s))
        return u"no /usr/sbin/sshd (package openssh-server)"_s;
    if (QStandardPaths::findExecutable(u"ssh-keygen"_s).isEmpty())
        return u"no ssh-keygen (package openssh-client)"_s;
    if (getuid() == 0 && !QDir().mkpath(u"/run/sshd"_s))
        return u"/run/sshd cannot be made, which sshd wants when root starts it"_s;
    if (!m_folder.isValid() || !makeKey(u"id"_s) || !makeKey(u"stranger"_s) || !makeKey(u"host"_s))
        return u"no keys could be made"_s;
    QFile::copy(path(u"id.pub"_s), path(u"authorized_keys"_s));
    return restart(false) ? QString()
                          : u"sshd did not start: "_s + QString::fromUtf8(readFile(path(u"log"_s)));
}

bool Sshd::restart(bool newHostKey)
{
    stop();
    if (newHostKey && !makeKey(u"host"_s))
        return false;
    if (m_port == 0)
        m_port = freePort();
    const QString config =
        u"ListenAddress 127.0.0.1\nPort %1\nHostKey %2/host\nAuthorizedKeysFile "
        u"%2/authorized_keys\n"
        "PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication "
        "no\nKbdInteractiveAuthentication no\n"
        "PermitRootLogin prohibit-password\nMaxStartups 200\nPrintMotd no\n"
        // Keeps bash from reading the user's ~/.bashrc for every command: this is about SSH.
        "SetEnv SHLVL=1\n"_s.arg(m_port)
            .arg(m_folder.path());
    if (!writeFile(path(u"config"_s), config.toUtf8()))
        return false;
    m_process = std::make_unique<QProcess>();
    m_process->start(u"/usr/sbin/sshd"_s,
                     {u"-D"_s, u"-f"_s, path(u"config"_s), u"-E"_s, path(u"log"_s)});
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 10000 && m_process->state() != QProcess::NotRunning) {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_port);
        if (socket.waitForConnected(500) && socket.waitForReadyRead(2000))
            return true;
    }
    return false;
}

void Sshd::stop()
{
    if (m_process) {
        m_process->terminate();
        m_process->waitForFinished(5000);
        m_process.reset();
    }
}

QString Sshd::hostPublicKey() const
{
    return QString::fromUtf8(readFile(path(u"host.pub"_s))).trimmed();
}

remote::SshTarget Sshd::target() const
{
    return {u"mini"_s, u"127.0.0.1"_s, m_port, userName(), {}, {}};
}

remote::SshSettings Sshd::settings() const
{
    remote::SshSettings settings;
    settings.identityFile = key();
    settings.knownHostsFile = knownHosts();
    settings.useConfig = false;
    return settings;
}

bool Sshd::trust() const
{
    return writeFile(knownHosts(),
                     u"[127.0.0.1]:%1 %2\n"_s.arg(m_port).arg(hostPublicKey()).toUtf8());
}

} // namespace tests
