// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/fleetinput.h"
#include "remote/ctl/remoteverbs.h"
#include "remote/deployscript.h"

#include <QDir>
#include <QSaveFile>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

/// The facts as lines for the host's entry of the fleet file.
void sayFacts(Io &io, const remote::ScriptReply &facts)
{
    io.out << "    system: " << facts[u"system"_s] << '\n';
    if (const QString version = facts[u"state-version"_s]; !version.isEmpty())
        io.out << "    state-version: \"" << version << '"'
               << (facts[u"state-version-from"_s] == u"release"_s
                       ? u"   # the release that runs now; right only if it was never upgraded\n"_s
                       : u"\n"_s);
    const QString device = facts[u"device"_s];
    io.out << "    boot: {loader: " << facts[u"loader"_s]
           << (device.isEmpty() ? u""_s : u", device: "_s + device) << "}\n";
    if (facts[u"network"_s] == u"static"_s && !facts[u"gateway"_s].isEmpty())
        io.out << "    network: {address: " << facts[u"address"_s]
               << ", gateway: " << facts[u"gateway"_s] << "}\n";
    else
        io.out << "    network: dhcp\n";
    if (const QString key = facts[u"host-key"_s]; !key.isEmpty())
        io.out << "    host-key: \"" << key << "\"\n";
}

} // namespace

int adopt(const Arguments &arguments, Io &io)
{
    const QString host = arguments.option(u"host"_s);
    if (host.isEmpty())
        return say(io, {u"usage"_s, u"adopt needs --host H"_s, {}}, BadUsage);
    const auto input = readFleet(arguments.operands.first(), io, false);
    if (!input)
        return say(io, input.error(), exitCodeOf(input.error()));
    const auto target = remote::targetOf(input->fleet, host, remote::WayIn::FirstLogin);
    if (!target)
        return say(io, target.error(), exitCodeOf(target.error()));
    auto connection = remote::SshConnection::open(*target, sshSettings(arguments));
    if (!connection)
        return say(io, connection.error().toError(), Refused);
    const auto reply = connection->run(remote::deployScript(u"adopt"_s), 30'000);
    if (!reply)
        return say(io, reply.error().toError(), Refused);
    const auto facts = remote::ScriptReply::parse(reply->out);
    io.out << "# facts of " << host << ", for its entry in the fleet file\n";
    sayFacts(io, facts);
    if (facts.data().isEmpty())
        return say(
            io,
            {u"no-hardware"_s,
             u"the host has no nixos-generate-config; its hardware configuration was not captured"_s,
             {}},
            Refused);

    const QString path = input->folder + u"/hosts/hardware/%1.nix"_s.arg(host);
    QDir().mkpath(input->folder + u"/hosts/hardware"_s);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(facts.data()) < 0 || !file.commit())
        return say(io,
                   {u"cannot-write"_s, u"cannot write %1: %2"_s.arg(path, file.errorString()), {}},
                   CannotRead);
    io.out << "# hardware configuration: " << path << '\n';
    return Ok;
}

} // namespace ctl
