// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/secrets/byhand.h"

#include "model/secrets.h"

#include <QRegularExpression>

namespace secrets {

using namespace Qt::StringLiterals;

namespace {

/// As nix/modules/secrets-manual.nix looks for it.
QString pathOf(const QString &name)
{
    return u"/etc/claudetorio/"_s + (name.endsWith("_env"_L1) ? name.chopped(4) + u".env"_s : name);
}

/// The catalog's form as words for printf, with what makes the random parts.
QString recipe(const QString &form)
{
    static const QRegularExpression part(u"\\{(hex|password):(\\d+)\\}|\\{(wireguard|ed25519)\\}"_s);
    QString format = form, makers;
    auto found = part.globalMatch(form);
    while (found.hasNext()) {
        const auto match = found.next();
        format.replace(match.captured(), u"%s"_s);
        makers += match.captured(3) == "wireguard"_L1 ? u" \"$(wg genkey)\""_s
                  : match.captured(3) == "ed25519"_L1 ? u" \"$(openssl genpkey -algorithm ed25519)\""_s
                  : match.captured(1) == "hex"_L1 ? u" \"$(openssl rand -hex %1)\""_s.arg(match.captured(2))
                                                  : u" \"$(openssl rand -hex %1)\""_s.arg(match.captured(2).toInt() / 2);
    }
    format.replace(u'\n', u"\\n"_s).replace(u'\'', u"'\\''"_s);
    return u"printf '%1'%2"_s.arg(format, makers);
}

QString put(const model::PlacedHost &host, const Placement &file)
{
    return u"ssh -p %1 %2@%3 sudo install -D -m %4 -o %5 /dev/stdin %6"_s.arg(
        host.values.at(u"ssh.port").text(), host.values.at(u"ssh.user").text(),
        host.values.at(u"ssh.address").text(), file.mode, file.owner, file.path);
}

} // namespace

QList<Placement> placements(const model::Fleet &fleet, const model::Catalog &catalog)
{
    const model::Topology topology = model::resolve(fleet, catalog);
    const QList<model::Secret> all = model::secretsOf(fleet, catalog, topology);
    const auto carrier = [&](const model::Secret &secret, const QString &host) {
        for (const model::Secret &other : all) {
            if (!secret.spec.inside.isEmpty() && other.spec.name == secret.spec.inside.section(u' ', 0, 0)
                && other.readers.contains(host))
                return true;
        }
        return false;
    };
    QList<Placement> files;
    for (const model::PlacedHost &host : topology.hosts) {
        for (const model::Secret &secret : all) {
            if (secret.spec.optional || !secret.readers.contains(host.name) || carrier(secret, host.name))
                continue;
            Placement file{host.name, pathOf(secret.spec.name), secret.spec.owner, u"0400"_s, secret.spec.help, {}};
            QString form = secret.spec.form.startsWith(u'#') ? QString() : secret.spec.form; // a comment for where it is added
            for (const model::Secret &other : all) { // what this file carries besides
                if (other.spec.inside.section(u' ', 0, 0) == secret.spec.name && other.readers.contains(host.name))
                    form += other.spec.inside.section(u' ', 1) + u'=' + other.spec.form + u'\n';
            }
            if (!form.isEmpty())
                file.commands.append(recipe(form) + u" | "_s + put(host, file));
            else
                file.commands.append(u"read -rs value; printf '%s' \"$value\" | "_s + put(host, file));
            files.append(file);
        }
    }
    return files;
}

} // namespace secrets
