// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/secrets.h"

#include "model/validate.h"

#include <QHash>

#include <algorithm>
#include <tuple>

namespace model {

using namespace Qt::StringLiterals;

namespace {

/// One file a host and scope, or one file a secret.
QString fileOf(const Secret &secret, const QString &backend)
{
    const QString folder = u"secrets/"_s;
    const bool isScope = secret.host == "shared"_L1 || secret.host == "fleet"_L1; // a host of that name: its own is not everybody's
    const QString own = isScope ? secret.host + u".host"_s : secret.host;
    if (backend == "sops"_L1)
        return folder + (own.isEmpty() ? secret.spec.scope : own) + u".yaml"_s;
    return backend == "agenix"_L1 ? folder + secret.id() + u".age"_s : QString();
}

/// All there are, and where the one of that name and host is.
class Entries
{
public:
    Secret &entry(const SecretSpec &spec, const QString &host)
    {
        const auto known = m_places.constFind({spec.name, host});
        if (known != m_places.cend())
            return m_secrets[*known];
        m_places.insert({spec.name, host}, m_secrets.size());
        return m_secrets.emplaceBack(Secret{spec, host, {}, {}, {}});
    }
    QList<Secret> take() { return std::move(m_secrets); }

private:
    QList<Secret> m_secrets;
    QHash<std::pair<QString, QString>, qsizetype> m_places;
};

} // namespace

QString Secret::id() const
{
    return host.isEmpty() ? spec.name : host + u'/' + spec.name;
}

static QList<Secret> secretsOn(const QList<const PlacedHost *> &hosts, const Fleet &fleet, const Catalog &catalog, const Topology &topology)
{
    const QString backend =
        catalog.effective(*catalog.kind(u"fleet"), fleet.settings().values, u"secrets.backend")
            .text();
    Entries entries;
    for (const PlacedHost *host : hosts) {
        if (host->values.at(u"class").text() != "nixos"_L1 || !isName(host->name))
            continue;
        for (const Placed *item : topology.on(host->name)) {
            for (const SecretSpec &spec : catalog.kind(item->kind)->secrets) {
                const bool isOwn = spec.scope == "host"_L1;
                Secret &secret = entries.entry(spec, isOwn ? host->name : QString());
                if (secret.readers.isEmpty() || secret.readers.constLast() != host->name) // host by host
                    secret.readers.append(host->name);
                secret.users.append(item->id);
            }
        }
    }
    QList<Secret> secrets = entries.take();
    for (Secret &secret : secrets)
        secret.file = fileOf(secret, backend);
    std::ranges::sort(secrets, {}, [](const Secret &secret) {
        return std::tuple(secret.file, secret.id());
    });
    return secrets;
}

QList<Secret> secretsOf(const Fleet &fleet, const Catalog &catalog, const Topology &topology)
{
    QList<const PlacedHost *> hosts;
    hosts.reserve(topology.hosts.size());
    for (const PlacedHost &host : topology.hosts)
        hosts.append(&host);
    return secretsOn(hosts, fleet, catalog, topology);
}

QList<Secret> secretsOf(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const QSet<QString> &names)
{
    QList<const PlacedHost *> hosts;
    for (const QString &name : names) {
        if (const PlacedHost *host = topology.host(name))
            hosts.append(host);
    }
    return secretsOn(hosts, fleet, catalog, topology);
}

bool isEncrypted(const QByteArray &file)
{
    return file.startsWith("age-encryption.org/v1\n")
           || file.trimmed().startsWith("-----BEGIN AGE ENCRYPTED FILE-----") || file.startsWith("sops:")
           || file.contains("\nsops:");
}

QStringList namesIn(const QByteArray &encrypted)
{
    QStringList names;
    for (const QByteArray &line : encrypted.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon);
        if (colon > 0 && name != "sops" && !line.startsWith(' ') && !line.startsWith('#'))
            names.append(QString::fromUtf8(name));
    }
    return names;
}

} // namespace model
