// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/mesh.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <arpa/inet.h>

namespace model {

using namespace Qt::StringLiterals;

namespace {

constexpr int ipv4 = 4, ipv6 = 16;

/// The bytes of an address, and how many they are; none when the text is no address.
int parsed(const QString &text, std::array<unsigned char, 16> &bytes)
{
    const QByteArray latin = text.toLatin1();
    if (inet_pton(AF_INET, latin.constData(), bytes.data()) == 1)
        return ipv4;
    return inet_pton(AF_INET6, latin.constData(), bytes.data()) == 1 ? ipv6 : 0;
}

QString printed(const std::array<unsigned char, 16> &bytes, int count)
{
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(count == ipv4 ? AF_INET : AF_INET6, bytes.data(), text, sizeof text);
    return QString::fromLatin1(text);
}

} // namespace

const Kind *meshKind(const Catalog &catalog, const Value &settings)
{
    for (const Kind &kind : catalog.kinds()) {
        const auto isSet = [&](const auto &entry) {
            const QStringView path(entry.first);
            return path.startsWith(u"fleet.") && settings.at(path.mid(6)).text() == entry.second;
        };
        if (kind.mesh && !kind.broughtBy.empty() && std::ranges::all_of(kind.broughtBy, isSet))
            return &kind;
    }
    return nullptr;
}

QString canonicalAddress(const QString &text)
{
    std::array<unsigned char, 16> bytes{};
    const int count = parsed(text, bytes);
    return count > 0 ? printed(bytes, count) : text;
}

std::optional<AddressRange> AddressRange::of(const QString &cidr)
{
    AddressRange range;
    bool isNumber = false;
    range.m_bytes = parsed(cidr.section(u'/', 0, 0), range.m_network);
    range.m_prefix = cidr.section(u'/', 1).toInt(&isNumber);
    const int bits = range.m_bytes * 8 - range.m_prefix; // that differ between its addresses
    if (range.m_bytes == 0 || !isNumber || range.m_prefix < 0 || bits < 2)
        return std::nullopt;
    for (int bit = range.m_prefix; bit < range.m_bytes * 8; ++bit)
        range.m_network.at(bit / 8) &= static_cast<unsigned char>(~(0x80 >> (bit % 8)));
    range.m_count = (quint64(1) << std::min(bits, 62)) - 2;
    return range;
}

bool AddressRange::contains(const QString &address) const
{
    std::array<unsigned char, 16> bytes{};
    if (parsed(address, bytes) != m_bytes)
        return false;
    for (int bit = 0; bit < m_prefix; ++bit) {
        if ((bytes.at(bit / 8) ^ m_network.at(bit / 8)) & (0x80 >> (bit % 8)))
            return false;
    }
    return true;
}

QString AddressRange::at(quint64 slot) const
{
    auto bytes = m_network;
    for (int i = m_bytes - 1; slot > 0; --i, slot >>= 8)
        bytes.at(i) |= static_cast<unsigned char>(slot & 0xff);
    return printed(bytes, m_bytes);
}

quint64 AddressRange::slotOf(const QString &name) const
{
    const QByteArray hash = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256);
    return qFromBigEndian<quint64>(hash.constData()) % m_count + 1;
}

QString AddressRange::addressOf(const QString &name) const
{
    return at(slotOf(name));
}

QString AddressRange::freeAddress(const QString &name, const QSet<QString> &taken) const
{
    const quint64 begin = slotOf(name);
    const quint64 most = std::min(m_count, quint64(taken.size()) + 1);
    for (quint64 i = 1; i <= most; ++i) {
        const QString address = at((begin - 1 + i) % m_count + 1);
        if (!taken.contains(address))
            return address;
    }
    return {};
}

/// After the prefix: how many ones the inverted key begins with, then its bits behind the zero that ends them.
QString addressOfKey(const QString &key)
{
    const QByteArray bytes = QByteArray::fromHex(key.toLatin1());
    if (key.size() != 64 || bytes.size() != 32 || bytes.toHex() != key.toLower().toLatin1())
        return {};
    const auto isOne = [&](qsizetype bit) { return !(static_cast<unsigned char>(bytes.at(bit / 8)) & (0x80 >> (bit % 8))); };
    qsizetype ones = 0;
    while (ones < 255 && isOne(ones))
        ++ones;
    std::array<unsigned char, 16> address{0x02, static_cast<unsigned char>(ones)};
    for (qsizetype i = 0; i < 14 * 8 && ones + 1 + i < 256; ++i) {
        if (isOne(ones + 1 + i))
            address.at(2 + i / 8) |= static_cast<unsigned char>(0x80 >> (i % 8));
    }
    return printed(address, ipv6);
}

QString meshAddress(const MeshSpec &mesh, const Value &settings, const QString &name, const QString &key)
{
    if (mesh.address == MeshSpec::Address::Key)
        return addressOfKey(key);
    if (mesh.address != MeshSpec::Address::Range)
        return {};
    const auto range = AddressRange::of(settings.at(mesh.range).text());
    return range ? range->addressOf(name) : QString();
}

QList<MeshDevice> meshDevices(const MeshSpec &mesh, const Value &settings)
{
    QList<MeshDevice> devices;
    if (mesh.devices.isEmpty())
        return devices;
    for (const auto &[name, value] : settings.at(mesh.devices).map()) {
        const QString key = value.text().section(u' ', 0, 0), own = value.text().section(u' ', 1, 1);
        devices += {name, key, own.isEmpty() ? meshAddress(mesh, settings, name, key) : canonicalAddress(own)};
    }
    return devices;
}

QSet<QString> meshAddresses(const Topology &topology, const MeshSpec &mesh, const Value &settings)
{
    QSet<QString> taken;
    for (const PlacedHost &host : topology.hosts)
        taken.insert(canonicalAddress(host.values.at(u"mesh").text()));
    for (const MeshDevice &device : meshDevices(mesh, settings))
        taken.insert(device.address);
    return taken;
}

} // namespace model
