// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/links.h"

#include <algorithm>
#include <map>
#include <numeric>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

QString portsText(QList<int> ports)
{
    std::sort(ports.begin(), ports.end());
    ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
    QStringList parts;
    for (qsizetype i = 0; i < ports.size();) {
        qsizetype j = i;
        while (j + 1 < ports.size() && ports.at(j + 1) == ports.at(j) + 1)
            ++j;
        parts += i == j ? QString::number(ports.at(i)) : QString::number(ports.at(i)) + QChar(0x2013) + QString::number(ports.at(j));
        i = j + 1;
    }
    if (parts.size() > 4)
        parts = parts.mid(0, 3) << QChar(0x2026);
    return parts.join(u", "_s);
}

namespace {

struct Group
{
    QList<int> ports;
    QStringList ranges;
    QList<Protocol> protocols;

    void add(const Link &link)
    {
        if (link.first == link.last)
            ports.append(link.first);
        else if (!ranges.contains(link.portText()))
            ranges.append(link.portText());
        if (!protocols.contains(link.protocol))
            protocols.append(link.protocol);
    }
    QString text(const QString &label) const
    {
        QStringList all = ranges;
        if (!ports.isEmpty())
            all.prepend(portsText(ports));
        const QString both = protocols.size() > 1 ? u" UDP+TCP"_s
            : label.contains(u"UDP"_s) || label.contains(u"HTTPS"_s) ? QString()
            : protocols.constFirst() == Protocol::Udp ? u" UDP"_s : u" TCP"_s;
        return label + both + u' ' + all.join(u", "_s);
    }
};

/// By label, in order of first use.
struct Groups
{
    QList<std::pair<QString, Group>> all;

    void add(const Link &link)
    {
        auto it = std::find_if(all.begin(), all.end(), [&](const auto &g) { return g.first == link.label; });
        if (it == all.end())
            it = all.insert(all.end(), {link.label, Group{}});
        it->second.add(link);
    }
    QStringList texts() const
    {
        QStringList texts;
        for (const auto &[label, group] : all)
            texts.append(group.text(label));
        return texts;
    }
};

struct Building
{
    Stub stub;
    Groups groups;

    void add(const Link &link, qsizetype index)
    {
        groups.add(link);
        stub.links.append(index);
    }
};

} // namespace

QStringList labelsOf(const Topology &topology, const QList<qsizetype> &links)
{
    Groups groups;
    for (const qsizetype link : links)
        groups.add(topology.links.at(link));
    return groups.texts();
}

QList<Stub> bundle(const Topology &topology)
{
    QList<qsizetype> all(topology.links.size());
    std::iota(all.begin(), all.end(), 0);
    return bundle(topology, all);
}

QList<Stub> bundle(const Topology &topology, const QList<qsizetype> &links)
{
    QList<Building> building;
    QHash<const Placed *, qsizetype> atItem;     // the internet's, by the item
    QHash<const PlacedHost *, qsizetype> atHost; // the private network's, by the host
    const auto stubFor = [&](auto &at, auto *key, const auto &makeStub) -> Building & {
        auto it = at.find(key);
        if (it == at.end()) {
            it = at.insert(key, building.size());
            building.append(Building{makeStub(), {}});
        }
        return building[*it];
    };
    const auto hostStub = [&](const Placed &item) -> Building & {
        const PlacedHost *host = topology.host(item.host);
        return stubFor(atHost, host, [&] { return Stub{host->id, {}, false, {}, {}}; });
    };
    for (const qsizetype i : links) {
        const Link &link = topology.links.at(i);
        const Placed *to = topology.find(link.to);
        const Placed *from = topology.find(link.from);
        if (!to)
            continue;
        if (link.from.isEmpty()) {
            stubFor(atItem, to, [&] { return Stub{ItemId::host(to->host), to->id, true, {}, {}}; }).add(link, i);
        } else if (from && link.via == LinkVia::Mesh && from->host != to->host) {
            hostStub(*from).add(link, i);
            hostStub(*to).add(link, i);
        }
    }
    QList<Stub> stubs;
    for (Building &b : building) {
        b.stub.labels = b.groups.texts();
        stubs.append(b.stub);
    }
    return stubs;
}

} // namespace gui
