// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The secrets of a fleet as they lie encrypted in its folder: what is there, who can read it, and
// what is to be done. Values go in and never come out. Calls block while age or sops works; keep
// them off the window's thread.

#include "model/secrets.h"
#include "remote/secrets/cipher.h"
#include "remote/secrets/record.h"

namespace secrets {

enum class State
{
    Ready,
    Optional, ///< not there, and nothing needs it to be
    Missing,
    Reencrypt, ///< somebody who should cannot read it, or somebody can who should not
    Rotate,    ///< somebody who should not knows its present value
    Broken,    ///< the file is not what it should be
    ByHand     ///< put on the hosts by hand
};

struct Entry
{
    model::Secret secret;
    State state = State::Ready;
    QStringList readers; ///< for whom it is meant: hosts and operators
    QStringList lacking; ///< of these, who cannot read it yet
    QStringList
        keyless; ///< hosts whose host-key is not known, so that nothing can be encrypted for them
    QStringList strangers; ///< who can read it and should not
    QStringList mayKnow;   ///< who could once read its present value and should not know it

    QString sentence() const; ///< what is to be done and why; empty when all is well
};

QString stateName(State state); ///< "ready", …: stable, for JSON

class Vault
{
public:
    Vault(const model::Fleet &fleet, const model::Catalog &catalog, QString folder, Access access);

    const QString &backend() const { return m_backend; }
    bool hasOperators() const { return !m_operators.isEmpty(); }
    model::Result<QList<Entry>> entries() const;
    /// By id, or by name where only one secret has it. Errors: unknown, ambiguous.
    model::Result<model::Secret> find(const QString &text) const;
    /// Encrypted files below secrets/ that nobody needs any more.
    QStringList unused() const;

    /// Encrypts a new value; with it nobody knows the old one any more. Errors: no operator could
    /// ever open it, the value is empty, no text or not the key that it should be, what the
    /// programs complain about, changed-on-disk. The value's public part, if it has one.
    model::Result<QString> put(const model::Secret &secret, const Plaintext &value);
    /// A fresh value by the catalog's form; its public part, if it has one. Errors: as put(),
    /// not-generated.
    model::Result<QString> make(const model::Secret &secret);
    /// Encrypts the file anew for those who should read it; the values stay.
    model::Result<void> reencrypt(const QString &file);

private:
    QList<nixgen::Recipient> recipientsOf(const QString &file) const;
    QStringList keylessOf(const QString &file) const;
    QStringList readerNames(const QString &file) const;
    model::Result<void> check(const model::Secret &secret, const Plaintext &value) const;
    model::Result<void> store(const model::Secret &secret, const Plaintext &value);
    model::Result<void> write(const QString &file, const Plaintext &plain,
                              const std::optional<QByteArray> &before, const QString &renewed);
    Entry entryOf(const model::Secret &secret, const Record &record) const;

    QString m_backend, m_folder;
    Access m_access;
    QList<model::Secret> m_secrets;
    QList<nixgen::Recipient> m_operators;
    QMap<QString, nixgen::Recipient> m_hosts; ///< those with a usable key
};

} // namespace secrets
