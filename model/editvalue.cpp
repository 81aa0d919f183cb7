// SPDX-License-Identifier: GPL-3.0-or-later
// Values and edits as a person types and reads them.
#include "model/edit.h"
#include "model/reading.h"
#include "model/scalar.h"
#include "model/validate.h"
#include "model/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

tl::unexpected<Error> doesNotFit(const Field &field, const QString &why)
{
    return fail(u"bad-value"_s, u"%1: %2"_s.arg(field.name, why), ofCatalog(field.help));
}

Result<Value> parseScalar(const Field &field, const QString &text)
{
    switch (field.type) {
    case FieldType::Bool: {
        const QString word = text.toLower();
        if (word == u"true"_s || word == u"yes"_s || word == u"on"_s)
            return true;
        if (word == u"false"_s || word == u"no"_s || word == u"off"_s)
            return false;
        return doesNotFit(field, Words::tr("\"%1\" is neither true nor false").arg(text));
    }
    case FieldType::Int:
    case FieldType::Port: {
        bool fits = false;
        const qint64 number = text.toLongLong(&fits);
        if (!fits)
            return doesNotFit(field, Words::tr("\"%1\" is no whole number").arg(text));
        return number;
    }
    case FieldType::Any:
        return resolvePlain(text);
    default:
        return text;
    }
}

/// "[a, b]" and "{a: b}" as in the file.
Result<Value> parseFlow(const Field &field, const QString &text)
{
    const auto node = readYaml(text.toUtf8());
    if (!node)
        return doesNotFit(field,
                          Words::tr("\"%1\" cannot be read: %2").arg(text, node.error().message));
    return fieldValue(*node, field);
}

Result<Value> parseList(const Field &field, const QString &text)
{
    Field element = field;
    element.type = field.of;
    ValueList list;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const QString trimmed = part.trimmed();
        if (trimmed.isEmpty())
            continue;
        const auto value = parseScalar(element, trimmed);
        if (!value)
            return value;
        list.append(*value);
    }
    return list;
}

bool isPlainEntry(const Value &value)
{
    const QString text = value.text();
    return !value.isList() && !value.isMap() && !text.isEmpty() && !text.contains(u',')
           && !text.startsWith(u'[') && !text.startsWith(u'{') && text == text.trimmed();
}

QString nameIn(const Fleet &fleet, const ItemId &id)
{
    const ItemPtr item = fleet.find(id);
    return id == ItemId::fleet() ? Words::tr("the fleet") : item ? item->name : id.text();
}

/// The field that is set; without title when the catalog does not know it.
Field fieldOf(const Fleet &fleet, const Catalog &catalog, const SetField &edit)
{
    const ItemPtr item = fleet.find(edit.item);
    const Kind *kind = catalog.kind(item ? item->kind : edit.item.text().section(u'/', 1));
    const Field *known = kind ? kind->field(edit.field) : nullptr;
    Field field = known ? *known : Field();
    if (!known)
        field.type = FieldType::List; // so that lists are shown as such
    return field;
}

} // namespace

Result<Value> parseValue(const Field &field, const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return Value();
    const bool flow = trimmed.startsWith(u'[') || trimmed.startsWith(u'{');
    const bool open = field.type == FieldType::List || field.type == FieldType::Map
                      || field.type == FieldType::Any;
    const auto value = flow && open                    ? parseFlow(field, trimmed)
                       : field.type == FieldType::List ? parseList(field, trimmed)
                       : field.type == FieldType::Map  ? parseFlow(field, u'{' + trimmed + u'}')
                                                       : parseScalar(field, trimmed);
    if (!value)
        return value;
    if (const QString wrong = complaint(field, *value); !wrong.isEmpty())
        return doesNotFit(field, wrong);
    return value;
}

QString valueText(const Field &field, const Value &value)
{
    if (value.isList() && field.type == FieldType::List) {
        const ValueList list = value.list();
        if (std::all_of(list.begin(), list.end(), isPlainEntry))
            return value.texts().join(u", ");
    }
    if (value.isList() || value.isMap())
        return QString::fromUtf8(flowToken(value));
    return value.text();
}

QString shownText(const Field &field, const Value &value)
{
    const auto choice = field.choices.find(value.text());
    if (choice != field.choices.end() && value.isText())
        return ofCatalog(choice->second.title);
    if (value.isBool())
        return value.toBool() ? Words::tr("Yes") : Words::tr("No");
    return valueText(field, value);
}

QString describe(const Fleet &fleet, const Catalog &catalog, const Edit &edit)
{
    struct Story
    {
        const Fleet &fleet;
        const Catalog &catalog;

        QString operator()(const SetField &e) const
        {
            if (e.field == u"name"_s && e.item != ItemId::fleet())
                return Words::tr("Rename %1 to %2").arg(nameIn(fleet, e.item), e.value.text());
            const Field field = fieldOf(fleet, catalog, e);
            const QString title = field.title.isEmpty() ? e.field : ofCatalog(field.title);
            if (e.value.isNull())
                return Words::tr("Reset %1 of %2").arg(title, nameIn(fleet, e.item));
            return Words::tr("Set %1 of %2 to %3")
                .arg(title, nameIn(fleet, e.item), shownText(field, e.value));
        }
        QString operator()(const MoveItem &e) const
        {
            const ItemPtr item = fleet.find(e.item);
            const QString from =
                item && !item->host.isEmpty() ? Words::tr(" from ") + item->host : QString();
            return Words::tr("Move %1%2 to %3").arg(nameIn(fleet, e.item), from, e.host);
        }
        QString operator()(const AddItem &e) const
        {
            const Kind *kind = catalog.kind(e.kind);
            const QString where = e.host.isEmpty() ? QString() : Words::tr(" to ") + e.host;
            return Words::tr("Add %1 %2%3")
                .arg(kind ? ofCatalog(kind->title) : e.kind, e.name, where);
        }
        QString operator()(const RemoveItem &e) const
        {
            return Words::tr("Remove %1").arg(nameIn(fleet, e.item));
        }
    };
    return std::visit(Story{fleet, catalog}, edit);
}

} // namespace model
