// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/fleetpatch.h"

#include "model/history.h"
#include "nixgen/fleetfile.h"
#include "nixgen/options.h"
#include "nixgen/print.h"

#include <algorithm>
#include <map>

namespace nixgen {

using model::GeneratedFile;
using model::ItemId;
using model::ItemPtr;
using model::OriginSpan;
using model::Placed;

namespace {

/// Bytes [begin, end) give way to a text with origins of its own.
struct Exchange
{
    qsizetype begin = 0, end = 0;
    GeneratedFile by;
};

struct Span
{
    qsizetype begin = -1, end = -1;
};

class Patch
{
public:
    Patch(GeneratedFile &known, const model::Fleet &before, const Context &now, const QSet<QString> &hosts)
        : m_known(known), m_before(before), m_now(now), m_hosts(hosts)
    {}

    std::optional<GeneratedFile> run()
    {
        if (!sameHostNames() || !collect())
            return std::nullopt;
        m_spans = spansOf(m_wanted);
        for (const QString &host : m_hosts) {
            if (m_now.topology.host(host) && !replaceHost(*m_now.topology.host(host)))
                return std::nullopt;
        }
        if (!takeOut() || !putIn())
            return std::nullopt;
        return applied();
    }

private:
    /// Which hosts there are stands in more places than the list of hosts.
    bool sameHostNames() const
    {
        const auto sameName = [](const ItemPtr &a, const ItemPtr &b) { return a == b || a->name == b->name; };
        return std::ranges::equal(m_before.hosts(), m_now.fleet.hosts(), sameName);
    }

    bool isListed(const QString &kindName) const
    {
        const model::Kind *kind = m_now.catalog.kind(kindName);
        return kind && elementOption(kind->option);
    }

    /// All entries that may read differently, came or went.
    bool collect()
    {
        const auto &before = m_before.items(), &after = m_now.fleet.items();
        const model::Difference d = model::difference(before, after);
        const bool inStep = before.size() == after.size();
        for (const auto &[list, other] : {std::pair(&before, &after), std::pair(&after, &before)}) {
            for (qsizetype i = d.head; i < list->size() - d.tail; ++i) {
                if (!(inStep && list->at(i) == other->at(i)) && isListed(list->at(i)->kind))
                    m_wanted.insert(list->at(i)->id);
            }
        }
        for (const QString &host : m_hosts) {
            m_wanted.insert(ItemId::host(host));
            for (const Placed *item : m_now.topology.on(host)) {
                if (isListed(item->kind))
                    m_wanted.insert(item->id);
            }
        }
        return bool(m_now.fleet.m_index);
    }

    /// The outermost stretch of each.
    QHash<ItemId, Span> spansOf(const QSet<ItemId> &ids) const
    {
        QHash<ItemId, Span> spans;
        for (const OriginSpan &span : m_known.origins) {
            if (span.origin.field.isEmpty() && ids.contains(span.origin.item) && !spans.contains(span.origin.item))
                spans.insert(span.origin.item, {span.begin, span.end});
        }
        return spans;
    }

    /// Columns before an entry on a line of its own; -1 when something else stands on that line.
    int indentOf(const Span &span) const
    {
        qsizetype at = span.begin;
        while (at > 0 && m_known.text.at(at - 1) == ' ')
            --at;
        return at > 0 && m_known.text.at(at - 1) == '\n' ? int(span.begin - at) : -1;
    }

    bool replace(const Span &span, model::Result<GeneratedFile> by)
    {
        if (!by)
            return false;
        m_exchanges.append({span.begin, span.end, std::move(*by)});
        return true;
    }

    bool replaceHost(const model::PlacedHost &host)
    {
        const Span span = m_spans.value(host.id);
        const int indent = span.begin < 0 ? -1 : indentOf(span);
        return indent >= 0 && replace(span, printBinding({{host.name}, hostElement(m_now, host)}, indent));
    }

    /// The place in the list of the file, if the item is placed and listed.
    qsizetype indexOf(const ItemId &id) const
    {
        const qsizetype at = m_now.fleet.m_index->value(id, -1) - m_now.fleet.hosts().size();
        return at >= 0 && m_now.topology.find(id) ? at : -1;
    }

    bool takeOut()
    {
        for (const ItemId &id : std::as_const(m_wanted)) {
            const Span span = m_spans.value(id);
            if (span.begin < 0 || id.text().startsWith(u"host/") || indexOf(id) >= 0)
                continue;
            const int indent = indentOf(span);
            if (indent < 0 || !hasTwo(id.text().section(u'/', 0, 0)))
                return false;
            m_exchanges.append({span.begin - indent - 1, span.end, {}});
        }
        return true;
    }

    /// Whether the list still holds several; a lone entry is laid out in another way.
    bool hasTwo(const QString &kind) const
    {
        int count = 0;
        for (const ItemPtr &item : m_now.fleet.items()) {
            if (item->kind == kind && m_now.topology.find(item->id) && ++count == 2)
                return true;
        }
        return false;
    }

    bool putIn()
    {
        std::map<qsizetype, ItemId> order;
        for (const ItemId &id : std::as_const(m_wanted)) {
            if (const qsizetype at = indexOf(id); at >= 0)
                order[at] = id;
        }
        QHash<QString, Span> last; // of each kind, what was met before
        for (const auto &[at, id] : order) {
            const Placed &item = *m_now.topology.find(id);
            const model::Kind &kind = *m_now.catalog.kind(item.kind);
            const auto own = m_spans.constFind(id);
            const Span span = own == m_spans.constEnd() ? Span{} : *own;
            const Span before = span.begin < 0 ? spanBefore(at, item.kind, last) : span;
            const int indent = before.begin < 0 ? -1 : indentOf(before);
            if (indent < 0 || before.begin < last.value(item.kind).begin)
                return false;
            auto text = printElement(element(m_now, kind, item, true), indent);
            if (!text)
                return false;
            if (span.begin < 0)
                insertBehind(before, std::move(*text), indent);
            else
                m_exchanges.append({span.begin, span.end, std::move(*text)});
            last[item.kind] = before;
        }
        return true;
    }

    /// Where the entry of the list stands behind which a new one belongs.
    Span spanBefore(qsizetype at, const QString &kind, const QHash<QString, Span> &last) const
    {
        for (--at; at >= 0; --at) {
            const ItemPtr &item = m_now.fleet.items().at(at);
            if (item->kind != kind || !m_now.topology.find(item->id))
                continue;
            const auto known = m_spans.constFind(item->id);
            if (known != m_spans.constEnd())
                return *known;
            return m_wanted.contains(item->id) ? last.value(kind) : spansOf({item->id}).value(item->id);
        }
        return {};
    }

    void insertBehind(const Span &before, GeneratedFile text, int indent)
    {
        const QByteArray lead = '\n' + QByteArray(indent, ' ');
        for (OriginSpan &span : text.origins) {
            span.begin += lead.size();
            span.end += lead.size();
        }
        text.text.prepend(lead);
        m_exchanges.append({before.end, before.end, std::move(text)});
    }

    GeneratedFile applied();
    void moveOrigins(GeneratedFile &result);

    GeneratedFile &m_known;
    const model::Fleet &m_before;
    const Context &m_now;
    const QSet<QString> &m_hosts;
    QSet<ItemId> m_wanted;
    QHash<ItemId, Span> m_spans;
    QList<Exchange> m_exchanges;
};

GeneratedFile Patch::applied()
{
    const auto place = [](const Exchange &e) { return std::pair(e.begin, e.end); };
    std::ranges::stable_sort(m_exchanges, {}, place); // of one place: what gives way, then what comes behind it in order
    GeneratedFile result;
    result.text.reserve(m_known.text.size() + 4096);
    qsizetype copied = 0;
    for (const Exchange &e : std::as_const(m_exchanges)) {
        result.text += QByteArrayView(m_known.text).sliced(copied, e.begin - copied);
        result.text += e.by.text;
        copied = e.end;
    }
    result.text += QByteArrayView(m_known.text).sliced(copied);
    moveOrigins(result);
    return result;
}

void Patch::moveOrigins(GeneratedFile &result)
{
    result.origins.reserve(m_known.origins.size() + 64);
    qsizetype next = 0, shift = 0, gone = -1; // exchanges passed, what they add up to, the end of the last one that takes bytes away
    QList<qsizetype> open;                    // spans of the result whose end is not known yet
    const auto close = [&](qsizetype until) {
        while (!open.isEmpty() && result.origins.at(open.last()).end <= until)
            result.origins[open.takeLast()].end += shift;
    };
    const auto pass = [&](qsizetype until) {
        for (; next < m_exchanges.size() && m_exchanges.at(next).begin < until; ++next) {
            const Exchange &e = m_exchanges.at(next);
            close(e.begin);
            for (OriginSpan span : e.by.origins) {
                span.begin += e.begin + shift;
                span.end += e.begin + shift;
                result.origins.append(span);
            }
            shift += e.by.text.size() - (e.end - e.begin);
            gone = std::max(gone, e.end);
        }
    };
    for (OriginSpan &span : m_known.origins) {
        pass(span.begin);
        const bool replaced = next < m_exchanges.size() && m_exchanges.at(next).begin == span.begin
            && span.end <= m_exchanges.at(next).end;
        if (replaced)
            pass(span.begin + 1);
        if (replaced || span.begin < gone)
            continue;
        close(span.begin);
        open.append(result.origins.size());
        result.origins.append({span.begin + shift, span.end, std::move(span.origin)});
    }
    pass(m_known.text.size() + 1);
    close(m_known.text.size());
}

} // namespace

std::optional<GeneratedFile> patchedFleetFile(GeneratedFile &known, const model::Fleet &before, const Context &now,
                                              const QSet<QString> &hosts)
{
    return Patch(known, before, now, hosts).run();
}

} // namespace nixgen
