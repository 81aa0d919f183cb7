// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the checks of validate() share: what they look at, and where they put what they find.

#include "model/claims.h"
#include "model/locate.h"
#include "model/validate.h"

#include <QSet>

namespace model {

/// The codes; the table in validate_findings.cpp says for each how grave it is and what it means.
enum class Rule
{
    MissingField,
    NoEffect,
    NotYet,
    BadValue,
    Placeholder,
    BadName,
    ReservedName,
    DuplicateName,
    WrongSection,
    UnknownHost,
    UnknownRole,
    UnknownItem,
    UnknownKind,
    UnknownTag,
    NoPlace,
    PortClash,
    UnitClash,
    NameClash,
    SharedAddress,
    SameEndpoint,
    DuplicateMesh,
    StrayMesh,
    NarrowMesh,
    MissingMeshKey,
    SharedMeshKey,
    NoWayIn,
    UnmetNeed,
    ImpliedRole,
    SeveralHosts,
    NoPublicAddress,
    NoOverlay,
    UnpinnedImage,
    NoHosts,
    NoDeployKeys,
    WatchUser,
    MissingAddress,
    MissingFact
};

/// Where a finding belongs.
struct Spot
{
    ItemId item;
    QString field;
    ItemId other;
    const Item *entry = nullptr; ///< the very entry of the file, since ids may stand there twice
};

/// What is checked over the whole fleet, and so only when something of that sort changed.
enum class Wide
{
    None,
    Settings,
    SharedAddresses,
    Rules,
    Images,
    Dns,
    Overlay,
    Access
};

/// What a check found, with what tells when it has to look again.
struct Found
{
    Diagnostic diagnostic; ///< still without its position
    Spot spot;
    QString host;  ///< the one host whose entries it follows from; empty: anything may change it
    int check = 0; ///< which one found it
    Wide wide = Wide::None;
};

class Findings
{
public:
    Findings(const Fleet &ofFleet, const Catalog &withCatalog, const Topology &asResolved,
             Purpose forPurpose);
    /// Only what concerns these hosts and the fleet as a whole is looked at.
    Findings(const ByHost &entries, const Catalog &withCatalog, const Topology &asResolved,
             Purpose forPurpose, const QSet<QString> &scope);

    // What to look at: all there is, or that of the hosts in question and of none.
    const ItemList &hosts() const { return m_hosts; }
    const ItemList &items() const { return m_items; }
    const QList<const PlacedHost *> &placedHosts() const { return m_placedHosts; }
    const QList<const Placed *> &placed() const { return m_placed; }
    /// What is found from here on follows from the entries of that host alone; of the whole fleet when empty.
    void about(const QString &host) { m_about = host; }
    void beginCheck() { ++m_check; m_about.clear(); m_wide = Wide::None; }
    /// Begins a check of the whole fleet; false when what it would find is known.
    bool begin(Wide wide) { m_about.clear(); m_wide = wide; return !m_known.contains(wide); }
    void skip(const QSet<Wide> &known) { m_known = known; }
    void add(Rule rule, const Spot &spot, const QString &message);
    /// For codes that are not in the table: rules of the catalog and types of values.
    void add(const QString &code, Severity severity, const Spot &spot, const QString &message);
    const QList<Found> &found() const { return m_found; }
    /// In file order, with positions.
    Diagnostics located(const QList<Found> &found, PlaceCache *cache = nullptr) const;
    /// Whether so many names are wrong that suggestions ended.
    bool isExhausted() const { return m_suggestions <= 0; }

    const QStringList &hostNames();
    /// Like suggestion(), but silent after the first hundred: comparing names is the one thing here
    /// that is not linear.
    QString suggest(const QString &word, const QStringList &known);

    const Fleet &fleet;
    const Catalog &catalog;
    const Topology &topology;
    const Purpose purpose;

private:
    TextPosition positionOf(const Spot &spot, const Locator &locator) const;

    ItemList m_hosts, m_items;
    QList<const PlacedHost *> m_placedHosts;
    QList<const Placed *> m_placed;
    QList<Found> m_found;
    QString m_about;
    int m_check = 0;
    Wide m_wide = Wide::None;
    QSet<Wide> m_known;
    QStringList m_hostNames;
    int m_suggestions = 100;
};

QList<RuleDoc> tableOfRules();
/// How findings of a code are mended; of all codes but those of the catalog's rules.
QString mendingOf(const QString &code);

/// "bad-port" for a value that does not fit a port, and so on.
QString badValueCode(FieldType type);
/// True for a key that nobody has replaced yet: "ssh-ed25519 AAAA_REPLACE_ME you@laptop".
bool isPlaceholder(const Field &field, const Value &value);
/// Why a text is no name; empty when it is one.
QString nameComplaint(const QString &text);
/// " Did you mean \"x\"?" when one of the words is close; else empty.
QString suggestion(const QString &word, const QStringList &known);
/// "a", "a and b", "a, b and 3 more".
QString enumerated(const QStringList &words);

/// An entry of the list "services": it places by roles, and its fields lie below "settings".
bool isServiceEntry(const Item &item);

/// Whether it runs a container image with neither tag nor digest.
bool runsUnpinned(const Placed &item);

/// Runs all checks.
void checkAll(Findings &found);

// The checks, each in a file of its own.
void checkNames(Findings &found);
void checkFields(Findings &found);
void checkServices(Findings &found);
void checkPorts(Findings &found);
void checkRules(Findings &found);
/// Those of which the catalog's rules ask where they stand.
QSet<QString> kindsOfRules(const Catalog &catalog);
/// Whether checkRules() finds nothing, as it found nothing before those hosts were touched; `kinds` counts what stands anywhere.
bool keepsRules(const Findings &at, const QSet<QString> &hosts, const Claims &kinds);
void checkTopology(Findings &found);
void checkAccess(Findings &found);
void checkMesh(Findings &found);
/// Whether, with such settings, checkAccess() and checkMesh() look for more than hosts with the same address.
bool asksEveryHost(const Fleet &fleet, const Catalog &catalog);

// What hosts claim: checks of the whole fleet mostly look for what two have in common.
QList<Claim> ownAddresses(const Catalog &catalog, const Topology &topology, const PlacedHost &host); ///< to dial it, and in the private network
QList<Claim> publicAddresses(const Catalog &catalog, const Topology &topology, const PlacedHost &host);
QList<Claim> dnsNames(const Catalog &catalog, const Topology &topology, const PlacedHost &host); ///< twice when they lead nowhere
QList<Claim> kindsOn(const Catalog &catalog, const Topology &topology, const PlacedHost &host);  ///< of each item

/// Fields of one map of values: `prefix` is where it stands in the item ("settings.").
struct FieldScope
{
    const Kind &kind;
    ItemId item;
    Value written, effective;
    QString host; ///< on which the item stands, for references
    QString prefix;
    QString what; ///< "g01", "host mini", "the fleet"
    const Item *entry = nullptr;
};
void checkFieldsOf(Findings &found, const FieldScope &scope);

} // namespace model
