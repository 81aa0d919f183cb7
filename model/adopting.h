// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Proposals while they are made: what they are compared with, and the one place where a value that a host told is checked
// before it is offered. Private to propose().

#include "model/adoption.h"
#include "model/topology.h"

namespace model {

class Adopting
{
public:
    Adopting(const Fleet &fleet, const Catalog &catalog, const RunningHost &running, const AdoptAs &as);

    const Fleet &fleet;
    const Catalog &catalog;
    const RunningHost &running;
    const AdoptAs &as;
    const Topology topology;
    const ItemId hostId;
    bool isNewHost = false;
    Adoption result;

    /// Where a value comes from and how sure it is.
    struct Source
    {
        QString reason;
        Certainty certainty = Certainty::Certain;
        QStringList needs = {};
    };
    /// Proposes that a field of a host, an item or the fleet (its id) gets what the host told; nothing when the fleet says so.
    void offerField(const ItemId &item, const Kind &kind, const Value &written, const QString &field, const QString &told,
                    const Source &source);
    void offerHostField(const QString &field, const QString &told, const Source &source);
    void offer(Proposal proposal);
    void note(const QString &text) { result.notes.append({false, text}); }
    void warn(const QString &text) { result.notes.append({true, text}); }

    /// A value as a person types it; a warning, and nothing, when what the host told does not fit.
    std::optional<Value> read(const Kind &kind, const QString &field, const QString &told);
    const Kind &hostKind() const { return *catalog.kind(u"host"); }
    Value hostWritten() const;            ///< what the file says of the host
    Value hostValue(QStringView field) const; ///< with defaults
    QStringList hostNeeds() const { return isNewHost ? QStringList{hostId.text()} : QStringList(); }
};

void adoptHost(Adopting &adopting);     ///< the host and its fields
void adoptServices(Adopting &adopting); ///< what runs on it
void adoptShared(Adopting &adopting);   ///< what one host tells of settings that all share
void adoptImages(Adopting &adopting, const Kind &kind, const ItemId &item, const Value &written, const QString &image,
                 const Adopting::Source &source); ///< fields that the image of a container tells

} // namespace model
