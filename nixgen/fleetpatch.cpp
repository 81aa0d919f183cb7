// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/fleetpatch.h"

#include "model/history.h"
#include "nixgen/carried.h"
#include "nixgen/entries.h"
#include "nixgen/flakefile.h"
#include "nixgen/fleetfile.h"
#include "nixgen/options.h"
#include "nixgen/peersfile.h"
#include "nixgen/print.h"

#include <algorithm>
#include <functional>
#include <map>

namespace nixgen {

using model::GeneratedFile;
using model::ItemId;
using model::ItemPtr;
using model::OriginSpan;
using model::Placed;

namespace {

/// The definitions of hosts, sorted by name: `definitionOf` says what stands there now, nothing where the host has no place.
bool patchHosts(FilePatch &patch, const Entries &entries, const model::Topology &topology, const QSet<QString> &hosts,
                const std::function<std::optional<Binding>(const QString &)> &definitionOf)
{
    int others = 0; // a set with few definitions may be laid out in another way
    for (const model::PlacedHost &host : topology.hosts) {
        others += !hosts.contains(host.name) && definitionOf(host.name);
        if (others == 2)
            break;
    }
    if (others < 2)
        return false;
    QStringList names(hosts.begin(), hosts.end());
    names.sort();
    for (const QString &name : std::as_const(names)) {
        const Stretch own = entries.find(ItemId::host(name));
        const std::optional<Binding> now = definitionOf(name);
        const Stretch before = own.isThere() ? own : entries.hostBefore(name);
        const Stretch beside = before.isThere() ? before : entries.firstHost();
        const int indent = beside.isThere() ? patch.indentOf(beside) : -1;
        if (!own.isThere() && !now)
            continue;
        if (indent < 0)
            return false;
        const bool done = !now                ? patch.takeOut(own)
                          : own.isThere()     ? patch.replace(own, printBinding(*now, indent))
                          : before.isThere() ? patch.insertBehind(before, printBinding(*now, indent))
                                             : patch.insertAbove(beside, printBinding(*now, indent));
        if (!done)
            return false;
    }
    return true;
}

/// Whether both have the same hosts in the same order.
bool sameHostNames(const model::Fleet &before, const model::Fleet &now)
{
    const auto sameName = [](const ItemPtr &a, const ItemPtr &b) { return a == b || a->name == b->name; };
    return std::ranges::equal(before.hosts(), now.hosts(), sameName);
}

class Patch
{
public:
    Patch(GeneratedFile &known, const model::Fleet &before, const Context &now, const QSet<QString> &hosts)
        : m_known(known), m_before(before), m_now(now), m_hosts(hosts), m_entries(known, before, now.catalog), m_patch(known)
    {}

    std::optional<bool> run()
    {
        const bool sameHosts = sameHostNames(m_before, m_now.fleet);
        const auto element = [this](const QString &name) -> std::optional<Binding> {
            const model::PlacedHost *host = m_now.topology.host(name);
            return host ? std::optional(Binding{{name}, hostElement(m_now, *host)}) : std::nullopt;
        };
        if (!collect() || !patchHosts(m_patch, m_entries, m_now.topology, m_hosts, element) || !takeOut() || !putIn())
            return std::nullopt;
        const QList<Imported> imported = sameHosts ? QList<Imported>() : imports();
        if (!sameHosts && std::ranges::any_of(imported, [](const Imported &each) { return each.count == 0 && !each.hosts.isEmpty(); }))
            return std::nullopt;
        const std::optional<bool> changes = m_patch.apply();
        if (changes)
            importAnew(imported);
        return changes;
    }

private:
    /// What every host carries is imported once, on behalf of each: spans of one place.
    struct Imported
    {
        qsizetype at = 0, count = 0;
        QList<ItemId> hosts; ///< now
        std::map<qsizetype, ItemId> others = {}; ///< in their stead: of as many hosts, those that differ
    };

    bool isListed(const QString &kindName) const
    {
        const model::Kind *kind = m_now.catalog.kind(kindName);
        return kind && elementOption(kind->option);
    }

    /// All entries that may read differently, came or went.
    bool collect()
    {
        const auto &before = m_before.items(), &after = m_now.fleet.items();
        const auto want = [&](qsizetype, const model::ItemPtr &item) {
            if (isListed(item->kind))
                m_wanted.insert(item->id);
        };
        eachOther(before, after, want);
        eachOther(after, before, want);
        for (const QString &host : m_hosts) {
            for (const Placed *item : m_now.topology.on(host)) {
                if (isListed(item->kind))
                    m_wanted.insert(item->id);
            }
        }
        return m_now.fleet.m_index && m_before.m_index;
    }

    /// The place in the list of the file, if the item is placed and listed.
    qsizetype indexOf(const ItemId &id) const
    {
        const qsizetype at = m_now.fleet.placeOf(id) - m_now.fleet.hosts().size();
        return at >= 0 && m_now.topology.find(id) ? at : -1;
    }

    bool takeOut()
    {
        for (const ItemId &id : std::as_const(m_wanted)) {
            const Stretch own = indexOf(id) >= 0 ? Stretch() : m_entries.find(id);
            if (own.isThere() && (!hasTwo(id) || !m_patch.takeOut(own)))
                return false;
        }
        return true;
    }

    /// Whether the list from which that one went still holds several; a lone entry is laid out in another way. Neighbours are
    /// mostly of its kind.
    bool hasTwo(const ItemId &gone) const
    {
        const auto &items = m_now.fleet.items();
        const QString kind = gone.text().section(u'/', 0, 0);
        const qsizetype at = std::clamp<qsizetype>(m_before.placeOf(gone) - m_before.hosts().size(), 0, items.size());
        const auto isOne = [&](qsizetype place) { return items.at(place)->kind == kind && m_now.topology.find(items.at(place)->id); };
        int count = 0;
        for (qsizetype up = at, down = at - 1; count < 2 && (up < items.size() || down >= 0); ++up, --down)
            count += (up < items.size() && isOne(up)) + (down >= 0 && isOne(down));
        return count >= 2;
    }

    bool putIn()
    {
        std::map<qsizetype, ItemId> order;
        for (const ItemId &id : std::as_const(m_wanted)) {
            if (const qsizetype at = indexOf(id); at >= 0)
                order[at] = id;
        }
        QHash<QString, Stretch> last; // of each kind, what was met before
        for (const auto &[at, id] : order) {
            const Placed &item = *m_now.topology.find(id);
            const Stretch own = m_entries.find(id);
            const Stretch before = own.isThere() ? own : behind(at, item.kind, last);
            const int indent = before.isThere() ? m_patch.indentOf(before) : -1;
            if (indent < 0 || before.begin < last.value(item.kind).begin)
                return false;
            auto text = printElement(element(m_now, *m_now.catalog.kind(item.kind), item, true), indent);
            if (!(own.isThere() ? m_patch.replace(own, std::move(text)) : m_patch.insertBehind(before, std::move(text))))
                return false;
            last[item.kind] = before;
        }
        return true;
    }

    /// The entry of the list behind which a new one belongs.
    Stretch behind(qsizetype at, const QString &kind, const QHash<QString, Stretch> &last) const
    {
        for (--at; at >= 0; --at) {
            const ItemPtr &item = m_now.fleet.items().at(at);
            if (item->kind != kind || !m_now.topology.find(item->id))
                continue;
            const Stretch own = m_entries.find(item->id);
            return own.isThere() || !m_wanted.contains(item->id) ? own : last.value(kind);
        }
        return {};
    }

    QList<Imported> imports() const
    {
        QList<Imported> all;
        for (const model::Kind &kind : m_now.catalog.kinds()) {
            if (!m_now.isEverywhere(kind) || !hasKindModule(kind.name))
                continue;
            const QString end = u'/' + kind.name;
            const auto isOf = [&](const OriginSpan &span) {
                return span.origin.field.isEmpty() && span.origin.item.text().endsWith(end) && !span.origin.item.text().startsWith(u"host/");
            };
            const auto first = std::find_if(m_known.origins.cbegin(), m_known.origins.cend(), isOf);
            Imported own{first - m_known.origins.cbegin(), m_before.hosts().size(), {}};
            const auto isOfAll = [&] { // every host carries it, as is usual
                const qsizetype until = own.at + own.count, size = m_known.origins.size();
                return own.count > 0 && until <= size && isOf(m_known.origins.at(until - 1)) && (until == size || !isOf(m_known.origins.at(until)));
            };
            if (m_now.fleet.hosts().size() != own.count || !isOfAll() || !replaceImporters(end, own)) {
                own.count = std::find_if_not(first, m_known.origins.cend(), isOf) - first;
                own.hosts = importersOf(end, own);
            }
            all.append(own);
        }
        return all;
    }

    /// Where all hosts import it, before and now: those that were touched, at their places. False when one does not.
    bool replaceImporters(const QString &end, Imported &own) const
    {
        for (const QString &host : m_hosts) {
            const qsizetype at = m_now.fleet.placeOf(ItemId::host(host));
            if (at < 0)
                continue; // it is gone, another stands there
            own.others[at] = ItemId(host + end);
            if (!m_now.topology.find(own.others[at]))
                return false;
        }
        return true;
    }

    /// In the order of hosts; those that were not touched are as they were.
    QList<ItemId> importersOf(const QString &end, const Imported &known) const
    {
        QList<ItemId> importers;
        importers.reserve(known.count + m_hosts.size());
        const auto isOn = [&](const OriginSpan &span, const QString &host) {
            const QString &text = span.origin.item.text();
            return text.size() == host.size() + end.size() && text.startsWith(host);
        };
        const auto isTouched = [&](const OriginSpan &span) { return std::ranges::any_of(m_hosts, [&](const QString &host) { return isOn(span, host); }); };
        auto next = m_known.origins.cbegin() + known.at;
        const auto until = next + known.count;
        for (const model::PlacedHost &host : m_now.topology.hosts) {
            if (m_hosts.contains(host.name)) {
                if (m_now.topology.find(ItemId(host.name + end)))
                    importers.append(ItemId(host.name + end));
                continue;
            }
            if (next != until && !isOn(*next, host.name))
                next = std::find_if_not(next, until, isTouched);
            if (next != until && isOn(*next, host.name))
                importers.append((next++)->origin.item);
        }
        return importers;
    }

    /// They stand above all else that a patch may change.
    void importAnew(const QList<Imported> &imported)
    {
        QList<OriginSpan> &origins = m_known.origins;
        qsizetype shift = 0;
        for (const Imported &each : imported) {
            for (const auto &[place, host] : each.others)
                origins[each.at + shift + place].origin = origin(host);
            if (!each.others.empty())
                continue;
            const qsizetype at = each.at + shift, count = each.hosts.size();
            const OriginSpan like = each.count > 0 ? origins.at(at) : OriginSpan();
            if (count < each.count)
                origins.remove(at + count, each.count - count);
            else if (count > each.count)
                origins.insert(at + each.count, count - each.count, like);
            for (qsizetype i = 0; i < count; ++i)
                origins[at + i] = {like.begin, like.end, origin(each.hosts.at(i))};
            shift += count - each.count;
        }
    }

    GeneratedFile &m_known;
    const model::Fleet &m_before;
    const Context &m_now;
    const QSet<QString> &m_hosts;
    const Entries m_entries;
    FilePatch m_patch;
    QSet<ItemId> m_wanted;
};

} // namespace

std::optional<bool> patchFleetFile(GeneratedFile &known, const model::Fleet &before, const Context &now, const QSet<QString> &hosts)
{
    return Patch(known, before, now, hosts).run();
}

std::optional<bool> patchPeersFile(GeneratedFile &known, const model::Fleet &before, const Context &now, const QSet<QString> &hosts)
{
    const auto member = [&](const QString &name) -> std::optional<Binding> {
        const model::PlacedHost *host = now.topology.host(name);
        return host ? std::optional(peer(now, *host)) : std::nullopt;
    };
    FilePatch patch(known);
    if (!patchHosts(patch, Entries(known, before, now.catalog), now.topology, hosts, member))
        return std::nullopt;
    return patch.apply();
}

std::optional<bool> patchFlakeFile(GeneratedFile &known, const model::Fleet &before, const Context &now, const QSet<QString> &hosts)
{
    const auto configured = [&](const QString &name) -> std::optional<Binding> {
        const model::PlacedHost *host = now.topology.host(name);
        return host && isConfigured(name, host->values) ? std::optional(flakeHost(now, name)) : std::nullopt;
    };
    FilePatch patch(known);
    if (!patchHosts(patch, Entries(known, before, now.catalog), now.topology, hosts, configured))
        return std::nullopt;
    return patch.apply();
}

} // namespace nixgen
