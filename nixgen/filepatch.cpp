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
    OriginSpan *const spans = m_file.origins.data();
    qsizetype at = 0, shift = 0;
    for (const Exchange &next : std::as_const(m_exchanges)) {
        for (; at < next.origin; ++at) { // in front of the next exchange, or around it
            OriginSpan &span = spans[at];
            const bool isBefore = span.begin < span.end && span.end <= next.begin;
            if (isBefore && shift == 0)
                continue; // most of a long file is not even touched
            span.end += isBefore ? shift : shiftOf(span.end);
            span.begin += shift;
        }
        at = next.origin + next.originCount;
        shift = next.shift + next.grows();
    }
    for (const qsizetype count = shift != 0 ? m_file.origins.size() : at; at < count; ++at) {
        spans[at].begin += shift;
        spans[at].end += shift;
    }
}

namespace {

/// Things from `begin` on that move.
struct Move
{
    qsizetype begin = 0, end = 0, by = 0;
};

/// In such an order that nothing is overwritten that is still to move; moves are in order and meet nowhere.
void moveAll(char *data, const QList<Move> &moves, qsizetype size)
{
    const auto move = [&](const Move &each) {
        std::memmove(data + (each.begin + each.by) * size, data + each.begin * size, size_t((each.end - each.begin) * size));
    };
    for (auto each = moves.crbegin(); each != moves.crend(); ++each) {
        if (each->by > 0)
            move(*each);
    }
    for (const Move &each : moves) {
        if (each.by < 0)
            move(each);
    }
}

} // namespace

/// What stands between exchanges moves once, as bytes; the objects that give way change places with it and become the new ones.
void FilePatch::exchangeOrigins()
{
    constexpr qsizetype bytes = sizeof(OriginSpan);
    QList<OriginSpan> &origins = m_file.origins;
    const qsizetype size = origins.size();
    QList<Move> moves;
    qsizetype grown = 0;
    for (qsizetype i = 0; i < m_exchanges.size(); ++i) {
        const Exchange &e = m_exchanges.at(i);
        grown += e.by.origins.size() - e.originCount;
        moves.append({e.origin + e.originCount, i + 1 < m_exchanges.size() ? m_exchanges.at(i + 1).origin : size, grown});
    }
    origins.resize(std::max(size, size + grown));
    char *const data = reinterpret_cast<char *>(origins.data());
    QByteArray free; // of spans that give way, and those at the end
    for (const Exchange &e : std::as_const(m_exchanges))
        free.append(data + e.origin * bytes, e.originCount * bytes);
    free.append(data + size * bytes, (origins.size() - size) * bytes);
    moveAll(data, moves, bytes);
    const char *next = free.constData();
    for (qsizetype i = 0; i < m_exchanges.size(); ++i) {
        Exchange &e = m_exchanges[i];
        const qsizetype count = e.by.origins.size();
        const qsizetype end = moves.at(i).begin + moves.at(i).by;
        std::memcpy(data + (end - count) * bytes, next, size_t(count * bytes));
        next += count * bytes;
        for (qsizetype k = 0; k < count; ++k) {
            OriginSpan &span = e.by.origins[k];
            origins[end - count + k] = {span.begin + e.begin + e.shift, span.end + e.begin + e.shift, std::move(span.origin)};
        }
    }
    std::memcpy(data + (size + grown) * bytes, next, size_t(free.constData() + free.size() - next));
    origins.resize(size + grown);
}

/// What stands between exchanges moves once, to its place; what stands before them stays.
void FilePatch::exchangeText()
{
    QByteArray &text = m_file.text;
    const qsizetype size = text.size(), grown = m_exchanges.constLast().shift + m_exchanges.constLast().grows();
    QList<Move> moves;
    for (qsizetype i = 0; i < m_exchanges.size(); ++i) {
        const Exchange &e = m_exchanges.at(i);
        moves.append({e.end, i + 1 < m_exchanges.size() ? m_exchanges.at(i + 1).begin : size, e.shift + e.grows()});
    }
    text.resize(std::max(size, size + grown));
    char *const data = text.data();
    moveAll(data, moves, 1);
    for (const Exchange &e : std::as_const(m_exchanges))
        std::memcpy(data + e.begin + e.shift, e.by.text.constData(), size_t(e.by.text.size()));
    text.resize(size + grown);
}

} // namespace nixgen
