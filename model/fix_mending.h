// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the menders share: the finding, what it is about, and where ways to mend it are put. Private
// to fixes().

#include "model/advice.h"
#include "model/fix.h"

namespace model {

class Mending
{
public:
    Mending(const Fleet &ofFleet, const Catalog &withCatalog, const Topology &asResolved,
            const Diagnostic &finding, const Candidates &fromOutside);

    const Fleet &fleet;
    const Catalog &catalog;
    const Topology &topology;
    const Diagnostic &found;
    const Candidates &candidates;
    QList<Fix> ways;

    void step(const QString &text, const QList<Edit> &edits);
    /// A person must type it where the finding points.
    void ask(const QString &text, const QString &say) { askAt(found.item, found.field, text, say); }
    void askAt(const ItemId &item, const QString &field, const QString &text, const QString &say);
    /// No field holds it: the file must be changed with a text editor.
    void askFile(const QString &say);

    ItemPtr entry() const; ///< of the file, behind the finding's item; null when a role brought it
    const Placed *placed() const { return topology.find(found.item); }
    const Kind *kind() const { return kindOf(found.item); }
    const Kind *kindOf(const ItemId &id) const;
    const Field *field() const; ///< of the catalog, at the finding's field
    Value value() const;        ///< written at the finding's field
    QString name() const { return nameOf(found.item); }
    QString nameOf(const ItemId &id) const; ///< "g02", "mini", "the fleet"
    QString hostOf() const;                 ///< on which the finding's item stands, or which it is
    Edit set(const Value &value) const;     ///< at the finding's field; null takes it out
    /// Of a finding about two hosts: each with the other one; empty where one of them is not placed.
    QList<std::pair<const PlacedHost *, const PlacedHost *>> bothHosts() const;
    const PlacedHost *host(const QString &hostName) const { return topology.host(hostName); }

    /// Hosts that could carry a kind, those with its role first, then the emptiest; at most
    /// `count`.
    QList<const PlacedHost *> hostsFor(const QString &kind, int count) const;
    QStringList hostNames() const;
    QStringList rolesThatBring(const QString &kind) const;
    /// The role brings something that only one host may have, and one has it.
    bool standsAlone(const QString &role) const;
    /// Where an item can go without bringing a role along; at most `count`, not where it stands.
    QList<const PlacedHost *> othersFor(const Placed &item, int count) const;
};

/// The known words nearest to that one, the best first, at most `count`; close ones only.
QStringList nearest(const QString &word, const QStringList &known, int count);
/// A text that could be a name: "Böse Box" → "bose-box".
QString asName(const QString &text);
/// What a mender says, in the language of the interface.
QString fixTr(const char *text);

/// The keys of the person at the desk, in place of those that are none.
void offerOwnKeys(Mending &m, const Field &field);

/// Whether that choice asks for what the fleet file does not hold yet, such as keys.
bool needsMore(const Mending &m, const Field &field, const QString &choice);

// The menders, by what they know.
void mendValue(Mending &m);
void mendKey(Mending &m);
void mendMissing(Mending &m);
void mendName(Mending &m);
void mendDuplicate(Mending &m);
void mendSection(Mending &m);
void mendKind(Mending &m);
void mendNoEffect(Mending &m);
void mendNotYet(Mending &m);
void mendHost(Mending &m);
void mendRole(Mending &m);
void mendTarget(Mending &m);
void mendTag(Mending &m);
void mendNoPlace(Mending &m);
void mendNeed(Mending &m);
void mendImplied(Mending &m);
void mendSeveral(Mending &m);
void mendUnit(Mending &m);
void mendPort(Mending &m);
void mendShared(Mending &m);
void mendEndpoint(Mending &m);
void mendMesh(Mending &m);
void mendMeshKey(Mending &m);
void mendWayIn(Mending &m);
void mendPublic(Mending &m);
void mendOverlay(Mending &m);
void mendImage(Mending &m);
void mendNoHosts(Mending &m);
void mendKeys(Mending &m);
void mendWatchUser(Mending &m);
void mendAddress(Mending &m);
void mendFact(Mending &m);
void mendFile(Mending &m);
/// A rule of the catalog's own.
void mendRule(Mending &m, const Kind &kind, const RuleSpec &rule);

} // namespace model
