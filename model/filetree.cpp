// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filetree.h"

#include <algorithm>
#include <cstring>

namespace model {

namespace {

/// Offsets at which the lines of a text begin.
QList<qsizetype> lineStarts(QByteArrayView text)
{
    QList<qsizetype> starts{0};
    for (qsizetype at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
        if (at + 1 < text.size())
            starts.append(at + 1);
    return starts;
}

} // namespace

qsizetype lineBreaks(QByteArrayView text)
{
    qsizetype count = 0;
    const char *const end = text.data() + text.size();
    for (const char *at = text.data(); at != end; ++at, ++count) {
        at = static_cast<const char *>(std::memchr(at, '\n', size_t(end - at)));
        if (!at)
            break;
    }
    return count;
}

QList<int> linesOf(const GeneratedFile &file, const ItemId &item)
{
    QList<const OriginSpan *> spans;
    qsizetype begin = file.text.size(), end = 0;
    for (const OriginSpan &span : file.origins) {
        if (span.origin.item != item || span.begin >= span.end)
            continue;
        spans.append(&span);
        begin = std::min(begin, span.begin);
        end = std::max(end, span.end);
    }
    if (spans.isEmpty())
        return {};
    const auto above = lineBreaks(QByteArrayView(file.text).first(begin)); // of a long file only what is between is looked at closely
    const QList<qsizetype> starts = lineStarts(QByteArrayView(file.text).sliced(begin, end - begin));
    const auto lineAt = [&](qsizetype at) { return std::upper_bound(starts.begin(), starts.end(), at - begin) - starts.begin() - 1 + above; };
    QList<int> lines;
    for (const OriginSpan *span : std::as_const(spans)) {
        for (auto line = lineAt(span->begin), last = lineAt(span->end - 1); line <= last; ++line)
            lines.append(int(line));
    }
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

Origin originAt(const GeneratedFile &file, int line)
{
    const QList<qsizetype> starts = lineStarts(file.text);
    if (line < 0 || line >= starts.size())
        return {};
    const qsizetype begin = starts.at(line);
    const qsizetype end = line + 1 < starts.size() ? starts.at(line + 1) : file.text.size();
    const OriginSpan *best = nullptr;
    for (const OriginSpan &span : file.origins) {
        const bool meets = span.begin < end && span.end > begin;
        if (meets && (!best || span.end - span.begin <= best->end - best->begin))
            best = &span;
    }
    return best ? best->origin : Origin{};
}

} // namespace model
