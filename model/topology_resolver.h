// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Builds a Topology step by step: hosts, what stands on them, what that needs and opens, and what
// talks to what. Every step is linear in the size of the fleet.

#include "model/topology_template.h"

#include <QSet>

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
    struct HostState
    {
        QSet<QString> roles, kinds;
        QList<Carried> carried;
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
    QString tierOf(qsizetype host) const;

    // topology_details.cpp: what each one opens and runs
    void detail(qsizetype index);
    void addPorts(Placed &item, const Kind &kind);
    void addUnits(Placed &item, const Kind &kind);
    void addProbes(Placed &item, const Kind &kind);
    void addDns(Placed &item, const Kind &kind);
    void addRoutes(qsizetype index);
    void addNeeds(qsizetype index);
    bool holds(const Condition &condition, const Placed &item) const;
    QString fill(const QString &text, const Placed &item);

    // topology_links.cpp: what talks to what
    void addLinks(qsizetype index);
    void linkRoutes(const Placed &item, const LinkSpec &spec);
    void linkTo(const Placed &item, const Placed &target, const LinkSpec &spec);
    void linkSummary(const Placed &item, const LinkSpec &spec);
    const QList<Span> &spansOf(const QString &kind, const QString &port);

    const QList<qsizetype> &standing(const QString &host, const QString &kind) const;
    QList<qsizetype> reach(const Placed &from, const QString &kind, const QString &where) const;

    const Fleet &m_fleet;
    const Catalog &m_catalog;
    Value m_settings;
    const ContainerBackend *m_backend = nullptr;
    const Kind *m_mesh = nullptr; ///< what joins the hosts to one network
    Topology m_result;
    const Topology *m_all = &m_result;
    QList<qsizetype> m_linksOf;
    QList<HostState> m_hosts;                  ///< beside m_result.hosts
    QHash<QString, QList<qsizetype>> m_tagged; ///< tag → hosts
    QHash<QString, ItemPtr> m_overrides;       ///< "mini/redis" → its entry in the fleet file
    QList<const Kind *> m_kinds;               ///< beside m_result.items
    QHash<QString, QList<qsizetype>> m_byKind; ///< kind → items
    QHash<std::pair<QString, QString>, QList<qsizetype>> m_byHostAndKind;
    QHash<QString, qsizetype> m_proxies; ///< host → what forwards HTTPS names there
    QHash<QString, Template> m_templates;
    QHash<std::pair<QString, QString>, QList<Span>> m_spans;
    QSet<std::pair<QString, QString>> m_dnsSeen;
};

} // namespace model
