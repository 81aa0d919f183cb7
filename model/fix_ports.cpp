// SPDX-License-Identifier: GPL-3.0-or-later
// Menders of ports: another one, another range, another host.

#include "model/fix_mending.h"
#include "model/freeports.h"
#include "model/validate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString protocolName(Protocol protocol)
{
    return protocol == Protocol::Tcp ? u"TCP"_s : u"UDP"_s;
}

/// The fleet's range for all hosts: the lowest place from its own beginning on, or else anywhere,
/// where it meets nobody.
void offerRange(Mending &m, const QString &field)
{
    const auto span =
        portRange(m.catalog.effective(*m.catalog.kind(u"fleet"), m.fleet.settings().values, field));
    if (!span)
        return;
    const int count = span->second - span->first + 1;
    const QString path = u"fleet:"_s + field;
    for (const int from : {span->first, 49152, 20000}) {
        int first = from;
        for (bool moved = true; moved && first > 0;) {
            moved = false;
            for (const PlacedHost &host : m.topology.hosts) {
                for (const ItemId &id : host.items) {
                    const auto &ports = m.topology.find(id)->ports;
                    if (std::ranges::none_of(ports,
                                             [&](const Port &port) { return port.field == path; }))
                        continue;
                    const int next =
                        FreePorts(m.topology, host, id).nextRange(Protocol::Udp, first, count);
                    moved = moved || next != first;
                    first = next;
                }
            }
        }
        const QString range = u"%1-%2"_s.arg(first).arg(first + count - 1);
        if (first > 0)
            return m.step(fixTr("Move the range to %1").arg(range),
                          {SetField{ItemId::fleet(), field, Value(range)}});
    }
}

/// Another port for one user of a host's ports.
void offerPort(Mending &m, const ItemId &id, const QString &field, int clashing)
{
    if (id == ItemId::fleet() || field.startsWith(u"fleet:"))
        return offerRange(m, field.startsWith(u"fleet:") ? field.mid(6) : field);
    const Placed *item = m.topology.find(id);
    const Kind *kind = item ? m.catalog.kind(item->kind) : nullptr;
    const PlacedHost *host = item ? m.host(item->host) : nullptr;
    if (!host || !kind || field.isEmpty())
        return;
    const int port = FreePorts(m.topology, *host).next(*kind, field, clashing);
    const auto used = std::ranges::find(item->ports, field, &Port::field);
    if (port > 0 && used != item->ports.end())
        m.step(fixTr("Give %1 %2 %3").arg(m.nameOf(id), protocolName(used->protocol)).arg(port),
               {SetField{id, field, Value(port)}});
}

void offerSshPort(Mending &m, const ItemId &id)
{
    const PlacedHost *host = m.host(id.text().section(u'/', 1));
    if (!id.text().startsWith(u"host/") || !host)
        return;
    FreePorts free(m.topology, *host);
    for (const int port : {22, 2222, 22022}) {
        if (free.isFree(Protocol::Tcp, port, port))
            return m.step(fixTr("Let sshd of %1 listen at %2").arg(host->name).arg(port),
                          {SetField{id, u"sshd.port"_s, Value(port)}});
    }
}

void offerMove(Mending &m, const ItemId &id)
{
    const Placed *item = m.topology.find(id);
    const ItemPtr entry = item ? m.fleet.find(item->source) : nullptr;
    if (!entry || entry->host.isEmpty())
        return;
    for (const PlacedHost *host : m.othersFor(*item, 2))
        m.step(fixTr("Move %1 to %2").arg(item->name, host->name),
               moveEdits(m.catalog, m.topology, *entry, host->name));
}

/// The ports that the finding is about: of its item's field, of all items with the fleet's range,
/// or sshd's.
QList<Port> portsInQuestion(const Mending &m)
{
    QList<Port> ports;
    const QString path =
        m.found.item == ItemId::fleet() ? u"fleet:"_s + m.found.field : m.found.field;
    const Placed *item = m.placed();
    const PlacedHost *host = m.host(m.hostOf());
    if (!item && host) {
        const int ssh = int(host->values.at(path).toInt());
        return {{{}, {}, ssh, ssh, Protocol::Tcp, Scope::Public, path}};
    }
    const Placed *other = m.topology.find(m.found.other);
    for (const Placed *each : item    ? QList<const Placed *>{item}
                              : other ? m.topology.on(other->host)
                                      : QList<const Placed *>()) {
        for (const Port &port : each->ports) {
            if (port.field == path)
                ports += port;
        }
    }
    return ports;
}

/// Of the other user of those ports: the field that holds its port, and the first that both want.
std::pair<QString, int> clashOf(const Mending &m)
{
    const Placed *other = m.topology.find(m.found.other);
    for (const Port &port : portsInQuestion(m)) {
        for (const Port &against : other ? other->ports : QList<Port>()) {
            const bool same = m.found.item == m.found.other && against.field == port.field;
            if (port.protocol == against.protocol && port.first <= against.last
                && against.first <= port.last && !same)
                return {against.field, std::max(port.first, against.first)};
        }
    }
    return {{}, 0};
}

} // namespace

void mendPort(Mending &m)
{
    const auto [otherField, port] = clashOf(m);
    const int clashing = m.value().isInt() ? int(m.value().toInt()) : port;
    if (const Placed *item = m.placed()) {
        for (const Port &own : item->ports) {
            if (own.field == m.found.field)
                offerPort(m, m.found.item, m.found.field, own.first);
        }
    } else {
        offerPort(m, m.found.item, m.found.field, clashing);
    }
    if (m.ways.isEmpty()
        || !otherField.startsWith(u"fleet:")) // rather one port than the range of all hosts
        offerPort(m, m.found.other, otherField, port);
    offerSshPort(m, m.found.item);
    offerSshPort(m, m.found.other);
    offerMove(m, m.found.item);
    offerMove(m, m.found.other);
    if (m.ways.isEmpty())
        m.ask(fixTr("Type another port for %1").arg(m.name()),
              fixTr("a port that is free on %1").arg(m.hostOf()));
}

/// Two hosts behind one address.
void mendShared(Mending &m)
{
    for (const auto &[host, other] : m.bothHosts()) {
        const QStringList theirs = other->values.at(u"public").texts();
        ValueList left;
        for (const QString &address : host->values.at(u"public").texts()) {
            if (!theirs.contains(address))
                left += Value(address);
        }
        const QString own = host->values.at(u"ssh.address").text();
        const Field *field = m.catalog.kind(u"host")->field(u"public");
        Field element = *field;
        element.type = field->of;
        if (left.isEmpty() && !own.isEmpty() && !theirs.contains(own)
            && complaint(element, Value(own)).isEmpty())
            m.step(fixTr("Use %1 for %2, which is dialled there").arg(own, host->name),
                   {SetField{host->id, u"public"_s, ValueList{Value(own)}}});
        else if (!left.isEmpty())
            m.step(fixTr("Take the shared address from %1").arg(host->name),
                   {SetField{host->id, u"public"_s, left}});
    }
    m.ask(fixTr("Type the address of %1").arg(m.name()),
          fixTr("its own public address, such as 203.0.113.10"));
}

} // namespace model
