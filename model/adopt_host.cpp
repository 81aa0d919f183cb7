// SPDX-License-Identifier: GPL-3.0-or-later
// What a running host says of itself, as fields of its entry.

#include "model/adopting.h"
#include "model/validate.h"
#include "model/words.h"


#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

enum class Reach { Nowhere, Private, Public };

/// From where an address can be reached, by the ranges that the RFCs 1918, 6598, 3927, 4193 and 4291 set apart.
Reach reachOf(const QString &address)
{
    const QString bare = address.section(u'/', 0, 0).toLower();
    if (bare.contains(u':')) {
        if (bare == "::1"_L1 || bare.startsWith("fe8"_L1) || bare.startsWith("fe9"_L1) || bare.startsWith("fea"_L1)
            || bare.startsWith("feb"_L1))
            return Reach::Nowhere;
        return bare.startsWith("fc"_L1) || bare.startsWith("fd"_L1) ? Reach::Private : Reach::Public;
    }
    const QStringList parts = bare.split(u'.');
    const int first = parts.value(0).toInt(), second = parts.value(1).toInt();
    if (parts.size() != 4 || first == 127 || first == 0 || (first == 169 && second == 254))
        return Reach::Nowhere;
    const bool isPrivate = first == 10 || (first == 192 && second == 168) || (first == 172 && second >= 16 && second < 32)
                           || (first == 100 && second >= 64 && second < 128);
    return isPrivate ? Reach::Private : Reach::Public;
}

void addHost(Adopting &adopting)
{
    const AdoptAs &as = adopting.as;
    Proposal proposal;
    proposal.id = adopting.hostId.text();
    proposal.title = Words::tr("Host %1").arg(as.host);
    proposal.after = as.port == 22 ? as.address : u"%1:%2"_s.arg(as.address).arg(as.port);
    proposal.reason = as.jump.isEmpty() ? Words::tr("it answered at %1").arg(proposal.after) : Words::tr("it answered at %1, by way of %2").arg(proposal.after, as.jump);
    ValueMap values;
    if (!as.address.isEmpty())
        values.append({u"ssh.address"_s, as.address});
    if (as.port != 22)
        values.append({u"ssh.port"_s, as.port});
    if (!as.jump.isEmpty())
        values.append({u"ssh.jump"_s, as.jump});
    proposal.edits = {AddItem{u"host"_s, as.host, {}, values}};
    adopting.offer(proposal);
}

/// A system that is not NixOS can be watched, and that is all.
void notNixos(Adopting &adopting)
{
    const QString os = adopting.running.osName.isEmpty() ? Words::tr("another system") : adopting.running.osName;
    adopting.offerHostField(u"class"_s, u"unmanaged"_s, {Words::tr("it runs %1: Switchyard watches it and never deploys it").arg(os)});
    adopting.warn(Words::tr("%1 runs %2, not NixOS. It can be watched as it is. To deploy it, install NixOS first, for instance with "
                     "nixos-anywhere, which erases its disks, and adopt it again.").arg(adopting.as.host, os));
}

void stateVersion(Adopting &adopting)
{
    const RunningHost &host = adopting.running;
    const QString version = host.stateVersions.value(0);
    const bool known = host.stateVersionFrom == u"configuration" || host.stateVersionFrom == u"deployed";
    if (version.isEmpty())
        return adopting.warn(Words::tr("no state version was found: look into the configuration that this host was installed with"));
    if (!known && !adopting.hostValue(u"state-version").isNull())
        return; // a guess says nothing against what a person wrote
    Adopting::Source source{Words::tr("its configuration %1 says so").arg(host.stateVersionAt)};
    if (host.stateVersions.size() > 1) {
        source.certainty = Certainty::Guess;
        source.reason = Words::tr("its configuration says several: %1; this one stands in %2").arg(host.stateVersions.join(u", "), host.stateVersionAt);
    } else if (!known) {
        source.certainty = Certainty::Guess;
        source.reason = host.stateVersionFrom == u"generation"
                            ? Words::tr("the oldest generation that is left (%1) is of that release; right unless it was upgraded before that").arg(host.stateVersionAt)
                            : Words::tr("the release that runs now; right only if it was never upgraded");
    }
    adopting.offerHostField(u"state-version"_s, version, source);
}

void bootLoader(Adopting &adopting)
{
    const RunningHost &host = adopting.running;
    if (host.loader.isEmpty())
        return adopting.warn(Words::tr("its boot loader was not found: choose one by hand, or “none” if another program starts it"));
    Adopting::Source source{host.firmware == u"efi" ? Words::tr("found on the host, which starts by EFI") : Words::tr("found on the host, which starts by BIOS")};
    if (host.loader == u"none") {
        source.certainty = Certainty::Likely;
        source.reason = Words::tr("it is a container: what runs it starts it");
    }
    adopting.offerHostField(u"boot.loader"_s, host.loader, source);
    if (host.loader != u"grub")
        return;
    if (host.firmware == u"efi")
        adopting.warn(Words::tr("GRUB starts by EFI here, for which the fleet file has no field: set boot.loader.grub.efiSupport in a module of "
                         "“imports”."));
    if (host.bootDevice.isEmpty())
        return adopting.warn(Words::tr("the disk that GRUB starts from was not found: give the boot device by hand"));
    adopting.offerHostField(u"boot.device"_s, host.bootDevice,
                            {host.firmware == u"efi" ? Words::tr("with EFI, GRUB is written to no disk") : Words::tr("the disk under the root file system"),
                             host.firmware == u"efi" ? Certainty::Certain : Certainty::Likely});
}

void network(Adopting &adopting)
{
    const RunningHost &host = adopting.running;
    if (host.networkMode == u"dhcp")
        return adopting.offerHostField(u"network.mode"_s, u"dhcp"_s, {Words::tr("its default route came by DHCP")});
    if (host.networkMode != u"static")
        return;
    if (host.gateway.isEmpty() || host.address.isEmpty())
        return adopting.warn(Words::tr("its address is static and it has no default route: the network has to be set by hand"));
    Proposal all;
    const Kind &kind = adopting.hostKind();
    for (const auto &[field, told] : {std::pair{u"network.address"_s, host.address}, {u"network.gateway"_s, host.gateway},
                                      {u"network.dns"_s, host.dns.join(u", "_s)}}) {
        const std::optional<Value> value = adopting.read(kind, field, told);
        const Value now = adopting.hostWritten().at(field);
        if (value)
            all.after += (all.after.isEmpty() ? u""_s : u" · "_s) + valueText(*kind.field(field), *value);
        if (!now.isNull())
            all.before += (all.before.isEmpty() ? u""_s : u" · "_s) + valueText(*kind.field(field), now);
        if (value && now != *value)
            all.edits.append(SetField{adopting.hostId, field, *value});
    }
    if (all.edits.isEmpty())
        return;
    all.id = adopting.hostId.text() + u".network"_s;
    all.title = kind.field(u"network.mode")->title;
    all.reason = Words::tr("address, gateway and name servers as they are set now");
    if (!all.before.isEmpty())
        all.conflict = Words::tr("the fleet says %1").arg(all.before);
    else
        all.before = adopting.hostValue(u"network.mode").text();
    all.needs = adopting.hostNeeds();
    adopting.offer(all);
}

/// Adds the public addresses that the fleet does not name yet.
void publicAddresses(Adopting &adopting, const QStringList &found)
{
    const QStringList named = adopting.hostWritten().at(u"public").texts();
    QStringList all = named;
    for (const QString &address : found) {
        if (!all.contains(address))
            all.append(address);
    }
    if (all == named)
        return;
    const qsizetype before = adopting.result.proposals.size();
    adopting.offerHostField(u"public"_s, all.join(u", "_s), {Words::tr("public addresses of its interfaces")});
    if (adopting.result.proposals.size() > before)
        adopting.result.proposals.last().conflict.clear(); // those that the fleet names stay
}

void addresses(Adopting &adopting)
{
    QStringList open, closed, mesh;
    for (const RunningAddress &each : adopting.running.addresses) {
        const QString bare = each.address.section(u'/', 0, 0);
        const Reach reach = reachOf(bare);
        if (each.mesh)
            mesh.append(bare);
        else if (reach == Reach::Public)
            open.append(bare);
        else if (reach == Reach::Private)
            closed.append(bare);
    }
    if (!open.isEmpty())
        publicAddresses(adopting, open);
    else if (!closed.isEmpty() && !adopting.hostWritten().at(u"public").texts().contains(closed.constFirst()))
        adopting.offerHostField(u"private"_s, closed.constFirst(), {Words::tr("its interfaces have no public address: it stands behind NAT"), Certainty::Likely});
    if (open.isEmpty() && adopting.hostWritten().at(u"public").isNull() && reachOf(adopting.as.address) == Reach::Public)
        adopting.offerHostField(u"public"_s, adopting.as.address, {Words::tr("it was reached at this address"), Certainty::Likely});
    if (!mesh.isEmpty())
        adopting.offerHostField(u"mesh"_s, mesh.constFirst(), {Words::tr("its address on the private network")});
}

void access(Adopting &adopting)
{
    const RunningHost &host = adopting.running;
    if (!host.hostKey.isEmpty() && adopting.hostWritten().at(u"host-key").text().section(u' ', 0, 1) != host.hostKey)
        adopting.offerHostField(u"host-key"_s, host.hostKey, {Words::tr("its /etc/ssh/ssh_host_ed25519_key.pub")});
    const int port = int(adopting.hostValue(u"sshd.port").isNull() ? adopting.hostValue(u"ssh.port").toInt(22)
                                                                  : adopting.hostValue(u"sshd.port").toInt());
    if (!host.sshPorts.isEmpty() && !host.sshPorts.contains(adopting.isNewHost ? adopting.as.port : port))
        adopting.offerHostField(u"sshd.port"_s, QString::number(host.sshPorts.constFirst()), {Words::tr("its sshd listens there")});
    const QString user = adopting.hostValue(u"ssh.user").text();
    const auto isThere = std::ranges::any_of(host.administrators, [&](const Administrator &each) { return each.name == user; });
    if (!host.login.isEmpty() && host.login != user && !isThere)
        adopting.offerHostField(u"first-login.user"_s, host.login,
                                {Words::tr("%1 is not there yet, the first deploy makes it; %2 let us in").arg(user, host.login)});
    for (const Administrator &each : host.administrators) {
        if (each.name != user && each.name != u"root" && each.keys > 0)
            adopting.note(Words::tr("%1 may become root there and has %2 keys: a deploy keeps neither unless a module of “imports” does")
                              .arg(each.name).arg(each.keys));
    }
}

/// What no field of the fleet file holds.
void others(Adopting &adopting)
{
    const RunningHost &host = adopting.running;
    if (!host.hostName.isEmpty() && host.hostName != adopting.as.host)
        adopting.warn(Words::tr("it calls itself %1: a deploy renames it to %2").arg(host.hostName, adopting.as.host));
    if (!host.timeZone.isEmpty() && host.timeZone != u"UTC" && host.timeZone != u"Etc/UTC")
        adopting.note(Words::tr("its time zone is %1, for which the fleet file has no field: set time.timeZone in a module of “imports”, or a "
                         "deploy makes it UTC").arg(host.timeZone));
    if (!host.configurations.isEmpty())
        adopting.note(Words::tr("so far it is built from %1: what stands there and not in the fleet ends with the first deploy; modules of it can "
                         "stand under “imports”").arg(host.configurations.join(u", ")));
    if (host.cores > 0 && host.memory > 0)
        adopting.note(Words::tr("%1 cores, %2 GiB of memory").arg(host.cores).arg(host.memory / 1024 / 1024 / 1024, 0, 'f', 1));
    if (!host.missing.isEmpty())
        adopting.warn(Words::tr("%1 is not there, so not everything could be read").arg(host.missing.join(u", ")));
}

void hardware(Adopting &adopting)
{
    const RunningHost &host = adopting.running;
    if (host.hardware.isEmpty())
        return adopting.warn(Words::tr("its hardware configuration was not captured: nixos-generate-config is not there or failed"));
    if (host.hardware == adopting.as.hardware || !isName(adopting.as.host))
        return;
    Proposal proposal;
    proposal.id = adopting.hostId.text() + u".hardware"_s;
    proposal.title = Words::tr("Hardware configuration");
    proposal.file = u"hosts/hardware/%1.nix"_s.arg(adopting.as.host);
    proposal.content = host.hardware;
    proposal.before = adopting.as.hardware.isEmpty() ? QString() : Words::tr("%1 lines").arg(adopting.as.hardware.count('\n'));
    proposal.after = Words::tr("%1, %2 lines").arg(proposal.file).arg(host.hardware.count('\n'));
    proposal.reason = Words::tr("as its nixos-generate-config prints it");
    if (!adopting.as.hardware.isEmpty())
        proposal.conflict = Words::tr("the file is there and says something else");
    proposal.needs = adopting.hostNeeds();
    adopting.offer(proposal);
}

} // namespace

void adoptHost(Adopting &adopting)
{
    if (adopting.isNewHost)
        addHost(adopting);
    access(adopting);
    adopting.offerHostField(u"system"_s, adopting.running.system, {Words::tr("what its processor and kernel are")});
    if (adopting.running.isNixos) {
        stateVersion(adopting);
        bootLoader(adopting);
        network(adopting);
        hardware(adopting);
    } else {
        notNixos(adopting);
    }
    addresses(adopting);
    others(adopting);
}

} // namespace model
