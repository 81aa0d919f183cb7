// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/topology.h"

#include "model/topology_resolver.h"

namespace model {

using namespace Qt::StringLiterals;

QString Link::portText() const
{
    if (first <= 0)
        return {};
    return first == last ? QString::number(first)
                         : QString::number(first) + u'–' + QString::number(last);
}

const Placed *Topology::find(const ItemId &id) const
{
    const auto known = m_itemIndex.constFind(id.text());
    for (qsizetype away = 0; known != m_itemIndex.constEnd() && away <= m_drift; ++away) {
        for (const qsizetype at : {*known + away, *known - away}) {
            if (at >= 0 && at < items.size() && items.at(at).id == id)
                return &items.at(at);
        }
    }
    return nullptr;
}

bool Topology::operator==(const Topology &other) const
{
    return hosts == other.hosts && items == other.items && links == other.links && dns == other.dns && m_singleEdge == other.m_singleEdge;
}

const PlacedHost *Topology::host(QStringView name) const
{
    const auto at = m_hostIndex.constFind(name.toString());
    return at == m_hostIndex.constEnd() ? nullptr : &hosts.at(*at);
}

QList<const Placed *> Topology::on(QStringView hostName) const
{
    const PlacedHost *placed = host(hostName);
    return placed ? on(*placed) : QList<const Placed *>();
}

QList<const Placed *> Topology::on(const PlacedHost &placed) const
{
    QList<const Placed *> result;
    result.reserve(placed.items.size());
    const Placed *const end = items.constData() + items.size(), *next = end;
    for (const ItemId &id : placed.items) { // one after the other, mostly: then there is nothing to look up
        const Placed *item = next != end && next->id == id ? next : find(id);
        result += item;
        next = item ? item + 1 : end;
    }
    return result;
}

Topology resolve(const Fleet &fleet, const Catalog &catalog)
{
    Resolver resolver(fleet, catalog);
    resolver.place();
    return resolver.link();
}

const Placed *refTarget(const Topology &topology, const Field &field, const QString &text,
                        const QString &host)
{
    const auto candidate = [&](const QString &id) -> const Placed * {
        const Placed *item = topology.find(ItemId(id));
        return item && field.kinds.contains(item->kind) ? item : nullptr;
    };
    for (const QString &kind : field.kinds) {
        if (const Placed *item = candidate(kind + u'/' + text))
            return item;
    }
    const Placed *whole = candidate(text);
    return whole ? whole : candidate(host + u'/' + text);
}

std::optional<std::pair<int, int>> portRange(const Value &value)
{
    if (value.isInt()) {
        const qint64 port = value.toInt();
        return port < 1 || port > 65535 ? std::nullopt : std::optional(std::pair(int(port), int(port)));
    }
    const QString text = value.text();
    const QStringList ends = text.split(u'-');
    bool firstOk = false, lastOk = false;
    const int first = ends.first().trimmed().toInt(&firstOk);
    const int last = ends.last().trimmed().toInt(&lastOk);
    if (!firstOk || !lastOk || ends.size() > 2 || first < 1 || last > 65535 || first > last)
        return std::nullopt;
    return std::pair(first, last);
}

} // namespace model
