// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit.h"

#include "model/edittarget.h"
#include "model/references.h"
#include "model/validate.h"
#include "model/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

tl::unexpected<Error> unknownItem(const ItemId &id)
{
    return fail(u"unknown-item"_s, Words::tr("there is no \"%1\" in the fleet").arg(id.text()),
                Words::tr("was it renamed or removed?"));
}

Result<void> checkHost(const Fleet &fleet, const QString &host)
{
    if (fleet.host(host))
        return {};
    return fail(u"unknown-host"_s, Words::tr("there is no host \"%1\"").arg(host),
                Words::tr("add the host first, or name another"));
}

Result<void> checkNewName(const Fleet &fleet, const ItemId &id, const QString &name)
{
    if (!isName(name))
        return fail(
            u"bad-name"_s,
            Words::tr("\"%1\" cannot be a name: it becomes part of paths, units and DNS names")
                .arg(name),
            Words::tr("use a-z, 0-9 and hyphens inside, at most 63 characters"));
    if (fleet.find(id))
        return fail(u"taken-name"_s, Words::tr("there is a \"%1\" already").arg(id.text()),
                    Words::tr("choose another name"));
    return {};
}

class Applier
{
public:
    Applier(const Fleet &fleet, const Catalog &catalog, Naming &known)
        : m_editor(fleet, catalog), m_catalog(catalog), m_known(known)
    {}

    const Fleet &fleet() const { return m_editor.fleet(); }

    Result<void> operator()(const SetField &edit)
    {
        if (edit.item == ItemId::fleet())
            return setSetting(edit);
        const ItemPtr item = fleet().find(edit.item);
        if (!item)
            return setOnHost(edit);
        const Shape &shape = m_editor.entries().shape(item->kind);
        const bool service = item->source->section == servicesKey;
        if (edit.field == u"name"_s || (!service && shape.isNameKey(edit.field)))
            return rename(item, edit.value.text());
        if (edit.field == u"host"_s && !service && item->source->section != hostsKey)
            return (*this)(MoveItem{edit.item, edit.value.text()});
        if (service && (edit.field == u"roles"_s || edit.field == u"kind"_s))
            return setKey(item, edit.field, edit.value);
        const auto target = targetOf(shape.kind(), item.get(), edit.field, service);
        if (!target)
            return tl::make_unexpected(target.error());
        const Value value = normalised(target->field, edit.value);
        if (const auto fits = checkValue(target->field, value); !fits)
            return fits;
        Item wanted = *item;
        wanted.values = item->values.with(target->path, value);
        if (wanted == *item)
            return {};
        return m_editor.rewrite(
            item, wanted, [&](FieldEditor &text) { return text.set(target->field.name, value); });
    }

    Result<void> operator()(const MoveItem &edit)
    {
        const ItemPtr item = fleet().find(edit.item);
        if (!item)
            return fleet().lookup(edit.item.text()) ? placedByRole(edit.item)
                                                    : unknownItem(edit.item);
        if (item->source == nullptr || item->source->section == hostsKey
            || item->source->section == servicesKey)
            return placedByRole(edit.item);
        if (const auto known = checkHost(fleet(), edit.host); !known)
            return known;
        if (item->host == edit.host)
            return {};
        Item wanted = *item;
        wanted.host = edit.host;
        return m_editor.rewrite(
            item, wanted, [&](FieldEditor &text) { return text.setKey(u"host"_s, edit.host); });
    }

    Result<void> operator()(const AddItem &edit)
    {
        const Kind *kind = m_catalog.kind(edit.kind);
        if (!kind || edit.kind == u"fleet"_s)
            return fail(u"unknown-kind"_s, Words::tr("there is no kind \"%1\"").arg(edit.kind),
                        Words::tr("see the palette for what there is"));
        Item item;
        item.kind = edit.kind;
        item.name = edit.name;
        item.values = ValueMap();
        const bool isHost = edit.kind == u"host"_s;
        const QString section = isHost                     ? hostsKey
                                : kind->fleetKey.isEmpty() ? servicesKey
                                                           : kind->fleetKey;
        const bool service = section == servicesKey;
        item.id = ItemId((service ? u"service"_s : edit.kind) + u'/' + edit.name);
        const bool onHost = service && edit.name == edit.host + u'/' + edit.kind;
        if (!isHost && !(service && edit.host.isEmpty()))
            if (const auto known = checkHost(fleet(), edit.host); !known)
                return known;
        if (const auto fits = checkNewName(fleet(), item.id, onHost ? edit.kind : edit.name); !fits)
            return fits;
        if (!edit.text.isEmpty())
            return addText(edit, section, item.id);
        for (const auto &[field, value] : edit.values) {
            const auto target = targetOf(*kind, nullptr, field, service);
            if (!target)
                return tl::make_unexpected(target.error());
            const Value clean = normalised(target->field, value);
            if (const auto fits = checkValue(target->field, clean); !fits)
                return fits;
            item.values = item.values.with(target->path, clean);
        }
        if (!service && !isHost)
            item.host = edit.host;
        else if (service && !onHost && !edit.host.isEmpty())
            item.values = item.values.with(u"roles.server.hosts", ValueList{edit.host});
        return m_editor.append(section, std::move(item)).map([this] { m_editor.reindex(); });
    }

    Result<void> operator()(const RemoveItem &edit)
    {
        const ItemPtr item = fleet().find(edit.item);
        if (!item) {
            const ItemPtr entry = fleet().find(ItemId(u"service/"_s + edit.item.text()));
            if (entry)
                return (*this)(RemoveItem{entry->id});
            return fleet().lookup(edit.item.text()) ? placedByRole(edit.item)
                                                    : unknownItem(edit.item);
        }
        if (!item->source)
            return fail(u"cannot-remove"_s,
                        Words::tr("the settings of the fleet cannot be removed"), {});
        if (item->source->section == hostsKey)
            if (const auto freed = freeHost(item->name); !freed)
                return freed;
        return m_editor.remove(item).map([this] { m_editor.reindex(); });
    }

private:
    static tl::unexpected<Error> placedByRole(const ItemId &id)
    {
        return fail(u"placed-by-role"_s,
                    Words::tr("\"%1\" stands where roles put it").arg(id.text()),
                    Words::tr("change the roles of the host instead"));
    }

    /// An item with its own bytes: comments, order and unknown keys stay.
    Result<void> addText(const AddItem &edit, const QString &section, const ItemId &id)
    {
        const auto root = readYaml(edit.text);
        const bool inList = root && root->isList() && root->children.size() == 1;
        QList<Finding> findings;
        auto item = root ? m_editor.entries().read(section, inList ? root->children.front() : *root,
                                                   findings)
                         : std::nullopt;
        if (!item || item->id != id || item->kind != edit.kind || item->host != edit.host)
            return fail(
                u"bad-entry"_s,
                Words::tr("the text is no entry of \"%1\" that says %2").arg(section, id.text()),
                findings.isEmpty() ? QString() : findings.constFirst().message);
        return m_editor.append(section, std::move(*item), edit.text).map([this] {
            m_editor.reindex();
        });
    }

    /// A host goes only when nothing stands on it; settings of what its roles bring go with it.
    Result<void> freeHost(const QString &host)
    {
        QStringList carried;
        for (const ItemPtr &item : itemsOn(fleet(), host))
            carried.append(item->name);
        if (!carried.isEmpty())
            return fail(u"host-not-empty"_s,
                        Words::tr("%1 still carries %2").arg(host, carried.join(u", ")),
                        Words::tr("move or remove them first, in the same step or before"));
        const ItemList items = fleet().items();
        for (const ItemPtr &item : items)
            if (item->source->section == servicesKey && item->name.startsWith(host + u'/'))
                if (const auto done = m_editor.remove(fleet().find(item->id)); !done)
                    return done;
        return {};
    }

    Result<void> setSetting(const SetField &edit)
    {
        const auto target =
            targetOf(*m_catalog.kind(u"fleet"), &fleet().settings(), edit.field, false);
        if (!target)
            return tl::make_unexpected(target.error());
        const Value value = normalised(target->field, edit.value);
        if (value.isNull() && target->field.required && matters(target->field))
            return fail(u"required"_s, Words::tr("%1 cannot be left out").arg(target->field.name),
                        ofCatalog(target->field.help));
        if (const auto fits = checkValue(target->field, value); !fits)
            return fits;
        return fleet().setting(target->path) == value
                   ? Result<void>()
                   : m_editor.rewriteSettings(target->path, value);
    }

    bool matters(const Field &field) const
    {
        return std::ranges::all_of(field.when, [this](const auto &entry) {
            const Value now = m_catalog.effective(*m_catalog.kind(u"fleet"),
                                                  fleet().settings().values, entry.first);
            return now.text() == entry.second;
        });
    }

    /// A field of what a role brings ("mini/cache"): kept in an entry of `services` of that name.
    Result<void> setOnHost(const SetField &edit)
    {
        const QString text = edit.item.text();
        if (const ItemPtr entry = fleet().find(ItemId(u"service/"_s + text)))
            return (*this)(SetField{entry->id, edit.field, edit.value});
        const QString host = text.section(u'/', 0, 0);
        const QString name = text.section(u'/', 1);
        if (const ItemPtr entry = fleet().find(ItemId(u"service/"_s + name));
            entry && fleet().host(host))
            return (*this)(SetField{entry->id, edit.field, edit.value});
        if (!fleet().host(host) || !m_catalog.kind(name))
            return unknownItem(edit.item);
        if (edit.field == u"host"_s || edit.field == u"name"_s)
            return placedByRole(edit.item);
        if (edit.value.isNull())
            return {};
        return (*this)(AddItem{name, text, host, {{edit.field, edit.value}}});
    }

    /// `roles` and `kind` of an entry of `services`, which are no fields.
    Result<void> setKey(const ItemPtr &item, const QString &key, const Value &value)
    {
        Item wanted = *item;
        if (key == u"kind"_s && !m_catalog.kind(value.text()))
            return fail(u"unknown-kind"_s, Words::tr("there is no kind \"%1\"").arg(value.text()),
                        Words::tr("see the palette for what there is"));
        if (key == u"kind"_s)
            wanted.kind = value.text();
        else
            wanted.values = item->values.with(key, value);
        return m_editor.rewrite(item, wanted,
                                [&](FieldEditor &text) { return text.setKey(key, value); });
    }

    Result<void> rename(const ItemPtr &item, const QString &name)
    {
        if (name == item->name)
            return {};
        if (item->name.contains(u'/') && item->source->section == servicesKey)
            return placedByRole(item->id);
        Item wanted = *item;
        wanted.name = name;
        wanted.id = ItemId(item->id.text().section(u'/', 0, 0) + u'/' + name);
        if (const auto fits = checkNewName(fleet(), wanted.id, name); !fits)
            return fits;
        const Shape &shape = m_editor.entries().shape(item->kind);
        const auto key = [&](const YamlNode &map) {
            return map.children[size_t(qMax(0, shape.nameKey(map)))].string();
        };
        m_known.follow(fleet()); // now: a list that it shares with what is edited would have to be copied once more
        const auto done = m_editor.rewrite(
            item, wanted, [&](FieldEditor &text) { return text.setKey(key(text.root()), name); });
        if (!done)
            return done;
        m_editor.reindex();
        return renameReferences(m_editor, m_known, item, fleet().find(wanted.id)).map([this] { m_editor.reindex(); });
    }

    FleetEditor m_editor;
    const Catalog &m_catalog;
    Naming &m_known;
};

} // namespace

Result<Fleet> apply(const Fleet &fleet, const Catalog &catalog, const EditStep &step)
{
    Naming known(catalog);
    return apply(fleet, catalog, step, known);
}

Result<Fleet> apply(const Fleet &fleet, const Catalog &catalog, const EditStep &step, Naming &known)
{
    Applier applier(fleet, catalog, known);
    for (const Edit &edit : step.edits)
        if (const auto done = std::visit(applier, edit); !done)
            return tl::make_unexpected(done.error());
    return applier.fleet();
}

Result<Fleet> apply(const Fleet &fleet, const Catalog &catalog, const Edit &edit)
{
    return apply(fleet, catalog, EditStep{{}, {edit}});
}

} // namespace model
