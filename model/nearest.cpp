// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/nearest.h"

#include <algorithm>
#include <numeric>

namespace model {

namespace {

qsizetype distance(const QString &word, const QString &other)
{
    QList<qsizetype> row(other.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < word.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (qsizetype j = 0; j < other.size(); ++j) {
            const qsizetype change = diagonal + (word.at(i) == other.at(j) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.last();
}

} // namespace

QStringList nearest(const QString &word, const QStringList &known, qsizetype count, qsizetype most)
{
    constexpr qsizetype longest = 64; // nobody means a word by a text
    QList<std::pair<qsizetype, QString>> close;
    for (const QString &other : known) {
        if (std::abs(other.size() - word.size()) > most || word.size() > longest)
            continue;
        if (const qsizetype d = distance(word, other); d <= most)
            close += {d, other};
    }
    std::ranges::stable_sort(close, {}, &std::pair<qsizetype, QString>::first);
    QStringList words;
    for (const auto &each : close.mid(0, count))
        words += each.second;
    return words;
}

} // namespace model
