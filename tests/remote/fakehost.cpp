// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/fakehost.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <signal.h>

namespace tests {

using namespace Qt::StringLiterals;

namespace {

// @R@ is the host's folder. A unit is a process group whose id stands in units/NAME.service.
const QByteArray systemdRun = R"sh(#!/bin/sh
unit= out=/dev/null
while :; do
    case $1 in
        --unit=*) unit=${1#--unit=} ;;
        -p) shift; case $1 in StandardOutput=append:*) out=${1#StandardOutput=append:} ;; esac ;;
        -*) ;;
        *) break ;;
    esac
    shift
done
if systemctl --quiet is-active "$unit.service"; then echo "Unit $unit.service was already loaded" >&2; exit 1; fi
setsid "$@" >>"$out" 2>&1 </dev/null &
echo $! >"@R@/units/$unit.service"
)sh";

const QByteArray systemctl = R"sh(#!/bin/sh
quiet=
[ "$1" != --quiet ] || { quiet=1; shift; }
verb=$1
shift
[ "${1:-}" != -- ] || shift
runs() {
    pid=$(cat "@R@/units/$1" 2>/dev/null) || return 1
    [ -e "/proc/$pid" ] && ! grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null
}
case $verb in
    is-active)
        rc=3
        for unit; do
            word=$(cat "@R@/unitstate/$unit" 2>/dev/null || echo inactive)
            if runs "$unit"; then word=active; fi
            [ -n "$quiet" ] || echo "$word"
            [ "$word" != active ] || rc=0
        done
        exit $rc
        ;;
    stop)
        for unit; do
            if runs "$unit"; then
                kill -s KILL -- "-$pid" 2>/dev/null
                while runs "$unit"; do sleep 0.05; done
            fi
        done
        ;;
    list-units) cat "@R@/failed" 2>/dev/null ;;
    is-system-running) echo running ;;
esac
exit 0
)sh";

const QByteArray nixEnv = R"sh(#!/bin/sh
profile=$2
case $3 in
    --set)
        n=1
        while [ -e "$profile-$n-link" ]; do
            if [ "$(readlink -f "$profile-$n-link")" = "$4" ]; then break; fi
            n=$((n + 1))
        done
        [ -e "$profile-$n-link" ] || ln -s "$4" "$profile-$n-link"
        ;;
    --switch-generation)
        n=$4
        [ -e "$profile-$n-link" ] || { echo "generation $n does not exist"; exit 1; }
        ;;
esac
ln -sfn "system-$n-link" "$profile"
)sh";

const QByteArray switchTo = R"sh(#!/bin/sh
action=$1
echo "$action @NAME@" >>"@R@/switches"
@BODY@
case $action in
    boot) echo "@NAME@" >"@R@/boot-default" ;;
    test) ln -sfn "@R@/nix/store/@NAME@" "@R@/run/current-system"; echo "activating @NAME@..." ;;
esac
exit ${rc:-0}
)sh";

} // namespace

FakeHost::FakeHost()
{
    for (const QString &folder :
         {u"run/lock"_s, u"run/nixos"_s, u"units"_s, u"unitstate"_s, u"nix/var/nix/profiles"_s})
        QDir(m_folder.path()).mkpath(folder);
    addSystem(u"old"_s);
    addSystem(u"new"_s);
    link(system(u"old"_s), u"run/current-system"_s);
    link(system(u"old"_s), u"nix/var/nix/profiles/system-1-link"_s);
    link(u"system-1-link"_s, u"nix/var/nix/profiles/system"_s);
    write(u"boot-default"_s, "old\n");
}

FakeHost::~FakeHost()
{
    for (const QFileInfo &unit : QDir(path(u"units"_s)).entryInfoList(QDir::Files))
        kill(unit.fileName());
}

void FakeHost::kill(const QString &unit)
{
    const int group = file(u"units/"_s + unit).toInt();
    if (group > 1)
        ::kill(-group, SIGKILL);
}

void FakeHost::addSystem(const QString &name, const QByteArray &body)
{
    const QString folder = u"nix/store/"_s + name;
    addPrograms(folder + u"/sw/bin"_s);
    QByteArray text = switchTo;
    write(folder + u"/bin/switch-to-configuration"_s,
          text.replace("@BODY@", body).replace("@NAME@", name.toUtf8()), true);
    write(folder + u"/nixos-version"_s, "26.05\n");
}

void FakeHost::addPrograms(const QString &folder)
{
    write(folder + u"/systemd-run"_s, systemdRun, true);
    write(folder + u"/systemctl"_s, systemctl, true);
    write(folder + u"/nix-env"_s, nixEnv, true);
}

void FakeHost::write(const QString &below, const QByteArray &text, bool program)
{
    QDir(m_folder.path()).mkpath(QFileInfo(below).path());
    QFile out(path(below));
    if (!out.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(out.fileName()));
    QByteArray filled = text;
    out.write(filled.replace("@R@", m_folder.path().toUtf8()));
    if (program)
        out.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void FakeHost::link(const QString &target, const QString &below)
{
    QFile::remove(path(below));
    QFile::link(target, path(below));
}

QString FakeHost::resolved(const QString &below) const
{
    return QFileInfo(path(below)).canonicalFilePath();
}

QByteArray FakeHost::file(const QString &below) const
{
    QFile in(path(below));
    return in.open(QIODevice::ReadOnly) ? in.readAll().trimmed() : QByteArray();
}

std::unique_ptr<QProcess> FakeHost::start(const QString &name, const QStringList &args)
{
    QByteArray text = remote::deployScript(name).text;
    text.replace("\nR=\n", QByteArray("\nR=" + m_folder.path().toUtf8() + '\n'));
    auto process = std::make_unique<QProcess>();
    process->start(u"dash"_s, QStringList{u"-c"_s, QString::fromUtf8(text), u"sh"_s} + args);
    return process;
}

remote::ScriptReply FakeHost::call(const QString &name, const QStringList &args,
                                   const QByteArray &input)
{
    const auto process = start(name, args);
    process->write(input);
    process->closeWriteChannel();
    process->waitForFinished(60'000);
    return remote::ScriptReply::parse(process->readAllStandardOutput());
}

remote::ScriptReply FakeHost::activate(const QString &id, int activateSeconds, int confirmSeconds,
                                       int generation)
{
    call(u"lock"_s, {id, u"anna@desk"_s});
    link(system(u"new"_s), u"var/lib/switchyard/d/%1/new"_s.arg(id));
    QFile bootId(u"/proc/sys/kernel/random/boot_id"_s);
    const QString boot = bootId.open(QIODevice::ReadOnly)
                             ? QString::fromUtf8(bootId.readAll()).trimmed()
                             : QString();
    return call(u"activate"_s, {id, system(u"old"_s), boot, QString::number(activateSeconds),
                                QString::number(confirmSeconds), QString::number(generation)});
}

} // namespace tests
