// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether the hosts of a deploy could decrypt what they need, known before anything is sent: one
// that cannot would only fail while it is activated.

#include "remote/secrets/vault.h"

namespace secrets {

/// Of these hosts, or of all. Error: "unreadable-secret", which names host and secret and says what
/// to do.
model::Result<void> canBeRead(const Vault &vault, const QStringList &hosts);

/// What is to be done since a host left: secrets that these hosts could read; empty when there is
/// none.
QString afterRemoval(const Vault &vault, const QStringList &hosts);

} // namespace secrets
