// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/filepatch.h"

#include <algorithm>
#include <cstring>

namespace nixgen {

using model::GeneratedFile;
using model::OriginSpan;

int FilePatch::indentOf(const Stretch &entry) const
{
    qsizetype at = entry.begin;
    while (at > 0 && m_file.text.at(at - 1) == ' ')
        --at;
    return at > 0 && m_file.text.at(at - 1) == '\n' ? int(entry.begin - at) : -1;
}

bool FilePatch::replace(const Stretch &entry, model::Result<GeneratedFile> by)
{
    if (!by)
        return false;
    m_exchanges.append({entry.begin, entry.end, std::move(*by)});
    return true;
}

bool FilePatch::takeOut(const Stretch &entry)
{
    const int indent = indentOf(entry);
    if (indent < 0)
        return false;
    m_exchanges.append({entry.begin - indent - 1, entry.end, {}});
    return true;
}

bool FilePatch::insertBehind(const Stretch &entry, model::Result<GeneratedFile> text)
{
    return insertAt(entry.end, indentOf(entry), std::move(text));
}

bool FilePatch::insertAbove(const Stretch &entry, model::Result<GeneratedFile> text)
{
    const int indent = indentOf(entry);
    return insertAt(entry.begin - indent - 1, indent, std::move(text));
}

bool FilePatch::insertAt(qsizetype place, int indent, model::Result<GeneratedFile> text)
{
    if (!text || indent < 0)
        return false;
    const QByteArray lead = '\n' + QByteArray(indent, ' ');
    for (OriginSpan &span : text->origins) {
        span.begin += lead.size();
        span.end += lead.size();
    }
    text->text.prepend(lead);
    m_exchanges.append({place, place, std::move(*text)});
    return true;
}

std::optional<bool> FilePatch::apply()
{
    if (!prepare())
        return std::nullopt;
    const auto isOther = [this](const Exchange &e) { return e.by.text != QByteArrayView(m_file.text).sliced(e.begin, e.end - e.begin); };
    const bool changes = std::ranges::any_of(m_exchanges, isOther);
    m_exchanges.removeIf([&](const Exchange &e) { return !isOther(e) && !changesOrigins(e); });
    qsizetype shift = 0;
    for (Exchange &e : m_exchanges) {
        e.shift = shift;
        shift += e.grows();
    }
    if (m_exchanges.isEmpty())
        return false;
    if (shift != 0 || std::ranges::any_of(m_exchanges, [](const Exchange &e) { return e.shift != 0; }))
        shiftOrigins();
    exchangeOrigins();
    exchangeText();
    return changes;
}

/// In order; of one place what is put in comes first. False when two of them meet.
bool FilePatch::prepare()
{
    const auto place = [](const Exchange &e) { return std::pair(e.begin, e.end); };
    std::ranges::stable_sort(m_exchanges, {}, place);
    qsizetype end = 0;
    for (Exchange &e : m_exchanges) {
        if (e.begin < end)
            return false;
        end = e.end;
        findOrigins(e);
    }
    return true;
}

void FilePatch::findOrigins(Exchange &e) const
{
    const auto begin = m_file.origins.begin(), end = m_file.origins.end();
    auto first = std::lower_bound(begin, end, e.begin, [](const OriginSpan &span, qsizetype at) { return span.begin < at; });
    while (first != end && first->begin < e.end && first->end > e.end)
        ++first; // what is around it
    const auto last = e.begin == e.end ? first : std::lower_bound(first, end, e.end, [](const OriginSpan &span, qsizetype at) { return span.begin < at; });
    e.origin = first - begin;
    e.originCount = last - first;
}

bool FilePatch::changesOrigins(const Exchange &e) const
{
    const auto isSame = [&](const OriginSpan &a, const OriginSpan &b) {
        return a.begin == b.begin + e.begin && a.end == b.end + e.begin && a.origin == b.origin;
    };
    const auto first = m_file.origins.begin() + e.origin;
    return !std::equal(first, first + e.originCount, e.by.origins.begin(), e.by.origins.end(), isSame);
}

/// By how much a span's end moves: what is put in right there stands behind it.
qsizetype FilePatch::shiftOf(qsizetype end) const
{
    auto next = std::ranges::upper_bound(m_exchanges, end, {}, &Exchange::end);
    while (next != m_exchanges.begin() && std::prev(next)->begin >= end)
        --next;
    return next == m_exchanges.begin() ? 0 : std::prev(next)->shift + std::prev(next)->grows();
}

/// All spans to where they stand afterwards, but those that give way.
void FilePatch::shiftOrigins()
{
    const qsizetype first = m_exchanges.constFirst().begin;
    qsizetype next = 0, shift = 0;
    for (OriginSpan &span : m_file.origins) {
        for (; next < m_exchanges.size() && m_exchanges.at(next).end <= span.begin; ++next)
            shift = m_exchanges.at(next).shift + m_exchanges.at(next).grows();
        if (span.end <= first)
            continue;
        const bool isBefore = next == m_exchanges.size() || (span.begin < span.end && span.end <= m_exchanges.at(next).begin);
        span.end += isBefore ? shift : shiftOf(span.end);
        span.begin += shift;
    }
}

void FilePatch::exchangeOrigins()
{
    QList<OriginSpan> &origins = m_file.origins;
    for (auto e = m_exchanges.rbegin(); e != m_exchanges.rend(); ++e) {
        for (OriginSpan &span : e->by.origins) {
            span.begin += e->begin + e->shift;
            span.end += e->begin + e->shift;
        }
        const qsizetype count = e->by.origins.size();
        if (count < e->originCount)
            origins.remove(e->origin + count, e->originCount - count);
        else if (count > e->originCount)
            origins.insert(e->origin + e->originCount, count - e->originCount, OriginSpan());
        std::move(e->by.origins.begin(), e->by.origins.end(), origins.begin() + e->origin);
    }
}

/// What stands between exchanges moves once, to its place; what stands before them stays.
void FilePatch::exchangeText()
{
    QByteArray &text = m_file.text;
    const qsizetype size = text.size(), shift = m_exchanges.constLast().shift + m_exchanges.constLast().grows();
    text.resize(std::max(size, size + shift));
    char *const data = text.data();
    const auto move = [&](qsizetype i, bool back) {
        const qsizetype begin = m_exchanges.at(i).end, end = i + 1 < m_exchanges.size() ? m_exchanges.at(i + 1).begin : size;
        const qsizetype by = m_exchanges.at(i).shift + m_exchanges.at(i).grows();
        if (back ? by > 0 : by < 0)
            std::memmove(data + begin + by, data + begin, size_t(end - begin));
    };
    for (qsizetype i = m_exchanges.size() - 1; i >= 0; --i) // in such an order that nothing is overwritten
        move(i, true);
    for (qsizetype i = 0; i < m_exchanges.size(); ++i)
        move(i, false);
    for (const Exchange &e : std::as_const(m_exchanges))
        std::memcpy(data + e.begin + e.shift, e.by.text.constData(), size_t(e.by.text.size()));
    text.resize(size + shift);
}

} // namespace nixgen
