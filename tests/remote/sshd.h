// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A real OpenSSH server for one test: loopback, a port of the system's choice, own keys, the
// current user. Touches no ~/.ssh.

#include "remote/target.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace tests {

class Sshd
{
public:
    ~Sshd();
    /// Why it cannot run here; empty when it runs.
    QString start();
    bool restart(bool newHostKey);
    void stop();

    quint16 port() const { return m_port; }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString key() const { return path(QStringLiteral("id")); }
    QString strangerKey() const { return path(QStringLiteral("stranger")); }
    QString knownHosts() const { return path(QStringLiteral("known_hosts")); }
    QString hostPublicKey() const;
    qint64 pid() const { return m_process ? m_process->processId() : 0; }

    remote::SshTarget target() const;
    remote::SshSettings settings()
        const;          ///< key and known_hosts of this server; nothing of the user's
    bool trust() const; ///< writes known_hosts for the current host key

private:
    bool makeKey(const QString &name) const;
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    quint16 m_port = 0;
};

/// Runs a program to its end; its standard output, or nothing when it failed.
QByteArray outputOf(const QString &program, const QStringList &arguments,
                    const QProcessEnvironment &environment = {});
QString userName();
quint16 freePort();

} // namespace tests
