// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Who can open an encrypted file, read from the file itself: age names SSH keys by a few bytes and
// other keys not at all, sops names all.

#include <QByteArray>
#include <QSet>
#include <QString>

namespace secrets {

class Readers
{
public:
    /// Of an age file, bare or armoured, or of sops' YAML.
    static Readers of(const QByteArray &encrypted);

    bool isKnown() const { return m_isKnown; } ///< false: the file is neither
    /// Whether a key like this can open it. Of age keys in age's own files all one can see is how
    /// many there are.
    bool has(const QString &recipient) const;
    /// Marks of keys that are none of these; "an age key" for each that is one too many.
    QStringList othersThan(const QStringList &recipients) const;

private:
    QSet<QString> m_marks;
    int m_nameless = 0;
    bool m_isKnown = false, m_namesAll = false;
};

/// What age writes into a file of an SSH key: "ssh-ed25519 JvrcWA"; empty for other keys.
QString markOf(const QString &recipient);

} // namespace secrets
