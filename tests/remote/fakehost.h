// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A host for the scripts of a deploy, in a private folder: the real scripts run under dash with the
// real flock, ln and sh, while systemd, nix-env and switch-to-configuration are small stand-ins.

#include "remote/deployscript.h"

#include <QProcess>
#include <QTemporaryDir>

namespace tests {

class FakeHost
{
public:
    FakeHost();
    ~FakeHost(); ///< kills what still runs in its units

    /// Runs a script to its end.
    remote::ScriptReply call(const QString &name, const QStringList &args = {},
                             const QByteArray &input = {});
    /// Starts it only, for races.
    std::unique_ptr<QProcess> start(const QString &name, const QStringList &args);

    QString path(const QString &below) const { return m_folder.filePath(below); }
    QString system(const QString &name) const { return path(QStringLiteral("nix/store/") + name); }
    /// Makes a system to be switched to; `body` is the shell text of its switch-to-configuration
    /// beyond the usual.
    void addSystem(const QString &name, const QByteArray &body = {});
    QString resolved(const QString &link) const; ///< where a link leads
    QByteArray file(const QString &below) const; ///< trimmed; empty when there is none
    void write(const QString &below, const QByteArray &text, bool program = false);
    void link(const QString &target, const QString &below);
    void kill(const QString &unit);

    /// Locks as the deploy `id`, with NEW built, and starts its activation from OLD.
    remote::ScriptReply activate(const QString &id, int activateSeconds, int confirmSeconds,
                                 int generation = 0);
    QString state(const QString &id)
    {
        return QString::fromUtf8(file(QStringLiteral("var/lib/switchyard/d/%1/state").arg(id)));
    }

private:
    void addPrograms(const QString &folder);
    QTemporaryDir m_folder;
};

} // namespace tests
