// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For whom a fleet's secrets are encrypted: the operators, and of the hosts those that need one.

#include "model/topology.h"

namespace nixgen {

struct Recipient
{
    QString key; ///< as the chosen back end takes it: "age1…" or "ssh-ed25519 AAAA…"
    QString who; ///< the host's name; of an operator the comment of the key, or a bit of it
    bool operator==(const Recipient &) const = default;
};

/// The operators' keys that the back end can use; others stay out.
QList<Recipient> operatorRecipients(const model::Fleet &fleet, const model::Catalog &catalog);
/// The host's own SSH key; nothing while it is not known, or of a kind that cannot be used.
std::optional<Recipient> hostRecipient(const model::Fleet &fleet, const model::Catalog &catalog,
                                       const model::PlacedHost &host);

/// The chosen back end: "sops", "agenix", "manual".
QString secretsBackend(const model::Fleet &fleet, const model::Catalog &catalog);

} // namespace nixgen
