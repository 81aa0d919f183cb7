// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/watch/terminal.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Terminal", text);
}

/// A terminal program, and what it wants before the command that it is to run.
struct Program
{
    QString name;
    QStringList before;
};

QList<Program> knownPrograms()
{
    const QStringList execute{u"-e"_s}, rest{u"--"_s};
    QList<Program> programs;
    if (const QString own = qEnvironmentVariable("TERMINAL"); !own.isEmpty())
        programs.append({own, execute});
    return programs
        + QList<Program>{{u"xdg-terminal-exec"_s, {}}, {u"x-terminal-emulator"_s, execute}, {u"gnome-terminal"_s, rest}, {u"kgx"_s, rest},
                         {u"konsole"_s, execute}, {u"xfce4-terminal"_s, {u"-x"_s}}, {u"kitty"_s, {}}, {u"foot"_s, {}},
                         {u"alacritty"_s, execute}, {u"xterm"_s, execute}};
}

/// As ssh reads the value of an option: in quotes, for paths with blanks.
QString option(const QString &name, const QString &value)
{
    return name + u"=\""_s + value + u'"';
}

} // namespace

QStringList sshCommand(const remote::SshTarget &target, const remote::SshSettings &settings)
{
    QStringList command{u"ssh"_s};
    if (!settings.useConfig)
        command += {u"-F"_s, u"none"_s};
    else if (!settings.configFile.isEmpty())
        command += {u"-F"_s, settings.configFile};
    if (!settings.identityFile.isEmpty())
        command += {u"-i"_s, settings.identityFile};
    if (!settings.knownHostsFile.isEmpty())
        command += {u"-o"_s, option(u"UserKnownHostsFile"_s, settings.knownHostsFile)};
    if (target.port > 0)
        command += {u"-p"_s, QString::number(target.port)};
    if (!target.user.isEmpty())
        command += {u"-l"_s, target.user};
    if (!target.jump.isEmpty())
        command += {u"-J"_s, target.jump};
    return command + QStringList{u"--"_s, target.address};
}

Result<void> openTerminal(const QStringList &command)
{
    QStringList tried;
    for (const Program &program : knownPrograms()) {
        const QString path = QStandardPaths::findExecutable(program.name);
        if (!path.isEmpty() && QProcess::startDetached(path, program.before + command))
            return {};
        tried.append(program.name);
    }
    return fail(u"no-terminal"_s, tr("No terminal program was found: looked for %1").arg(tried.join(u", "_s)),
                tr("install one, or name yours in the environment variable TERMINAL"));
}

} // namespace gui
