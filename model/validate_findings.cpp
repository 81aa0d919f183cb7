// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"

#include "model/nearest.h"
#include "model/words.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    Rule rule;
    QString code;
    Severity design, deploy;
    const char *meaning;
};

const QList<Entry> &table()
{
    constexpr Severity error = Severity::Error, warning = Severity::Warning, note = Severity::Note;
    static const QList<Entry> entries = {
        {Rule::MissingField, u"missing-field"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A field that must be there is not.")},
        {Rule::NoEffect, u"no-effect"_s, warning, warning,
         QT_TRANSLATE_NOOP("model", "An entry that changes nothing in this fleet.")},
        {Rule::NotYet, u"not-yet"_s, note, note,
         QT_TRANSLATE_NOOP("model",
                           "A key or value that is kept, but does nothing in this version.")},
        {Rule::BadValue, u"bad-value"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A value that does not fit its field.")},
        {Rule::Placeholder, u"placeholder"_s, warning, error,
         QT_TRANSLATE_NOOP("model", "A key that still has to be replaced by a real one.")},
        {Rule::BadName, u"bad-name"_s, error, error,
         QT_TRANSLATE_NOOP("model",
                           "A name that cannot be part of a path, a unit and a DNS name.")},
        {Rule::ReservedName, u"reserved-name"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A host with a name that the program uses itself.")},
        {Rule::DuplicateName, u"duplicate-name"_s, error, error,
         QT_TRANSLATE_NOOP("model", "Two hosts, or two items of one kind, with one name.")},
        {Rule::WrongSection, u"wrong-section"_s, error, error,
         QT_TRANSLATE_NOOP("model", "An item under services that has a list of its own.")},
        {Rule::UnknownHost, u"unknown-host"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A host is named that the fleet has not.")},
        {Rule::UnknownRole, u"unknown-role"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A role is named that the catalog has not.")},
        {Rule::UnknownItem, u"unknown-item"_s, error, error,
         QT_TRANSLATE_NOOP("model", "An item is named that the fleet has not.")},
        {Rule::UnknownKind, u"unknown-kind"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A kind is named that the catalog has not.")},
        {Rule::UnknownTag, u"unknown-tag"_s, warning, warning,
         QT_TRANSLATE_NOOP("model", "A tag is named that no host has.")},
        {Rule::NoPlace, u"no-place"_s, warning, warning,
         QT_TRANSLATE_NOOP("model", "A service that stands on no host.")},
        {Rule::PortClash, u"port-clash"_s, error, error,
         QT_TRANSLATE_NOOP("model", "Two users of one port on one host, TCP and UDP apart.")},
        {Rule::UnitClash, u"unit-clash"_s, error, error,
         QT_TRANSLATE_NOOP("model", "Two items of one host that would be the same systemd unit.")},
        {Rule::NameClash, u"name-clash"_s, error, error,
         QT_TRANSLATE_NOOP("model", "Two items behind one proxy that claim the same HTTPS name.")},
        {Rule::SharedAddress, u"shared-address"_s, warning, warning,
         QT_TRANSLATE_NOOP(
             "model", "Hosts with one public address that both await the internet at one port.")},
        {Rule::SameEndpoint, u"same-endpoint"_s, warning, error,
         QT_TRANSLATE_NOOP("model", "Two hosts that are dialled at the same address and port.")},
        {Rule::DuplicateMesh, u"duplicate-mesh"_s, error, error,
         QT_TRANSLATE_NOOP("model", "Two hosts with the same mesh address.")},
        {Rule::StrayMesh, u"stray-mesh"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A mesh address outside the network's range, or one that does "
                                    "not belong to its key.")},
        {Rule::NarrowMesh, u"narrow-mesh"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A private network with fewer addresses than members.")},
        {Rule::MissingMeshKey, u"missing-mesh-key"_s, warning, error,
         QT_TRANSLATE_NOOP("model", "A host whose public key on the private network is not known.")},
        {Rule::SharedMeshKey, u"shared-mesh-key"_s, error, error,
         QT_TRANSLATE_NOOP("model", "Two members of the private network with one key.")},
        {Rule::NoWayIn, u"no-way-in"_s, warning, warning,
         QT_TRANSLATE_NOOP("model",
                           "Two hosts of the private network of which neither can dial the other.")},
        {Rule::UnmetNeed, u"unmet-need"_s, error, error,
         QT_TRANSLATE_NOOP("model",
                           "An item needs another kind that does not stand where it must.")},
        {Rule::ImpliedRole, u"implied-role"_s, note, note,
         QT_TRANSLATE_NOOP("model",
                           "A host gets a role, and what that brings, by what it carries.")},
        {Rule::SeveralHosts, u"several-hosts"_s, warning, warning,
         QT_TRANSLATE_NOOP("model", "A DNS name that should point at one host points at several.")},
        {Rule::NoPublicAddress, u"no-public-address"_s, warning, warning,
         QT_TRANSLATE_NOOP("model", "A DNS name has no address to point at.")},
        {Rule::NoOverlay, u"no-overlay"_s, warning, warning,
         QT_TRANSLATE_NOOP("model", "Traffic for the private network, and no such network.")},
        {Rule::UnpinnedImage, u"unpinned-image"_s, warning, warning,
         QT_TRANSLATE_NOOP("model", "A container image with neither tag nor digest.")},
        {Rule::NoHosts, u"no-hosts"_s, note, error,
         QT_TRANSLATE_NOOP("model", "A fleet without hosts.")},
        {Rule::NoDeployKeys, u"no-deploy-keys"_s, warning, error,
         QT_TRANSLATE_NOOP("model", "Nobody could log in after a deploy.")},
        {Rule::WatchUser, u"watch-user"_s, error, error,
         QT_TRANSLATE_NOOP("model", "Who may only watch would get the account that deploys.")},
        {Rule::MissingAddress, u"missing-address"_s, error, error,
         QT_TRANSLATE_NOOP("model", "A deploy needs the SSH address of a host (deploy only).")},
        {Rule::MissingFact, u"missing-fact"_s, error, error,
         QT_TRANSLATE_NOOP("model",
                           "A deploy needs a fact that is captured from the host (deploy only).")},
    };
    return entries;
}

} // namespace

void Findings::add(Rule rule, const Spot &spot, const QString &message)
{
    const auto entry = std::ranges::find(table(), rule, &Entry::rule);
    add(entry->code, purpose == Purpose::Deploy ? entry->deploy : entry->design, spot, message);
}

Findings::Findings(const Fleet &ofFleet, const Catalog &withCatalog, const Topology &asResolved,
                   Purpose forPurpose)
    : fleet(ofFleet), catalog(withCatalog), topology(asResolved), purpose(forPurpose),
      m_hosts(ofFleet.hosts()), m_items(ofFleet.items())
{
    for (const PlacedHost &host : topology.hosts)
        m_placedHosts += &host;
    for (const Placed &item : topology.items)
        m_placed += &item;
}

Findings::Findings(const ByHost &entries, const Catalog &withCatalog, const Topology &asResolved,
                   Purpose forPurpose, const QSet<QString> &scope)
    : fleet(entries.fleet()), catalog(withCatalog), topology(asResolved), purpose(forPurpose),
      m_hosts(hostsNamed(entries.fleet(), scope)), m_items(entries.of(scope))
{
    for (const QString &name : scope) {
        if (const PlacedHost *host = topology.host(name))
            m_placedHosts += host;
        m_placed += topology.on(name);
    }
}

void Findings::add(const QString &code, Severity severity, const Spot &spot, const QString &message)
{
    m_found += {{severity, code, message, spot.item, spot.field, spot.other, {}}, spot, m_about, m_check, m_wide};
}

Diagnostics Findings::located(const QList<Found> &found, PlaceCache *cache) const
{
    if (found.isEmpty())
        return {};
    const Locator locator(fleet, cache);
    struct Located
    {
        TextPosition at;
        const Found *found;
    };
    QList<Located> all;
    all.reserve(found.size());
    for (const Found &each : found)
        all += Located{positionOf(each.spot, locator), &each};
    std::ranges::sort(all, {}, [](const Located &each) {
        const Diagnostic &d = each.found->diagnostic;
        using Key = std::tuple<int, int, int, int, const ItemId &, const QString &, const QString &, const ItemId &>;
        return Key(each.at.line, each.at.column, -int(d.severity), each.found->check, d.item, d.field, d.message, d.other);
    });
    Diagnostics result;
    result.reserve(all.size());
    for (const Located &each : std::as_const(all)) {
        result += each.found->diagnostic;
        result.last().position = each.at;
    }
    return result;
}

const QStringList &Findings::hostNames()
{
    if (m_hostNames.isEmpty()) {
        for (const PlacedHost &host : topology.hosts)
            m_hostNames += host.name;
    }
    return m_hostNames;
}

QString Findings::suggest(const QString &word, const QStringList &known)
{
    return m_suggestions-- > 0 ? suggestion(word, known) : QString();
}

/// The field, else its item, else the host that carries it, else the beginning of the file.
TextPosition Findings::positionOf(const Spot &spot, const Locator &locator) const
{
    const auto at = [&locator](const auto &item, const QString &field) {
        const TextPosition exact = locator.at(item, field);
        return exact.line > 0 || field.isEmpty() ? exact : locator.at(item);
    };
    const Placed *placed = spot.entry ? nullptr : topology.find(spot.item);
    TextPosition position;
    if (spot.entry)
        position = at(*spot.entry, spot.field);
    else if (placed && placed->source.isEmpty())
        position = at(ItemId::host(placed->host), u"roles"_s);
    else if (placed && placed->source != spot.item)
        position =
            at(placed->source, spot.field.isEmpty() ? QString() : u"settings."_s + spot.field);
    else
        position = at(spot.item, spot.field);
    return position.line > 0 ? position : TextPosition{1, 1};
}

QList<RuleDoc> tableOfRules()
{
    QList<RuleDoc> docs = {
        {u"bad-port"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A port outside 1 to 65535."),
         {}},
        {u"bad-port-range"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A range of ports that is malformed or reversed."),
         {}},
        {u"bad-domain"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A domain that is not valid."),
         {}},
        {u"bad-address"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("An address that is not valid, or that a program would take for an option."),
         {}},
        {u"bad-cidr"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("An address block without a valid prefix length."),
         {}},
        {u"bad-email"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("An e-mail address that is not valid."),
         {}},
        {u"bad-image"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A container image name that is not valid."),
         {}},
        {u"bad-digest"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A digest that is not sha256: and 64 digits."),
         {}},
        {u"bad-key"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("An SSH public key that is damaged or not valid."),
         {}},
        {u"bad-path"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A path that is not valid, or leads out of its folder."),
         {}},
        {u"unknown-choice"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A value that is not one of those to choose from."),
         {}},
        {u"unknown-key"_s,
         Severity::Warning,
         Severity::Warning,
         Words::tr("A key of the fleet file that nothing reads."),
         {}},
        {u"written-twice"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A field that is given twice, by its name and by another spelling."),
         {}},
        {u"wrong-type"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("A map, list or text stands in the fleet file where another of them belongs."),
         {}},
        {u"bad-entry"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("An entry of a list that is no map, so that it is left out."),
         {}},
        {u"no-name"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("An entry of a list without a name, so that it is left out."),
         {}},
        {u"no-kind"_s,
         Severity::Error,
         Severity::Error,
         Words::tr("An entry of services without a kind, so that it is left out."),
         {}},
        {u"more"_s,
         Severity::Note,
         Severity::Note,
         Words::tr("There are more findings of the fleet file than are listed."),
         {}},
        {u"bad-layout"_s,
         Severity::Warning,
         Severity::Warning,
         Words::tr("The file with the places of boxes cannot be read."),
         {}},
    };
    for (const Entry &entry : table())
        docs += {entry.code, entry.design, entry.deploy, Words::tr(entry.meaning), {}};
    return docs;
}

QString enumerated(const QStringList &words)
{
    constexpr qsizetype shown = 3;
    if (words.size() <= 1)
        return words.value(0);
    if (words.size() <= shown)
        return words.mid(0, words.size() - 1).join(u", ") + Words::tr(" and ") + words.last();
    return words.mid(0, 2).join(u", ") + Words::tr(" and %1 more").arg(words.size() - 2);
}

QString suggestion(const QString &word, const QStringList &known)
{
    const QString best = nearest(word, known, 1, 2).value(0);
    return best.isEmpty() ? QString() : Words::tr(" Did you mean \"%1\"?").arg(best);
}

} // namespace model
