// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which ports of which hosts are in use while several items are placed one after the other, so that no two get the same.

#include "model/topology.h"

#include <QSet>

namespace model {

class PortBook
{
public:
    PortBook(const Topology &topology, const Catalog &catalog) : m_topology(topology), m_catalog(catalog) {}

    /// Ports that the item must be given anew to stand on that host; all that it has then are taken from here on. `service`: its
    /// values stand under "settings". Error: none is left.
    Result<ValueMap> settle(const Item &item, const QString &host, bool service = false);

private:
    using Ports = QSet<std::pair<int, int>>; ///< protocol, number

    Ports &on(const QString &host);
    bool isFree(const Kind &kind, const Field &field, int port, const QString &host);
    void take(const Kind &kind, const Field &field, int port, const QString &host);

    const Topology &m_topology;
    const Catalog &m_catalog;
    QHash<QString, Ports> m_taken;
};

} // namespace model
