// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Builds a Topology step by step: hosts, what stands on them, what that needs and opens, and what
// talks to what. Every step is linear in the size of the fleet.

#include "model/topology_template.h"

#include <QSet>

#include <span>

namespace model {

class Resolver
{
public:
    Resolver(const Fleet &fleet, const Catalog &catalog);
    /// What stands where, what it opens and needs; without links.
    const Topology &place();
    /// With links; references are looked up in `all` where the fleet at hand is a part of that one.
    Topology link(const Topology *all = nullptr);
    /// After link(), beside the hosts: how many links begin there.
    const QList<qsizetype> &linksOf() const { return m_linksOf; }

private:
    struct Carried
    {
        const Kind *kind;
        Placed item;
    };
    struct Span
    {
        qsizetype host;
        Protocol protocol;
        int first, last;
    };

    // topology_place.cpp: what stands where
    void placeHosts();
    Value withMesh(const QString &name, const Value &values) const;
    void placeItem(const Item &item);
    void placeService(const Item &item);
    void carry(qsizetype host, const Kind &kind, Placed item);
    void grantRole(qsizetype host, const QString &role);
    void bring(qsizetype host, const Kind &kind);
    void settle();
    void order();
    QString tierOf(qsizetype host, const std::vector<Carried *> &carried) const;

    // topology_details.cpp: what each one opens and runs
    void detail(qsizetype index);
    void addPorts(Placed &item, const Kind &kind);
    void addUnits(qsizetype index);
    void addProbes(qsizetype index);
    void addDns(qsizetype index);
    void addRoutes(qsizetype index);
    void addNeeds(qsizetype index);
    bool holds(const Condition &condition, const Placed &item) const;
    QString fill(const QString &text, qsizetype index);

    // topology_links.cpp: what talks to what
    void addLinks(qsizetype index);
    void linkRoutes(const Placed &item, const LinkSpec &spec);
    void linkTo(const Placed &item, const Placed &target, const LinkSpec &spec);
    void linkSummary(const Placed &item, const LinkSpec &spec);
    const QList<Span> &spansOf(const QString &kind, const QString &port);

    qsizetype edgeOf(qsizetype host) const;
    std::span<const qsizetype> reach(qsizetype index, const QString &kind, const QString &where) const;

    const Fleet &m_fleet;
    const Catalog &m_catalog;
    Value m_settings;
    const ContainerBackend *m_backend = nullptr;
    const Kind *m_mesh = nullptr; ///< what joins the hosts to one network
    Topology m_result;
    const Topology *m_all = &m_result;
    QList<qsizetype> m_linksOf;
    QList<QList<Carried>> m_carried;           ///< beside m_result.hosts, until they are in order
    QList<qsizetype> m_firstOf;                ///< beside m_result.hosts: where its items begin; and one more, where all end
    QHash<QString, QList<qsizetype>> m_tagged; ///< tag → hosts
    QHash<QString, ItemPtr> m_overrides;       ///< "mini/redis" → its entry in the fleet file
    QList<const Kind *> m_kinds;               ///< beside m_result.items
    QList<qsizetype> m_hostOf;                 ///< beside m_result.items
    QHash<QString, QList<qsizetype>> m_byKind; ///< kind → items, in their order
    QHash<qsizetype, qsizetype> m_proxies;     ///< host → what forwards HTTPS names there
    QHash<const QString *, Template> m_templates; ///< by where the text stands in the catalog
    QHash<std::pair<QString, QString>, QList<Span>> m_spans;
    QSet<std::pair<QString, qsizetype>> m_dnsSeen;
};

} // namespace model
