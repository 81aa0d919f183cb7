// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Bytes that nobody else may see: kept out of Qt's shared strings, and wiped wherever they were
// when they go.

#include <QByteArrayView>

#include <strings.h>
#include <vector>

namespace secrets {

/// Overwrites what it gives back, so that a vector that grows leaves nothing behind either.
template <typename Base = std::allocator<char>>
struct WipingAllocator : Base
{
    template <typename>
    struct rebind // only ever for bytes
    {
        using other = WipingAllocator;
    };
    void deallocate(char *memory, size_t count)
    {
        explicit_bzero(memory, count);
        Base::deallocate(memory, count);
    }
};

/// Moves, never copies.
class Plaintext
{
public:
    Plaintext() = default;
    explicit Plaintext(QByteArrayView bytes) { append(bytes); }
    Plaintext(Plaintext &&) = default;
    Plaintext &operator=(Plaintext &&) = default;
    ~Plaintext() = default;
    Q_DISABLE_COPY(Plaintext)

    void append(QByteArrayView bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    void resize(qsizetype size) { m_bytes.resize(size_t(size)); }
    char *data() { return m_bytes.data(); }
    qsizetype size() const { return qsizetype(m_bytes.size()); }
    bool isEmpty() const { return m_bytes.empty(); }
    QByteArrayView view() const { return {m_bytes.data(), size()}; }

private:
    std::vector<char, WipingAllocator<>> m_bytes;
};

} // namespace secrets
