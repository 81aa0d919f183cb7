// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A list of many elements whose copies share all but what was changed since: a copy costs nothing, a change a chunk of it, and two
// copies are compared by looking only at chunks that they do not share.

#include <QList>

#include <algorithm>
#include <iterator>

namespace model {

/// How far two lists are the same: the first `head` and the last `tail` elements.
struct Difference
{
    qsizetype head = 0, tail = 0;
};

template <typename T>
class LongList
{
public:
    class const_iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T;
        using difference_type = qsizetype;
        using pointer = const T *;
        using reference = const T &;

        const_iterator() = default;
        reference operator*() const { return *m_here; }
        pointer operator->() const { return m_here; }
        const_iterator &operator++()
        {
            if (++m_here == m_end)
                enter(m_chunk + 1);
            return *this;
        }
        const_iterator operator++(int)
        {
            const_iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const const_iterator &other) const { return m_here == other.m_here; }

    private:
        friend class LongList;
        const_iterator(const QList<QList<T>> *chunks, qsizetype chunk) : m_chunks(chunks) { enter(chunk); }
        void enter(qsizetype chunk)
        {
            m_chunk = chunk;
            m_here = chunk < m_chunks->size() ? m_chunks->at(chunk).constData() : nullptr;
            m_end = m_here ? m_here + m_chunks->at(chunk).size() : nullptr;
        }

        const QList<QList<T>> *m_chunks = nullptr;
        qsizetype m_chunk = 0;
        const T *m_here = nullptr, *m_end = nullptr;
    };
    using iterator = const_iterator;
    using value_type = T;
    using const_reference = const T &;

    LongList() = default;
    LongList(const QList<T> &list) { replace(0, 0, list); } // NOLINT(google-explicit-constructor): a short one is one, too

    qsizetype size() const { return m_ends.isEmpty() ? 0 : m_ends.constLast(); }
    bool isEmpty() const { return m_ends.isEmpty(); }
    const T &at(qsizetype i) const
    {
        const qsizetype chunk = chunkOf(i);
        return m_chunks.at(chunk).at(i - beginOf(chunk));
    }
    T value(qsizetype i) const { return i >= 0 && i < size() ? at(i) : T(); }
    const T &constFirst() const { return m_chunks.constFirst().constFirst(); }
    const T &constLast() const { return m_chunks.constLast().constLast(); }
    const_iterator begin() const { return {&m_chunks, 0}; }
    const_iterator end() const { return {&m_chunks, m_chunks.size()}; }
    qsizetype indexOf(const T &element) const
    {
        for (qsizetype chunk = 0; chunk < m_chunks.size(); ++chunk) {
            if (const qsizetype at = m_chunks.at(chunk).indexOf(element); at >= 0)
                return beginOf(chunk) + at;
        }
        return -1;
    }
    /// Up to `count` elements from `at` on; all where `count` is negative.
    QList<T> mid(qsizetype at, qsizetype count = -1) const
    {
        const qsizetype end = count < 0 ? size() : std::min(size(), at + count);
        QList<T> result;
        result.reserve(std::max<qsizetype>(0, end - at));
        for (qsizetype chunk = at < end ? chunkOf(at) : m_chunks.size(); at < end; at = m_ends.at(chunk++))
            result += m_chunks.at(chunk).mid(at - beginOf(chunk), end - at);
        return result;
    }

    void append(T element)
    {
        if (m_chunks.isEmpty() || m_chunks.constLast().size() == most) {
            m_chunks.emplaceBack();
            m_ends.append(size());
        }
        m_chunks.last().append(std::move(element));
        ++m_ends.last();
    }
    void set(qsizetype i, T element)
    {
        const qsizetype chunk = chunkOf(i);
        m_chunks[chunk][i - beginOf(chunk)] = std::move(element);
    }
    void insert(qsizetype at, const T &element) { replace(at, 0, {element}); }
    void removeAt(qsizetype at) { replace(at, 1, {}); }
    /// Lets `by` stand for `count` elements from `at` on.
    void replace(qsizetype at, qsizetype count, const QList<T> &by)
    {
        qsizetype first = std::min(chunkOf(at), std::max<qsizetype>(0, m_chunks.size() - 1));
        const qsizetype last = std::min(m_chunks.size(), std::max(first, chunkOf(at + count - 1)) + 1); // one past
        if (first > 0 && at == beginOf(first) && count == m_ends.value(last - 1) - at)
            --first; // nothing of its own is left: what comes joins the chunk above
        const qsizetype begin = beginOf(first), end = last > 0 ? m_ends.at(last - 1) : 0;
        const QList<T> joined = mid(begin, at - begin) + by + mid(at + count, end - at - count);
        QList<QList<T>> pieces;
        for (qsizetype done = 0, left = (joined.size() + most - 1) / most; left > 0; --left) { // of one size
            pieces += joined.mid(done, (joined.size() - done) / left);
            done += pieces.constLast().size();
        }
        m_chunks = m_chunks.mid(0, first) + pieces + m_chunks.mid(last);
        m_ends.resize(m_chunks.size());
        for (qsizetype chunk = first; chunk < m_chunks.size(); ++chunk)
            m_ends[chunk] = beginOf(chunk) + m_chunks.at(chunk).size();
    }

    bool operator==(const LongList &other) const
    {
        return size() == other.size() && difference(*this, other).head == size();
    }

    /// Where two lists differ, most often found by looking at two chunks of each.
    friend Difference difference(const LongList &a, const LongList &b)
    {
        const qsizetype shorter = std::min(a.size(), b.size());
        Difference d{shorter, 0};
        eachPiece(a, b, [&](const Piece &piece) {
            const T *const end = piece.a + piece.count, *const other = std::mismatch(piece.a, end, piece.b).first;
            if (other != end)
                d.head = piece.at + (other - piece.a);
            return other == end;
        });
        const auto fromEnd = [](const LongList &list, qsizetype i) -> const QList<T> & { return list.m_chunks.at(list.m_chunks.size() - 1 - i); };
        const qsizetype chunks = std::min(a.m_chunks.size(), b.m_chunks.size());
        for (qsizetype i = 0; i < chunks && fromEnd(a, i).isSharedWith(fromEnd(b, i)) && d.tail + fromEnd(a, i).size() <= shorter - d.head; ++i)
            d.tail += fromEnd(a, i).size();
        while (d.tail < shorter - d.head && a.at(a.size() - 1 - d.tail) == b.at(b.size() - 1 - d.tail))
            ++d.tail;
        return d;
    }

    /// Calls `use(place, element)` for what a list has and another of its size has not at that place; where they are not of one
    /// size, for all between what they share at both ends.
    template <typename Use>
    friend void eachOther(const LongList &list, const LongList &other, const Use &use)
    {
        if (list.size() != other.size()) {
            const Difference d = difference(list, other);
            qsizetype at = d.head;
            for (const T &element : list.mid(d.head, list.size() - d.head - d.tail))
                use(at++, element);
            return;
        }
        eachPiece(list, other, [&](const Piece &piece) {
            for (qsizetype i = 0; i < piece.count; ++i) {
                if (piece.a[i] != piece.b[i])
                    use(piece.at + i, piece.a[i]);
            }
            return true;
        });
    }

private:
    static constexpr qsizetype most = 128; ///< of a chunk: about as many as 10,000 elements have chunks

    /// What stands at the same places of two lists.
    struct Piece
    {
        qsizetype at, count;
        const T *a, *b;
    };

    /// Calls `use` for one after the other, as long as it says so, but for chunks that both share.
    template <typename Use>
    static void eachPiece(const LongList &a, const LongList &b, const Use &use)
    {
        qsizetype i = 0, k = 0;
        for (qsizetype at = 0; i < a.m_chunks.size() && k < b.m_chunks.size();) {
            const qsizetype until = std::min(a.m_ends.at(i), b.m_ends.at(k));
            const QList<T> &x = a.m_chunks.at(i), &y = b.m_chunks.at(k);
            const T *of = x.constData() + (at - a.beginOf(i)), *ofOther = y.constData() + (at - b.beginOf(k));
            if (of != ofOther && !use(Piece{at, until - at, of, ofOther}))
                return;
            at = until;
            i += a.m_ends.at(i) == until;
            k += b.m_ends.at(k) == until;
        }
    }

    qsizetype chunkOf(qsizetype i) const { return std::upper_bound(m_ends.begin(), m_ends.end(), i) - m_ends.begin(); }
    qsizetype beginOf(qsizetype chunk) const { return chunk > 0 ? m_ends.at(chunk - 1) : 0; }

    QList<QList<T>> m_chunks; ///< none is empty
    QList<qsizetype> m_ends;  ///< beside the chunks: the place behind each
};

} // namespace model
