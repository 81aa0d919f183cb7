// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/secrets/generate.h"

#include "remote/secrets/words.h"

#include <openssl/evp.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <memory>

namespace secrets {

using namespace Qt::StringLiterals;
using model::Result;

namespace {

constexpr size_t keySize = 32;
constexpr qsizetype keyText = 44; ///< 32 bytes as base64

Plaintext randomBytes(qsizetype count)
{
    Plaintext bytes;
    bytes.resize(count);
    for (qsizetype done = 0; done < count;) {
        const ssize_t got = getrandom(bytes.data() + done, size_t(count - done), 0);
        if (got < 0 && errno != EINTR)
            qFatal("the system gives no random numbers");
        done += std::max<ssize_t>(got, 0);
    }
    return bytes;
}

void appendHex(Plaintext &to, qsizetype count)
{
    constexpr QByteArrayView digits = "0123456789abcdef";
    const Plaintext bytes = randomBytes(count);
    for (const char byte : bytes.view()) {
        const std::array<char, 2> pair{digits[quint8(byte) >> 4], digits[quint8(byte) & 15]};
        to.append({pair.data(), 2});
    }
}

/// Without 0, O, 1, I, l and the like; 32 signs, so that each is as likely as the others: 5 bits each.
void appendPassword(Plaintext &to, qsizetype count)
{
    constexpr QByteArrayView signs = "23456789abcdefghjkmnpqrstuvwxyzA";
    static_assert(signs.size() == 32);
    const Plaintext bytes = randomBytes(count);
    for (const char byte : bytes.view())
        to.append({&signs.data()[quint8(byte) & 31], 1});
}

/// The public key of a private one, both as bytes; empty when OpenSSL takes it for none.
QByteArray publicOf(int type, QByteArrayView privateKey)
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(
        EVP_PKEY_new_raw_private_key(type, nullptr, reinterpret_cast<const unsigned char *>(privateKey.data()), size_t(privateKey.size())),
        EVP_PKEY_free);
    std::array<unsigned char, keySize> point{};
    size_t size = point.size();
    if (!pair || EVP_PKEY_get_raw_public_key(pair.get(), point.data(), &size) != 1)
        return {};
    return {reinterpret_cast<const char *>(point.data()), qsizetype(size)};
}

QString appendWireguard(Plaintext &to)
{
    Plaintext key = randomBytes(keySize);
    key.data()[0] = char(quint8(key.data()[0]) & 248); // as `wg genkey` does
    key.data()[31] = char((quint8(key.data()[31]) & 127) | 64);
    Plaintext text;
    text.resize(keyText + 1);
    EVP_EncodeBlock(reinterpret_cast<unsigned char *>(text.data()),
                    reinterpret_cast<const unsigned char *>(key.data()), keySize);
    text.resize(keyText);
    to.append(text.view());
    return wireguardPublicKey(text.view());
}

/// As `openssl genpkey -algorithm ed25519` writes it: PKCS#8, whose head is the same for all such keys.
constexpr std::array<unsigned char, 16> pkcs8Head{0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                                  0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
constexpr QByteArrayView pemBegin = "-----BEGIN PRIVATE KEY-----\n", pemEnd = "\n-----END PRIVATE KEY-----\n";
constexpr qsizetype pemText = 64; ///< head and key as base64

QString appendEd25519(Plaintext &to)
{
    Plaintext key, pem, text;
    key.append({reinterpret_cast<const char *>(pkcs8Head.data()), pkcs8Head.size()});
    key.append(randomBytes(keySize).view());
    text.resize(pemText + 1);
    EVP_EncodeBlock(reinterpret_cast<unsigned char *>(text.data()),
                    reinterpret_cast<const unsigned char *>(key.data()), int(key.view().size()));
    text.resize(pemText);
    pem.append(pemBegin);
    pem.append(text.view());
    pem.append(pemEnd);
    to.append(pem.view());
    return ed25519PublicKey(pem.view());
}

/// What stands between two braces; the public part of it, if any.
Result<QString> appendPart(Plaintext &to, QStringView name, const QString &form)
{
    const qsizetype colon = name.indexOf(u':');
    const QStringView how = colon < 0 ? name : name.left(colon);
    const int count = colon < 0 ? 0 : name.mid(colon + 1).toInt();
    if (how == u"hex" && count > 0)
        appendHex(to, count);
    else if (how == u"password" && count > 0)
        appendPassword(to, count);
    else if (name == u"wireguard")
        return appendWireguard(to);
    else if (name == u"ed25519")
        return appendEd25519(to);
    else
        return model::fail(u"bad-form"_s,
                           Words::tr("no secret can be made by the form \"%1\"").arg(form),
                           Words::tr("a form knows {hex:N}, {password:N}, {wireguard} and {ed25519}"));
    return QString();
}

} // namespace

Result<Fresh> fresh(const QString &form)
{
    Fresh result;
    QStringView rest = form;
    while (!rest.isEmpty()) {
        const qsizetype open = rest.indexOf(u'{');
        result.value.append(rest.left(open < 0 ? rest.size() : open).toUtf8());
        if (open < 0)
            break;
        const qsizetype close = rest.indexOf(u'}', open);
        const auto part = appendPart(
            result.value, close < 0 ? rest.mid(open) : rest.sliced(open + 1, close - open - 1), form);
        if (!part)
            return tl::make_unexpected(part.error());
        if (!part->isEmpty())
            result.publicPart = *part;
        rest = rest.mid(close + 1);
    }
    return result;
}

Result<QString> publicPart(const QString &form, QByteArrayView value)
{
    const bool isWireguard = form == "{wireguard}"_L1;
    if (!isWireguard && form != "{ed25519}"_L1)
        return QString();
    Plaintext whole(value);
    if (!isWireguard && !value.endsWith('\n'))
        whole.append("\n"); // lost on the way from a terminal or a line to type in
    const QString key =
        isWireguard ? wireguardPublicKey(whole.view()) : ed25519PublicKey(whole.view());
    if (!key.isEmpty())
        return key;
    return isWireguard ? model::fail(u"bad-key"_s, Words::tr("that is no private key of WireGuard"),
                                     Words::tr("it has 44 characters, as `wg genkey` prints them"))
                       : model::fail(u"bad-key"_s, Words::tr("that is no private key of ed25519 as PEM"),
                                     u"`openssl genpkey -algorithm ed25519` makes one"_s);
}

QString ed25519PublicKey(QByteArrayView pem)
{
    Plaintext key;
    key.resize(pemText / 4 * 3);
    if (pem.size() != pemBegin.size() + pemText + pemEnd.size() || !pem.startsWith(pemBegin) || !pem.endsWith(pemEnd)
        || EVP_DecodeBlock(reinterpret_cast<unsigned char *>(key.data()),
                           reinterpret_cast<const unsigned char *>(pem.data()) + pemBegin.size(), pemText)
               != int(pkcs8Head.size() + keySize)
        || !key.view().startsWith(QByteArrayView(reinterpret_cast<const char *>(pkcs8Head.data()), pkcs8Head.size())))
        return {};
    return QString::fromLatin1(publicOf(EVP_PKEY_ED25519, key.view().sliced(pkcs8Head.size())).toHex());
}

QString wireguardPublicKey(QByteArrayView privateKey)
{
    Plaintext key;
    key.resize(keyText / 4 * 3);
    if (privateKey.size() != keyText || !privateKey.endsWith('=') || privateKey[keyText - 2] == '='
        || EVP_DecodeBlock(reinterpret_cast<unsigned char *>(key.data()),
                           reinterpret_cast<const unsigned char *>(privateKey.data()), keyText)
               != keySize + 1)
        return {};
    return QString::fromLatin1(publicOf(EVP_PKEY_X25519, key.view().first(keySize)).toBase64());
}

} // namespace secrets
