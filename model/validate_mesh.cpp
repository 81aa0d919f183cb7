// SPDX-License-Identifier: GPL-3.0-or-later
// Private networks whose members the fleet file knows: keys, addresses, and who can dial whom.

#include "model/mesh.h"
#include "model/validate_findings.h"
#include "model/words.h"

namespace model {

using namespace Qt::StringLiterals;

namespace {

class MeshCheck
{
public:
    MeshCheck(Findings &found, const Kind &kind, const Value &settings)
        : m_found(found), m_kind(kind), m_mesh(*kind.mesh), m_settings(settings)
        , m_devices(meshDevices(m_mesh, settings))
    {
        if (m_mesh.address == MeshSpec::Address::Range)
            m_range = AddressRange::of(settings.at(m_mesh.range).text());
    }

    void run()
    {
        checkRange();
        for (const PlacedHost &host : m_found.topology.hosts) {
            checkKey(host);
            checkAddress(host);
            checkWayIn(host);
        }
        for (const MeshDevice &device : m_devices)
            checkDevice(device);
    }

private:
    void checkRange()
    {
        if (m_mesh.address != MeshSpec::Address::Range)
            return;
        const QString text = m_settings.at(m_mesh.range).text();
        const quint64 members = quint64(m_found.topology.hosts.size() + m_devices.size());
        const bool isCidr = complaint(*m_found.catalog.kind(u"fleet")->field(m_mesh.range), Value(text)).isEmpty();
        if (!isCidr || (m_range && m_range->count() >= members))
            return;
        m_found.add(Rule::NarrowMesh, {ItemId::fleet(), m_mesh.range, {}},
                    Words::tr("The private network %1 has %2 addresses for %3 members. Use a wider range.").arg(text)
                        .arg(m_range ? m_range->count() : 0)
                        .arg(members));
    }

    void checkKey(const PlacedHost &host)
    {
        const QString key = host.values.at(m_mesh.key).text();
        if (key.isEmpty()) {
            if (host.values.at(u"class").text() == "nixos"_L1)
                m_found.add(Rule::MissingMeshKey, {host.id, m_mesh.key, {}},
                            Words::tr("%1 has no public key of %2 yet, so nobody on the private network would reach it. Make a key for it.")
                                .arg(host.name, ofCatalog(m_kind.title)));
            return;
        }
        const QString first = m_keys.value(key);
        if (first.isEmpty())
            m_keys.insert(key, host.name);
        else
            m_found.add(Rule::SharedMeshKey, {host.id, m_mesh.key, ItemId::host(first)},
                        Words::tr("%1 and %2 have the same key of %3, so what is meant for one would reach the other. Make a key of its own for each.")
                            .arg(first, host.name, ofCatalog(m_kind.title)));
    }

    void checkAddress(const PlacedHost &host)
    {
        const QString address = canonicalAddress(host.values.at(u"mesh").text());
        if (address.contains(u'.') || address.contains(u':'))
            m_addresses.insert(address, host.id);
        else
            return; // not known yet, or none at all
        const QString own = addressOfKey(host.values.at(m_mesh.key).text());
        if (m_range && !m_range->contains(address))
            m_found.add(Rule::StrayMesh, {host.id, u"mesh"_s, {}},
                        Words::tr("The mesh address %1 of %2 is outside the private network %3.")
                            .arg(address, host.name, m_settings.at(m_mesh.range).text()));
        if (m_mesh.address == MeshSpec::Address::Key && !own.isEmpty() && own != address)
            m_found.add(Rule::StrayMesh, {host.id, u"mesh"_s, {}},
                        Words::tr("The mesh address %1 of %2 does not belong to its key, which makes it %3.")
                            .arg(address, host.name, own));
    }

    /// Whoever has a public address is dialled there; two without one find each other only through others.
    void checkWayIn(const PlacedHost &host)
    {
        const bool passesOn = !m_mesh.peers.isEmpty() && !m_settings.at(m_mesh.peers).texts().isEmpty();
        if (passesOn || !host.values.at(u"public").texts().isEmpty())
            return;
        if (!m_hidden.isEmpty())
            m_found.add(Rule::NoWayIn, {host.id, u"public"_s, m_hidden},
                        Words::tr("%1 and %2 have no public address, so neither can dial the other over %3. Write down that of one.")
                            .arg(m_found.topology.host(m_hidden.text().section(u'/', 1))->name, host.name, ofCatalog(m_kind.title)));
        else
            m_hidden = host.id;
    }

    void checkDevice(const MeshDevice &device)
    {
        const Spot spot{ItemId::fleet(), m_mesh.devices, m_addresses.value(device.address)};
        if (!isName(device.name))
            m_found.add(Rule::BadName, {ItemId::fleet(), m_mesh.devices, {}},
                        Words::tr("The device \"%1\" of an operator: write a name of a-z, 0-9 and inner hyphens.").arg(device.name));
        if (!device.key.isEmpty() && m_keys.contains(device.key))
            m_found.add(Rule::SharedMeshKey, {ItemId::fleet(), m_mesh.devices, {}},
                        Words::tr("%1 and %2 have the same key of %3. Make a key of its own for each.")
                            .arg(m_keys.value(device.key), device.name, ofCatalog(m_kind.title)));
        m_keys.insert(device.key, device.name);
        if (device.address.isEmpty())
            return; // its key is none, which is said already
        if (m_range && !m_range->contains(device.address))
            m_found.add(Rule::StrayMesh, {ItemId::fleet(), m_mesh.devices, {}},
                        Words::tr("The address %1 of %2 is outside the private network %3.")
                            .arg(device.address, device.name, m_settings.at(m_mesh.range).text()));
        if (m_addresses.contains(device.address))
            m_found.add(Rule::DuplicateMesh, spot,
                        Words::tr("%1 and %2 both have the address %3 in the private network. Give %1 another.")
                            .arg(device.name, m_deviceAt.value(device.address, spot.other.text().section(u'/', 1)), device.address));
        m_addresses.insert(device.address, ItemId::fleet());
        m_deviceAt.insert(device.address, device.name);
    }

    Findings &m_found;
    const Kind &m_kind;
    const MeshSpec &m_mesh;
    const Value &m_settings;
    const QList<MeshDevice> m_devices;
    std::optional<AddressRange> m_range;
    QHash<QString, QString> m_keys;        ///< key → who has it
    QHash<QString, ItemId> m_addresses;    ///< address → who has it
    QHash<QString, QString> m_deviceAt; ///< address → whose device
    ItemId m_hidden;                       ///< the first host that nobody can dial
};

} // namespace

void checkMesh(Findings &found)
{
    if (!found.begin(Wide::Access)) // as there: it looks at hosts and settings only
        return;
    const Value settings = found.catalog.effective(*found.catalog.kind(u"fleet"), found.fleet.settings().values);
    const Kind *kind = meshKind(found.catalog, settings);
    if (kind && kind->mesh->isKnown())
        MeshCheck(found, *kind, settings).run();
}

} // namespace model
