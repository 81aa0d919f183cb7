// SPDX-License-Identifier: GPL-3.0-or-later
// Which files a change of the fleet touches.
#include "nixgen/agenixfile.h"
#include "nixgen/context.h"
#include "nixgen/generate.h"
#include "nixgen/paths.h"
#include "nixgen/peersfile.h"
#include "nixgen/sopsfile.h"

#include <QSet>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::Catalog;
using model::Fleet;
using model::FleetChange;

namespace {

/// Adds the files that show the item in this fleet; false when that may be any.
bool addFilesOf(const model::ItemId &id, const Fleet &fleet, const QString &edge,
                const QString &peers, QSet<QString> &paths)
{
    const model::ItemPtr item = fleet.find(id);
    if (!item)
        return true;
    const bool isHost = fleet.host(item->name) == item;
    const QString host = isHost                  ? item->name
                         : !item->host.isEmpty() ? item->host
                                                 : item->name.section(u'/', 0, 0);
    if (isHost && host == edge) // its address is in the files of all others
        return false;
    if (!isHost && item->host.isEmpty()
        && !item->name.contains(u'/')) // a service places by roles and tags
        return false;
    paths.insert(hostPath(host));
    if (isHost)
        paths += {hardwarePath(host), flakePath, peers};
    return true;
}

} // namespace

QStringList filesOf(const FleetChange &change, const Fleet &before, const Fleet &after,
                    const Catalog &catalog)
{
    if (change.isEmpty())
        return {};
    if (change.everything || change.settings || !change.renamed.isEmpty())
        return filesOf(after, catalog);
    const QString edge =
        catalog.effective(*catalog.kind(u"fleet"), after.settings().values, u"edge.host").text();
    const QString peers = peersPath(after, catalog);
    QSet<QString> paths{fleetPath};
    if (usesSops(after, catalog)) // who needs secrets follows from what stands where
        paths.insert(sopsPath);
    if (usesAgenix(after, catalog))
        paths.insert(agenixPath);
    for (const model::ItemId &id : change.added + change.removed + change.changed + change.moved) {
        if (!addFilesOf(id, before, edge, peers, paths) || !addFilesOf(id, after, edge, peers, paths))
            return filesOf(after, catalog);
    }
    if (!edge.isEmpty()) // it forwards to what stands elsewhere
        paths.insert(hostPath(edge));
    paths.remove({}); // no such file
    QStringList sorted(paths.begin(), paths.end());
    sorted.sort();
    return sorted;
}

HostFiles filesOf(const QSet<QString> &hosts, const Fleet &fleet, const Catalog &catalog,
                  const model::Topology &topology)
{
    HostFiles files;
    if (hosts.isEmpty())
        return files;
    files.withOthers.append(flakePath);
    files.changed.append(fleetPath);
    if (usesSops(fleet, catalog)) // who needs secrets follows from what stands where
        files.changed.append(sopsPath);
    if (usesAgenix(fleet, catalog))
        files.changed.append(agenixPath);
    if (const QString peers = peersPath(fleet, catalog); !peers.isEmpty())
        files.changed.append(peers);
    for (const QString &name : hosts) {
        const model::PlacedHost *host = topology.host(name);
        const bool isThere = host && isConfigured(name, host->values);
        (isThere ? files.changed : files.gone).append(hostPath(name));
        (isThere ? files.once : files.gone).append(hardwarePath(name));
    }
    return files;
}

} // namespace nixgen
