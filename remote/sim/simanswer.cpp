// SPDX-License-Identifier: GPL-3.0-or-later
// The scripts of a deploy on a simulated host.
#include "remote/sim/simanswer.h"

#include "remote/sim/simjobs.h"
#include "remote/sim/simreply.h"

#include <QCryptographicHash>

namespace sim {

using namespace Qt::StringLiterals;

namespace {

using Args = const QStringList &;

bool isFinal(const QString &state)
{
    return state == u"committed" || state == u"rolled-back" || state == u"abandoned";
}

bool isActivation(const QString &state)
{
    return state == u"activating" || state == u"awaiting-confirm" || state == u"committing"
           || state == u"rolling-back";
}

remote::Reply preflight(HostState &host, Args, qint64 nowMs)
{
    Reply reply;
    reply.say("arch", u"x86_64"_s);
    reply.say("host-name", host.name);
    reply.say("os", u"NixOS 26.05 (simulated)"_s);
    reply.say("nixos-version", u"26.05 (simulated)"_s);
    reply.say("nix", u"2.28.3"_s);
    reply.say("current", runningSystem(host));
    reply.say("booted", host.generations.value(host.profile - 1));
    reply.say("profile", host.generations.value(host.profile - 1));
    reply.say("generation", host.profile);
    reply.say("boot-id", QString::fromLatin1(bootId(host)));
    reply.say("uptime", (nowMs - host.bootMs) / 1000);
    reply.say("time", nowMs / 1000);
    reply.say("store-free-kb", qint64((host.diskTotal - host.diskUsed) / 1024));
    reply.say("boot-free-kb", 400 * 1024);
    reply.say("memory-available-kb", qint64((host.memoryTotal - host.memoryUsed) / 1024));
    const bool degraded = host.units.values().contains(u"failed"_s);
    reply.say("systemd", degraded ? u"degraded"_s : u"running"_s);
    for (auto unit = host.units.cbegin(); unit != host.units.cend(); ++unit)
        if (*unit == u"failed")
            reply.say("failed", unit.key());
    reply.say("lock", host.deploy.holdsLock ? u"held"_s : u"free"_s);
    if (host.deploy.holdsLock) {
        reply.say("owner", host.deploy.owner);
        reply.say("since", host.deploy.lockedAt / 1000);
        reply.say("phase", host.deploy.state);
    }
    reply.say("ok", 1);
    return reply.done();
}

remote::Reply handFiles(HostState &host, Args args, qint64)
{
    Reply reply;
    for (const QString &path : std::as_const(host.missingFiles)) {
        if (args.contains(path))
            reply.say("missing", path);
    }
    reply.say("ok", 1);
    return reply.done();
}

remote::Reply lock(HostState &host, Args args, qint64 nowMs)
{
    Reply reply;
    if (host.deploy.holdsLock) {
        reply.say("lock", u"busy"_s);
        reply.say("owner", host.deploy.owner);
        reply.say("since", host.deploy.lockedAt / 1000);
        reply.say("phase", host.deploy.state);
        return reply.done();
    }
    if (host.deploy.id == args.value(0))
        return reply.die(u"the deploy %1 exists already"_s.arg(args.value(0)));
    host.deploy = SimDeploy{};
    host.deploy.id = args.value(0);
    host.deploy.owner = args.value(1);
    host.deploy.state = u"locked"_s;
    host.deploy.holdsLock = true;
    host.deploy.lockedAt = nowMs;
    reply.say("lock", u"held"_s);
    return reply.done();
}

/// The file `manifest` of an uncompressed tar archive.
QByteArray manifestOf(const QByteArray &archive)
{
    for (qsizetype at = 0; at + 512 <= archive.size();) {
        const QByteArray name = archive.mid(at, 100).constData();
        const qint64 size =
            archive.mid(at + 124, 12).trimmed().replace('\0', "").toLongLong(nullptr, 8);
        if (name.isEmpty() || size < 0)
            break;
        if (name == "manifest" || name == "./manifest")
            return archive.mid(at + 512, size);
        at += 512 + (size + 511) / 512 * 512;
    }
    return {};
}

remote::Reply receiveTree(HostState &host, Args args, const QByteArray &input)
{
    Reply reply;
    const QByteArray manifest = manifestOf(input);
    if (manifest.isEmpty())
        return reply.die(u"the archive did not arrive whole"_s);
    if (QCryptographicHash::hash(manifest, QCryptographicHash::Sha256).toHex()
        != args.value(0).toLatin1())
        return reply.die(u"the manifest that arrived is not the one that was sent"_s);
    if (!host.trees.contains(args.value(0)))
        host.trees << args.value(0);
    reply.say("tree", u"/var/lib/switchyard/flakes/"_s + args.value(0));
    return reply.done();
}

remote::Reply startJob(HostState &host, Args args, const char *job, const QString &state,
                       qint64 &since, qint64 nowMs)
{
    Reply reply;
    if (!host.trees.contains(args.value(1)))
        return reply.die(u"the tree %1 is not on this host"_s.arg(args.value(1)));
    since = nowMs;
    host.deploy.state = state;
    host.deploy.tree = args.value(1);
    reply.say("unit",
              QLatin1StringView("switchyard-") + QLatin1StringView(job) + u'-' + host.deploy.id);
    return reply.done();
}

remote::Reply startBuild(HostState &host, Args args, qint64 nowMs)
{
    remote::Reply reply = startJob(host, args, "build", u"building"_s, host.deploy.buildAt, nowMs);
    if (reply.ok())
        host.deploy.newSystem = storePath(args.value(1), host.name);
    return reply;
}

remote::Reply images(HostState &host, Args args, qint64 nowMs)
{
    Reply reply;
    host.deploy.images = args.mid(2);
    if (host.deploy.images.isEmpty()) {
        reply.say("images", u"none"_s);
        return reply.done();
    }
    host.deploy.state = u"fetching"_s;
    host.deploy.imagesAt = nowMs;
    reply.say("unit", u"switchyard-images-"_s + host.deploy.id);
    return reply.done();
}

remote::Reply follow(HostState &host, Args args, qint64 nowMs)
{
    Reply reply;
    if (host.deploy.id != args.value(0))
        return reply.die(u"this host knows no deploy %1"_s.arg(args.value(0)));
    static const QStringList jobs{u"lockfile"_s, u"build"_s,    u"images"_s,
                                  u"activate"_s, u"rollback"_s, u"flake.lock"_s};
    if (!jobs.contains(args.value(1)))
        return reply.die(u"there is no job '%1'"_s.arg(args.value(1)));
    const Job job = jobOf(host, args.value(1), nowMs);
    reply.say("state", host.deploy.state);
    reply.say("active", job.rc.isEmpty() ? u"active"_s : u"inactive"_s);
    reply.say("rc", job.rc);
    reply.say("new", host.deploy.newSystem);
    reply.say("decision", host.deploy.decision);
    reply.say("reason", host.deploy.reason);
    reply.say("size", job.log.size());
    reply.data(job.log.mid(args.value(2).toLongLong(), 65536));
    return reply.done();
}

remote::Reply activate(HostState &host, Args args, qint64 nowMs)
{
    Reply reply;
    SimDeploy &deploy = host.deploy;
    if (deploy.id != args.value(0) || isActivation(deploy.state))
        return reply.die(u"switchyard-activate runs already"_s);
    deploy.generation = args.value(5).toInt();
    if (deploy.generation > 0)
        deploy.newSystem = host.generations.value(deploy.generation - 1);
    if (deploy.newSystem.isEmpty())
        return reply.die(deploy.generation > 0
                             ? u"this host has no generation %1"_s.arg(deploy.generation)
                             : u"there is no system to activate at ''"_s);
    deploy.oldSystem = args.value(1);
    if (!host.generations.contains(deploy.oldSystem))
        return reply.die(
            u"the system that runs, '%1', cannot be returned to"_s.arg(deploy.oldSystem));
    if (args.value(2).toLatin1() != bootId(host))
        return reply.die(u"this host was restarted meanwhile"_s);
    deploy.activateSeconds = args.value(3).toInt();
    deploy.confirmSeconds = args.value(4).toInt();
    deploy.activateAt = nowMs;
    const bool switchedMeanwhile = runningSystem(host) != deploy.oldSystem;
    deploy.state = switchedMeanwhile ? u"abandoned"_s : u"activating"_s;
    if (switchedMeanwhile) {
        deploy.decision = u"abandon"_s;
        deploy.reason = u"somebody else switched this host meanwhile: it runs %1 and not %2"_s.arg(
            runningSystem(host), deploy.oldSystem);
    }
    reply.say("new", deploy.newSystem);
    reply.say("activation", u"started"_s);
    return reply.done();
}

remote::Reply decide(HostState &host, Args args, qint64 nowMs)
{
    Reply reply;
    SimDeploy &deploy = host.deploy;
    if (deploy.id != args.value(0) || deploy.activateAt == 0)
        return reply.die(u"the deploy %1 did not activate anything here"_s.arg(args.value(0)));
    if (args.value(1) != u"confirm" && args.value(1) != u"rollback")
        return reply.die(u"'%1' is no decision"_s.arg(args.value(1)));
    if (args.value(1) == u"confirm" && deploy.state == u"activating")
        return reply.die(
            u"the deploy %1 does not wait for a confirmation: activating"_s.arg(args.value(0)));
    const bool won = deploy.decision.isEmpty();
    if (won) {
        deploy.decision = args.value(1);
        deploy.reason = args.value(2);
        deploy.decidedAt = nowMs;
        deploy.state = deploy.decision == u"confirm" ? u"committing"_s : u"rolling-back"_s;
    }
    reply.say("won", won ? 1 : 0);
    reply.say("decision", deploy.decision);
    reply.say("reason", deploy.reason);
    reply.say("state", deploy.state);
    return reply.done();
}

remote::Reply state(HostState &host, Args args, qint64)
{
    Reply reply;
    SimDeploy &deploy = host.deploy;
    const bool ours = args.value(0) == deploy.id || args.value(0) == u"current";
    const QStringList units = args.mid(1);
    if (ours && deploy.activateAt == 0 && !units.isEmpty())
        deploy.units =
            units; // what a deploy asks about before it activates is what its system will run
    reply.say("id", ours ? deploy.id : args.value(0));
    reply.say("state", ours ? deploy.state : QString());
    reply.say("decision", ours ? deploy.decision : QString());
    reply.say("reason", ours ? deploy.reason : QString());
    reply.say("commit-reason", QString());
    reply.say("activate-exit", ours && deploy.awaitAt > 0 ? u"0"_s : QString());
    reply.say("current", runningSystem(host));
    reply.say("profile", host.generations.value(host.profile - 1));
    reply.say("generation", host.profile);
    reply.say("boot-id", QString::fromLatin1(bootId(host)));
    for (const QString &unit : units)
        reply.say("unit", unit + u' ' + host.units.value(unit, u"inactive"_s));
    for (auto unit = host.units.cbegin(); unit != host.units.cend(); ++unit)
        if (*unit == u"failed")
            reply.say("failed", unit.key());
    reply.say("ok", 1);
    return reply.done();
}

remote::Reply cleanup(HostState &host, Args args, qint64)
{
    Reply reply;
    const bool running = host.deploy.activateAt > 0 && !isFinal(host.deploy.state);
    if (!running && host.deploy.id == args.value(0))
        host.deploy.holdsLock = false;
    reply.say("cleaned", running ? 0 : 1);
    return reply.done();
}

remote::Reply generations(HostState &host, Args, qint64 nowMs)
{
    Reply reply;
    for (qsizetype i = 0; i < host.generations.size(); ++i)
        reply.say("generation",
                  u"%1 %2 %3 26.05 (simulated)"_s.arg(
                      QString::number(i + 1), host.generations.at(i),
                      QString::number(nowMs / 1000 - 60 * (host.generations.size() - i))));
    reply.say("profile", host.profile);
    reply.say("current", runningSystem(host));
    return reply.done();
}

void sayUnits(Reply &reply, const HostState &host)
{
    QStringList units = host.units.keys();
    units.sort();
    for (const QString &unit : std::as_const(units)) {
        const QString state = host.units.value(unit);
        const QStringList facts = host.unitFacts.value(unit);
        const bool isContainer = facts.value(0).startsWith(u"runs="_s);
        if (isContainer)
            reply.say("unit", unit + u' ' + state);
        else if (state == u"active")
            reply.say("service", unit);
        for (const QString &fact : facts)
            if (state == u"active" || !fact.startsWith(u"runs="_s))
                reply.say(fact.section(u'=', 0, 0).toUtf8().constData(), fact.section(u'=', 1));
    }
}

remote::Reply adopt(HostState &host, Args, qint64)
{
    Reply reply;
    reply.say("host-name", host.name);
    reply.say("system", u"x86_64-linux"_s);
    reply.say("os", u"NixOS 26.05 (simulated)"_s);
    reply.say("nixos", 1);
    reply.say("cores", host.cores);
    reply.say("memory-kb", qint64(host.memoryTotal / 1024));
    reply.say("time-zone", u"UTC"_s);
    reply.say("login", u"deploy"_s);
    reply.say("administrator", u"deploy 1"_s);
    reply.say("configuration", u"/etc/nixos/configuration.nix"_s);
    reply.say("state-version", u"26.05"_s);
    reply.say("state-version-from", u"configuration"_s);
    reply.say("state-version-at", u"/etc/nixos/configuration.nix"_s);
    reply.say("firmware", u"bios"_s);
    reply.say("loader", u"grub"_s);
    reply.say("device", u"/dev/sda"_s);
    reply.say("host-key", host.hostKey);
    reply.say("ssh-port", 22);
    reply.say("network", u"dhcp"_s);
    sayUnits(reply, host);
    reply.say("ok", 1);
    reply.data(
        "{ ... }:\n{\n  fileSystems.\"/\" = { device = \"/dev/sda1\"; fsType = \"ext4\"; };\n}\n");
    return reply.done();
}

} // namespace

QString storePath(const QString &seed, const QString &host)
{
    static const QByteArray alphabet = "0123456789abcdfghijklmnpqrsvwxyz"; // Nix's base 32
    const QByteArray hash =
        QCryptographicHash::hash((seed + u'/' + host).toUtf8(), QCryptographicHash::Sha256);
    QString text;
    for (const char byte : hash)
        text += QLatin1Char(alphabet.at(quint8(byte) % 32));
    return u"/nix/store/%1-nixos-system-%2-26.05"_s.arg(text, host);
}

QByteArray bootId(const HostState &host)
{
    const QByteArray seed = host.name.toUtf8() + QByteArray::number(host.bootMs);
    const QByteArray hex = QCryptographicHash::hash(seed, QCryptographicHash::Md5).toHex();
    return hex.left(8) + '-' + hex.mid(8, 4) + '-' + hex.mid(12, 4) + '-' + hex.mid(16, 4) + '-'
           + hex.mid(20);
}

QString runningSystem(const HostState &host)
{
    return host.testing.isEmpty() ? host.generations.value(host.current - 1) : host.testing;
}

bool admits(const HostState &host)
{
    return !(host.confirmTimesOut && host.deploy.state == u"awaiting-confirm");
}

remote::Reply answer(HostState &host, const ScriptCall &call, const QByteArray &input, qint64 nowMs)
{
    using Answer = remote::Reply (*)(HostState &, Args, qint64);
    static const QHash<QString, Answer> answers{
        {u"preflight"_s, preflight},     {u"lock"_s, lock},     {u"start-build"_s, startBuild},
        {u"images"_s, images},           {u"follow"_s, follow}, {u"activate"_s, activate},
        {u"decide"_s, decide},           {u"state"_s, state},   {u"cleanup"_s, cleanup},
        {u"generations"_s, generations}, {u"adopt"_s, adopt},   {u"hand-files"_s, handFiles}};
    advance(host, nowMs);
    if (const Answer known = answers.value(call.name))
        return known(host, call.args, nowMs);
    if (call.name == u"receive-tree")
        return receiveTree(host, call.args, input);
    if (call.name == u"make-lock")
        return startJob(host, call.args, "lockfile", u"making-lock"_s, host.deploy.lockfileAt,
                        nowMs);
    if (call.name == u"probe-root")
        return {0, {}, "root=direct\n", {}};
    return {127, {}, {}, "simulated host: it has no answer to this script\n"};
}

} // namespace sim
