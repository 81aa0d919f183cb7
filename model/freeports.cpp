// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/freeports.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

constexpr int highest = 65535;

bool uses(const Kind &kind, const QString &field, Protocol protocol)
{
    return std::ranges::any_of(kind.ports, [&](const PortSpec &spec) {
        return spec.field == field && spec.protocol == protocol;
    });
}

} // namespace

FreePorts::FreePorts(const Topology &topology, const PlacedHost &host, const ItemId &without)
{
    const int ssh = int(host.values.at(u"sshd.port").toInt());
    m_spans.reserve(3 * host.items.size() + 1);
    if (ssh >= 1 && ssh <= highest)
        m_spans += {ssh, ssh, Protocol::Tcp};
    for (const ItemId &id : host.items) {
        const Placed *item = id == without ? nullptr : topology.find(id);
        if (!item)
            continue;
        for (const Port &port : item->ports)
            m_spans += {port.first, port.last, port.protocol};
    }
    std::ranges::sort(m_spans, {}, &Span::first);
}

void FreePorts::take(Protocol protocol, int first, int last)
{
    const auto at = std::ranges::lower_bound(m_spans, first, {}, &Span::first);
    m_spans.insert(at, {first, last, protocol});
}

bool FreePorts::isFree(Protocol protocol, int first, int last) const
{
    return std::ranges::none_of(m_spans, [&](const Span &span) {
        return span.protocol == protocol && span.first <= last && first <= span.last;
    });
}

bool FreePorts::isFree(const Kind &kind, const QString &field, int port) const
{
    return std::ranges::all_of(kind.ports, [&](const PortSpec &spec) {
        return spec.field != field || isFree(spec.protocol, port, port);
    });
}

int FreePorts::next(const Kind &kind, const QString &field, int from) const
{
    const bool counts[] = {uses(kind, field, Protocol::Tcp), uses(kind, field, Protocol::Udp)};
    int port = std::max(1, from);
    for (const Span &span : m_spans) {
        if (span.first <= port && port <= span.last && counts[int(span.protocol)])
            port = span.last + 1;
    }
    return port <= highest ? port : 0;
}

int FreePorts::nextRange(Protocol protocol, int from, int count) const
{
    int first = std::max(1, from);
    for (const Span &span : m_spans) {
        if (span.protocol == protocol && span.first < first + count && first <= span.last)
            first = span.last + 1;
    }
    return first + count - 1 <= highest ? first : 0;
}

} // namespace model
