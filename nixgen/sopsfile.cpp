// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/sopsfile.h"

#include "model/secrets.h"
#include "nixgen/recipients.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <map>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::PlacedHost;

namespace {

QStringList operators(const Context &context)
{
    QStringList keys;
    for (const Recipient &recipient : operatorRecipients(context.fleet, context.catalog))
        keys.append(recipient.key);
    return keys;
}

class Rules
{
public:
    explicit Rules(const Context &context) : m_context(context), m_operators(operators(context))
    {
        m_file.text =
            "# Who can read which file in secrets/: the operators, and the hosts that need it.\n# "
            + writtenBy().toUtf8() + "\ncreation_rules:\n";
    }

    /// A rule for one file.
    void add(const QString &path, const QList<const PlacedHost *> &hosts)
    {
        QStringList recipients = m_operators;
        QByteArray comments;
        const qsizetype begin = m_file.text.size();
        for (const PlacedHost *host : hosts) {
            const auto key = hostRecipient(m_context.fleet, m_context.catalog, *host);
            if (key)
                recipients.append(key->key);
            else
                comments += "    # " + host->name.toUtf8()
                            + " cannot read it yet: its host-key is not known.\n";
        }
        const QString age =
            recipients.isEmpty() ? u" \"\""_s : u" >-\n      "_s + recipients.join(u",\n      "_s);
        m_file.text +=
            u"  - path_regex: ^%1$\n    age:%2\n"_s.arg(QString(path).replace(u"."_s, u"\\."_s), age).toUtf8()
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
    const Context &m_context;
    QStringList m_operators;
    model::GeneratedFile m_file;
};

} // namespace

bool usesSops(const model::Fleet &fleet, const model::Catalog &catalog)
{
    return secretsBackend(fleet, catalog) == "sops"_L1;
}

model::GeneratedFile sopsFile(const Context &context)
{
    Rules rules(context);
    std::map<QString, QSet<QString>> readers; // of each file
    for (const model::Secret &secret :
         model::secretsOf(context.fleet, context.catalog, context.topology)) {
        for (const QString &host : secret.readers)
            readers[secret.file].insert(host);
    }
    for (const auto &[file, names] : readers) {
        QList<const PlacedHost *> hosts;
        for (const QString &name : QStringList(names.begin(), names.end()))
            hosts.append(context.topology.host(name));
        std::ranges::sort(hosts, {}, &PlacedHost::name);
        rules.add(file, hosts);
    }
    return rules.file();
}

} // namespace nixgen
