// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/sopsfile.h"

#include "nixgen/agekey.h"

#include <QRegularExpression>

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::PlacedHost;

namespace {

/// Whether something on the host has a secret of that scope, "host" or "shared".
bool needs(const Context &context, const PlacedHost &host, const QString &scope)
{
    return std::ranges::any_of(context.topology.on(host.name), [&](const model::Placed *item) {
        return std::ranges::any_of(context.catalog.kind(item->kind)->secrets,
                                   [&](const model::SecretSpec &secret) {
                                       return secret.scope == scope && !secret.optional;
                                   });
    });
}

/// The operators' recipients; what is none stays out of the file.
QStringList operators(const Context &context)
{
    static const QRegularExpression recipient(u"\\Aage1[0-9a-z]+\\z"_s);
    return context.settings.at(u"secrets.operators").texts().filter(recipient);
}

class Rules
{
public:
    explicit Rules(const Context &context) : m_operators(operators(context))
    {
        m_file.text =
            "# Who can read which file in secrets/: the operators, and the hosts that need it.\n# "
            + writtenBy().toUtf8() + "\ncreation_rules:\n";
    }

    /// A rule for secrets/<name>.yaml.
    void add(const QString &name, const QList<const PlacedHost *> &hosts)
    {
        QStringList recipients = m_operators;
        QByteArray comments;
        const qsizetype begin = m_file.text.size();
        for (const PlacedHost *host : hosts) {
            const auto key = ageRecipient(host->values.at(u"host-key").text());
            if (key)
                recipients.append(*key);
            else
                comments += "    # " + host->name.toUtf8()
                            + " cannot read it yet: its host-key is not known.\n";
        }
        const QString age =
            recipients.isEmpty() ? u" \"\""_s : u" >-\n      "_s + recipients.join(u",\n      "_s);
        m_file.text +=
            u"  - path_regex: ^secrets/%1\\.yaml$\n    age:%2\n"_s.arg(name, age).toUtf8()
            + comments;
        for (const PlacedHost *host : hosts)
            m_file.origins.append({begin, m_file.text.size(), origin(host->id, u"host-key"_s)});
    }

    model::GeneratedFile file()
    {
        m_file.origins.prepend({0, m_file.text.size(), fleetOrigin(u"secrets"_s)});
        return m_file;
    }

private:
    QStringList m_operators;
    model::GeneratedFile m_file;
};

} // namespace

bool usesSops(const model::Fleet &fleet, const model::Catalog &catalog)
{
    const model::Kind &kind = *catalog.kind(u"fleet");
    return catalog.effective(kind, fleet.settings().values, u"secrets.backend").text() == "sops"_L1;
}

model::GeneratedFile sopsFile(const Context &context)
{
    QStringList names = configuredHosts(context.topology);
    names.sort();
    Rules rules(context);
    QList<const PlacedHost *> sharing;
    for (const QString &name : names) {
        const PlacedHost *host = context.topology.host(name);
        if (needs(context, *host, u"host"_s))
            rules.add(name, {host});
        if (needs(context, *host, u"shared"_s))
            sharing.append(host);
    }
    if (!sharing.isEmpty())
        rules.add(u"shared"_s, sharing);
    return rules.file();
}

} // namespace nixgen
