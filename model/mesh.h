// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the members of a private network are found: addresses that follow from a name or a key, so that everybody
// knows them before anybody has joined, and that nobody else's coming or going changes.

#include "model/topology.h"

#include <QSet>

#include <array>

namespace model {

/// The kind that joins the hosts to one network at these settings of the fleet (with defaults); null when none does.
const Kind *meshKind(const Catalog &catalog, const Value &settings);

/// An address as programs print it; as it is when it is none. "FD00:0::1" → "fd00::1".
QString canonicalAddress(const QString &text);

/// The addresses of a network such as 10.100.0.0/16 or fd12:3456::/64.
class AddressRange
{
public:
    /// Nothing when that is no network, or one of fewer than two addresses.
    static std::optional<AddressRange> of(const QString &cidr);
    bool contains(const QString &address) const;
    quint64 count() const { return m_count; } ///< without those of the network itself and of broadcasts
    QString addressOf(const QString &name) const; ///< the same for a name always; two names may have one in common
    /// The next one behind that of the name which nobody has; empty when there is none.
    QString freeAddress(const QString &name, const QSet<QString> &taken) const;

private:
    QString at(quint64 slot) const;
    quint64 slotOf(const QString &name) const;
    std::array<unsigned char, 16> m_network{};
    int m_bytes = 4, m_prefix = 0;
    quint64 m_count = 0;
};

/// The address in 200::/7 that belongs to an ed25519 public key of 64 hexadecimal digits; empty when it is none.
QString addressOfKey(const QString &key);

/// What a mesh address of "auto" stands for; empty when that is known only after joining.
QString meshAddress(const MeshSpec &mesh, const Value &settings, const QString &name, const QString &key);

/// A device of an operator on the network.
struct MeshDevice { QString name, key, address; };
QList<MeshDevice> meshDevices(const MeshSpec &mesh, const Value &settings);

/// Addresses of all hosts and devices on the network, as far as they are known.
QSet<QString> meshAddresses(const Topology &topology, const MeshSpec &mesh, const Value &settings);

} // namespace model
