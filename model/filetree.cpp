// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filetree.h"

#include <algorithm>

namespace model {

namespace {

/// Offsets at which the lines of a text begin.
QList<qsizetype> lineStarts(const QByteArray &text)
{
    QList<qsizetype> starts{0};
    for (qsizetype at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
        if (at + 1 < text.size())
            starts.append(at + 1);
    return starts;
}

} // namespace

QList<int> linesOf(const GeneratedFile &file, const ItemId &item)
{
    const QList<qsizetype> starts = lineStarts(file.text);
    QList<int> lines;
    for (const OriginSpan &span : file.origins) {
        if (span.origin.item != item || span.begin >= span.end)
            continue;
        const auto first =
            std::upper_bound(starts.begin(), starts.end(), span.begin) - starts.begin() - 1;
        const auto last =
            std::upper_bound(starts.begin(), starts.end(), span.end - 1) - starts.begin() - 1;
        for (auto line = first; line <= last; ++line)
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
