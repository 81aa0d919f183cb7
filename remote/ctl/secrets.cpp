// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/edit.h"
#include "remote/byhand.h"
#include "remote/ctl/designverbs.h"
#include "remote/ctl/fleetinput.h"
#include "remote/ctl/secretinput.h"
#include "remote/secrets/vault.h"

#include <QFileInfo>
#include <QJsonArray>

#include <unistd.h>

namespace ctl {

using namespace Qt::StringLiterals;
using secrets::Entry;
using secrets::State;
using secrets::Vault;

namespace {

struct Opened
{
    QString path;
    model::Fleet fleet;
    Vault vault;
};

bool isDone(const Entry &entry)
{
    return entry.sentence().isEmpty();
}

void sayByHand(Io &io, const Opened &opened)
{
    for (const remote::Placement &file :
         remote::placements(opened.fleet, model::Catalog::builtIn())) {
        io.out << file.host << "  " << file.path << "  (" << file.owner << ", " << file.mode
               << ")\n    " << file.help << '\n';
        for (const QString &command : remote::placingCommands(file, opened.fleet))
            io.out << "    $ " << command << '\n';
    }
}

QJsonObject toJson(const Entry &entry)
{
    const auto list = [](const QStringList &names) { return QJsonArray::fromStringList(names); };
    return {{"v"_L1, 1},
            {"secret"_L1, entry.secret.id()},
            {"state"_L1, secrets::stateName(entry.state)},
            {"file"_L1, entry.secret.file},
            {"readers"_L1, list(entry.readers)},
            {"lacking"_L1, list(entry.lacking)},
            {"keyless"_L1, list(entry.keyless)},
            {"strangers"_L1, list(entry.strangers)},
            {"may-know"_L1, list(entry.mayKnow)}};
}

int status(const Opened &opened, const Arguments &arguments, Io &io)
{
    const auto entries = opened.vault.entries();
    if (!entries)
        return say(io, entries.error(), CannotRead);
    bool done = true;
    for (const Entry &entry : *entries) {
        done = done && isDone(entry);
        if (arguments.has(u"json"_s)) {
            sayJson(io, toJson(entry));
        } else {
            io.out << entry.secret.id().leftJustified(36) << ' '
                   << secrets::stateName(entry.state).leftJustified(11) << ' '
                   << entry.readers.join(u", "_s) << '\n';
            if (!isDone(entry))
                io.out << "    " << entry.sentence() << '\n';
        }
    }
    if (arguments.has(u"json"_s))
        return done ? Ok : DesignErrors;
    if (opened.vault.backend() == "manual"_L1)
        sayByHand(io, opened);
    for (const QString &file : opened.vault.unused())
        io.out << file << "  nobody needs it any more: delete it\n";
    return done ? Ok : DesignErrors;
}

/// The public part of a fresh value goes into the host's entry of the fleet file.
model::Result<void> keepPublic(Opened &opened, const model::Secret &secret,
                               const QString &publicPart)
{
    if (publicPart.isEmpty() || secret.spec.publicField.isEmpty())
        return {};
    const model::Catalog &catalog = model::Catalog::builtIn();
    const auto after = model::apply(
        opened.fleet, catalog,
        model::SetField{model::ItemId::host(secret.host), secret.spec.publicField, publicPart});
    if (!after)
        return tl::make_unexpected(after.error());
    if (const auto saved = model::saveFleet(*after, opened.path, model::printFleet(opened.fleet));
        !saved)
        return saved;
    opened.fleet = *after;
    return {};
}

/// Of a value that was made or given: the fleet file gets its public part.
int sayNew(Opened &opened, const model::Secret &secret, const model::Result<QString> &part, Io &io)
{
    if (!part)
        return say(io, part.error(), CannotRead);
    io.out << secret.id() << ": new value in " << secret.file << '\n';
    if (const auto kept = keepPublic(opened, secret, *part); !kept)
        return say(io, kept.error(), CannotRead);
    return Ok;
}

int makeOne(Opened &opened, const model::Secret &secret, Io &io)
{
    return sayNew(opened, secret, opened.vault.make(secret), io);
}

int makeMissing(Opened &opened, Io &io)
{
    const auto entries = opened.vault.entries();
    if (!entries)
        return say(io, entries.error(), CannotRead);
    for (const Entry &entry : *entries) {
        const bool isThere = entry.state != State::Missing && entry.state != State::Optional;
        if (isThere || entry.secret.spec.form.isEmpty())
            continue;
        if (const int code = makeOne(opened, entry.secret, io); code != Ok)
            return code;
    }
    return Ok;
}

int rekey(Opened &opened, Io &io)
{
    const auto entries = opened.vault.entries();
    if (!entries)
        return say(io, entries.error(), CannotRead);
    QStringList files;
    for (const Entry &entry : *entries) {
        if (entry.state == State::Reencrypt && !files.contains(entry.secret.file))
            files.append(entry.secret.file);
    }
    for (const QString &file : std::as_const(files)) {
        if (const auto done = opened.vault.reencrypt(file); !done)
            return say(io, done.error(), CannotRead);
        io.out << file << ": encrypted anew\n";
    }
    if (files.isEmpty())
        io.out << "everybody who should read the secrets can, and nobody else\n";
    return Ok;
}

/// With a value from standard input, or for `rotate` of what can be made here a fresh one.
int change(Opened &opened, const QString &name, bool fresh, Io &io)
{
    const auto secret = opened.vault.find(name);
    if (!secret)
        return say(io, secret.error(), DesignErrors);
    if (fresh && !secret->spec.form.isEmpty())
        return makeOne(opened, *secret, io);
    const auto value = readSecret(io, secret->id());
    if (!value)
        return say(io, value.error(), CannotRead);
    return sayNew(opened, *secret, opened.vault.put(*secret, *value), io);
}

} // namespace

int secretsVerb(const Arguments &arguments, Io &io)
{
    const QString verb = arguments.operands.value(1, u"status"_s);
    const QString name = arguments.operands.value(2);
    const bool takesName = verb == "set"_L1 || verb == "rotate"_L1;
    if (!QStringList{u"status"_s, u"make"_s, u"set"_s, u"rekey"_s, u"rotate"_s}.contains(verb)
        || takesName == name.isEmpty()) {
        io.err << "switchyardctl: secrets FLEET [status|make|set NAME|rekey|rotate NAME], not \""
               << arguments.operands.mid(1).join(u' ') << "\"\n";
        return BadUsage;
    }
    const QString &path = arguments.operands.first();
    const auto parsed = model::loadFleet(path, model::Catalog::builtIn());
    if (!parsed)
        return say(io, parsed.error(), CannotRead);
    secrets::Access access = secrets::Access::usual();
    if (const QString identity = arguments.option(u"identity"_s); !identity.isEmpty()) {
        access.identities = {identity};
        qputenv("SOPS_AGE_KEY_FILE", identity.toLocal8Bit());
    }
    access.terminal = isatty(STDIN_FILENO) != 0;
    Opened opened{
        path, parsed->fleet,
        Vault(parsed->fleet, model::Catalog::builtIn(), QFileInfo(path).absolutePath(), access)};
    if (verb == "status"_L1)
        return status(opened, arguments, io);
    if (opened.vault.backend() == "manual"_L1)
        return say(
            io,
            {u"by-hand"_s, u"the secrets of this fleet are put on the hosts by hand"_s,
             u"`switchyardctl secrets` lists the commands; or choose secrets: {backend: agenix}"_s},
            CannotRead);
    if (verb == "make"_L1)
        return makeMissing(opened, io);
    if (verb == "rekey"_L1)
        return rekey(opened, io);
    return change(opened, name, verb == "rotate"_L1, io);
}

} // namespace ctl
