// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A host's SSH key as the recipient for whom its secrets are encrypted.

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace nixgen {

/// "age1…" for a public key "ssh-ed25519 AAAA…"; nothing for keys of another kind or broken ones.
std::optional<QString> ageRecipient(const QString &sshKey);

/// The curve25519 point (RFC 7748) of an ed25519 public key, 32 bytes each; nothing where there is
/// none.
std::optional<QByteArray> montgomeryPoint(const QByteArray &edwardsPoint);
/// Bech32 (BIP 173) of the bytes with that prefix.
QString bech32(const QByteArray &prefix, const QByteArray &bytes);

} // namespace nixgen
