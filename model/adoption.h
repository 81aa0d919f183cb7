// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a host that runs already is taken into the fleet: what it says of itself, compared with what the fleet says, becomes
// proposals that a person accepts one by one. Pure: reads no host and writes no file.

#include "model/edit.h"
#include "model/runninghost.h"

namespace model {

enum class Certainty
{
    Certain, ///< the host says so
    Likely,  ///< what it says can hardly mean anything else
    Guess    ///< a person should look
};
QString certaintyName(Certainty certainty); ///< "certain", …: stable, for JSON

struct Proposal
{
    QString id;       ///< stable: "host/mini.boot.loader", "game/g01"
    QString title;    ///< what: "Boot loader", "Factorio game g01"
    QString before;   ///< what the fleet says, as a person types it; empty: nothing
    QString after;    ///< what it would say
    QString reason;   ///< where that comes from
    QString conflict; ///< what the fleet says against it, in words; empty: nothing
    Certainty certainty = Certainty::Certain;
    QList<Edit> edits;
    QString file;       ///< below the fleet's folder, when a file is proposed
    QByteArray content; ///< of that file
    QStringList needs;  ///< proposals without which this one means nothing

    bool isSafe() const { return conflict.isEmpty() && certainty != Certainty::Guess; }
};

struct AdoptionNote
{
    bool isWarning = false;
    QString text;
    bool operator==(const AdoptionNote &) const = default;
};

struct Adoption
{
    QString host;
    QList<Proposal> proposals; ///< in an order in which all of them can be applied
    QList<AdoptionNote> notes; ///< what no field holds, what was not understood, what a deploy would change

    const Proposal *find(const QString &id) const;
};

/// As what the host is taken in, and how it was reached.
struct AdoptAs
{
    QString host;           ///< name in the fleet, or the one it gets
    QString address, user;  ///< what was dialled; for a host that is not in the fleet yet
    int port = 22;
    QByteArray hardware;    ///< the captured file as it is now; empty: there is none
    QString jump = {};      ///< by way of which machine, as a person says it
};

/// Every proposal can be applied once those that it needs are. What agrees already is not proposed.
Adoption propose(const Fleet &fleet, const Catalog &catalog, const RunningHost &running, const AdoptAs &as);

/// All that are safe by default.
QStringList safeProposals(const Adoption &adoption);
/// The ids whose needs are among them, in order; ids that are none are left out.
QStringList acceptable(const Adoption &adoption, const QStringList &ids);
/// One step of the accepted proposals' edits; what concerns a new host goes into its entry at once.
EditStep acceptedStep(const Adoption &adoption, const QStringList &ids);
/// The accepted proposals' files: path below the fleet's folder → content.
QHash<QString, QByteArray> acceptedFiles(const Adoption &adoption, const QStringList &ids);

} // namespace model
