// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"

#include "model/nearest.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    Rule rule;
    QString code;
    Severity design, deploy;
    QString meaning;
};

const QList<Entry> &table()
{
    constexpr Severity error = Severity::Error, warning = Severity::Warning, note = Severity::Note;
    static const QList<Entry> entries = {
        {Rule::MissingField, u"missing-field"_s, error, error,
         u"A field that must be there is not."_s},
        {Rule::NoEffect, u"no-effect"_s, warning, warning,
         u"An entry that changes nothing in this fleet."_s},
        {Rule::NotYet, u"not-yet"_s, note, note,
         u"A key or value that is kept, but does nothing in this version."_s},
        {Rule::BadValue, u"bad-value"_s, error, error, u"A value that does not fit its field."_s},
        {Rule::Placeholder, u"placeholder"_s, warning, error,
         u"A key that still has to be replaced by a real one."_s},
        {Rule::BadName, u"bad-name"_s, error, error,
         u"A name that cannot be part of a path, a unit and a DNS name."_s},
        {Rule::ReservedName, u"reserved-name"_s, error, error,
         u"A host with a name that the program uses itself."_s},
        {Rule::DuplicateName, u"duplicate-name"_s, error, error,
         u"Two hosts, or two items of one kind, with one name."_s},
        {Rule::WrongSection, u"wrong-section"_s, error, error,
         u"An item under services that has a list of its own."_s},
        {Rule::UnknownHost, u"unknown-host"_s, error, error,
         u"A host is named that the fleet has not."_s},
        {Rule::UnknownRole, u"unknown-role"_s, error, error,
         u"A role is named that the catalog has not."_s},
        {Rule::UnknownItem, u"unknown-item"_s, error, error,
         u"An item is named that the fleet has not."_s},
        {Rule::UnknownKind, u"unknown-kind"_s, error, error,
         u"A kind is named that the catalog has not."_s},
        {Rule::UnknownTag, u"unknown-tag"_s, warning, warning,
         u"A tag is named that no host has."_s},
        {Rule::NoPlace, u"no-place"_s, warning, warning, u"A service that stands on no host."_s},
        {Rule::PortClash, u"port-clash"_s, error, error,
         u"Two users of one port on one host, TCP and UDP apart."_s},
        {Rule::UnitClash, u"unit-clash"_s, error, error,
         u"Two items of one host that would be the same systemd unit."_s},
        {Rule::NameClash, u"name-clash"_s, error, error,
         u"Two items behind one proxy that claim the same HTTPS name."_s},
        {Rule::SharedAddress, u"shared-address"_s, warning, warning,
         u"Hosts with one public address that both await the internet at one port."_s},
        {Rule::SameEndpoint, u"same-endpoint"_s, warning, error,
         u"Two hosts that are dialled at the same address and port."_s},
        {Rule::DuplicateMesh, u"duplicate-mesh"_s, error, error,
         u"Two hosts with the same mesh address."_s},
        {Rule::UnmetNeed, u"unmet-need"_s, error, error,
         u"An item needs another kind that does not stand where it must."_s},
        {Rule::ImpliedRole, u"implied-role"_s, note, note,
         u"A host gets a role, and what that brings, by what it carries."_s},
        {Rule::SeveralHosts, u"several-hosts"_s, warning, warning,
         u"A DNS name that should point at one host points at several."_s},
        {Rule::NoPublicAddress, u"no-public-address"_s, warning, warning,
         u"A DNS name has no address to point at."_s},
        {Rule::NoOverlay, u"no-overlay"_s, warning, warning,
         u"Traffic for the private network, and no such network."_s},
        {Rule::UnpinnedImage, u"unpinned-image"_s, warning, warning,
         u"A container image with neither tag nor digest."_s},
        {Rule::NoHosts, u"no-hosts"_s, note, error, u"A fleet without hosts."_s},
        {Rule::NoDeployKeys, u"no-deploy-keys"_s, warning, error,
         u"Nobody could log in after a deploy."_s},
        {Rule::MissingAddress, u"missing-address"_s, error, error,
         u"A deploy needs the SSH address of a host (deploy only)."_s},
        {Rule::MissingFact, u"missing-fact"_s, error, error,
         u"A deploy needs a fact that is captured from the host (deploy only)."_s},
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
                   Purpose forPurpose, const QSet<QString> *scope)
    : fleet(ofFleet), catalog(withCatalog), topology(asResolved), purpose(forPurpose)
{
    if (!scope) {
        m_hosts = fleet.hosts();
        m_items = fleet.items();
        for (const PlacedHost &host : topology.hosts)
            m_placedHosts += &host;
        for (const Placed &item : topology.items)
            m_placed += &item;
        return;
    }
    for (const QString &name : *scope) {
        if (const ItemPtr host = fleet.host(name))
            m_hosts += host;
        if (const PlacedHost *host = topology.host(name))
            m_placedHosts += host;
        m_placed += topology.on(name);
    }
    QString last; // neighbours often share their host
    bool takes = false;
    for (const ItemPtr &item : fleet.items()) {
        if (item->host.isEmpty() || item->host != last) {
            last = item->host;
            takes = last.isEmpty() || scope->contains(last);
        }
        if (takes)
            m_items += item;
    }
}

void Findings::add(const QString &code, Severity severity, const Spot &spot, const QString &message)
{
    m_found += {{severity, code, message, spot.item, spot.field, spot.other, {}}, spot, m_about, m_check};
}

Diagnostics Findings::located(const QList<Found> &found, PlaceCache *cache) const
{
    if (found.isEmpty())
        return {};
    const Locator locator(fleet, cache);
    QList<std::pair<Diagnostic, int>> all;
    for (const Found &each : found) {
        all += {each.diagnostic, each.check};
        all.last().first.position = positionOf(each.spot, locator);
    }
    std::ranges::sort(all, {}, [](const auto &entry) {
        const Diagnostic &d = entry.first;
        return std::tuple(d.position.line, d.position.column, -int(d.severity), entry.second,
                          d.item, d.field, d.message, d.other);
    });
    Diagnostics result;
    for (auto &[diagnostic, check] : all)
        result += std::move(diagnostic);
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
        {u"bad-port"_s, Severity::Error, Severity::Error, u"A port that is not 1 to 65535."_s, {}},
        {u"bad-port-range"_s, Severity::Error, Severity::Error,
         u"A range of ports that is malformed or reversed."_s, {}},
        {u"bad-domain"_s, Severity::Error, Severity::Error, u"A domain that is none."_s, {}},
        {u"bad-address"_s, Severity::Error, Severity::Error,
         u"An address that is none, or that a program would take for an option."_s, {}},
        {u"bad-cidr"_s, Severity::Error, Severity::Error,
         u"An address block without a sound prefix."_s, {}},
        {u"bad-email"_s, Severity::Error, Severity::Error, u"An e-mail address that is none."_s, {}},
        {u"bad-image"_s, Severity::Error, Severity::Error, u"A container image that is none."_s, {}},
        {u"bad-digest"_s, Severity::Error, Severity::Error,
         u"A digest that is not sha256: and 64 digits."_s, {}},
        {u"bad-key"_s, Severity::Error, Severity::Error,
         u"An SSH public key that is damaged or none."_s, {}},
        {u"bad-path"_s, Severity::Error, Severity::Error,
         u"A path that is none, or leads out of its folder."_s, {}},
        {u"unknown-choice"_s, Severity::Error, Severity::Error,
         u"A value that is none of those to choose from."_s, {}},
        {u"unknown-key"_s, Severity::Warning, Severity::Warning,
         u"A key of the fleet file that nothing reads."_s, {}},
        {u"written-twice"_s, Severity::Error, Severity::Error,
         u"A field that is given twice, by its name and by another spelling."_s, {}},
        {u"wrong-type"_s, Severity::Error, Severity::Error,
         u"A map, list or text stands in the fleet file where another of them belongs."_s, {}},
        {u"bad-entry"_s, Severity::Error, Severity::Error,
         u"An entry of a list that is no map, so that it is left out."_s, {}},
        {u"no-name"_s, Severity::Error, Severity::Error,
         u"An entry of a list without a name, so that it is left out."_s, {}},
        {u"no-kind"_s, Severity::Error, Severity::Error,
         u"An entry of services without a kind, so that it is left out."_s, {}},
        {u"more"_s, Severity::Note, Severity::Note,
         u"There are more findings of the fleet file than are listed."_s, {}},
        {u"bad-layout"_s, Severity::Warning, Severity::Warning,
         u"The file with the places of boxes cannot be read."_s, {}},
    };
    for (const Entry &entry : table())
        docs += {entry.code, entry.design, entry.deploy, entry.meaning, {}};
    return docs;
}

QString enumerated(const QStringList &words)
{
    constexpr qsizetype shown = 3;
    if (words.size() <= 1)
        return words.value(0);
    if (words.size() <= shown)
        return words.mid(0, words.size() - 1).join(u", ") + u" and " + words.last();
    return words.mid(0, 2).join(u", ") + u" and %1 more"_s.arg(words.size() - 2);
}

QString suggestion(const QString &word, const QStringList &known)
{
    const QString best = nearest(word, known, 1, 2).value(0);
    return best.isEmpty() ? QString() : u" Did you mean \"%1\"?"_s.arg(best);
}

} // namespace model
