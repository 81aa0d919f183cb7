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

/// Who can read one file of secrets, in the text that was printed.
struct Rule
{
    qsizetype begin = 0, end = 0;
    qsizetype origin = 0; ///< the first of its spans, one for each host
    QStringList hosts = {};
};

/// Each file with its rule.
std::map<QString, Rule> rulesIn(const model::GeneratedFile &file)
{
    std::map<QString, Rule> rules;
    Rule rule;
    const auto take = [&] {
        if (rule.hosts.isEmpty())
            return;
        const qsizetype from = file.text.indexOf('^', rule.begin) + 1, until = file.text.indexOf("$\n", from);
        rules[QString::fromUtf8(file.text.mid(from, until - from)).replace(u"\\."_s, u"."_s)] = rule;
    };
    for (qsizetype i = 1; i < file.origins.size(); ++i) { // the first is of the whole file
        const model::OriginSpan &span = file.origins.at(i);
        if (span.begin != rule.begin) {
            take();
            rule = {span.begin, span.end, i};
        }
        rule.hosts.append(span.origin.item.text().section(u'/', 1));
    }
    take();
    return rules;
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

    /// One that stands in a file of before, as it is.
    void keep(const model::GeneratedFile &known, const Rule &rule)
    {
        const qsizetype shift = m_file.text.size() - rule.begin;
        m_file.text += known.text.mid(rule.begin, rule.end - rule.begin);
        for (qsizetype i = rule.origin; i < rule.origin + rule.hosts.size(); ++i)
            m_file.origins.append({rule.begin + shift, rule.end + shift, known.origins.at(i).origin});
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

void addRule(Rules &rules, const Context &context, const QString &file, const QSet<QString> &names)
{
    QList<const PlacedHost *> hosts;
    for (const QString &name : names)
        hosts.append(context.topology.host(name));
    std::ranges::sort(hosts, {}, &PlacedHost::name);
    if (!hosts.isEmpty())
        rules.add(file, hosts);
}

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
    for (const auto &[file, names] : readers)
        addRule(rules, context, file, names);
    return rules.file();
}

model::GeneratedFile patchedSopsFile(const model::GeneratedFile &known, const Context &context, const QSet<QString> &hosts)
{
    const std::map<QString, Rule> before = rulesIn(known);
    std::map<QString, QSet<QString>> readers; // of files that these hosts read, or did
    const auto readersOf = [&](const QString &file, const Rule *rule) -> QSet<QString> & {
        const auto [own, isNew] = readers.try_emplace(file);
        for (const QString &host : isNew && rule ? rule->hosts : QStringList()) {
            if (!hosts.contains(host))
                own->second.insert(host);
        }
        return own->second;
    };
    for (const auto &[file, rule] : before) {
        if (std::ranges::any_of(rule.hosts, [&](const QString &host) { return hosts.contains(host); }))
            readersOf(file, &rule);
    }
    for (const model::Secret &secret : model::secretsOf(context.fleet, context.catalog, context.topology, hosts)) {
        const auto rule = before.find(secret.file);
        readersOf(secret.file, rule == before.end() ? nullptr : &rule->second) += QSet<QString>(secret.readers.begin(), secret.readers.end());
    }
    Rules rules(context);
    auto next = readers.cbegin();
    const auto addUntil = [&](const QString *file) {
        for (; next != readers.cend() && (!file || next->first < *file); ++next)
            addRule(rules, context, next->first, next->second);
    };
    for (const auto &[file, rule] : before) {
        addUntil(&file);
        if (!readers.contains(file))
            rules.keep(known, rule);
    }
    addUntil(nullptr);
    return rules.file();
}

} // namespace nixgen
