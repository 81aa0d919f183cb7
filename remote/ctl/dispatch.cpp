// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/dispatch.h"

#include <algorithm>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

int help(Io &io)
{
    io.out << "switchyardctl: design, deploy and watch a NixOS fleet without a window\n\n";
    for (const Verb &verb : verbs())
        io.out << "  " << verb.usage << "\n      " << verb.help << '\n';
    io.out << "\nFLEET is a fleet.yaml. Exit code 64 means wrong usage.\n";
    return Ok;
}

int badUsage(Io &io, const QString &problem, const QString &usage)
{
    io.err << "switchyardctl: " << problem << "\nusage: switchyardctl " << usage << '\n';
    return BadUsage;
}

} // namespace

int dispatch(const QStringList &words, Io &io)
{
    QStringList names;
    for (const Verb &verb : verbs())
        names.append(verb.name);
    const QString summary = names.join(u'|') + u" …   (switchyardctl --help lists them)"_s;
    if (words.isEmpty())
        return badUsage(io, u"what shall I do?"_s, summary);
    const QString &name = words.first();
    if (name == "--help"_L1 || name == "-h"_L1 || name == "help"_L1)
        return help(io);
    if (name == "--version"_L1) {
        io.out << "switchyardctl " SWITCHYARD_VERSION "\n";
        return Ok;
    }
    const auto verb = std::ranges::find(verbs(), name, &Verb::name);
    if (verb == verbs().end())
        return badUsage(io, u"there is no verb \"%1\""_s.arg(name), summary);
    if (words.contains(u"--help"_s)) {
        io.out << "usage: switchyardctl " << verb->usage << "\n" << verb->help << '\n';
        return Ok;
    }
    const auto arguments = parseArguments(words.mid(1), verb->syntax);
    if (!arguments)
        return badUsage(io, arguments.error().message, verb->usage);
    return verb->run(*arguments, io);
}

int say(Io &io, const model::Error &error, int code)
{
    io.err << "switchyardctl: " << error.message << '\n';
    if (!error.hint.isEmpty())
        io.err << "  " << error.hint << '\n';
    return code;
}

} // namespace ctl
