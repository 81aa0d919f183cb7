// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/sopsfile.h"

#include "model/secrets.h"
#include "nixgen/recipients.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <map>
#include <span>

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
    qsizetype origin = 0, count = 0; ///< its spans, one for each host
};

/// Sorted by their files, as they stand there.
QList<Rule> rulesIn(const model::GeneratedFile &file)
{
    QList<Rule> rules;
    for (qsizetype i = 1; i < file.origins.size(); ++i) { // the first is of the whole file
        const model::OriginSpan &span = file.origins.at(i);
        if (rules.isEmpty() || span.begin != rules.constLast().begin)
            rules.append({span.begin, span.end, i, 0});
        ++rules.last().count;
    }
    return rules;
}

QString fileOf(const model::GeneratedFile &file, const Rule &rule)
{
    const qsizetype from = file.text.indexOf('^', rule.begin) + 1, until = file.text.indexOf("$\n", from);
    return QString::fromUtf8(file.text.mid(from, until - from)).replace(u"\\."_s, u"."_s);
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

    /// Neighbours that stand in a file of before, as they are.
    void keep(const model::GeneratedFile &known, std::span<const Rule> rules)
    {
        if (rules.empty())
            return;
        const Rule &first = rules.front(), &last = rules.back();
        const qsizetype shift = m_file.text.size() - first.begin;
        m_file.text += known.text.mid(first.begin, last.end - first.begin);
        for (qsizetype i = first.origin; i < last.origin + last.count; ++i) {
            const model::OriginSpan &span = known.origins.at(i);
            m_file.origins.append({span.begin + shift, span.end + shift, span.origin});
        }
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

std::optional<bool> patchSopsFile(model::GeneratedFile &known, const model::Fleet &, const Context &context, const QSet<QString> &hosts)
{
    if (known.text.isEmpty())
        return std::nullopt;
    const QList<Rule> before = rulesIn(known);
    const auto placeOf = [&](const QString &file) {
        return std::ranges::partition_point(before, [&](const Rule &rule) { return fileOf(known, rule) < file; }) - before.begin();
    };
    QSet<model::ItemId> touched;
    for (const QString &host : hosts)
        touched.insert(model::ItemId::host(host));
    std::map<QString, QSet<QString>> readers; // of files that these hosts read, or did
    const auto othersIn = [&](const Rule &rule) {
        QSet<QString> others;
        for (const model::OriginSpan &span : std::span(known.origins).subspan(size_t(rule.origin), size_t(rule.count))) {
            if (!touched.contains(span.origin.item))
                others.insert(span.origin.item.text().section(u'/', 1));
        }
        return others;
    };
    for (const Rule &rule : before) {
        const std::span spans = std::span(known.origins).subspan(size_t(rule.origin), size_t(rule.count));
        if (std::ranges::any_of(spans, [&](const model::OriginSpan &span) { return touched.contains(span.origin.item); }))
            readers[fileOf(known, rule)] = othersIn(rule);
    }
    for (const model::Secret &secret : model::secretsOf(context.fleet, context.catalog, context.topology, hosts)) {
        const auto [own, isNew] = readers.try_emplace(secret.file);
        const qsizetype place = isNew ? placeOf(secret.file) : before.size();
        if (place < before.size() && fileOf(known, before.at(place)) == secret.file)
            own->second = othersIn(before.at(place));
        own->second += QSet<QString>(secret.readers.begin(), secret.readers.end());
    }
    Rules rules(context);
    const std::span all(before);
    size_t at = 0;
    for (const auto &[file, names] : readers) {
        const size_t place = size_t(placeOf(file));
        rules.keep(known, all.subspan(at, place - at));
        addRule(rules, context, file, names);
        at = place + (place < all.size() && fileOf(known, all[place]) == file ? 1 : 0);
    }
    rules.keep(known, all.subspan(at));
    model::GeneratedFile file = rules.file();
    const bool changes = known.text != file.text;
    known = std::move(file);
    return changes;
}

} // namespace nixgen
