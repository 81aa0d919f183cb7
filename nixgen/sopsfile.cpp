// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/sopsfile.h"

#include "model/secrets.h"
#include "nixgen/filepatch.h"
#include "nixgen/recipients.h"

#include <QSet>

#include <algorithm>
#include <map>
#include <span>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::GeneratedFile;
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
QList<Rule> rulesIn(const GeneratedFile &file)
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

QString fileOf(const GeneratedFile &file, const Rule &rule)
{
    const qsizetype from = file.text.indexOf('^', rule.begin) + 1, until = file.text.indexOf("$\n", from);
    return QString::fromUtf8(file.text.mid(from, until - from)).replace(u"\\."_s, u"."_s);
}

/// The rule for one file; nothing when nobody reads it.
GeneratedFile ruleOf(const Context &context, const QStringList &operators, const QString &path, const QSet<QString> &readers)
{
    QList<const PlacedHost *> hosts;
    for (const QString &name : readers)
        hosts.append(context.topology.host(name));
    std::ranges::sort(hosts, {}, &PlacedHost::name);
    QStringList recipients = operators;
    QByteArray comments;
    for (const PlacedHost *host : std::as_const(hosts)) {
        if (const auto key = hostRecipient(context.fleet, context.catalog, *host))
            recipients.append(key->key);
        else
            comments += "    # " + host->name.toUtf8() + " cannot read it yet: its host-key is not known.\n";
    }
    GeneratedFile rule;
    if (hosts.isEmpty())
        return rule;
    const QString age = recipients.isEmpty() ? u" \"\""_s : u" >-\n      "_s + recipients.join(u",\n      "_s);
    rule.text = u"  - path_regex: ^%1$\n    age:%2\n"_s.arg(QString(path).replace(u"."_s, u"\\."_s), age).toUtf8() + comments;
    for (const PlacedHost *host : std::as_const(hosts))
        rule.origins.append({0, rule.text.size(), origin(host->id, u"host-key"_s)});
    return rule;
}

} // namespace

bool usesSops(const model::Fleet &fleet, const model::Catalog &catalog)
{
    return secretsBackend(fleet, catalog) == "sops"_L1;
}

GeneratedFile sopsFile(const Context &context)
{
    std::map<QString, QSet<QString>> readers; // of each file
    for (const model::Secret &secret : model::secretsOf(context.fleet, context.catalog, context.topology))
        readers[secret.file] += QSet<QString>(secret.readers.begin(), secret.readers.end());
    GeneratedFile all{"# Who can read which file in secrets/: the operators, and the hosts that need it.\n# " + writtenBy().toUtf8() + "\ncreation_rules:\n",
                      {{0, 0, fleetOrigin(u"secrets"_s)}}};
    const QStringList keys = operators(context);
    for (const auto &[path, names] : readers) {
        const GeneratedFile rule = ruleOf(context, keys, path, names);
        for (const model::OriginSpan &span : rule.origins)
            all.origins.append({span.begin + all.text.size(), span.end + all.text.size(), span.origin});
        all.text += rule.text;
    }
    all.origins.first().end = all.text.size();
    return all;
}

std::optional<bool> patchSopsFile(GeneratedFile &known, const model::Fleet &, const Context &context, const QSet<QString> &hosts)
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
    FilePatch patch(known);
    const QStringList keys = operators(context);
    for (const auto &[file, names] : readers) {
        const qsizetype place = placeOf(file), begin = place < before.size() ? before.at(place).begin : known.text.size();
        const bool isThere = place < before.size() && fileOf(known, before.at(place)) == file;
        patch.replace({begin, isThere ? before.at(place).end : begin}, ruleOf(context, keys, file, names));
    }
    const auto changes = patch.apply();
    if (changes)
        known.origins.first().end = known.text.size(); // around a rule that is the last one now
    return changes;
}

} // namespace nixgen
