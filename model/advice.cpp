// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/advice.h"

#include "model/advice_room.h"
#include "model/freeports.h"
#include "model/validate.h"
#include "model/words.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DropAdvice", text);
}

QString titles(const Catalog &catalog, const QStringList &kinds)
{
    QStringList words;
    for (const QString &name : kinds) {
        const Kind *kind = catalog.kind(name);
        words += kind ? ofCatalog(kind->title) : name;
    }
    return words.join(u", "_s);
}

const PortSpec *portOf(const Kind &kind, const QString &field)
{
    const auto spec = std::ranges::find(kind.ports, field, &PortSpec::field);
    return spec == kind.ports.end() ? nullptr : &*spec;
}

QString portWords(const Kind &kind, const QString &field, int port)
{
    const PortSpec *spec = portOf(kind, field);
    const QString number = QString::number(port);
    return !spec ? number : (spec->protocol == Protocol::Udp ? u"UDP "_s : u"TCP "_s) + number;
}

/// One drag: what does not depend on the host is worked out once.
class Drag
{
public:
    Drag(const Fleet &fleet, const Catalog &catalog, const Topology &topology,
         const Measured &measured)
        : m_fleet(fleet), m_catalog(catalog), m_topology(topology), m_measured(measured)
    {}

    void takeNew(const QString &kind)
    {
        m_kind = m_catalog.kind(kind);
        if (m_kind)
            m_name = freshName(m_fleet, m_catalog, kind);
    }
    void takeItem(const ItemId &id)
    {
        m_item = m_topology.find(id);
        m_kind = m_item ? m_catalog.kind(m_item->kind) : nullptr;
        m_entry = m_item ? m_fleet.find(m_item->source) : nullptr;
    }

    DropAdvice on(const PlacedHost *host) const
    {
        DropAdvice advice;
        if (!m_kind || !host) {
            advice.words = tr("nothing to put here");
            return advice;
        }
        advice.words = objection(*host);
        if (advice.words.isEmpty())
            m_item ? move(advice, *host) : add(advice, *host);
        const HostFacts facts = m_measured.hosts.value(host->name);
        advice.room = roomWords(facts, m_measured.now);
        advice.score = advice.allowed ? suitability(*host, *m_kind, facts) : 0;
        return advice;
    }

private:
    /// Why nothing can be put on the host at all; empty when it can carry things.
    QString objection(const PlacedHost &host) const
    {
        if (m_item && m_item->host == host.name)
            return tr("%1 is already here").arg(m_item->name);
        const QString hostClass = host.values.at(u"class").text();
        if (hostClass == "unmanaged"_L1)
            return tr("%1 is unmanaged: it is watched, never deployed").arg(host.name);
        const Field *field = m_catalog.kind(u"host")->field(u"class");
        if (field && field->notYetValues.contains(hostClass))
            return tr("%1 is of the class %2, which cannot be deployed yet")
                .arg(host.name, hostClass);
        return {};
    }

    void add(DropAdvice &advice, const PlacedHost &host) const
    {
        if (m_kind->fleetKey == "services"_L1)
            return addService(advice, host);
        ValueMap values;
        QStringList ports;
        const FreePorts free(m_topology, host);
        for (const Field &field : m_kind->fields) {
            if (field.allocate && !allocate(advice, free, field, host, values, ports))
                return;
        }
        advice.allowed = true;
        advice.item = ItemId(m_kind->name + u'/' + m_name);
        advice.words = ports.isEmpty() ? tr("%1 on %2").arg(ofCatalog(m_kind->title), host.name)
                                       : tr("%1 gets %2").arg(m_name, ports.join(u", "_s));
        advice.step = {tr("Add %1 to %2").arg(m_name, host.name),
                       {AddItem{m_kind->name, m_name, host.name, values}}};
    }

    bool allocate(DropAdvice &advice, const FreePorts &free, const Field &field,
                  const PlacedHost &host, ValueMap &values, QStringList &ports) const
    {
        const int port = free.next(*m_kind, field.name, int(field.fallback.toInt(1024)));
        if (port == 0)
            advice.words =
                tr("%1 has no free port left for %2").arg(host.name, ofCatalog(field.title));
        values.append({field.name, Value(port)});
        ports.append(portWords(*m_kind, field.name, port));
        return port != 0;
    }

    bool carriesKind(const PlacedHost &host) const
    {
        return std::ranges::any_of(host.items, [&](const ItemId &id) {
            const Placed *item = m_topology.find(id);
            return item && item->kind == m_kind->name;
        });
    }

    void addService(DropAdvice &advice, const PlacedHost &host) const
    {
        if (carriesKind(host)) {
            advice.words = tr("%1 already has %2").arg(host.name, ofCatalog(m_kind->title));
            return;
        }
        if (!m_kind->broughtBy.empty())
            return switchOn(advice, host);
        const QString edge = m_topology.edgeHost(host.name);
        if (m_kind->broughtToEdge && edge != host.name) {
            advice.words = tr("%1 is the edge for all hosts: the only %2 stands there")
                               .arg(edge, ofCatalog(m_kind->title));
            return;
        }
        if (const Role *role = m_catalog.role(m_kind->role))
            return give(advice, host, *role);
        alone(advice, host);
    }

    /// Every host carries one while the fleet says so.
    void switchOn(DropAdvice &advice, const PlacedHost &host) const
    {
        QStringList settings;
        for (const auto &[path, value] : m_kind->broughtBy) {
            if (!path.startsWith(u"fleet."))
                continue;
            advice.step.edits += SetField{ItemId::fleet(), path.mid(6), Value(value)};
            settings += path.mid(6) + u": " + value;
        }
        const QString words = settings.join(u", "_s);
        advice.allowed = !advice.step.edits.isEmpty();
        advice.words = tr("%1 comes to every host with the fleet's setting %2")
                           .arg(ofCatalog(m_kind->title), words);
        advice.step.text = tr("Set %1").arg(words);
        advice.item = ItemId(host.name + u'/' + m_kind->name);
    }

    void give(DropAdvice &advice, const PlacedHost &host, const Role &role) const
    {
        advice.allowed = true;
        advice.words = tr("%1 gets the role %2: %3")
                           .arg(host.name, ofCatalog(role.title), titles(m_catalog, role.brings));
        advice.step = {tr("Give %1 the role %2").arg(host.name, role.name),
                       {giveRole(host, role.name)}};
        advice.item = ItemId(host.name + u'/' + m_kind->name);
    }

    /// An instance under "services" that names its host.
    void alone(DropAdvice &advice, const PlacedHost &host) const
    {
        ValueMap values;
        QStringList ports;
        const FreePorts free(m_topology, host);
        for (const PortSpec &spec : m_kind->ports) {
            const Field *field = m_kind->field(spec.field);
            const bool known =
                std::ranges::any_of(values, [&](const auto &v) { return v.first == spec.field; });
            if (!field || known || free.isFree(*m_kind, spec.field, int(field->fallback.toInt())))
                continue;
            if (!allocate(advice, free, *field, host, values, ports))
                return;
        }
        advice.allowed = true;
        advice.item = ItemId(host.name + u'/' + m_name);
        advice.words = ports.isEmpty()
                           ? tr("adds %1 to %2").arg(m_name, host.name)
                           : tr("%1 on %2 gets %3").arg(m_name, host.name, ports.join(u", "_s));
        for (const Role &role : m_catalog.roles()) {
            if (role.brings.contains(m_kind->name)) {
                advice.words += u"; "_s
                                + tr("the role %1 brings %2")
                                      .arg(ofCatalog(role.title), titles(m_catalog, role.brings));
                break;
            }
        }
        advice.step = {tr("Add %1 to %2").arg(m_name, host.name),
                       {AddItem{m_kind->name, m_name, host.name, values}}};
    }

    void move(DropAdvice &advice, const PlacedHost &host) const
    {
        if (!m_entry || m_entry->host.isEmpty())
            return moveRole(advice, host);
        advice.step.edits = moveEdits(m_catalog, m_topology, *m_entry, host.name);
        if (advice.step.edits.isEmpty()) {
            advice.words = tr("%1 has no free port left for %2").arg(host.name, m_item->name);
            return;
        }
        QStringList ports;
        for (const Edit &edit : std::as_const(advice.step.edits)) {
            if (const auto *set = std::get_if<SetField>(&edit))
                ports += portWords(*m_kind, set->field, int(set->value.toInt()));
        }
        advice.allowed = true;
        advice.item = m_item->id;
        advice.step.text = tr("Move %1 from %2 to %3").arg(m_item->name, m_item->host, host.name);
        advice.words = ports.isEmpty() ? tr("%1 keeps its ports").arg(m_item->name)
                                       : tr("%1 gets %2: its old ports are taken here")
                                             .arg(m_item->name, ports.join(u", "_s));
    }

    /// What a role brings moves when the role does, if the old host has it by its own words.
    void moveRole(DropAdvice &advice, const PlacedHost &host) const
    {
        const PlacedHost *from = m_topology.host(m_item->host);
        if (m_entry && !m_item->source.text().endsWith(u'/' + m_item->id.text()))
            return moveInstance(advice, host);
        if (!m_kind->broughtBy.empty())
            advice.words = tr("%1 stands on every host by a setting of the fleet")
                               .arg(ofCatalog(m_kind->title));
        if (!from || !advice.words.isEmpty())
            return;
        const Role *role = bringer(*from);
        if (!role) {
            advice.words =
                tr("%1 follows what else stands on %2: move that, or give %3 a role that brings it")
                    .arg(ofCatalog(m_kind->title), from->name, host.name);
            return;
        }
        if (host.roles.contains(role->name)) {
            advice.words = tr("%1 has the role %2 already").arg(host.name, ofCatalog(role->title));
            return;
        }
        advice.allowed = true;
        advice.words =
            tr("the role %1 moves here from %2: %3")
                .arg(ofCatalog(role->title), from->name, titles(m_catalog, role->brings));
        advice.item = ItemId(host.name + u'/' + m_kind->name);
        advice.step = {tr("Move the role %1 from %2 to %3").arg(role->name, from->name, host.name),
                       {takeRole(*from, role->name), giveRole(host, role->name)}};
        for (const QString &kind : role->brings)
            carrySettings(advice.step, kind, from->name, host.name);
    }

    /// A service that names its hosts itself.
    void moveInstance(DropAdvice &advice, const PlacedHost &host) const
    {
        ValueMap roles = m_entry->values.at(u"roles").map();
        bool named = false, taken = false;
        for (auto &[name, role] : roles) {
            ValueList hosts;
            for (const QString &word :
                 role.at(u"hosts").isMap() ? QStringList() : role.at(u"hosts").texts()) {
                named = named || word == m_item->host;
                taken = taken || word == host.name;
                hosts += Value(word == m_item->host ? host.name : word);
            }
            if (!hosts.isEmpty())
                role = role.with(u"hosts", hosts);
        }
        if (taken || !named) {
            advice.words =
                taken ? tr("%1 is already here").arg(m_item->name)
                      : tr("%1 stands where tags or settings of its roles put it: change its roles")
                            .arg(m_item->name);
            return;
        }
        advice.allowed = true;
        advice.words = tr("%1 moves here from %2").arg(m_item->name, m_item->host);
        advice.item = ItemId(host.name + u'/' + m_item->name);
        advice.step = {tr("Move %1 from %2 to %3").arg(m_item->name, m_item->host, host.name),
                       {SetField{m_entry->id, u"roles"_s, roles}}};
    }

    /// The declared role that brings the item, when nothing that stands there brings it as well.
    const Role *bringer(const PlacedHost &from) const
    {
        for (const QString &name : from.values.at(u"roles").texts()) {
            const Role *role = m_catalog.role(name);
            const bool implied = std::ranges::any_of(from.items, [&](const ItemId &id) {
                const Placed *item = m_topology.find(id);
                return item && !item->source.isEmpty() && m_catalog.kind(item->kind)->role == name
                       && !role->brings.contains(item->kind);
            });
            if (role && !implied && role->brings.contains(m_kind->name))
                return role;
        }
        return nullptr;
    }

    void carrySettings(EditStep &step, const QString &kind, const QString &from,
                       const QString &to) const
    {
        const ItemPtr entry = m_fleet.find(ItemId(u"service/"_s + from + u'/' + kind));
        if (!entry || entry->kind != kind || m_fleet.find(ItemId(u"service/"_s + to + u'/' + kind)))
            return;
        const Value settings = entry->values.at(u"settings");
        ValueMap values;
        for (const Field &field : m_catalog.kind(kind)->fields) {
            if (const Value value = settings.at(field.name); !value.isNull())
                values.append({field.name, value});
        }
        step.edits += RemoveItem{entry->id};
        if (!values.isEmpty())
            step.edits += AddItem{kind, to + u'/' + kind, to, values};
    }

    const Fleet &m_fleet;
    const Catalog &m_catalog;
    const Topology &m_topology;
    const Measured &m_measured;
    const Kind *m_kind = nullptr;
    const Placed *m_item = nullptr;
    ItemPtr m_entry;
    QString m_name;
};

} // namespace

DropAdvice adviseNew(const Fleet &fleet, const Catalog &catalog, const Topology &topology,
                     const QString &kind, const QString &host, const Measured &measured)
{
    Drag drag(fleet, catalog, topology, measured);
    drag.takeNew(kind);
    return drag.on(topology.host(host));
}

DropAdvice adviseMove(const Fleet &fleet, const Catalog &catalog, const Topology &topology,
                      const ItemId &item, const QString &host, const Measured &measured)
{
    Drag drag(fleet, catalog, topology, measured);
    drag.takeItem(item);
    return drag.on(topology.host(host));
}

QHash<QString, DropAdvice> adviseAll(const Fleet &fleet, const Catalog &catalog,
                                     const Topology &topology, const QString &kind,
                                     const ItemId &item, const Measured &measured)
{
    Drag drag(fleet, catalog, topology, measured);
    kind.isEmpty() ? drag.takeItem(item) : drag.takeNew(kind);
    QHash<QString, DropAdvice> advice;
    advice.reserve(topology.hosts.size());
    for (const PlacedHost &host : topology.hosts)
        advice.insert(host.name, drag.on(&host));
    return advice;
}

} // namespace model
