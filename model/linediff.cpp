// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/linediff.h"

#include <algorithm>
#include <vector>

namespace model {

constexpr qsizetype mostCells =
    4'000'000; ///< of the table; beyond that the difference is told in two blocks

using Lines = QList<QByteArray>;

/// Lengths of the longest common subsequence from each pair of lines on.
static std::vector<int> commonFrom(const Lines &a, const Lines &b)
{
    const size_t width = size_t(b.size()) + 1;
    std::vector<int> table((size_t(a.size()) + 1) * width, 0);
    for (qsizetype i = a.size() - 1; i >= 0; --i)
        for (qsizetype j = b.size() - 1; j >= 0; --j) {
            const size_t here = size_t(i) * width + size_t(j);
            table[here] = a[i] == b[j] ? table[here + width + 1] + 1
                                       : qMax(table[here + width], table[here + 1]);
        }
    return table;
}

static QList<DiffLine> compare(const Lines &a, const Lines &b)
{
    QList<DiffLine> result;
    const bool small = a.size() * b.size() <= mostCells;
    const std::vector<int> table = small ? commonFrom(a, b) : std::vector<int>();
    const size_t width = size_t(b.size()) + 1;
    qsizetype i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        const size_t here = size_t(i) * width + size_t(j);
        if (small && i < a.size() && j < b.size() && a[i] == b[j]) {
            result.append({DiffLine::Same, a[i++]});
            ++j;
        } else if (i < a.size()
                   && (!small || j == b.size() || table[here + width] >= table[here + 1])) {
            result.append({DiffLine::Gone, a[i++]});
        } else {
            result.append({DiffLine::Come, b[j++]});
        }
    }
    return result;
}

/// Long stretches that are the same become one line.
static QList<DiffLine> shortened(const QList<DiffLine> &all, int context)
{
    QList<DiffLine> result;
    qsizetype skipped = 0;
    const auto close = [&] {
        if (skipped > 0)
            result.append({DiffLine::Skipped, QByteArray::number(skipped)});
        skipped = 0;
    };
    for (qsizetype i = 0; i < all.size(); ++i) {
        bool near = all[i].kind != DiffLine::Same;
        for (qsizetype k = qMax<qsizetype>(0, i - context);
             !near && k <= qMin(all.size() - 1, i + context); ++k)
            near = all[k].kind != DiffLine::Same;
        if (!near) {
            ++skipped;
            continue;
        }
        close();
        result.append(all[i]);
    }
    close();
    return result;
}

QList<DiffLine> lineDiff(const QByteArray &before, const QByteArray &after, int context)
{
    Lines a = before.split('\n'), b = after.split('\n');
    const qsizetype most = qMin(a.size(), b.size());
    qsizetype front = 0, back = 0;
    while (front < most && a[front] == b[front])
        ++front;
    while (front + back < most && a[a.size() - 1 - back] == b[b.size() - 1 - back])
        ++back;
    QList<DiffLine> all;
    for (qsizetype i = 0; i < front; ++i)
        all.append({DiffLine::Same, a[i]});
    all += compare(a.mid(front, a.size() - front - back), b.mid(front, b.size() - front - back));
    for (qsizetype i = a.size() - back; i < a.size(); ++i)
        all.append({DiffLine::Same, a[i]});
    return context < 0 ? all : shortened(all, context);
}

/// Of two long texts the lines between what both begin and what both end with.
static std::pair<QByteArray, QByteArray> middleOf(const QByteArray &a, const QByteArray &b)
{
    qsizetype head = std::ranges::mismatch(a, b).in1 - a.begin();
    head = head > 0 ? a.lastIndexOf('\n', head - 1) + 1 : 0;
    const qsizetype most = qMin(a.size(), b.size()) - head;
    qsizetype tail = 0;
    while (tail < most && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    const qsizetype end = a.indexOf('\n', a.size() - tail);
    tail = end < 0 ? 0 : a.size() - end;
    return {a.mid(head, a.size() - tail - head), b.mid(head, b.size() - tail - head)};
}

LineCount countChanges(const QByteArray &before, const QByteArray &after)
{
    LineCount count;
    const auto [a, b] = middleOf(before, after);
    for (const DiffLine &line : lineDiff(a, b, 0)) {
        count.come += line.kind == DiffLine::Come;
        count.gone += line.kind == DiffLine::Gone;
    }
    return count;
}

} // namespace model
