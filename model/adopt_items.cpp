// SPDX-License-Identifier: GPL-3.0-or-later
// What runs on a host, as items, roles and settings of the fleet.

#include "model/adopting.h"
#include "model/recognise.h"
#include "model/validate.h"
#include "model/words.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

class Services
{
public:
    explicit Services(Adopting &adopting) : m(adopting), m_host(recognise(adopting.running, adopting.catalog)) {}

    void run()
    {
        backend();
        for (const Recognised &found : m_host.known) {
            if (isListed(*found.kind))
                item(found);
            else if (found.kind->broughtBy.empty())
                m_kinds.append(found.kind);
            else
                broughtBySetting(found);
        }
        roles();
        for (const Recognised &found : m_host.known) {
            if (!isListed(*found.kind) && found.kind->broughtBy.empty())
                service(found);
        }
        notRunning();
        notUnderstood();
    }

private:
    /// Its items have a list of their own in the fleet file; all others stand where roles put them.
    bool isListed(const Kind &kind) const { return m.catalog.kindOfSection(kind.fleetKey) == &kind; }

    QString words(const Recognised &found) const
    {
        QString text = found.container && !found.container->isActive ? Words::tr("%1 is there, and does not run").arg(found.unit)
                                                                      : Words::tr("%1 runs there").arg(found.unit);
        if (found.container && !found.container->image.isEmpty())
            text += Words::tr(", of %1").arg(found.container->image);
        return text;
    }

    void setting(const QString &field, const QString &told, const Adopting::Source &source)
    {
        m.offerField(ItemId::fleet(), *m.catalog.kind(u"fleet"), m.fleet.settings().values, field, told, source);
    }

    void backend()
    {
        for (const Recognised &found : m_host.known) {
            if (!found.backend.isEmpty() && !found.byImage)
                return setting(m.catalog.containerField(), found.backend, {words(found)});
        }
    }

    void item(const Recognised &found)
    {
        const ItemId id(found.kind->name + u'/' + found.name);
        const ItemPtr known = m.fleet.find(id);
        Adopting::Source source{words(found), found.byImage ? Certainty::Guess : Certainty::Certain, {}};
        if (found.byImage)
            source.reason += Words::tr("; a deploy runs it under another unit and leaves its old data where it is");
        if (!known)
            return newItem(found, id, source);
        if (known->host != m.as.host)
            return elsewhere(found, *known, source);
        for (const auto &[field, value] : readFields(found, m.running))
            m.offerField(id, *found.kind, known->values, field, value, source);
        image(found, id, known->values, source);
    }

    void newItem(const Recognised &found, const ItemId &id, const Adopting::Source &source)
    {
        Proposal proposal;
        proposal.id = id.text();
        proposal.title = u"%1 %2"_s.arg(found.kind->title, found.name);
        proposal.reason = source.reason;
        proposal.certainty = source.certainty;
        proposal.needs = m.hostNeeds();
        ValueMap values;
        QStringList shown;
        const auto told = readFields(found, m.running);
        for (const Field &field : found.kind->fields) {
            const auto at = told.find(field.name);
            const auto value = at == told.end() ? std::nullopt : m.read(*found.kind, field.name, at->second);
            if (!value || (!field.allocate && *value == field.fallback))
                continue;
            values.append({field.name, *value});
            shown.append(u"%1 %2"_s.arg(field.title, valueText(field, *value)));
        }
        if (told.empty())
            proposal.reason += Words::tr("; its ports are not known, the defaults stand for them");
        proposal.after = shown.isEmpty() ? Words::tr("on %1").arg(m.as.host) : shown.join(u", "_s);
        proposal.edits = {AddItem{found.kind->name, found.name, m.as.host, values}};
        m.offer(proposal);
        Adopting::Source ofImage = source;
        ofImage.needs = {proposal.id};
        image(found, id, Value(values), ofImage);
    }

    void elsewhere(const Recognised &found, const Item &known, const Adopting::Source &source)
    {
        Proposal proposal;
        proposal.id = known.id.text() + u".host"_s;
        proposal.title = u"%1 %2"_s.arg(found.kind->title, found.name);
        proposal.before = Words::tr("on %1").arg(known.host);
        proposal.after = Words::tr("on %1").arg(m.as.host);
        proposal.reason = source.reason;
        proposal.certainty = source.certainty;
        proposal.conflict = Words::tr("the fleet has it on %1").arg(known.host);
        proposal.edits = {MoveItem{known.id, m.as.host}};
        proposal.needs = m.hostNeeds();
        m.offer(proposal);
    }

    void image(const Recognised &found, const ItemId &id, const Value &written, const Adopting::Source &source)
    {
        if (found.container && !found.container->image.isEmpty())
            adoptImages(m, *found.kind, id, written, found.container->image, source);
    }

    void broughtBySetting(const Recognised &found)
    {
        for (const auto &[path, value] : found.kind->broughtBy) {
            if (path.startsWith(u"fleet."))
                setting(path.mid(6), value, {words(found)});
        }
    }

    /// Roles whose kinds are all there, and that the host has not by what it carries.
    void roles()
    {
        QStringList has = m.isNewHost ? QStringList() : m.topology.host(m.as.host)->roles;
        for (const Recognised &found : m_host.known) {
            if (isListed(*found.kind) && !has.contains(found.kind->role))
                has.append(found.kind->role);
        }
        for (const Kind *kind : std::as_const(m_kinds)) {
            if (!kind->role.isEmpty() && !has.contains(kind->role))
                role(kind->role, has);
        }
        for (const Role &each : m.catalog.roles()) {
            const auto isThere = [&](const QString &name) { return runs(name); };
            const auto isNew = [&](const QString &name) { return !isBrought(name, has); };
            if (!has.contains(each.name) && !each.brings.isEmpty() && std::ranges::all_of(each.brings, isThere)
                && std::ranges::any_of(each.brings, isNew))
                role(each.name, has);
        }
        m_roles = has;
    }

    bool runs(const QString &kind) const
    {
        return std::ranges::any_of(m_kinds, [&](const Kind *each) { return each->name == kind; });
    }

    bool isBrought(const QString &kind, const QStringList &roles) const
    {
        return std::ranges::any_of(roles, [&](const QString &name) {
            const Role *role = m.catalog.role(name);
            return role && role->brings.contains(kind);
        });
    }

    void role(const QString &name, QStringList &has)
    {
        const Role &known = *m.catalog.role(name);
        QStringList units;
        for (const Recognised &found : m_host.known) {
            if (known.brings.contains(found.kind->name))
                units.append(found.unit);
        }
        has.append(name);
        m_declared = m_declared.isEmpty() ? m.hostWritten().at(u"roles").texts() + QStringList{name} : m_declared + QStringList{name};
        ValueList values;
        for (const QString &each : std::as_const(m_declared))
            values.append(Value(each));
        Proposal proposal;
        proposal.id = m.hostId.text() + u".roles."_s + name;
        proposal.title = Words::tr("Role %1").arg(known.title);
        proposal.before = m.hostWritten().at(u"roles").texts().join(u", ");
        proposal.after = m_declared.join(u", ");
        proposal.reason = Words::tr("%1 run there").arg(units.join(u", "));
        proposal.edits = {SetField{m.hostId, u"roles"_s, values}};
        proposal.needs = m.hostNeeds();
        if (!m_lastRole.isEmpty())
            proposal.needs.append(m_lastRole); // its list holds that one, too
        m_lastRole = proposal.id;
        m.offer(proposal);
    }

    /// A service that roles bring gets what the host told; one that none brings, an entry of its own.
    void service(const Recognised &found)
    {
        const Placed *placed = placedOn(found.kind->name);
        const bool isEdges = found.kind->broughtToEdge && !m.isNewHost && m.topology.edgeHost(m.as.host) != m.as.host;
        if (!placed && !isBrought(found.kind->name, m_roles) && !isEdges)
            return newService(found);
        const ItemId id(m.as.host + u'/' + found.kind->name);
        const ItemPtr entry = placed ? m.fleet.find(placed->source) : nullptr;
        const Value written = entry ? entry->values.at(u"settings") : Value(ValueMap());
        Adopting::Source source{words(found), Certainty::Certain, m.hostNeeds()};
        if (!placed)
            source.needs = roleThatBrings(found.kind->name);
        for (const auto &[field, value] : readFields(found, m.running))
            m.offerField(placed ? placed->id : id, *found.kind, written, field, value, source);
        image(found, placed ? placed->id : id, written, source);
    }

    const Placed *placedOn(const QString &kind) const
    {
        for (const Placed *each : m.topology.on(m.as.host)) {
            if (each->kind == kind)
                return each;
        }
        return nullptr;
    }

    /// The proposal, of a role or of an item, with which the kind comes to stand there.
    QStringList roleThatBrings(const QString &kind) const
    {
        for (const Proposal &each : m.result.proposals) {
            for (const Edit &edit : each.edits) {
                const auto *add = std::get_if<AddItem>(&edit);
                const Kind *added = add ? m.catalog.kind(add->kind) : nullptr;
                const QString name = added ? added->role : each.id.section(u".roles."_s, 1);
                const Role *role = m.catalog.role(name);
                if (role && role->brings.contains(kind))
                    return {each.id};
            }
        }
        return m.hostNeeds();
    }

    void newService(const Recognised &found)
    {
        QString name = found.kind->name;
        if (m.fleet.find(ItemId(u"service/"_s + name)))
            name += u'-' + m.as.host;
        ValueMap values;
        for (const auto &[field, told] : readFields(found, m.running)) {
            const auto value = m.read(*found.kind, field, told);
            if (value && *value != found.kind->field(field)->fallback)
                values.append({field, *value});
        }
        Proposal proposal;
        proposal.id = u"service/"_s + name;
        proposal.title = found.kind->title;
        proposal.after = Words::tr("on %1").arg(m.as.host);
        proposal.reason = words(found) + Words::tr("; no role of this host brings it");
        proposal.certainty = Certainty::Likely;
        proposal.edits = {AddItem{found.kind->name, name, m.as.host, values}};
        proposal.needs = m.hostNeeds();
        m.offer(proposal);
    }

    /// What the fleet has there and the host has not.
    void notRunning()
    {
        for (const Placed *each : m.topology.on(m.as.host)) {
            const auto isIt = [&](const Recognised &found) {
                return found.kind->name == each->kind && (found.name.isEmpty() || found.name == each->name);
            };
            if (!each->units.isEmpty() && std::ranges::none_of(m_host.known, isIt))
                m.note(Words::tr("the fleet has %1 there, the host does not run it: a deploy starts it").arg(each->id.text()));
        }
    }

    void notUnderstood()
    {
        for (const RunningContainer *each : std::as_const(m_host.unknown)) {
            const QString what = each->image.isEmpty() ? each->name : Words::tr("%1 (%2)").arg(each->name, each->image);
            if (each->hasUnit)
                m.warn(Words::tr("not understood: the container %1. It is left alone now; a deploy stops %2-%3.service unless a module of “imports” "
                          "has it").arg(what, each->backend, each->name));
            else
                m.warn(Words::tr("not understood: the container %1. No unit starts it, so nothing manages it: a deploy leaves it running, with its "
                          "ports").arg(what));
        }
        if (!m_host.unknownServices.isEmpty())
            m.warn(Words::tr("not understood, and left alone now: %1. A deploy stops what only its old configuration has; put it into a module of "
                      "“imports” to keep it").arg(m_host.unknownServices.join(u", ")));
    }

    Adopting &m;
    RecognisedHost m_host;
    QList<const Kind *> m_kinds; ///< that stand where roles put them
    QStringList m_roles, m_declared;
    QString m_lastRole;
};

/// "{fleet.a.b}" or "{field}": the one field that a template of the catalog is; empty when it is more.
QString onlyField(const QString &text)
{
    const bool isOne = text.startsWith(u'{') && text.endsWith(u'}') && text.count(u'{') == 1;
    return isOne ? text.mid(1, text.size() - 2).section(u'|', -1) : QString();
}

} // namespace

void adoptServices(Adopting &adopting)
{
    Services(adopting).run();
}

void adoptImages(Adopting &adopting, const Kind &kind, const ItemId &item, const Value &written, const QString &image,
                 const Adopting::Source &source)
{
    const ImageParts parts = imageParts(image);
    const Kind &fleetKind = *adopting.catalog.kind(u"fleet");
    const auto tell = [&](const QString &text, const QString &told) {
        const QString field = onlyField(text);
        if (field.isEmpty() || told.isEmpty())
            return;
        if (!field.startsWith(u"fleet."))
            return adopting.offerField(item, kind, written, field, told, source);
        const QString path = field.mid(6), id = ItemId::fleet().text() + u'.' + path;
        if (const Proposal *other = adopting.result.find(id); other && other->after != told)
            return adopting.warn(QCoreApplication::translate("model", "%1 runs %2, others there run %3: the fleet has one for all")
                                     .arg(item.text(), told, other->after));
        adopting.offerField(ItemId::fleet(), fleetKind, adopting.fleet.settings().values, path, told, source);
    };
    for (const UnitSpec &unit : kind.units) {
        const bool isWhole = unit.version.isEmpty() && unit.digest.isEmpty();
        const QString tag = parts.tag.isEmpty() || !isWhole ? QString() : u':' + parts.tag;
        tell(unit.image, isWhole ? parts.name + tag + (parts.digest.isEmpty() ? QString() : u'@' + parts.digest) : parts.name);
        if (parts.tag != u"latest")
            tell(unit.version, parts.tag);
        tell(unit.digest, parts.digest);
    }
}

} // namespace model
