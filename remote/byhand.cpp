// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/byhand.h"

#include "model/secrets.h"
#include "model/shellquote.h"
#include "remote/deployscript.h"
#include "remote/words.h"

#include <QRegularExpression>

#include <algorithm>

namespace remote {

using namespace Qt::StringLiterals;
using model::Secret;

namespace {

/// As nix/modules/secrets-manual.nix looks for it.
QString pathOf(const QString &name)
{
    return u"/etc/claudetorio/"_s + (name.endsWith("_env"_L1) ? name.chopped(4) + u".env"_s : name);
}

/// The catalog's form as words for printf, with what makes the random parts.
QString recipeOf(const QString &form)
{
    static const QRegularExpression part(
        u"\\{(hex|password):(\\d+)\\}|\\{(wireguard|ed25519)\\}"_s);
    if (form.isEmpty())
        return u"read -rs value; printf '%s' \"$value\""_s;
    QString format = form, makers;
    auto found = part.globalMatch(form);
    while (found.hasNext()) {
        const auto match = found.next();
        const int count = match.captured(2).toInt();
        format.replace(match.captured(), u"%s"_s);
        makers += match.captured(3) == "wireguard"_L1 ? u" \"$(wg genkey)\""_s
                  : match.captured(3) == "ed25519"_L1
                      ? u" \"$(openssl genpkey -algorithm ed25519)\""_s
                      : u" \"$(openssl rand -hex %1)\""_s.arg(
                          match.captured(1) == "hex"_L1 ? count : count / 2);
    }
    format.replace(u'\n', u"\\n"_s).replace(u'\'', u"'\\''"_s);
    return u"printf '%1'%2"_s.arg(format, makers);
}

QString publicPartOf(const QString &form)
{
    if (form == "{wireguard}"_L1)
        return u"wg pubkey"_s;
    return form == "{ed25519}"_L1
               ? u"openssl pkey -pubout -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \\n'"_s
               : QString();
}

/// A command on that host as root, for the operator's shell.
QString onHost(const SshTarget &at, const QString &command)
{
    QString words = u"ssh "_s;
    if (at.port != 0 && at.port != 22)
        words += u"-p %1 "_s.arg(at.port);
    if (!at.jump.isEmpty())
        words += u"-J "_s + QString::fromUtf8(model::shellWord(at.jump)) + u' ';
    words += QString::fromUtf8(
        model::shellWord(at.user.isEmpty() ? at.address : at.user + u'@' + at.address));
    return words + (at.user == "root"_L1 ? u" "_s : u" sudo "_s) + command;
}

QString putCommand(const Placement &file, const SshTarget &at)
{
    return file.recipe + u" | "_s
           + onHost(
               at, u"install -D -m %1 -o %2 /dev/stdin %3"_s.arg(file.mode, file.owner, file.path));
}

class Placing
{
public:
    Placing(const model::Fleet &fleet, const model::Catalog &catalog)
        : m_topology(model::resolve(fleet, catalog))
        , m_secrets(model::secretsOf(fleet, catalog, m_topology))
    {}

    QList<Placement> files() const
    {
        QList<Placement> files;
        for (const model::PlacedHost &host : m_topology.hosts) {
            for (const Secret &secret : m_secrets) {
                const bool isByHand = secret.file.isEmpty() && !secret.spec.optional;
                if (isByHand && secret.readers.contains(host.name) && !isCarried(secret, host.name))
                    files.append(placement(secret, host.name));
            }
        }
        return files;
    }

private:
    /// Whether it stands in the file of another secret there.
    bool isCarried(const Secret &secret, const QString &host) const
    {
        return std::ranges::any_of(m_secrets, [&](const Secret &other) {
            return !secret.spec.inside.isEmpty() && carries(other, secret)
                   && other.readers.contains(host);
        });
    }
    static bool carries(const Secret &carrier, const Secret &secret)
    {
        return secret.spec.inside.section(u' ', 0, 0) == carrier.spec.name;
    }
    Placement placement(const Secret &secret, const QString &host) const
    {
        // Root's, whoever uses it: that user may come with the deploy. The host hands it on.
        Placement file{
            host, pathOf(secret.spec.name), u"root"_s, u"0400"_s, secret.spec.help, {}, {}, {}, {}};
        // A form that is a comment is for where the rest is added.
        QString form = secret.spec.form.startsWith(u'#') ? QString() : secret.spec.form;
        for (const Secret &other : m_secrets) {
            if (!carries(secret, other) || !other.readers.contains(host))
                continue;
            file.variables.append(other.spec.inside.section(u' ', 1));
            form += file.variables.last() + u'=' + other.spec.form + u'\n';
        }
        file.recipe = recipeOf(form);
        file.publicField = secret.spec.publicField;
        file.publicPart = publicPartOf(secret.spec.form);
        return file;
    }

    model::Topology m_topology;
    QList<Secret> m_secrets;
};

/// What one line of the reply says of a file, and how that is mended.
QString complaint(const Placement &file, const QString &what, const QString &detail,
                  const SshTarget &at)
{
    const auto mend = [&](const QString &how, const QString &command) {
        return Words::tr("%1 on %2 %3: `%4`").arg(file.path, file.host, how, command);
    };
    if (what == "owner"_L1)
        return mend(Words::tr("belongs to %1 and not to %2").arg(detail, file.owner),
                    onHost(at, u"chown %1 %2"_s.arg(file.owner, file.path)));
    if (what == "open"_L1)
        return mend(Words::tr("can be read by others than %1 (mode %2)").arg(file.owner, detail),
                    onHost(at, u"chmod %1 %2"_s.arg(file.mode, file.path)));
    if (what == "unset"_L1)
        return mend(Words::tr("does not set %1").arg(detail),
                    u"printf '%1=%s\\n' \"$(openssl rand -hex 32)\" | "_s.arg(detail)
                        + onHost(at, u"tee -a %1 > /dev/null"_s.arg(file.path)));
    return mend(what == "empty"_L1   ? Words::tr("is empty")
                : what == "other"_L1 ? Words::tr("is no file")
                                     : Words::tr("is missing"),
                putCommand(file, at));
}

} // namespace

QList<Placement> placements(const model::Fleet &fleet, const model::Catalog &catalog)
{
    return Placing(fleet, catalog).files();
}

QStringList placingCommands(const Placement &file, const SshTarget &at)
{
    QStringList commands{putCommand(file, at)};
    if (!file.publicField.isEmpty() && !file.publicPart.isEmpty())
        commands.append(u"%1 | %2   # into %3 of %4"_s.arg(
            onHost(at, u"cat "_s + file.path), file.publicPart, file.publicField, file.host));
    return commands;
}

QStringList placingCommands(const Placement &file, const model::Fleet &fleet)
{
    SshTarget unknown;
    unknown.address = file.host;
    return placingCommands(file, targetOf(fleet, file.host).value_or(unknown));
}

QStringList placingCommands(const model::Fleet &fleet, const model::Catalog &catalog)
{
    QStringList commands;
    for (const Placement &file : placements(fleet, catalog)) {
        const model::Value &host = fleet.host(file.host)->values;
        const bool isInstalled = !host.at(u"install").isNull(); // with our configuration in it
        auto at = targetOf(fleet, file.host, isInstalled ? WayIn::AfterDeploy : WayIn::FirstLogin);
        if (!at || !file.publicField.isEmpty())
            continue;
        if (!isInstalled && host.at(u"first-login.user").isNull())
            at->user = u"root"_s; // as every NixOS host has it
        commands += placingCommands(file, *at);
    }
    return commands;
}

QStringList handFileArguments(const QList<Placement> &files)
{
    QStringList arguments;
    for (const Placement &file : files)
        arguments += {file.path, file.owner, file.variables.join(u' ')};
    return arguments;
}

QString handFileTrouble(const QList<Placement> &files, const ScriptReply &reply,
                        const SshTarget &at)
{
    if (reply[u"ok"_s] != u"1"_s)
        return u"the host's answer about the secrets that were put there by hand broke off"_s;
    QStringList complaints;
    for (const Placement &file : files) {
        for (const QString &what :
             {u"missing"_s, u"other"_s, u"empty"_s, u"owner"_s, u"open"_s, u"unset"_s}) {
            for (const QString &line : reply.all(what)) {
                if (line.section(u' ', 0, 0) == file.path)
                    complaints.append(complaint(file, what, line.section(u' ', 1), at));
            }
        }
    }
    return complaints.isEmpty()
               ? QString()
               : Words::tr("secrets that are put there by hand are not as the services need them: ")
                     + complaints.join(u"; "_s);
}

} // namespace remote
