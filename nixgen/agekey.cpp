// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/agekey.h"

#include <algorithm>
#include <array>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

/// A number below 2^256, lowest word first, standing for itself modulo p = 2^255 - 19.
using Number = std::array<quint32, 8>;

constexpr Number number(quint32 value)
{
    return {value, 0, 0, 0, 0, 0, 0, 0};
}

/// Adds a carry out of bit 256, which counts 38 modulo p.
void fold(Number &n, quint64 carry)
{
    while (carry != 0) {
        quint64 sum = carry * 38;
        for (quint32 &word : n) {
            sum += word;
            word = quint32(sum);
            sum >>= 32;
        }
        carry = sum;
    }
}

Number add(const Number &a, const Number &b)
{
    Number result{};
    quint64 sum = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        sum += quint64(a[i]) + b[i];
        result[i] = quint32(sum);
        sum >>= 32;
    }
    fold(result, sum);
    return result;
}

Number multiply(const Number &a, const Number &b)
{
    std::array<quint32, 16> product{};
    for (size_t i = 0; i < a.size(); ++i) {
        quint64 carry = 0;
        for (size_t j = 0; j < b.size(); ++j) {
            carry += quint64(a[i]) * b[j] + product[i + j];
            product[i + j] = quint32(carry);
            carry >>= 32;
        }
        product[i + b.size()] = quint32(carry);
    }
    Number result{};
    quint64 sum = 0;
    for (size_t i = 0; i < result.size(); ++i) {
        sum += quint64(product[i + 8]) * 38 + product[i];
        result[i] = quint32(sum);
        sum >>= 32;
    }
    fold(result, sum);
    return result;
}

Number negated(const Number &a)
{
    constexpr quint32 ones = 0xffffffff;
    return multiply(a, {0xffffffec, ones, ones, ones, ones, ones, ones, 0x7fffffff}); // p - 1
}

/// a^(p-2): bits 0 to 4 of the exponent are 01011, 5 to 254 are ones.
Number inverse(const Number &a)
{
    Number result = number(1);
    for (int bit = 254; bit >= 0; --bit) {
        result = multiply(result, result);
        if (bit != 2 && bit != 4)
            result = multiply(result, a);
    }
    return result;
}

/// The one form below p.
Number canonical(Number n)
{
    for (int round = 0; round < 2; ++round) {
        const quint32 top = n[7] >> 31;
        n[7] &= 0x7fffffff;
        n = add(n, number(19 * top));
    }
    const Number above = add(n, number(19)); // reaches bit 255 exactly when n >= p
    if (above[7] >> 31 == 0)
        return n;
    Number reduced = above;
    reduced[7] &= 0x7fffffff;
    return reduced;
}

/// The checksum of BIP 173.
quint32 polymod(const QByteArray &values)
{
    constexpr std::array<quint32, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                               0x2a1462b3};
    quint32 sum = 1;
    for (const char value : values) {
        const quint32 top = sum >> 25;
        sum = (sum & 0x1ffffff) << 5 ^ quint32(value);
        for (size_t i = 0; i < generator.size(); ++i)
            sum ^= (top >> i & 1) ? generator[i] : 0;
    }
    return sum;
}

/// The bytes in groups of five bits, padded with zeros.
QByteArray inFives(const QByteArray &bytes)
{
    QByteArray fives;
    quint32 pending = 0;
    int bits = 0;
    for (const char byte : bytes) {
        pending = pending << 8 | quint8(byte);
        for (bits += 8; bits >= 5; bits -= 5)
            fives.append(char(pending >> (bits - 5) & 31));
    }
    if (bits > 0)
        fives.append(char(pending << (5 - bits) & 31));
    return fives;
}

} // namespace

std::optional<QByteArray> montgomeryPoint(const QByteArray &edwardsPoint)
{
    if (edwardsPoint.size() != 32)
        return std::nullopt;
    Number y{};
    for (qsizetype i = 0; i < 32; ++i)
        y[size_t(i / 4)] |= quint32(quint8(edwardsPoint[i])) << (i % 4 * 8);
    y[7] &= 0x7fffffff; // the sign of x
    const Number below = canonical(add(number(1), negated(y)));
    if (below == number(0))
        return std::nullopt;
    const Number u = canonical(multiply(add(number(1), y), inverse(below)));
    QByteArray bytes;
    for (int i = 0; i < 32; ++i)
        bytes.append(char(u[size_t(i / 4)] >> (i % 4 * 8)));
    return bytes;
}

QString bech32(const QByteArray &prefix, const QByteArray &bytes)
{
    const QByteArray letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    QByteArray checked;
    for (const char c : prefix)
        checked.append(char(c >> 5));
    checked.append('\0');
    for (const char c : prefix)
        checked.append(char(c & 31));
    QByteArray data = inFives(bytes);
    const quint32 sum = polymod(checked + data + QByteArray(6, '\0')) ^ 1;
    for (int i = 0; i < 6; ++i)
        data.append(char(sum >> (5 * (5 - i)) & 31));
    QByteArray text = prefix + '1';
    for (const char value : data)
        text.append(letters[value]);
    return QString::fromLatin1(text);
}

std::optional<QString> ageRecipient(const QString &sshKey)
{
    const QStringList words = sshKey.split(u' ', Qt::SkipEmptyParts);
    if (words.size() < 2 || words.first() != "ssh-ed25519"_L1)
        return std::nullopt;
    const auto decoded = QByteArray::fromBase64Encoding(words[1].toLatin1(),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray header =
        QByteArray("\0\0\0\x0bssh-ed25519\0\0\0\x20", 19); // two strings with their lengths
    if (!decoded || !decoded.decoded.startsWith(header))
        return std::nullopt;
    const auto point = montgomeryPoint(decoded.decoded.mid(header.size()));
    return point ? std::optional(bech32("age", *point)) : std::nullopt;
}

} // namespace nixgen
