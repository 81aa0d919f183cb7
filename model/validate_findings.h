// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the checks of validate() share: what they look at, and where they put what they find.

#include "model/locate.h"
#include "model/validate.h"

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
    UnmetNeed,
    ImpliedRole,
    SeveralHosts,
    NoPublicAddress,
    NoOverlay,
    UnpinnedImage,
    NoHosts,
    NoDeployKeys,
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

class Findings
{
public:
    Findings(const Fleet &ofFleet, const Catalog &withCatalog, const Topology &asResolved,
             Purpose forPurpose)
        : fleet(ofFleet)
        , catalog(withCatalog)
        , topology(asResolved)
        , purpose(forPurpose)
        , m_locator(ofFleet)
    {}

    void add(Rule rule, const Spot &spot, const QString &message);
    /// For codes that are not in the table: rules of the catalog and types of values.
    void add(const QString &code, Severity severity, const Spot &spot, const QString &message);
    /// In file order, with positions.
    Diagnostics take();

    const QStringList &hostNames();
    /// Like suggestion(), but silent after the first hundred: comparing names is the one thing here
    /// that is not linear.
    QString suggest(const QString &word, const QStringList &known);

    const Fleet &fleet;
    const Catalog &catalog;
    const Topology &topology;
    const Purpose purpose;

private:
    TextPosition positionOf(const Spot &spot) const;

    Locator m_locator;
    Diagnostics m_found;
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

// The checks, each in a file of its own.
void checkNames(Findings &found);
void checkFields(Findings &found);
void checkServices(Findings &found);
void checkPorts(Findings &found);
void checkRules(Findings &found);
void checkTopology(Findings &found);
void checkAccess(Findings &found);

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
