// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clipboard.h"

#include "model/clipboardtext.h"
#include "model/codec.h"
#include "model/entry.h"
#include "model/portbook.h"
#include "model/references.h"
#include "model/source.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Clipboard", text);
}

bool isService(const Item &item)
{
    return item.source && item.source->section == servicesKey;
}

/// The host of settings such as "mini/cache"; empty of everything else.
QString hostOfInstance(const Item &item)
{
    return isService(item) && item.name.contains(u'/') ? item.name.section(u'/', 0, 0) : QString();
}

/// The items of the file behind these ids, what stands on chosen hosts included.
QSet<ItemPtr> chosen(const Fleet &fleet, const QList<ItemId> &ids, QList<ItemId> *left)
{
    QSet<ItemPtr> found;
    QSet<QString> hosts;
    for (const ItemId &id : ids) {
        ItemPtr item = fleet.find(id);
        if (!item)
            item = fleet.find(ItemId(u"service/"_s + id.text())); // "mini/cache": settings of what a role brings
        if (!item && left)
            left->append(id);
        if (!item || !item->source)
            continue;
        found.insert(item);
        if (item->source->section == hostsKey)
            hosts.insert(item->name);
    }
    for (const ItemPtr &item : fleet.items())
        if (hosts.contains(item->host) || hosts.contains(hostOfInstance(*item)))
            found.insert(item);
    return found;
}

/// "g03" → "g04", "box" → "box-2": the next name that nobody has.
QString nextName(const QString &name, const QSet<QString> &taken)
{
    qsizetype digits = 0;
    while (digits < name.size() && name.at(name.size() - 1 - digits).isDigit())
        ++digits;
    digits = std::min<qsizetype>(digits, 6);
    const QString stem = digits > 0 ? name.chopped(digits) : name + u'-';
    int number = digits > 0 ? name.right(digits).toInt() : 1;
    QString next;
    do
        next = stem + QString::number(++number).rightJustified(digits, u'0');
    while (taken.contains(next));
    return next;
}

/// The clipboard's text as a small fleet, changed until it fits into the other one.
class Paster
{
public:
    Paster(const Fleet &fleet, const Catalog &catalog, const Topology &topology, Fleet clip, QString onto)
        : m_fleet(fleet), m_catalog(catalog), m_ports(topology, catalog), m_clip(std::move(clip)), m_onto(std::move(onto))
    {}

    Result<Pasted> run()
    {
        for (const ItemPtr &host : m_clip.hosts())
            m_order.append(host->uid);
        for (const ItemPtr &item : m_clip.items())
            m_order.append(item->uid);
        if (const auto done = freshNames().and_then([this] { return standIns(); }).and_then([this] { return settle(); }); !done)
            return tl::make_unexpected(done.error());
        for (const quint64 uid : std::as_const(m_order))
            add(*byUid(uid));
        m_pasted.step.text = m_order.size() == 1 ? tr("Paste %1").arg(byUid(m_order.constFirst())->name)
                                                 : tr("Paste %1 items").arg(m_order.size());
        return m_pasted;
    }

private:
    ItemPtr byUid(quint64 uid) const
    {
        for (const ItemList &list : {m_clip.hosts(), m_clip.items()})
            for (const ItemPtr &item : list)
                if (item->uid == uid)
                    return item;
        return {};
    }

    Result<void> change(const Edit &edit)
    {
        auto changed = apply(m_clip, m_catalog, edit);
        if (!changed)
            return tl::make_unexpected(changed.error());
        m_clip = std::move(*changed);
        return {};
    }

    Result<void> freshNames()
    {
        QSet<QString> taken;
        for (const Fleet *fleet : {&m_fleet, &std::as_const(m_clip)})
            for (const ItemList &list : {fleet->hosts(), fleet->items()})
                for (const ItemPtr &item : list)
                    taken.insert(item->name);
        for (const quint64 uid : std::as_const(m_order)) {
            const ItemPtr item = byUid(uid);
            if (!m_fleet.find(item->id) || !hostOfInstance(*item).isEmpty())
                continue;
            const QString name = nextName(item->name, taken);
            taken.insert(name);
            if (const auto done = change(SetField{item->id, u"name"_s, name}); !done)
                return done;
        }
        return {};
    }

    /// Hosts that items go to must be there while the clip is changed; they are not pasted.
    Result<void> standIns()
    {
        QStringList wanted{m_onto};
        for (const ItemPtr &item : m_clip.items())
            wanted.append(item->host);
        wanted.removeDuplicates();
        for (const QString &host : std::as_const(wanted))
            if (!host.isEmpty() && !m_clip.host(host) && m_fleet.host(host))
                if (const auto done = change(AddItem{u"host"_s, host, {}, {}}); !done)
                    return done;
        return {};
    }

    bool comesAlong(const QString &host) const
    {
        const ItemPtr item = m_clip.host(host);
        return item && m_order.contains(item->uid);
    }

    Result<void> settle()
    {
        for (const quint64 uid : std::as_const(m_order)) {
            const ItemPtr item = byUid(uid);
            if (item->source->section == hostsKey || isService(*item))
                continue;
            const QString host = comesAlong(item->host) || m_onto.isEmpty() ? item->host : m_onto;
            if (!m_clip.host(host))
                return fail(u"unknown-host"_s,
                            host.isEmpty() ? tr("%1 stands on no host").arg(item->name)
                                           : tr("%1 stands on %2, which this fleet does not have").arg(item->name, host),
                            tr("select the host that it shall stand on, and paste again"));
            if (const auto done = place(*item, host); !done)
                return done;
        }
        return {};
    }

    Result<void> place(const Item &item, const QString &host)
    {
        if (host != item.host)
            if (const auto done = change(MoveItem{item.id, host}); !done)
                return done;
        const Result<ValueMap> ports = m_ports.settle(item, host, isService(item));
        if (!ports)
            return tl::make_unexpected(ports.error());
        for (const auto &[field, port] : *ports)
            if (const auto done = change(SetField{item.id, field, port}); !done)
                return done;
        return {};
    }

    void add(const Item &item)
    {
        AddItem edit{item.kind, item.name, item.host, {}, item.source->body};
        const QString host = hostOfInstance(item);
        if (!host.isEmpty()) {
            edit.host = comesAlong(host) || m_onto.isEmpty() ? host : m_onto;
            edit.name = edit.host + u'/' + item.kind;
            edit.text.clear();
            edit.values = item.values.at(u"settings").map();
        }
        m_pasted.step.edits.append(edit);
        m_pasted.items.append(host.isEmpty() ? item.id : ItemId(edit.name));
    }

    const Fleet &m_fleet;
    const Catalog &m_catalog;
    PortBook m_ports;
    Fleet m_clip;
    QString m_onto;
    QList<quint64> m_order;
    Pasted m_pasted;
};

} // namespace

QByteArray copyText(const Fleet &fleet, const QList<ItemId> &ids)
{
    const QSet<ItemPtr> wanted = chosen(fleet, ids, nullptr);
    QByteArray text;
    QString section;
    for (const ItemList &list : {fleet.hosts(), fleet.items()})
        for (const ItemPtr &item : list) {
            if (!wanted.contains(item))
                continue;
            const SourceSlice &own = *item->source;
            if (own.section != section)
                text += own.section.toUtf8() + ":\n";
            section = own.section;
            const bool bare = own.body.startsWith('{'); // of a list in brackets
            text += (bare ? "  - "_ba : ""_ba) + QByteArray(own.body).replace("\r\n", "\n");
            if (!text.endsWith('\n'))
                text += '\n';
        }
    return text;
}

Result<Pasted> pasteStep(const Fleet &fleet, const Catalog &catalog, const Topology &topology, const QByteArray &text,
                         const QString &onto)
{
    const auto whole = wholeFleetText(text, catalog);
    if (!whole)
        return tl::make_unexpected(whole.error());
    const auto clip = parseFleet(*whole, catalog);
    if (!clip)
        return tl::make_unexpected(clip.error());
    if (clip->fleet.hosts().isEmpty() && clip->fleet.items().isEmpty())
        return fail(u"no-item"_s, tr("The clipboard holds a piece of a fleet file, but no item of it"),
                    clip->diagnostics.isEmpty() ? tr("copy entries of its lists") : clip->diagnostics.constFirst().message);
    return Paster(fleet, catalog, topology, clip->fleet, onto).run();
}

EditStep removeStep(const Fleet &fleet, const QList<ItemId> &ids, QList<ItemId> *left)
{
    const QSet<ItemPtr> doomed = chosen(fleet, ids, left);
    EditStep step;
    QString last;
    for (const ItemList &list : {fleet.items(), fleet.hosts()}) // a host goes when nothing stands on it any more
        for (const ItemPtr &item : list) {
            const QString host = hostOfInstance(*item);
            const bool goesWithHost = !host.isEmpty() && doomed.contains(fleet.host(host));
            if (!doomed.contains(item) || goesWithHost)
                continue;
            step.edits.append(RemoveItem{item->id});
            last = item->name;
        }
    step.text = step.edits.size() == 1 ? tr("Remove %1").arg(last) : tr("Remove %1 items").arg(step.edits.size());
    return step;
}

} // namespace model
