// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/secrets/readiness.h"

#include "remote/secrets/words.h"

namespace secrets {

using namespace Qt::StringLiterals;

namespace {

/// Somebody else's key is in the file: it may well be the one of a host whose key the fleet does
/// not know.
bool mayBeByHand(const Entry &entry)
{
    return !entry.strangers.isEmpty();
}

/// Why that host cannot read it; no message when it can.
model::Error obstacle(const Entry &entry, const QString &host)
{
    const QString name = entry.secret.spec.name, code = u"unreadable-secret"_s;
    if (entry.state == State::Broken)
        return {code, Words::tr("%1 cannot read the secret %2").arg(host, name), entry.sentence()};
    if (entry.lacking.contains(host))
        return {code,
                Words::tr("%1 cannot read the secret %2 yet: it was encrypted before %1 needed it")
                    .arg(host, name),
                Words::tr("encrypt it anew: Secrets… in Design, or `switchyardctl secrets "
                          "fleet.yaml rekey`")};
    if (entry.keyless.contains(host) && !mayBeByHand(entry))
        return {code,
                Words::tr("%1 cannot read the secret %2: the fleet does not know its "
                          "host-key, so nothing is encrypted for it")
                    .arg(host, name),
                Words::tr("adopt the host, or write its ssh_host_ed25519_key.pub as "
                          "host-key, then encrypt anew")};
    return {};
}

bool isThere(const Entry &entry)
{
    return entry.state != State::ByHand && entry.state != State::Optional
           && entry.state != State::Missing;
}

} // namespace

model::Result<void> canBeRead(const Vault &vault, const QStringList &hosts)
{
    const auto entries = vault.entries();
    if (!entries)
        return tl::make_unexpected(entries.error());
    for (const Entry &entry : *entries) {
        for (const QString &host : entry.secret.readers) {
            const bool isAsked = isThere(entry) && (hosts.isEmpty() || hosts.contains(host));
            const model::Error error = isAsked ? obstacle(entry, host) : model::Error();
            if (!error.message.isEmpty())
                return tl::make_unexpected(error);
        }
    }
    return {};
}

QString afterRemoval(const Vault &vault, const QStringList &hosts)
{
    const auto entries = vault.entries();
    QStringList names, who;
    if (!entries)
        return {};
    for (const Entry &entry : *entries) {
        for (const QString &host : hosts) {
            if (!entry.mayKnow.contains(host))
                continue;
            names.append(entry.secret.id());
            who.append(host);
        }
    }
    names.removeDuplicates();
    who.removeDuplicates();
    return names.isEmpty() ? QString()
                           : Words::tr("%1 could read %2: re-encrypt, then rotate")
                                 .arg(who.join(u", "_s), names.join(u", "_s));
}

} // namespace secrets
