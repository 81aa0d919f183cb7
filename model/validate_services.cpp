// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"
#include "model/words.h"

#include <QSet>

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

/// One entry of the list "services" at a time.
class ServiceCheck
{
public:
    explicit ServiceCheck(Findings &found) : m_found(found)
    {
        for (const PlacedHost &host : found.topology.hosts) {
            const QStringList tags = host.values.at(u"tags").texts();
            m_tags += QSet<QString>(tags.begin(), tags.end());
        }
        for (const Placed &placed : found.topology.items) {
            if (placed.source.text().startsWith(u"service/"))
                m_placed.insert(placed.source);
        }
    }

    void run(const Item &item)
    {
        if (!isServiceEntry(item))
            return;
        const Kind *kind = m_found.catalog.kind(item.kind);
        if (!kind)
            return unknownKind(item);
        if (m_found.catalog.kindOfSection(kind->fleetKey) == kind)
            return m_found.add(Rule::WrongSection, {item.id, u"kind"_s, {}},
                               Words::tr("%1 is listed under services, but %2 belong under \"%3\". "
                                         "Move the entry there.")
                                   .arg(item.name, ofCatalog(kind->plural), kind->fleetKey));
        for (const auto &[name, role] : item.values.at(u"roles").map())
            checkRole(item, *kind, name, role);
        if (!m_placed.contains(item.id))
            nowhere(item, *kind);
    }

private:
    void unknownKind(const Item &item)
    {
        QStringList kinds;
        for (const Kind &kind : m_found.catalog.kinds()) {
            if (m_found.catalog.kindOfSection(kind.fleetKey) != &kind)
                kinds += kind.name;
        }
        m_found.add(
            Rule::UnknownKind, {item.id, u"kind"_s, {}},
            Words::tr("%1 is of the kind \"%2\", which the catalog has not.%3 There are: %4.")
                .arg(item.name, item.kind, m_found.suggest(item.kind, kinds), kinds.join(u", "_s)));
    }

    /// Names are listed, or are the keys of a map that gives each one settings.
    void checkRole(const Item &item, const Kind &kind, const QString &name, const Value &role)
    {
        const QString field = u"roles."_s + name;
        if (!role.isMap())
            return m_found.add(Rule::BadValue, {item.id, field, {}},
                               Words::tr("The role \"%1\" of %2 is not a map: write {hosts: [a], "
                                         "tags: [b], settings: {}}.")
                                   .arg(name, item.name));
        checkSettings(item, kind, role.at(u"settings"), field + u".settings."_s);
        for (const QString &key : {u"hosts"_s, u"tags"_s}) {
            const Value names = role.at(key);
            for (const QString &word : names.texts())
                checkWord(item, key, word, field + u'.' + key);
            for (const auto &[word, settings] : names.map()) {
                checkWord(item, key, word, field + u'.' + key);
                checkSettings(item, kind, settings, field + u'.' + key + u'.' + word + u'.');
            }
        }
    }

    void checkWord(const Item &item, const QString &key, const QString &word, const QString &field)
    {
        if (key == "hosts"_L1 && !m_found.topology.host(word))
            m_found.add(
                Rule::UnknownHost, {item.id, field, {}},
                Words::tr("%1 is to stand on the host \"%2\", but there is none of that name.%3")
                    .arg(item.name, word, m_found.suggest(word, m_found.hostNames())));
        if (key == "tags"_L1 && !m_tags.contains(word))
            m_found.add(
                Rule::UnknownTag, {item.id, field, {}},
                Words::tr("%1 is to stand on hosts with the tag \"%2\", but no host has it.%3")
                    .arg(item.name, word, m_found.suggest(word, m_tags.values())));
    }

    void checkSettings(const Item &item, const Kind &kind, const Value &settings,
                       const QString &prefix)
    {
        const Value effective = m_found.catalog.effective(kind, settings);
        checkFieldsOf(m_found, {kind, item.id, settings, effective, {}, prefix, item.name});
    }

    void nowhere(const Item &item, const Kind &kind)
    {
        const QString host = item.name.section(u'/', 0, 0);
        if (!item.name.contains(u'/'))
            return m_found.add(Rule::NoPlace, {item.id, u"roles"_s, {}},
                               Words::tr("%1 stands on no host. Name hosts or tags in its roles: "
                                         "{server: {hosts: [a]}}.")
                                   .arg(item.name));
        if (!m_found.topology.host(host))
            return m_found.add(
                Rule::UnknownHost, {item.id, u"name"_s, {}},
                Words::tr("\"%1\" configures a service of the host \"%2\", but there is none of "
                          "that name.%3")
                    .arg(item.name, host, m_found.suggest(host, m_found.hostNames())));
        m_found.add(Rule::NoEffect, {item.id, u"name"_s, ItemId::host(host)},
                    Words::tr("\"%1\" changes nothing, because nothing brings such a %2 to %3. "
                              "Give %3 a role that does, or name its hosts in roles.")
                        .arg(item.name, ofCatalog(kind.title), host));
    }

    Findings &m_found;
    QSet<QString> m_tags;
    QSet<ItemId> m_placed;
};

} // namespace

void checkServices(Findings &found)
{
    QList<ItemPtr> entries;
    for (const ItemPtr &item :
         found.items()) { // they name no host of their own, so that none is left out
        if (item->host.isEmpty() && isServiceEntry(*item))
            entries += item;
    }
    if (entries.isEmpty())
        return;
    ServiceCheck check(found);
    for (const ItemPtr &item : std::as_const(entries))
        check.run(*item);
}

} // namespace model
