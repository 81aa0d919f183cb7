// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fresh secrets, made on the operator's machine from the system's random numbers.

#include "model/result.h"
#include "remote/secrets/plaintext.h"

#include <QString>

namespace secrets {

struct Fresh
{
    Plaintext value;
    QString publicPart; ///< the public key that belongs to it; empty for what has none
};

/// A value of that form of the catalog: {hex:N} is N random bytes as hexadecimal, {password:N} N letters and digits
/// that nobody confuses, {wireguard} and {ed25519} (as PEM) private keys whose public
/// key is told too. Error: no such form.
model::Result<Fresh> fresh(const QString &form);

/// What everybody may know of a value of that form, whoever made it. Nothing for a form that has no
/// such part. Error: "bad-key", the value is not what the form says.
model::Result<QString> publicPart(const QString &form, QByteArrayView value);

/// The public key of an ed25519 private key as PEM, in hexadecimal digits; nothing when it is no key.
QString ed25519PublicKey(QByteArrayView pem);

/// The public key of a WireGuard private key, both as base64; nothing when it is no key.
QString wireguardPublicKey(QByteArrayView privateKey);

} // namespace secrets
