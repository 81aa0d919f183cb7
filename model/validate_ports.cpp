// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/freeports.h"
#include "model/validate_findings.h"
#include "model/words.h"

#include <algorithm>
#include <bitset>
#include <map>

namespace model {

using namespace Qt::StringLiterals;

namespace {

/// Somebody who listens on a port, or a range of them, of one host.
struct Use
{
    Protocol protocol;
    int first, last;
    ItemId item;
    QString field; ///< that could be changed; empty when the port is fixed
    QString what;  ///< "g01 (Game)"
    QString host;
};
using Uses = QList<Use>;

/// What is free on one host.
class Ports
{
public:
    explicit Ports(const Uses &uses)
    {
        for (const Use &use : uses)
            take(use.protocol, use.first, use.last);
    }
    void take(Protocol protocol, int first, int last)
    {
        for (int port = first; port <= last; ++port)
            bits(protocol).set(size_t(port));
    }
    bool isFree(Protocol protocol, int port) { return !bits(protocol).test(size_t(port)); }

private:
    std::bitset<65536> &bits(Protocol protocol)
    {
        return protocol == Protocol::Tcp ? m_tcp : m_udp;
    }
    std::bitset<65536> m_tcp, m_udp;
};

QString protocolName(Protocol protocol)
{
    return protocol == Protocol::Tcp ? u"TCP"_s : u"UDP"_s;
}

QString spanText(int first, int last)
{
    return first == last ? QString::number(first) : u"%1-%2"_s.arg(first).arg(last);
}

Use sshUse(const PlacedHost &host)
{
    const int port = int(host.values.at(u"sshd.port").toInt());
    return {Protocol::Tcp, port, port, host.id, u"sshd.port"_s, Words::tr("sshd of ") + host.name,
            host.name};
}

/// All users of ports on one host; sshd is one of them.
Uses usesOn(const Topology &topology, const PlacedHost &host)
{
    Uses uses;
    if (const Use ssh = sshUse(host); ssh.first >= 1 && ssh.last <= 65535)
        uses += ssh;
    for (const ItemId &id : host.items) {
        const Placed *item = topology.find(id);
        for (const Port &port : item->ports)
            uses += Use{port.protocol, port.first,
                        port.last,     id,
                        port.field,    u"%1 (%2)"_s.arg(item->name, ofCatalog(port.title)),
                        host.name};
    }
    return uses;
}

/// Calls `report(earlier, later)` once for every use that meets one before it.
template <typename Report>
void eachClash(Uses uses, Report report)
{
    const auto order = [](const Use &use) { return std::pair(use.protocol, use.first); };
    std::ranges::stable_sort(uses, {}, order);
    const Use *widest = nullptr;
    for (const Use &use : std::as_const(uses)) {
        const bool meets = widest && widest->protocol == use.protocol && use.first <= widest->last;
        if (meets)
            report(*widest, use);
        if (!meets || use.last > widest->last)
            widest = &use;
    }
}

/// The one of two users that a person should change: not a fixed port, rather one item than the
/// whole fleet or sshd.
const Use &changeable(const Use &a, const Use &b)
{
    const auto rank = [](const Use &use) {
        if (use.field.isEmpty())
            return 0;
        const bool isWide = use.field.startsWith(u"fleet:") || use.item == ItemId::host(use.host);
        return isWide ? 1 : 2;
    };
    return rank(a) > rank(b) ? a : b;
}

class ClashReport
{
public:
    ClashReport(Findings &found, const Uses &uses) : m_found(found), m_free(uses) {}

    void operator()(const Use &a, const Use &b)
    {
        const Use &change = changeable(a, b);
        const Use &other = &change == &a ? b : a;
        const int first = std::max(a.first, b.first), last = std::min(a.last, b.last);
        const bool isFleets = change.field.startsWith(u"fleet:");
        const Spot spot{isFleets ? ItemId::fleet() : change.item,
                        isFleets ? change.field.mid(6) : change.field, other.item};
        m_found.add(Rule::PortClash, spot,
                    Words::tr("%1 and %2 cannot both have %3 port %4 on %5. %6")
                        .arg(other.what, change.what, protocolName(a.protocol),
                             spanText(first, last), a.host, advice(change)));
    }

private:
    QString advice(const Use &change)
    {
        if (change.field.isEmpty())
            return Words::tr("Both are fixed: move one of them to another host.");
        if (change.first != change.last)
            return Words::tr("Choose another range for %1.").arg(change.what);
        int &next = m_next[{change.protocol, change.first}];
        for (next = std::max(next, change.first); next <= 65535; ++next) {
            if (!m_free.isFree(change.protocol, next))
                continue;
            m_free.take(change.protocol, next, next);
            return Words::tr("Give %1 another one: %2 is free.")
                .arg(change.what, QString::number(next));
        }
        return Words::tr("Give %1 another one, or move it to another host.").arg(change.what);
    }

    Findings &m_found;
    Ports m_free;
    std::map<std::pair<Protocol, int>, int> m_next;
};

void checkHosts(Findings &found)
{
    for (const PlacedHost *host : found.placedHosts()) {
        found.about(host->name);
        const Uses uses = usesOn(found.topology, *host);
        std::unique_ptr<ClashReport> report; // only where there is a clash
        eachClash(uses, [&](const Use &a, const Use &b) {
            if (!report)
                report = std::make_unique<ClashReport>(found, uses);
            (*report)(a, b);
        });
    }
}

/// Behind one public address only one host can have a port that the internet comes in by.
void checkSharedAddresses(Findings &found)
{
    if (!found.begin(Wide::SharedAddresses))
        return;
    QHash<QString, QStringList> hostsAt;
    for (const PlacedHost &host : found.topology.hosts) {
        for (const QString &address : host.values.at(u"public").texts())
            hostsAt[address] += host.name;
    }
    hostsAt.removeIf([](auto at) { return at.value().size() < 2; });
    if (hostsAt.isEmpty())
        return;
    QHash<QString, Uses> openOn;
    for (const Link &link : found.topology.links) {
        const Placed *item = link.from.isEmpty() ? found.topology.find(link.to) : nullptr;
        if (item && link.first > 0)
            openOn[item->host] +=
                Use{link.protocol, link.first, link.last,
                    item->id,      {},         item->name + Words::tr(" on ") + item->host,
                    item->host};
    }
    for (auto at = hostsAt.cbegin(); at != hostsAt.cend(); ++at) {
        Uses uses;
        for (const QString &host : *at)
            uses += openOn.value(host);
        eachClash(uses, [&](const Use &a, const Use &b) {
            if (a.host == b.host)
                return;
            found.add(Rule::SharedAddress,
                      {ItemId::host(b.host), u"public"_s, ItemId::host(a.host)},
                      Words::tr("%1 and %2 both await the internet at %3 port %4 of %5, which can "
                                "reach only one of them. Give each host an address of its own.")
                          .arg(a.what, b.what, protocolName(a.protocol),
                               spanText(b.first, std::min(a.last, b.last)), at.key()));
        });
    }
}

} // namespace

QList<Claim> publicAddresses(const Catalog &, const Topology &, const PlacedHost &host)
{
    QList<Claim> addresses;
    for (const QString &address : host.values.at(u"public").texts())
        addresses += Claim{address, {}};
    return addresses;
}

void checkPorts(Findings &found)
{
    checkHosts(found);
    checkSharedAddresses(found);
}

int freePort(const Topology &topology, const Catalog &catalog, const QString &kindName,
             const QString &fieldName, const QString &hostName)
{
    const Kind *kind = catalog.kind(kindName);
    const Field *field = kind ? kind->field(fieldName) : nullptr;
    if (!field)
        return 0;
    const PlacedHost *host = topology.host(hostName);
    const FreePorts free(topology, host ? *host : PlacedHost());
    return free.next(*kind, field->name, int(field->fallback.toInt(1024)));
}

} // namespace model
