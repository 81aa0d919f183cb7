// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/merge.h"

#include "model/codec.h"
#include "model/fleeteditor.h"
#include "model/mergenames.h"
#include "model/mergevalues.h"
#include "model/words.h"

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// An entry of the file: its id, and which of those with that id it is.
using EntryKey = std::pair<ItemId, int>;
using Entries = QHash<EntryKey, ItemPtr>;

struct Listed
{
    Entries entries;
    QList<EntryKey> order;
};

Listed listed(const Fleet &fleet)
{
    Listed result;
    QHash<ItemId, int> seen;
    for (const ItemPtr &item : fleet.hosts().mid(0) + fleet.items().mid(0)) {
        result.order.append({item->id, seen[item->id]++});
        result.entries.insert(result.order.last(), item);
    }
    return result;
}

Value withHost(const Item &item)
{
    return item.host.isEmpty() ? item.values : item.values.with(u"host", item.host);
}

/// The item as one value, to be shown; null when it is not there.
Value wholeOf(const ItemPtr &item)
{
    if (!item)
        return {};
    const Value whole = withHost(*item);
    return whole.map().isEmpty() ? Value(item->name) : whole;
}

class Merger
{
public:
    Merger(const ThreeFleets &fleets, const Catalog &catalog, const Decide &decide)
        : m_base(fleets.base)
        , m_ours(fleets.ours)
        , m_editor(fleets.theirs, catalog)
        , m_catalog(catalog)
        , m_decide(decide)
    {}

    Result<Fleet> run()
    {
        const Listed base = listed(m_base), ours = listed(m_ours),
                     theirs = listed(m_editor.fleet());
        auto done = mergeSettings();
        for (const EntryKey &key : ours.order)
            if (done)
                done = mergeEntry(key, base.entries.value(key), ours.entries.value(key),
                                  theirs.entries.value(key));
        for (const EntryKey &key : base.order)
            if (done && !ours.entries.contains(key) && theirs.entries.contains(key))
                done = removeEntry(key, base.entries.value(key), theirs.entries.value(key));
        if (!done)
            return tl::make_unexpected(done.error());
        m_editor.reindex();
        return checked();
    }

private:
    Result<Fleet> checked() const
    {
        const auto again = parseFleet(printFleet(m_editor.fleet()), m_catalog);
        if (again && again->fleet == m_editor.fleet())
            return m_editor.fleet();
        return fail(u"cannot-merge"_s,
                    Words::tr("the changes of both sides cannot be put together in one text"),
                    Words::tr("keep yours or take theirs"));
    }

    Result<void> mergeSettings()
    {
        const Item &base = m_base.settings(), &ours = m_ours.settings();
        const Item theirs = m_editor.fleet().settings();
        const Shape &shape = m_editor.entries().shape(u"fleet"_s);
        for (const auto &[path, value] : changes(base, ours, theirs, shape, ItemId::fleet()))
            if (const auto done = m_editor.rewriteSettings(path, value); !done)
                return done;
        return {};
    }

    /// What has to become different in theirs.
    ValueMap changes(const Item &base, const Item &ours, const Item &theirs, const Shape &shape,
                     const ItemId &id)
    {
        const bool service = id.text().startsWith(u"service/"_s);
        QStringList paths = fieldPaths(ours.values, shape, service);
        for (const QString &path : fieldPaths(base.values, shape, service))
            if (!paths.contains(path))
                paths.append(path);
        ValueMap result;
        const auto weigh = [&](const QString &path, const Value &b, const Value &o,
                               const Value &t) {
            const auto both = mergeValues(b, o, t);
            const bool oursCounts = !both && m_decide({id, path, b, o, t}) == Side::Ours;
            const Value wanted = both ? *both : oursCounts ? o : t;
            if (wanted != t)
                result.append({path, wanted});
        };
        for (const QString &path : std::as_const(paths))
            weigh(path, base.values.at(path), ours.values.at(path), theirs.values.at(path));
        const auto host = [](const Item &item) {
            return item.host.isEmpty() ? Value() : Value(item.host);
        };
        if (id != ItemId::fleet())
            weigh(u"host"_s, host(base), host(ours), host(theirs));
        return result;
    }

    Result<void> mergeEntry(const EntryKey &key, const ItemPtr &base, const ItemPtr &ours,
                            const ItemPtr &theirs)
    {
        if (!theirs) {
            const bool wanted =
                !base
                || (*base != *ours
                    && m_decide({key.first, {}, wholeOf(base), wholeOf(ours), {}}) == Side::Ours);
            return wanted ? add(*ours) : Result<void>();
        }
        if (ours->kind != theirs->kind || (base && base->kind != ours->kind))
            return replaceKind(key, base, ours, theirs);
        Item nothing = *ours;
        nothing.values = ValueMap();
        nothing.host.clear();
        const Shape &shape = m_editor.entries().shape(ours->kind);
        for (const auto &[path, value] :
             changes(base ? *base : nothing, *ours, *theirs, shape, key.first))
            if (const auto done = set(theirs, path, value, shape); !done)
                return done;
        return {};
    }

    Result<void> set(const ItemPtr &theirs, const QString &path, const Value &value,
                     const Shape &shape)
    {
        const ItemPtr item = current(theirs);
        const bool service = item->source->section == servicesKey;
        Item wanted = *item;
        if (path == u"host"_s && !service && !shape.field(path)) {
            wanted.host = value.text();
            return m_editor.rewrite(item, wanted,
                                    [&](FieldEditor &text) { return text.setKey(path, value); });
        }
        wanted.values = item->values.with(path, value);
        const bool inSettings = service && path.startsWith(u"settings."_s);
        return m_editor.rewrite(item, wanted, [&](FieldEditor &text) {
            return inSettings ? text.set(path.mid(9), value)
                   : service  ? text.setKey(path, value)
                              : text.set(path, value);
        });
    }

    Result<void> replaceKind(const EntryKey &key, const ItemPtr &base, const ItemPtr &ours,
                             const ItemPtr &theirs)
    {
        if (base && *base == *ours)
            return {};
        const bool changedThere = !base || *base != *theirs;
        if (*ours == *theirs
            || (changedThere
                && m_decide({key.first, {}, wholeOf(base), wholeOf(ours), wholeOf(theirs)})
                       == Side::Theirs))
            return {};
        return m_editor.remove(current(theirs)).and_then([&] { return add(*ours); });
    }

    Result<void> removeEntry(const EntryKey &key, const ItemPtr &base, const ItemPtr &theirs)
    {
        const bool decided =
            *base == *theirs
            || m_decide({key.first, {}, wholeOf(base), {}, wholeOf(theirs)}) == Side::Ours;
        return decided ? m_editor.remove(current(theirs)) : Result<void>();
    }

    /// As it stands in the editor by now: neighbours' comings and goings change it.
    ItemPtr current(const ItemPtr &theirs) const
    {
        for (const ItemList &list : {m_editor.fleet().hosts(), m_editor.fleet().items()})
            for (const ItemPtr &item : list)
                if (item->uid == theirs->uid)
                    return item;
        return theirs;
    }

    Result<void> add(const Item &ours)
    {
        return m_editor.append(ours.source->section, ours, ours.source->body);
    }

    const Fleet &m_base, &m_ours;
    FleetEditor m_editor;
    const Catalog &m_catalog;
    const Decide &m_decide;
};

} // namespace

Result<Merge> merge(const Fleet &base, const Fleet &ours, const Fleet &theirs,
                    const Catalog &catalog, const QList<Side> &choices)
{
    const QByteArray was = printFleet(base), here = printFleet(ours), there = printFleet(theirs);
    if (there == was || there == here)
        return Merge{ours, {}};
    Merge result;
    const Decide decide = [&](const MergeConflict &conflict) {
        const qsizetype number = result.conflicts.size();
        result.conflicts.append(conflict);
        return choices.value(number, Side::Ours);
    };
    auto aligned = alignNames({base, ours, theirs}, catalog, decide);
    if (here == was)
        return Merge{withIdentities(theirs, aligned ? aligned->ours : ours), {}};
    if (!aligned)
        return tl::make_unexpected(aligned.error());
    auto merged = Merger(*aligned, catalog, decide).run();
    if (!merged)
        return tl::make_unexpected(merged.error());
    result.fleet = withIdentities(std::move(*merged), aligned->ours);
    return result;
}

Fleet withIdentities(Fleet fleet, const Fleet &known)
{
    const Entries entries = listed(known).entries;
    QHash<ItemId, int> seen;
    for (ItemList *list : {&fleet.m_hosts, &fleet.m_items}) {
        for (qsizetype at = 0; at < list->size(); ++at) {
            const ItemPtr item = list->at(at);
            const ItemPtr own = entries.value({item->id, seen[item->id]++});
            if (!own || own->kind != item->kind)
                continue;
            const bool same = *own == *item && own->source->before == item->source->before
                              && own->source->body == item->source->body
                              && own->source->section == item->source->section;
            if (same) {
                list->set(at, own);
                continue;
            }
            Item renewed = *item;
            renewed.uid = own->uid;
            list->set(at, std::make_shared<const Item>(std::move(renewed)));
        }
    }
    fleet.reindex();
    return fleet;
}

Layout mergeLayouts(const Layout &base, const Layout &ours, const Layout &theirs)
{
    Layout result = theirs;
    const auto all = ours.keys() + base.keys();
    for (const ItemId &id : all) {
        const auto was = base.constFind(id), now = ours.constFind(id);
        const bool same = was == base.constEnd() ? now == ours.constEnd()
                                                 : now != ours.constEnd() && *was == *now;
        if (same)
            continue;
        if (now == ours.constEnd())
            result.remove(id);
        else
            result.insert(id, *now);
    }
    return result;
}

} // namespace model
