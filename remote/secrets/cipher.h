// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Encrypting and decrypting by the programs that operators use themselves: age, or sops.

#include "model/result.h"
#include "remote/secrets/plaintext.h"

#include <QStringList>

namespace secrets {

/// With what an operator opens what is encrypted.
struct Access
{
    QStringList identities; ///< files with private keys; those that are not there are passed over
    bool terminal = false;  ///< whether a program may ask for a passphrase

    /// The places where age, sops and ssh look for them.
    static Access usual();
};

/// Error: the back end's program is missing (and where to get it), or what it complained about.
model::Result<QByteArray> encrypt(const QString &backend, const Plaintext &plain,
                                  const QStringList &recipients);
/// Of sops the whole file as YAML.
model::Result<Plaintext> decrypt(const QString &backend, const QString &path, const Access &access);

/// A YAML text with the value of one name replaced, or added at its end; all else stays.
Plaintext withValue(const Plaintext &yaml, const QString &name, QByteArrayView value);

} // namespace secrets
