// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/adoption.h"
#include "model/codec.h"
#include "model/safefile.h"
#include "model/validate.h"
#include "remote/ctl/fleetinput.h"
#include "remote/ctl/remoteverbs.h"
#include "remote/hostreading.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

/// A host that is not in the fleet yet, as the options say how to reach it.
model::Result<QList<remote::SshTarget>> targetsOf(const FleetInput &input, const QString &host, const Arguments &arguments)
{
    const QString address = arguments.option(u"address"_s);
    if (address.isEmpty()) {
        auto ways = remote::waysIn(input.fleet, host);
        if (!ways && ways.error().code == u"unknown-host")
            ways = model::fail(ways.error().code, ways.error().message, u"name one of its hosts, or say where the new one is: --address A"_s);
        return ways;
    }
    bool ok = true;
    const QString port = arguments.option(u"port"_s);
    const uint number = port.isEmpty() ? 0 : port.toUInt(&ok);
    if (!ok || number > 65535)
        return model::fail(u"usage"_s, u"--port is a number from 1 to 65535, not %1"_s.arg(port));
    const QString jump = remote::jumpOf(input.fleet, arguments.option(u"jump"_s));
    return QList<remote::SshTarget>{{host, address, quint16(number), arguments.option(u"user"_s), jump, {}}};
}

/// The ids that --accept means; error: one that is none.
model::Result<QStringList> chosen(const model::Adoption &adoption, const QString &words)
{
    if (words == u"safe")
        return model::safeProposals(adoption);
    QStringList all;
    for (const model::Proposal &each : adoption.proposals)
        all.append(each.id);
    if (words == u"all")
        return all;
    const QStringList ids = words.split(u',', Qt::SkipEmptyParts);
    for (const QString &id : ids) {
        if (!all.contains(id))
            return model::fail(u"unknown-proposal"_s, u"there is no proposal “%1”"_s.arg(id),
                               all.isEmpty() ? u"there are none: the fleet says what the host says"_s : u"there are: "_s + all.join(u", "));
    }
    const QStringList kept = model::acceptable(adoption, ids);
    for (const QString &id : ids) {
        if (!kept.contains(id))
            return model::fail(u"needs-other"_s, u"“%1” means nothing without %2"_s.arg(id, adoption.find(id)->needs.join(u", ")),
                               u"accept those as well"_s);
    }
    return kept;
}

void sayProposals(Io &io, const model::Adoption &adoption)
{
    if (adoption.proposals.isEmpty())
        io.out << "nothing to propose: the fleet says what the host says\n";
    for (const model::Proposal &each : adoption.proposals) {
        io.out << (each.isSafe() ? "  " : "? ") << each.id << "   " << each.title << ": "
               << (each.before.isEmpty() ? u""_s : each.before + u" → "_s) << each.after << '\n';
        io.out << "      " << each.reason << " (" << model::certaintyName(each.certainty) << ")\n";
        if (!each.conflict.isEmpty())
            io.out << "      conflict: " << each.conflict << '\n';
    }
    for (const model::AdoptionNote &note : adoption.notes)
        io.out << (note.isWarning ? "warning: " : "note: ") << note.text << '\n';
}

QJsonObject json(const model::Adoption &adoption, const QStringList &accepted, bool isSaved)
{
    QJsonArray proposals, notes;
    for (const model::Proposal &each : adoption.proposals)
        proposals.append(QJsonObject{{"id"_L1, each.id},
                                     {"title"_L1, each.title},
                                     {"before"_L1, each.before},
                                     {"after"_L1, each.after},
                                     {"reason"_L1, each.reason},
                                     {"conflict"_L1, each.conflict},
                                     {"certainty"_L1, model::certaintyName(each.certainty)},
                                     {"safe"_L1, each.isSafe()},
                                     {"needs"_L1, QJsonArray::fromStringList(each.needs)},
                                     {"file"_L1, each.file}});
    for (const model::AdoptionNote &note : adoption.notes)
        notes.append(QJsonObject{{"severity"_L1, note.isWarning ? u"warning"_s : u"note"_s}, {"text"_L1, note.text}});
    return {{"v"_L1, 1},          {"host"_L1, adoption.host}, {"event"_L1, u"adoption"_s}, {"proposals"_L1, proposals},
            {"notes"_L1, notes}, {"saved"_L1, isSaved},       {"accepted"_L1, QJsonArray::fromStringList(accepted)}};
}

/// Applies and saves what was accepted; the exit code.
int take(const FleetInput &input, const QString &path, const model::Adoption &adoption, const QStringList &ids, Io &io)
{
    const auto after = model::apply(input.fleet, model::Catalog::builtIn(), model::acceptedStep(adoption, ids));
    if (!after)
        return say(io, after.error(), DesignErrors);
    if (const auto written = remote::writeCaptured(input.folder, model::acceptedFiles(adoption, ids)); !written)
        return say(io, written.error(), CannotRead);
    const QByteArray before = model::printFleet(input.fleet);
    if (model::printFleet(*after) == before)
        return Ok;
    if (const auto saved = model::saveFleet(*after, path, before); !saved)
        return say(io, saved.error(), CannotRead);
    return Ok;
}

model::AdoptAs asWhat(const FleetInput &input, const QString &host, const remote::SshTarget &target, const QString &jump)
{
    QByteArray hardware;
    if (model::isName(host)) { // only then it may be part of a path
        if (const auto captured = model::readBytes(input.folder + u"/hosts/hardware/%1.nix"_s.arg(host)))
            hardware = captured->value_or(QByteArray());
    }
    return {host, target.address, target.user, target.port ? target.port : 22, hardware, jump};
}

/// What was asked for, after the host has answered.
int conclude(const FleetInput &input, const model::Adoption &adoption, const Arguments &arguments, Io &io)
{
    const QString words = arguments.option(u"accept"_s);
    const auto ids = words.isEmpty() ? model::Result<QStringList>(QStringList()) : chosen(adoption, words);
    if (!ids)
        return say(io, ids.error(), DesignErrors);
    const bool saves = !ids->isEmpty() && !arguments.has(u"dry-run"_s);
    const int code = saves ? take(input, arguments.operands.first(), adoption, *ids, io) : int(Ok);
    if (code != Ok)
        return code;
    if (arguments.has(u"json"_s)) {
        sayJson(io, json(adoption, *ids, saves));
        return Ok;
    }
    sayProposals(io, adoption);
    if (saves)
        io.out << "accepted: " << ids->join(u", ") << '\n';
    else if (!ids->isEmpty())
        io.out << "would be accepted: " << ids->join(u", ") << "; nothing was changed\n";
    else if (!adoption.proposals.isEmpty())
        io.out << "nothing was changed; accept with --accept safe, all or ID,… (those with “?” are not safe: look first)\n";
    return Ok;
}

} // namespace

int adopt(const Arguments &arguments, Io &io)
{
    const QString host = arguments.option(u"host"_s);
    if (host.isEmpty())
        return say(io, {u"usage"_s, u"adopt needs --host H"_s, {}}, BadUsage);
    if (arguments.has(u"dry-run"_s) && arguments.option(u"accept"_s).isEmpty())
        return say(io, {u"usage"_s, u"--dry-run shows what --accept would do: say what to accept"_s, {}}, BadUsage);
    const auto input = readFleet(arguments.operands.first(), io, false);
    if (!input)
        return say(io, input.error(), exitCodeOf(input.error()));
    const auto targets = targetsOf(*input, host, arguments);
    if (!targets)
        return say(io, targets.error(), targets.error().code == u"usage" ? int(BadUsage) : exitCodeOf(targets.error()));
    const model::Catalog &catalog = model::Catalog::builtIn();
    const auto running = remote::readHost(*targets, sshSettings(arguments), catalog);
    if (!running)
        return say(io, running.error().toError(), Refused);
    return conclude(*input, model::propose(input->fleet, catalog, *running, asWhat(*input, host, targets->constFirst(), arguments.option(u"jump"_s))), arguments, io);
}

} // namespace ctl
