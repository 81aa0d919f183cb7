// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fix.h"

#include "model/fix_mending.h"
#include "model/validate.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

using Mender = void (*)(Mending &);

const QHash<QString, Mender> &menders()
{
    static const QHash<QString, Mender> table = {{u"missing-field"_s, mendMissing},
                                                 {u"no-effect"_s, mendNoEffect},
                                                 {u"not-yet"_s, mendNotYet},
                                                 {u"bad-name"_s, mendName},
                                                 {u"reserved-name"_s, mendName},
                                                 {u"duplicate-name"_s, mendDuplicate},
                                                 {u"wrong-section"_s, mendSection},
                                                 {u"unknown-host"_s, mendHost},
                                                 {u"unknown-role"_s, mendRole},
                                                 {u"unknown-item"_s, mendTarget},
                                                 {u"unknown-kind"_s, mendKind},
                                                 {u"unknown-tag"_s, mendTag},
                                                 {u"no-place"_s, mendNoPlace},
                                                 {u"port-clash"_s, mendPort},
                                                 {u"unit-clash"_s, mendUnit},
                                                 {u"name-clash"_s, mendSeveral},
                                                 {u"shared-address"_s, mendShared},
                                                 {u"same-endpoint"_s, mendEndpoint},
                                                 {u"duplicate-mesh"_s, mendMesh},
                                                 {u"stray-mesh"_s, mendMesh},
                                                 {u"narrow-mesh"_s, mendValue},
                                                 {u"missing-mesh-key"_s, mendMeshKey},
                                                 {u"shared-mesh-key"_s, mendMeshKey},
                                                 {u"no-way-in"_s, mendWayIn},
                                                 {u"unmet-need"_s, mendNeed},
                                                 {u"implied-role"_s, mendImplied},
                                                 {u"several-hosts"_s, mendSeveral},
                                                 {u"no-public-address"_s, mendPublic},
                                                 {u"no-overlay"_s, mendOverlay},
                                                 {u"unpinned-image"_s, mendImage},
                                                 {u"no-hosts"_s, mendNoHosts},
                                                 {u"no-deploy-keys"_s, mendKeys},
                                                 {u"watch-user"_s, mendWatchUser},
                                                 {u"placeholder"_s, mendKeys},
                                                 {u"missing-address"_s, mendAddress},
                                                 {u"missing-fact"_s, mendFact},
                                                 {u"unknown-key"_s, mendKey},
                                                 {u"written-twice"_s, mendKey},
                                                 {u"wrong-type"_s, mendFile},
                                                 {u"bad-entry"_s, mendFile},
                                                 {u"no-name"_s, mendFile},
                                                 {u"no-kind"_s, mendFile},
                                                 {u"more"_s, mendFile},
                                                 {u"bad-layout"_s, mendFile}};
    return table;
}

bool mendByCatalog(Mending &m)
{
    const auto tryKind = [&](const Kind &kind) {
        const auto rule = std::ranges::find(kind.rules, m.found.code, &RuleSpec::code);
        if (rule != kind.rules.end())
            mendRule(m, kind, *rule);
        return rule != kind.rules.end();
    };
    return tryKind(*m.catalog.kind(u"fleet")) || tryKind(*m.catalog.kind(u"host"))
           || std::ranges::any_of(m.catalog.kinds(), tryKind);
}

/// What changes with one finding must not decide over another of the same round: its host.
QString groundOf(const Fleet &fleet, const Topology &topology, const Diagnostic &found)
{
    if (const Placed *placed = topology.find(found.item))
        return placed->host;
    const ItemPtr item = fleet.find(found.item);
    return item && !item->host.isEmpty() ? item->host : found.item.text();
}

class AllOfOneCode
{
public:
    AllOfOneCode(const Fleet &fleet, const Catalog &catalog, const Candidates &candidates)
        : m_fleet(fleet), m_catalog(catalog), m_candidates(candidates)
    {}

    /// Mends what can be mended side by side; false when nothing could.
    bool round(const Diagnostics &findings, const QString &code)
    {
        const Topology topology = resolve(m_fleet, m_catalog);
        QSet<QString> touched;
        bool mended = false;
        for (const Diagnostic &found : findings) {
            const QString ground = groundOf(m_fleet, topology, found);
            if (found.code != code || touched.contains(ground))
                continue;
            if (!mend(topology, found))
                continue;
            touched.insert(ground);
            mended = true;
        }
        return mended;
    }

    const Fleet &fleet() const { return m_fleet; }
    const QList<Edit> &edits() const { return m_edits; }

private:
    bool mend(const Topology &topology, const Diagnostic &found)
    {
        const QList<Fix> ways = fixes(m_fleet, m_catalog, topology, found, m_candidates);
        const auto way = std::ranges::find_if(ways, &Fix::isStep);
        if (way == ways.end())
            return false;
        auto after = apply(m_fleet, m_catalog, way->step);
        if (!after || *after == m_fleet)
            return false;
        m_fleet = *std::move(after);
        m_edits += way->step.edits;
        return true;
    }

    Fleet m_fleet;
    const Catalog &m_catalog;
    const Candidates &m_candidates;
    QList<Edit> m_edits;
};

} // namespace

QString fixTr(const char *text)
{
    return QCoreApplication::translate("Fix", text);
}

QList<Fix> fixes(const Fleet &fleet, const Catalog &catalog, const Topology &topology,
                 const Diagnostic &found, const Candidates &candidates)
{
    Mending mending(fleet, catalog, topology, found, candidates);
    if (const Mender mender = menders().value(found.code))
        mender(mending);
    else if (!mendByCatalog(mending))
        mendValue(mending); // "bad-port" and the like
    return mending.ways;
}

EditStep fixAll(const Fleet &fleet, const Catalog &catalog, const Diagnostics &findings,
                const QString &code, const Candidates &candidates)
{
    constexpr int rounds = 100; // as many findings of one host
    AllOfOneCode all(fleet, catalog, candidates);
    Diagnostics left = findings;
    for (int i = 0; i < rounds && all.round(left, code); ++i)
        left = validate(all.fleet(), catalog);
    return {fixTr("Mend all findings \"%1\"").arg(code), all.edits()};
}

} // namespace model
